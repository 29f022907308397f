"""What is told of the bytes of a terminal, however they are split and however late they come."""

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.terminal_replies import REPLIES
from tui_player.ui.terminal.reader import Heard, Pasted, TerminalReader, Typed
from tui_player.ui.terminal.reader import Sequence as Keys
from tui_player.ui.terminal.typed_text import TypedText

ESCAPE_S = 0.01
# What a person takes at least from the key Esc to one of the keys `[ ] O P X ^ _`.
HASTE_S = 0.2


def read(pieces: Iterable[tuple[float, bytes]], encoding: str = "utf-8") -> list[Heard]:
    """What is heard of pieces, each so many seconds after the one before; then nothing comes."""
    reader = TerminalReader(TypedText(encoding), ESCAPE_S)
    heard: list[Heard] = []
    now_s = 0.0
    for gap_s, data in (*pieces, (1_000.0, b"")):
        now_s += gap_s
        while reader.due_s is not None and reader.due_s <= now_s:
            heard += reader.expire(reader.due_s)
        if data:
            heard += reader.feed(data, now_s)
    return heard


def at_once(data: bytes) -> list[Heard]:
    return read([(0, data)])


def typed(text: str) -> list[Heard]:
    return [Typed(character) for character in text]


def split(data: bytes, places: Iterable[int]) -> list[bytes]:
    ends = [*sorted(places), len(data)]
    starts = [0, *ends[:-1]]
    return [data[start:end] for start, end in zip(starts, ends, strict=True) if start < end]


def pieces_of(data: bytes) -> st.SearchStrategy[list[bytes]]:
    return st.sets(st.integers(1, max(len(data) - 1, 1))).map(lambda places: split(data, places))


replies = st.sampled_from(sorted(REPLIES.values()))


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_no_reply_is_typed(reply: bytes) -> None:
    assert not any(isinstance(one, Typed | Pasted) for one in at_once(reply))


@given(st.data())
def test_no_reply_is_typed_however_it_is_split_and_however_late_it_comes(
    data: st.DataObject,
) -> None:
    """ESC alone is the key Esc after a hundredth of a second; all else waits for its rest."""
    reply = data.draw(replies)
    first, *others = data.draw(pieces_of(reply))
    gaps = st.floats(0, 4.9) if len(first) > 2 else st.floats(0, 0.9)
    pieces = [(0.0, first)]
    for number, piece in enumerate(others):
        is_after_escape = number == 0 and first == b"\x1b"
        pieces.append((data.draw(st.floats(0, 0.009) if is_after_escape else gaps), piece))
    heard = read([(0, b"a"), *pieces, (0, b"b")])
    assert [one.text for one in heard if isinstance(one, Typed)] == ["a", "b"]


# The others no program asks for, or their first byte is not ESC.
ASKED_FOR = {
    name: reply for name, reply in REPLIES.items() if reply[:1] == b"\x1b" and reply[1:2] in b"[]P_"
}


@pytest.mark.parametrize("reply", ASKED_FOR.values(), ids=ASKED_FOR)
@pytest.mark.parametrize("gap_s", [0.02, 0.1])
def test_the_rest_of_a_reply_whose_first_byte_was_taken_for_esc(reply: bytes, gap_s: float) -> None:
    heard = read([(0, reply[:1]), (gap_s, reply[1:])])
    assert [one for one in heard if isinstance(one, Typed)] == typed("\x1b")


@given(st.sampled_from([REPLIES["ground, ended by BEL"], b"\x1b[?62;22;2c"]), st.data())
def test_what_comes_after_it_was_given_up_is_not_typed_either(
    reply: bytes, data: st.DataObject
) -> None:
    place = data.draw(st.integers(3, len(reply) - 3))
    heard = read([(0, reply[:place]), (600, reply[place:])])
    assert not any(isinstance(one, Typed) for one in heard)


