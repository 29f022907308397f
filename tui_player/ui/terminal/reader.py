"""Takes what a terminal sends apart into characters, keys with a sequence, and pasted text.

Terminals answer questions, report the mouse and the focus, and send keys, all in the same stream
and all in the forms of ECMA-48. Whatever has such a form is one thing here, however its bytes are
split and however late they come; the strings among them (OSC, DCS, APC, PM, SOS), which no key
sends, are dropped whole.
"""

import re
from collections.abc import Callable
from enum import Enum
from typing import NamedTuple

from tui_player.ui.terminal.typed_text import TypedText, in_two_bytes

ESCAPE = "\x1b"
_ESC = b"\x1b"

# How long, in seconds, the rest of what has begun is waited for. ESC and one of `[ ] O P X ^ _`
# are also what alt and that sign send.
_AFTER_INTRODUCER_S = 1.0
_AFTER_LETTER_S = 0.05
_LATE_S = 5.0
# A string that grows a byte at a time ends after this even so: a person may be typing.
_LONGEST_TYPED_S = 30.0
# How soon the rest of what was taken for the key Esc must come, a byte at a time.
_AFTER_ESC_KEY_S = 0.15

_MOST_CONTROL_BYTES = 256
_MOST_PASTED_BYTES = 1 << 20

_INTRODUCERS = frozenset(b"[]OPX^_")
_STRINGS = frozenset(b"]PX^_")
# Parameters, intermediates and a final byte (ECMA-48, 5.4); besides, what is shaped otherwise:
# function keys of the console of Linux, the mouse as X10 reports it (xterm: three bytes, zero
# where a place is too far right or down), and keys of rxvt that end with `$`.
_CONTROL = re.compile(
    rb"\x1b\[(?:\[[@-~]|M[\x00 -\xff]{3}|\d+\$|[ -?]+[@-~]|[@-LN-Z\\-~])", re.DOTALL
)
_CONTROL_BEGUN = re.compile(rb"\x1b\[(?:\[|M[\x00 -\xff]{0,2}|[ -?]*)", re.DOTALL)
_SHIFTED = re.compile(rb"\x1bO[0-9;]*[ -/:<-~]")
_SHIFTED_BEGUN = re.compile(rb"\x1bO[0-9;]*")
# ST in a byte of its own is part of a letter where it follows one beyond ASCII.
_ENDS_STRING = re.compile(rb"[\x01-\x1f\x7f]|(?<![\x80-\xff])\x9c")
_BEL_OR_ST = (b"\x07", b"\x9c")
_PASTE_BEGINS, _PASTE_ENDS = b"\x1b[200~", b"\x1b[201~"
_REST_OF_CONTROL = re.compile(rb"[ -?]+[@-~]")
# What follows the ESC of an answer, a report or a key; of other things a person who has pressed
# Esc may press these keys.
_REST_OF_ESCAPE = re.compile(
    rb"\[(?:[0-?]|[A-FHIMO-SZ]|$)|\](?:[0-9lLI]|$)|_(?:G|$)|P(?:[0-9>!$+=?]|$)|O(?:[A-DFHP-S]|$)"
)


class Typed(NamedTuple):
    """One character, control characters and ESC among them."""

    text: str


class Sequence(NamedTuple):
    """A whole sequence: ESC and a character, or what CSI or SS3 begin, these as ESC `[`, ESC `O`.

    Its bytes beyond ASCII, which only a mouse sends, are as in ISO 8859-1.
    """

    text: str


class Pasted(NamedTuple):
    """Text that was pasted, up to a million bytes of it."""

    text: str


Heard = Typed | Sequence | Pasted


class _LeftOff(Enum):
    """What was given up waiting for; its rest may come yet."""

    ESCAPE = "ESC"
    CONTROL = "CSI"
    STRING = "a string"
    PASTE = "pasted text"


