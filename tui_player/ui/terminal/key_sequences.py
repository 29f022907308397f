"""Makes Textual's messages of the keys, reports and pasted text that a terminal sends."""

import re
from collections.abc import Iterator

from textual import constants, events, messages
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS, IGNORE_SEQUENCE
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import IS_ITERM, XTermParser
from textual.message import Message

from tui_player.ui.terminal.reader import ESCAPE, Heard, Pasted, Typed

_FOCUS_IN, _FOCUS_OUT = "\x1b[I", "\x1b[O"
_MOUSE = re.compile(r"\x1b\[<(\d{1,5});-?\d{1,5};-?\d{1,5}[Mm]")
# Back, forward and further buttons; Textual takes them for the left one.
_FURTHER_BUTTONS = 128
_PRIVATE_MODE = re.compile(r"\x1b\[\?(\d{1,5});(\d)\$y")
_SYNCHRONIZED_OUTPUT, _RESIZE_REPORTS = "2026", "2048"
_CURSOR_PLACE = re.compile(r"\x1b\[(\d{1,5});(\d{1,5})R")
# The size of the screen in cells and in pixels, rows first; more than so many are a mistake.
_SIZE = re.compile(r"\x1b\[48;(\d{1,9})[:\d]*;(\d{1,9})[:\d]*;(\d{1,9})[:\d]*;(\d{1,9})[:\d]*t")
_MOST_CELLS = 10_000
# xterm's form of keys with modifiers ("modifyOtherKeys"): 27, modifiers, code.
_OTHER_KEY = re.compile(r"\x1b\[27;(\d{1,4});(\d{1,7})~")
# kitty's keyboard protocol: code, shifted code and that of the US layout; modifiers and kind of
# event; text. CSI 1 A and the like are those of function keys.
_KITTY_KEY = re.compile(r"\x1b\[(\d{1,7})(?::[\d:]*)?(?:;(\d{0,4})(?::(\d))?(?:;([\d:]*))?)?u")
_FUNCTION_KEY = re.compile(r"\x1b\[(\d{1,7})(?:;(\d{0,4})(?::(\d))?)?([~ABCDEFHPQS])")
_RELEASED = "3"
_PRIVATE_USE = range(0xE000, 0xF900)
_SURROGATES = range(0xD800, 0xE000)


class KeySequences:
    """Knows where the mouse was; otherwise each thing heard has a meaning of its own.

    What is no key, and nothing that the screen asked for, has none.
    """

    def __init__(self) -> None:
        self._parser = XTermParser()

    def messages(self, heard: Heard) -> Iterator[Message]:
        """What the screen is to hear."""
        if isinstance(heard, Typed):
            yield from self._typed(heard.text)
        elif isinstance(heard, Pasted):
            yield events.Paste(heard.text.replace("\0", ""))
        elif len(heard.text) == 2:
            yield from self._with_alt(heard.text)
        elif (report := self._report(heard.text)) is not None:
            yield from report
        else:
            yield from self._keys(heard.text)

    def _typed(self, character: str) -> Iterator[events.Key]:
        if character == ESCAPE:
            yield events.Key("escape", ESCAPE)
        else:
            yield from self._parser._sequence_to_key_events(character)

    def _with_alt(self, sequence: str) -> Iterator[events.Key]:
        if sequence in ANSI_SEQUENCES_KEYS:
            yield from self._parser._sequence_to_key_events(sequence)
            return
        for key in self._parser._sequence_to_key_events(sequence[1], alt=True):
            name = key.key if key.key.startswith("alt+") else f"alt+{key.key}"
            yield events.Key(name, None)

    def _report(self, sequence: str) -> list[Message] | None:
        """None for what is no report that the screen knows."""
        if sequence in (_FOCUS_IN, _FOCUS_OUT):
            return [events.AppFocus() if sequence == _FOCUS_IN else events.AppBlur()]
        if found := _MOUSE.fullmatch(sequence):
            is_known = int(found[1]) < _FURTHER_BUTTONS
            event = self._parser.parse_mouse_code(sequence) if is_known else None
            return [] if event is None else [event]
        if found := _PRIVATE_MODE.fullmatch(sequence):
            return list(_mode(found[1], int(found[2])))
        if found := _CURSOR_PLACE.fullmatch(sequence):
            return [events.CursorPosition(int(found[2]) - 1, int(found[1]) - 1)]
        if found := _SIZE.fullmatch(sequence):
            return self._size(*map(int, found.groups()))
        return None

    def _size(self, rows: int, columns: int, high_px: int, wide_px: int) -> list[Message]:
        if not (0 < rows <= _MOST_CELLS and 0 < columns <= _MOST_CELLS):
            return []
        event = events.Resize.from_dimensions((columns, rows), (wide_px, high_px))
        # Where the terminal gives no pixels, the mouse is where Textual believes it in any case.
        self._parser.mouse_pixels = bool(wide_px and high_px)
        self._parser.terminal_size = event.size
        self._parser.terminal_pixel_size = event.pixel_size
        return [event]

    def _keys(self, sequence: str) -> Iterator[events.Key]:
        """The keys of a sequence that Textual knows; others mean nothing."""
        if found := _OTHER_KEY.fullmatch(sequence):
            sequence = f"\x1b[{found[2]};{found[1]}u"
        if ANSI_SEQUENCES_KEYS.get(sequence) is IGNORE_SEQUENCE:
            return
        if plain := _in_plain_form(sequence):
            yield from self._parser._sequence_to_key_events(plain)
        elif sequence in ANSI_SEQUENCES_KEYS and not _KITTY_KEY.fullmatch(sequence):
            keys = ANSI_SEQUENCES_KEYS[sequence]
            if isinstance(keys, tuple):
                yield from (events.Key(key.value, None) for key in keys)
            else:
                yield from self._parser._sequence_to_key_events(str(keys))


def key_name(character: str) -> str:
    """What Textual calls the key of a character."""
    (key,) = XTermParser()._sequence_to_key_events(character)
    return key.key


def _mode(mode: str, setting: int) -> Iterator[Message]:
    """What the terminal answers to the questions that Textual asks at the start."""
    if mode == _SYNCHRONIZED_OUTPUT and setting:
        yield messages.TerminalSupportsSynchronizedOutput()
    elif mode == _RESIZE_REPORTS and constants.SMOOTH_SCROLL and not IS_ITERM:
        yield messages.InBandWindowResize.from_setting_parameter(setting)


def _in_plain_form(sequence: str) -> str:
    """A key of kitty's protocol without what Textual cannot read; empty if it is none."""
    if found := _KITTY_KEY.fullmatch(sequence):
        code, modifiers, kind, text = found.groups(default="")
        if kind == _RELEASED or not _is_key(int(code)):
            return ""
        text = ":".join(part for part in text.split(":") if part and _is_text(int(part)))
        return f"\x1b[{code};{modifiers};{text}u"
    found = _FUNCTION_KEY.fullmatch(sequence)
    if found is None or found[3] == _RELEASED or f"{found[1]}{found[4]}" not in FUNCTIONAL_KEYS:
        return ""
    return f"\x1b[{found[1]};{found[2] or ''}{found[4]}"


def _is_key(code: int) -> bool:
    if code in _PRIVATE_USE:
        return f"{code}u" in FUNCTIONAL_KEYS
    return _is_text(code) or f"{code}u" in FUNCTIONAL_KEYS


def _is_text(code: int) -> bool:
    is_control = code < 0x20 or 0x7F <= code < 0xA0
    return not is_control and code < 0x110000 and code not in _SURROGATES