@given(st.lists(replies, max_size=4), st.data())
def test_keys_between_replies_are_all_heard(several: list[bytes], data: st.DataObject) -> None:
    stream = b"n" + b"".join(reply + b"n" for reply in several)
    heard = read((0.0, piece) for piece in data.draw(pieces_of(stream)))
    assert [one.text for one in heard if isinstance(one, Typed)] == ["n"] * (len(several) + 1)


@given(st.binary(max_size=40), st.data())
def test_no_bytes_are_too_much(noise: bytes, data: st.DataObject) -> None:
    """Whatever has come: after a while, and at the latest after Esc, keys are keys."""
    pieces = data.draw(pieces_of(noise)) if noise else []
    gaps = st.floats(0, 10)
    heard = read([*((data.draw(gaps), piece) for piece in pieces), (40, b"\x1b"), (40, b"n")])
    assert heard[-1] == Typed("n")


def test_esc_is_told_after_its_wait() -> None:
    reader = TerminalReader(TypedText("utf-8"), ESCAPE_S)
    assert reader.feed(b"\x1b", 5.0) == []
    assert reader.due_s == pytest.approx(5.0 + ESCAPE_S)
    assert reader.expire(5.005) == []
    assert reader.expire(5.01) == typed("\x1b")
    assert reader.due_s is None


@pytest.mark.parametrize(
    ("data", "heard"),
    [
        (b"\x1b\x1b", typed("\x1b\x1b")),
        (b"n\x1b", typed("n\x1b")),
        (b"\x1bj", [Keys("\x1bj")]),
        ("\x1bé".encode(), [Keys("\x1bé")]),
        (b"\x1b[", [Keys("\x1b[")]),
        (b"\x1bP", [Keys("\x1bP")]),
        (b"\x1b\x7f", [Keys("\x1b\x7f")]),
        (
            b"\x1b[A\x1bOP\x1b[[A\x1b[7$n",
            [*map(Keys, ("\x1b[A", "\x1bOP", "\x1b[[A", "\x1b[7$")), Typed("n")],
        ),
        (b"\x1b[\x1b[A", [Keys("\x1b["), Keys("\x1b[A")]),
        (b"\x1b[1;\x03", typed("\x03")),
        ("нет".encode(), typed("нет")),
        (b"\xffn", typed("\ufffdn")),
        ("é".encode()[:1], typed("\ufffd")),
    ],
)
def test_keys(data: bytes, heard: list[Heard]) -> None:
    assert at_once(data) == heard


@pytest.mark.parametrize("keys", ["[", "]", "P", "X", "_", "^", "O", "[[", "[n", "P2", "]1", "]]"])
def test_keys_pressed_after_esc_are_keys(keys: str) -> None:
    pressed = [(HASTE_S, key.encode()) for key in keys]
    assert read([(0, b"\x1b"), *pressed]) == typed("\x1b" + keys)


@pytest.mark.parametrize("keys", ["n", "[n", "]n", "PP", "X", "Xn", "^n"])
def test_keys_pressed_in_haste_after_esc_are_keys(keys: str) -> None:
    pressed = [(0.05, key.encode()) for key in keys]
    assert read([(0, b"\x1b"), *pressed]) == typed("\x1b" + keys)


@pytest.mark.parametrize("begun", [b"\x1b]11;rgb", b"\x1bP1+r", b"\x1b_G", b"\x1b^", b"\x1bXabc"])
def test_a_string_that_never_ends_takes_keys_for_a_while_only(begun: bytes) -> None:
    assert read([(0, begun), (6, b"n")])[-1] == Typed("n")
    pressed = [(0.5, b"n")] * 70
    assert read([(0, begun), *pressed])[-1] == Typed("n")
    assert read([(0, begun), (0.5, b"\x1b"), (0.5, b"n")]) == typed("n")
    assert read([(0, begun), (0.5, b"\x03")]) == typed("\x03")


