"""Finds what comes with a track beside its sound: in its tags, and in files beside it."""

import os
from collections.abc import Iterator
from pathlib import Path

from tinytag import TinyTag, TinyTagException

from tui_player.domain.lyrics import Lyrics, parse_lyrics
from tui_player.domain.picture import Picture
from tui_player.domain.sleeve import Sleeve
from tui_player.domain.track import Track
from tui_player.library.cover_files import covers_among, files_beside
from tui_player.library.cover_image import CoverError, decode_cover

_MOST_LYRIC_BYTES = 1_000_000
# As many as cells can show, two pixels each, in the largest place there is on the screen; and
# what is worth sending where the screen shows pixels themselves.
CELL_COVER_PX = 128
PIXEL_COVER_PX = 320


def read_sleeve(track: Track, cover_px: int = CELL_COVER_PX) -> Sleeve:
    """The cover, no side longer than `cover_px`, and the lyrics of a track; its file is opened
    read-only."""
    problems: list[str] = []
    file = Path(track.path)
    tags = _tags(track.path)
    beside = _files_beside(file, problems)
    return Sleeve(
        track.id,
        _cover(file, tags, beside, problems, cover_px),
        _lyrics(file, tags, beside, problems),
        tuple(problems),
    )


def _tags(path: str) -> TinyTag | None:
    """The tags with their pictures; None where there are none that can be read.

    Whether the file can be played is told by those who play it.
    """
    try:
        return TinyTag.get(os.fsencode(path), duration=False, image=True)
    except (TinyTagException, OSError, ValueError, IndexError, KeyError):
        return None


def _files_beside(file: Path, problems: list[str]) -> dict[str, Path]:
    """The files in the same folder by their names in lower case."""
    try:
        return files_beside(file)
    except OSError as error:
        problems.append(f"the folder of {file.name} cannot be read: {error.strerror}")
        return {}


def _cover(
    file: Path,
    tags: TinyTag | None,
    beside: dict[str, Path],
    problems: list[str],
    cover_px: int,
) -> Picture | None:
    """The first picture that can be decoded: the embedded one, else one in the folder."""
    for name, data in _cover_candidates(file, tags, beside, problems):
        try:
            return decode_cover(data, cover_px)
        except CoverError as error:
            problems.append(f"the cover in {name} {error}")
    return None


def _cover_candidates(
    file: Path, tags: TinyTag | None, beside: dict[str, Path], problems: list[str]
) -> Iterator[tuple[str, bytes]]:
    image = None if tags is None else tags.images.any
    if image is not None and image.data:
        yield file.name, image.data
    for cover in covers_among(beside):
        try:
            yield f"{file.parent.name}/{cover.name}", cover.read_bytes()
        except OSError as error:
            problems.append(f"the cover {cover.name} cannot be read: {error.strerror}")


def _lyrics(
    file: Path, tags: TinyTag | None, beside: dict[str, Path], problems: list[str]
) -> Lyrics | None:
    """What the `.lrc` file says, else what the tags do; stamped ones of the tags go first."""
    path = beside.get(f"{file.stem}.lrc".lower())
    if path is not None:
        try:
            with path.open("rb") as source:
                found = parse_lyrics(_decoded(source.read(_MOST_LYRIC_BYTES)))
        except OSError as error:
            problems.append(f"the lyrics {path.name} cannot be read: {error.strerror}")
        else:
            if found is not None:
                return found
    texts = [] if tags is None else tags.other.get("lyrics", [])
    parsed = [lyrics for text in texts if (lyrics := parse_lyrics(text[:_MOST_LYRIC_BYTES]))]
    return max(parsed, key=lambda lyrics: lyrics.is_synced, default=None)


def _decoded(data: bytes) -> str:
    """Text in UTF-8, in UTF-16 with its mark, or else in the old Western code page."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