class TerminalReader:
    """Reads on whenever there are bytes; after `due_s` without any, `expire` is to be called.

    Times are seconds of one clock that the caller has. `escape_s` is how long ESC waits for what
    may follow it before it is the key Esc.
    """

    def __init__(self, text: TypedText, escape_s: float) -> None:
        self._text = text
        self._escape_s = escape_s
        self._state: Callable[[bytes, list[Heard]], bytes] = self._keys
        self._held = b""  # a beginning, in the state _keys
        self._pasted = bytearray()
        self._string_end = b""  # the last byte of a string, so far
        self._string_since_s = 0.0
        self._left_off: tuple[_LeftOff, float] | None = None
        self._is_escape_told = False  # of what is held, ESC has been taken for a key
        self.due_s: float | None = None

    def feed(self, data: bytes, now_s: float) -> list[Heard]:
        """What these bytes complete."""
        heard: list[Heard] = []
        if not data:
            return heard
        data = self._after_gap(data, now_s, heard)
        if len(data) > 1 or self._state != self._string:
            self._string_since_s = now_s
        while data:
            data = self._state(data, heard)
        self.due_s = self._due_s(now_s)
        return heard

    def expire(self, now_s: float) -> list[Heard]:
        """What has come is all there is for now."""
        heard: list[Heard] = []
        if self.due_s is None or now_s < self.due_s:
            return heard
        left_off = self._give_up(heard)
        self._left_off = None if left_off is None else (left_off, now_s)
        self.due_s = self._due_s(now_s)
        return heard

    def _due_s(self, now_s: float) -> float | None:
        if self._state == self._string_escape:
            return now_s + self._escape_s
        if self._state == self._string:
            return min(now_s + _LATE_S, self._string_since_s + _LONGEST_TYPED_S)
        if self._state != self._keys:
            return now_s + _LATE_S
        if not self._held:
            return None
        return now_s + self._patience_s()

    def _patience_s(self) -> float:
        """How long what is held waits for its rest."""
        if self._held == _ESC:
            return self._escape_s
        if self._is_escape_told:
            return _AFTER_ESC_KEY_S
        if len(self._held) == 2 and self._held[1] in _INTRODUCERS:
            return _AFTER_INTRODUCER_S
        if self._text.is_ambiguous and not self._held.startswith((b"\x1b[", b"\x1bO")):
            return _AFTER_LETTER_S
        return _LATE_S

    def _give_up(self, heard: list[Heard]) -> _LeftOff | None:
        """Take what is there for all there is; what its rest would be of."""
        state, self._state = self._state, self._keys
        if state == self._string_escape:
            self._state = self._string_over
            return None
        if state == self._paste:
            self._finish_paste(heard, len(self._pasted))
            return _LeftOff.PASTE
        if state == self._string:
            return _LeftOff.STRING
        held, self._held = self._held, b""
        is_told, self._is_escape_told = self._is_escape_told, False
        if held[:1] != _ESC:
            heard += map(Typed, self._text.finish(held) if held else "")
            return None
        if held == _ESC:
            heard.append(Typed(ESCAPE))
            return _LeftOff.ESCAPE
        return self._give_up_sequence(held, is_told, heard)

    def _give_up_sequence(self, held: bytes, is_told: bool, heard: list[Heard]) -> _LeftOff | None:
        if held[1] not in _INTRODUCERS:  # alt and a letter that is not whole
            letters = self._text.finish(held[1:])
            heard += (Sequence(ESCAPE + letters[0]), *map(Typed, letters[1:]))
            return None
        if len(held) == 2:
            letter = chr(held[1])
            heard.append(Typed(letter) if is_told else Sequence(ESCAPE + letter))
        return _LeftOff.STRING if held[1] in _STRINGS else _LeftOff.CONTROL

    def _after_gap(self, data: bytes, now_s: float, heard: list[Heard]) -> bytes:
        """The bytes, joined to what was given up if they look like its rest."""
        if self._is_escape_told and not _REST_OF_ESCAPE.match(self._held[1:] + data):
            heard.append(Typed(chr(self._held[1])))
            self._held = b""
        self._is_escape_told = False
        left_off, self._left_off = self._left_off, None
        if left_off is None:
            return data
        kind, since_s = left_off
        if kind is _LeftOff.ESCAPE:
            return self._after_escape_key(data, now_s - since_s)
        if kind is _LeftOff.CONTROL:
            # A sequence that means nothing: its beginning is lost.
            return b"\x1b[=" + data if _REST_OF_CONTROL.match(data) else data
        if kind is _LeftOff.STRING and data.startswith(b"\x1b\\"):
            return data[2:]
        # No key sends so much, unless it begins with ESC.
        if data[:1] != _ESC and len(data.decode("utf-8", "replace")) > 1:
            self._state = self._string if kind is _LeftOff.STRING else self._paste
        return data

    def _after_escape_key(self, data: bytes, gap_s: float) -> bytes:
        found = _REST_OF_ESCAPE.match(data)
        if not found or gap_s > (_LATE_S if len(data) > 2 else _AFTER_ESC_KEY_S):
            return data
        self._is_escape_told = len(data) == 1
        return _ESC + data

    def _keys(self, data: bytes, heard: list[Heard]) -> bytes:
        """Between strings; the bytes that are left."""
        data, self._held = self._held + data, b""
        if data.startswith(_ESC):
            return self._escape(data, heard)
        run = data.partition(_ESC)[0]
        after = data[len(run) :]
        text, rest = self._text.decode(run)
        heard += map(Typed, text)
        if rest and self._text.is_control(rest[0]):
            return in_two_bytes(rest[0]) + rest[1:] + after
        if rest and after:
            heard += map(Typed, self._text.finish(rest))
        elif rest:
            self._held = rest
        return after

    def _escape(self, data: bytes, heard: list[Heard]) -> bytes:
        if len(data) == 1:
            return self._hold(data)
        match data[1:2]:
            case b"[":
                return self._control(data, heard)
            case b"O":
                return self._shifted(data, heard)
            case b"\x1b":
                heard.append(Typed(ESCAPE))
                return data[1:]
        if data[1] not in _STRINGS:
            return self._alt(data, heard)
        if len(data) == 2:
            return self._hold(data)
        self._state, self._string_end = self._string, b""
        return data[2:]

    def _hold(self, data: bytes) -> bytes:
        self._held = data
        return b""

    def _control(self, data: bytes, heard: list[Heard]) -> bytes:
        if found := _CONTROL.match(data):
            if found[0] == _PASTE_BEGINS:
                self._state = self._paste
            else:
                heard.append(Sequence(found[0].decode("latin-1")))
            return data[found.end() :]
        if _CONTROL_BEGUN.fullmatch(data):
            return self._hold(data[:_MOST_CONTROL_BYTES])
        return self._broken_off(_CONTROL_BEGUN, data, heard)

    def _shifted(self, data: bytes, heard: list[Heard]) -> bytes:
        if found := _SHIFTED.match(data):
            heard.append(Sequence(found[0].decode("latin-1")))
            return data[found.end() :]
        if _SHIFTED_BEGUN.fullmatch(data):
            return self._hold(data[:_MOST_CONTROL_BYTES])
        return self._broken_off(_SHIFTED_BEGUN, data, heard)

    @staticmethod
    def _broken_off(begun: re.Pattern[bytes], data: bytes, heard: list[Heard]) -> bytes:
        """Something else begins in the midst of a sequence, or behind alt and its first sign."""
        found = begun.match(data)
        end = found.end() if found else 2
        if end == 2:
            heard.append(Sequence(data[:2].decode("latin-1")))
        return data[end:]

    def _alt(self, data: bytes, heard: list[Heard]) -> bytes:
        """ESC and a character."""
        for end in range(2, len(data) + 1):
            text, rest = self._text.decode(data[1:end])
            if text:
                heard.append(Sequence(ESCAPE + text[0]))
                heard += map(Typed, text[1:])
                return data[end - len(rest) :]
            if self._text.is_control(rest[0]):
                heard.append(Typed(ESCAPE))
                return data[1:]
        return self._hold(data)

    def _string(self, data: bytes, heard: list[Heard]) -> bytes:
        """Within a string; a control character that has no place in one ends it, too."""
        before = len(self._string_end)
        data = self._string_end + data
        found = _ENDS_STRING.search(data, before)
        if not found:
            self._string_end = data[-1:]
            return b""
        after = data[found.end() :]
        if found[0] != _ESC:
            self._state = self._keys
            return after if found[0] in _BEL_OR_ST else data[found.start() :]
        self._state = self._string_escape
        return after

    def _string_escape(self, data: bytes, heard: list[Heard]) -> bytes:
        self._state = self._keys
        return data[1:] if data.startswith(b"\\") else _ESC + data

    def _string_over(self, data: bytes, heard: list[Heard]) -> bytes:
        """Behind an Esc that ended a string, or was the first half of what ends it."""
        self._state = self._keys
        return data.removeprefix(b"\\")

    def _paste(self, data: bytes, heard: list[Heard]) -> bytes:
        seen = max(len(self._pasted) - len(_PASTE_ENDS) + 1, 0)
        self._pasted += data
        end = self._pasted.find(_PASTE_ENDS, seen)
        if end < 0:
            del self._pasted[_MOST_PASTED_BYTES : -len(_PASTE_ENDS)]
            return b""
        after = bytes(self._pasted[end + len(_PASTE_ENDS) :])
        self._finish_paste(heard, end)
        self._state = self._keys
        return after

    def _finish_paste(self, heard: list[Heard], length: int) -> None:
        content = bytes(self._pasted[: min(length, _MOST_PASTED_BYTES)])
        heard.append(Pasted(self._text.decode_all(content)))
        self._pasted = bytearray()