@given(st.data())
def test_pasted_text_is_one_thing_however_it_is_split(data: st.DataObject) -> None:
    text = data.draw(st.text(st.characters(codec="utf-8", exclude_characters="\x1b"), max_size=20))
    text = "".join(c for c in text if not 0x80 <= ord(c) < 0xA0)
    stream = b"n\x1b[200~" + text.encode() + b"\x1b[201~n"
    first, *others = data.draw(pieces_of(stream))
    gaps = st.floats(0, 0.009)
    heard = read([(0, first), *((data.draw(gaps), piece) for piece in others)])
    assert heard == [Typed("n"), Pasted(text), Typed("n")]


def test_a_paste_that_stalls_goes_on_as_pasted_text() -> None:
    heard = read([(0, b"\x1b[200~one "), (60, b"two"), (1, b" three\x1b[201~n")])
    assert heard == [Pasted("one "), Pasted("two three"), Typed("n")]


def test_a_paste_without_an_end_lets_keys_through_again() -> None:
    assert read([(0, b"\x1b[200~words"), (60, b"n")]) == [Pasted("words"), Typed("n")]


def test_a_huge_paste_is_cut() -> None:
    heard = at_once(b"\x1b[200~" + b"x" * 3_000_000 + b"\x1b[201~n")
    assert [type(one) for one in heard] == [Pasted, Typed]
    assert len(heard[0].text) == 1 << 20


def test_a_control_sequence_without_an_end_fills_no_memory() -> None:
    reader = TerminalReader(TypedText("utf-8"), ESCAPE_S)
    reader.feed(b"\x1b[" + b"1;" * 1_000_000, 0.0)
    assert len(reader._held) < 1_000
    assert reader.feed(b"Zn", 1.0)[-1] == Typed("n")


@pytest.mark.parametrize(
    ("encoding", "data", "text"),
    [
        ("ISO-8859-1", b"\xe9", "é"),
        ("ISO-8859-1", b"\xe9t\xe9", "été"),
        ("ISO-8859-1", "é".encode(), "é"),
        ("KOI8-R", "нет".encode("koi8-r"), "нет"),
        ("KOI8-R", "нет".encode(), "нет"),
        ("CP1251", "Ћ›".encode("cp1251"), "Ћ›"),
        ("EUC-JP", "夜の歌".encode("euc-jp"), "夜の歌"),
        ("GB18030", "歌n".encode("gb18030"), "歌n"),
        ("ANSI_X3.4-1968", "é".encode(), "é"),
        ("no such encoding", "é".encode(), "é"),
    ],
)
def test_letters_are_read_in_the_encoding_of_the_locale(
    encoding: str, data: bytes, text: str
) -> None:
    assert read([(0, data)], encoding) == typed(text)
    bytes_alone = [(0.02, data[n : n + 1]) for n in range(len(data))]
    assert read(bytes_alone, encoding) == typed(text)


def test_a_letter_of_one_byte_is_told_soon() -> None:
    reader = TerminalReader(TypedText("ISO-8859-1"), ESCAPE_S)
    assert reader.feed(b"\xe9", 1.0) == []
    assert reader.due_s is not None
    assert reader.due_s < 1.1
    assert reader.expire(reader.due_s) == typed("é")


def test_alt_and_a_letter_of_one_byte() -> None:
    assert read([(0, b"\x1b\xe9")], "ISO-8859-1") == [Keys("\x1bé")]
    assert read([(0, b"\x1b\xe9n")], "ISO-8859-1") == [Keys("\x1bé"), Typed("n")]


def sequences(pressed: Sequence[Heard]) -> list[str]:
    return [one.text for one in pressed if isinstance(one, Keys)]


def test_a_key_whose_first_byte_was_taken_for_esc() -> None:
    assert sequences(read([(0, b"\x1b"), (0.05, b"[A")])) == ["\x1b[A"]
    assert sequences(read([(0, b"\x1b"), (0.05, b"["), (0.05, b"A")])) == ["\x1b[A"]
