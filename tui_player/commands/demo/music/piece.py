"""A piece of the demo: its tags, and its score in a few lines."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One voice of a piece: what it plays (see score.py), how high, how loud, where.

    A pattern with an `x` in it is the rhythm of a tune. `enters` and `leaves` are shares of the
    piece, `pan` goes from -1 (left) to 1, `drive` is how far its amplifier is turned up.
    """

    voice: str
    pattern: str
    octave: int = 0
    level: float = 0.5
    pan: float = 0.0
    enters: float = 0.0
    leaves: float = 1.0
    drive: float = 0.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A track with its tags and its score.

    `mood` is the MOOD tag, `tonic` a MIDI pitch, `tones` how many a chord has, `swing` the share
    of a beat that its first half takes; `room` (0 to 1) is how large the room is, `echo` how loud
    the echo.
    """

    artist: str
    album: str
    title: str
    genre: str
    tempo: int
    tonic: int
    scale: str
    chords: str
    parts: tuple[Part, ...]
    drums: tuple[tuple[str, str], ...] = ()
    mood: str = ""
    year: int = 2024
    number: int = 1
    beats: int = 4
    tones: int = 3
    swing: float = 0.5
    seconds: float = 44.0
    room: float = 0.25
    echo: float = 0.0
    drums_level: float = 0.5
    drums_enter: float = 0.12
