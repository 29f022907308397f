"""Writes a piece as a FLAC file with its tags."""

import io
import os
from pathlib import Path

import av
import numpy as np

from tui_player.commands.demo.covers import cover
from tui_player.commands.demo.music.piece import Piece
from tui_player.commands.demo.music.synth import play
from tui_player.commands.demo.music.voices import SAMPLE_RATE, Sound

# Faster, and hardly larger, than FFmpeg's own choice of 5.
COMPRESSION = "2"
FULL_SCALE = 32_767


def file_of(piece: Piece, folder: Path) -> Path:
    """Where a piece lies: by artist and album, as in most people's libraries."""
    return folder / piece.artist / piece.album / f"{piece.number:02} {piece.title}.flac"


def write_track(piece: Piece, folder: Path) -> Path:
    """Play a piece into its file, which is there only once it is whole. Raises OSError."""
    path = _place_of(piece, folder)
    hidden = path.with_name(f".{path.name}.part")
    hidden.write_bytes(encoded(play(piece), tags_of(piece)))
    os.replace(hidden, path)  # noqa: PTH105
    return path


def write_cover(piece: Piece, folder: Path) -> None:
    """Draw the cover of a piece's album beside its track. Raises OSError."""
    _place_of(piece, folder).with_name("cover.png").write_bytes(cover(piece.album))


def _place_of(piece: Piece, folder: Path) -> Path:
    """The file of a piece, the folders above it made; not `folder`, which may be gone by now."""
    path = file_of(piece, folder)
    for parent in (path.parent.parent, path.parent):
        parent.mkdir(exist_ok=True)
    return path


def tags_of(piece: Piece) -> dict[str, str]:
    """The tags by FFmpeg's names, which its FLAC writer turns into Vorbis comments."""
    tags = {
        "title": piece.title,
        "artist": piece.artist,
        "album_artist": piece.artist,
        "album": piece.album,
        "genre": piece.genre,
        "date": str(piece.year),
        "track": str(piece.number),
        "mood": piece.mood,
    }
    return {name: text for name, text in tags.items() if text}


def encoded(sound: Sound, tags: dict[str, str]) -> bytes:
    """Sound within ±1 as the bytes of a FLAC file of 16 bits."""
    whole = np.rint(sound * FULL_SCALE).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(whole.T).reshape(1, -1), format="s16", layout="stereo"
    )
    frame.sample_rate = SAMPLE_RATE
    fifo = av.AudioFifo()
    fifo.write(frame)
    file = io.BytesIO()
    with av.open(file, "w", format="flac") as container:
        container.metadata.update(tags)
        stream = container.add_stream(
            "flac", rate=SAMPLE_RATE, layout="stereo", options={"compression_level": COMPRESSION}
        )
        size = stream.codec_context.frame_size or 4096
        while fifo.samples:
            container.mux(stream.encode(fifo.read(size, partial=True)))
        container.mux(stream.encode(None))
    return file.getvalue()
