"""Which keys and reports of the screen are made of what a terminal sends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events, messages
from textual.geometry import Size
from textual.message import Message

from tests.ui.terminal_replies import REPLIES
from tui_player.ui.terminal.key_sequences import KeySequences
from tui_player.ui.terminal.reader import Pasted, Sequence, TerminalReader, Typed
from tui_player.ui.terminal.typed_text import TypedText


def messages_of(data: bytes) -> list[Message]:
    reader, sequences = TerminalReader(TypedText("utf-8"), 0.01), KeySequences()
    heard = reader.feed(data, 0.0)
    while reader.due_s is not None:
        heard += reader.expire(reader.due_s)
    return [message for one in heard for message in sequences.messages(one)]


def keys_of(data: bytes) -> list[str]:
    told = messages_of(data)
    assert all(isinstance(message, events.Key) for message in told)
    return [message.key for message in told if isinstance(message, events.Key)]


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_no_reply_is_a_key(reply: bytes) -> None:
    assert not any(isinstance(message, events.Key | events.Paste) for message in messages_of(reply))


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        (b"n", ["n"]),
        ("т".encode(), ["т"]),
        (b" ", ["space"]),
        (b"\x7f", ["backspace"]),
        (b"\x03", ["ctrl+c"]),
        (b"\r", ["enter"]),
        (b"\x1b", ["escape"]),
        (b"\x1bj", ["alt+j"]),
        (b"\x1bP", ["alt+shift+p"]),
        (b"\x1b[", ["alt+left_square_bracket"]),
        (b"\x1b\r", ["alt+enter"]),
        (b"\x1b ", ["alt+space"]),
        ("\x1bт".encode(), ["alt+т"]),
        (b"\x1b[A", ["up"]),
        (b"\x1bOA", ["up"]),
        (b"\x1b[1;2A", ["shift+up"]),
        (b"\x1b[a", ["shift+up"]),
        (b"\x1b[1;3B", ["alt+down"]),
        (b"\x1b[1;129C", ["right"]),
        (b"\x1b[5~", ["pageup"]),
        (b"\x1b[3;2~", ["shift+delete"]),
        (b"\x1b[3^", ["ctrl+delete"]),
        (b"\x1b[7$", ["shift+home"]),
        (b"\x1bOd", ["ctrl+left"]),
        (b"\x1b[[A\x1b[[E", ["f1", "f5"]),
        (b"\x1bOP\x1b[11~\x1b[P\x1b[1;5P", ["f1", "f1", "ctrl+f1"]),
        (b"\x1b[Z", ["shift+tab"]),
        (b"\x1bOp", ["0"]),
        (b"\x1b[27;5;9~", ["ctrl+tab"]),
        (b"\x1b[27;6;65~", ["ctrl+shift+A"]),
        (b"\x1b[44;5u", ["ctrl+comma"]),
        (b"\x1b[110;;110u", ["n"]),
        (b"\x1b[110;129u", ["n"]),
        (b"\x1b[110;1:2u", ["n"]),
        (b"\x1b[1090;;1090u", ["т"]),
        (b"\x1b[1090::110;5u", ["ctrl+т"]),
        (b"\x1b[27u", ["escape"]),
        (b"\x1b[13;2u", ["shift+enter"]),
        (b"\x1b[57413u", ["add"]),
    ],
)
def test_keys(data: bytes, keys: list[str]) -> None:
    assert keys_of(data) == keys


@pytest.mark.parametrize(
    "data",
    [
        b"\x1b[8@",
        b"\x1b[65A",
        b"\x1b[999~",
        b"\x1b[110;1:3u",
        b"\x1b[1;1:3A",
        b"\x1b[57999u",
        b"\x1b[55555u",
        b"\x1b[1114112u",
        b"\x1b[9999999;99999999u",
        b"\x1b[3u",
        b"\x1b[155u",
        b"\x1b[1;13H",
        b"\x1bOl",
        b"\x1bO5P",
    ],
)
def test_what_is_no_key_that_anybody_knows(data: bytes) -> None:
    assert keys_of(data) == []


def test_a_key_with_text_types_it_and_one_with_alt_does_not() -> None:
    (key,) = messages_of(b"\x1b[1090;2;1058u")
    assert isinstance(key, events.Key)
    assert key.character == "Т"
    (key,) = messages_of(b"\x1bj")
    assert isinstance(key, events.Key)
    assert key.character is None
    (key,) = messages_of(b"\x1b[110;;27:110u")
    assert isinstance(key, events.Key)
    assert key.character == "n"


def test_reports() -> None:
    assert [type(m) for m in messages_of(b"\x1b[I\x1b[O")] == [events.AppFocus, events.AppBlur]
    assert [type(m) for m in messages_of(b"\x1b[?2026;2$y\x1b[?2026;0$y")] == [
        messages.TerminalSupportsSynchronizedOutput
    ]
    (resizes,) = messages_of(b"\x1b[?2048;2$y")
    assert isinstance(resizes, messages.InBandWindowResize)
    assert resizes.supported
    (place,) = messages_of(b"\x1b[36;120R")
    assert isinstance(place, events.CursorPosition)
    assert (place.x, place.y) == (119, 35)
    (paste,) = KeySequences().messages(Pasted("a\0b"))
    assert isinstance(paste, events.Paste)
    assert paste.text == "ab"


def test_the_mouse() -> None:
    (down, up, wheel) = messages_of(b"\x1b[<0;5;7M\x1b[<0;5;7m\x1b[<65;5;7M")
    assert isinstance(down, events.MouseDown)
    assert (down.x, down.y, down.button) == (4, 6, 1)
    assert isinstance(up, events.MouseUp)
    assert isinstance(wheel, events.MouseScrollDown)


def test_a_further_button_is_not_the_left_one() -> None:
    assert messages_of(b"\x1b[<128;5;5M\x1b[<128;5;5m\x1b[<129;5;5M") == []


def test_a_size_of_no_pixels_leaves_the_mouse_where_it_is() -> None:
    (resize, down) = messages_of(b"\x1b[48;36;120;0;0t\x1b[<0;5;7M")
    assert isinstance(resize, events.Resize)
    assert resize.size == Size(120, 36)
    assert isinstance(down, events.MouseDown)
    assert (down.x, down.y) == (4, 6)
    (resize, down) = messages_of(b"\x1b[48;36;120;720;1200t\x1b[<0;41;121M")
    assert isinstance(down, events.MouseDown)
    assert (down.x, down.y) == (4, 6)


@pytest.mark.parametrize("size", ["0;120;0;0", "36;0;0;0", "999999;120;0;0", "36;99999999;1;1"])
def test_a_size_that_no_terminal_has_is_a_mistake(size: str) -> None:
    assert messages_of(f"\x1b[48;{size}t".encode()) == []


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=12))
def test_no_sequence_is_too_much(body: str) -> None:
    for begun in ("\x1b[", "\x1b[<", "\x1b[?", "\x1b[27;", "\x1b[48;", "\x1bO"):
        for message in KeySequences().messages(Sequence(begun + body)):
            assert isinstance(message, Message)


@given(st.characters(codec="utf-8"))
def test_no_character_is_too_much(character: str) -> None:
    assert len(list(KeySequences().messages(Typed(character)))) == 1
