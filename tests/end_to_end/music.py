"""A file of each format that the README promises, each with a tone of its own."""

from dataclasses import dataclass
from pathlib import Path

from tests.media_files import write_audio

SUFFIXES = (".mp3", ".m4a", ".ogg", ".opus", ".flac", ".wav", ".wma", ".aiff", ".wv")
LENGTH_S = 30.0
LOWEST_HZ = 400.0
APART_HZ = 70.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A file, and the only tone in it."""

    path: Path
    frequency_hz: float


def write_music(folder: Path) -> tuple[Piece, ...]:
    """Write the pieces into a new folder."""
    folder.mkdir()
    pieces = tuple(
        Piece(folder / f"tone in {suffix[1:]}{suffix}", LOWEST_HZ + number * APART_HZ)
        for number, suffix in enumerate(SUFFIXES)
    )
    for piece in pieces:
        write_audio(piece.path, LENGTH_S, piece.frequency_hz)
    return pieces
