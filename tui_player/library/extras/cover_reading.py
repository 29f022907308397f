"""Reads the cover of a track, in a process that may be given up."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tui_player.library.extras.cover_files import covers_beside, files_beside
from tui_player.library.scanner.isolated_reader import IsolatedReader, NoAnswerError
from tui_player.model.music.track import Track
from tui_player.model.music.track_extras import CoverRead
from tui_player.model.picture import Picture
from tui_player.util.small_files import SmallFileError, read_bytes

# As many as cells can show, two pixels each, in the largest place there is on the screen; and
# what is worth sending where the screen shows pixels themselves.
CELL_COVER_PX = 128
PIXEL_COVER_PX = 320
# The largest picture that is decoded takes two seconds; a sleeping disk wakes up in ten.
LIMIT_S = 15.0
# The next track comes in minutes; until then the memory of the process is of more use elsewhere.
IDLE_S = 20.0
CLOSING_S = 1.0
_MOST_TRIED = 8  # pictures of one track that turn out to be none
_MOST_PROBLEMS = 3


class _Wish(NamedTuple):
    path: str
    longest_side_px: int


class _Found(NamedTuple):
    cover: Picture | None
    problems: tuple[str, ...]


class CoverReader:
    """Reads covers one at a time in a process of its own, which lives while there are some to read.

    No picture can crash the player, fill its memory or hold it up; the file is opened read-only.
    """

    def __init__(self) -> None:
        self._is_free = threading.Lock()
        self._isolated = self._new()

    def read(self, track: Track, longest_side_px: int = CELL_COVER_PX) -> CoverRead:
        """The cover of a track, no side longer than so many pixels."""
        if not self._is_free.acquire(blocking=False):
            # A thread that a dead disk holds was given up; what it waits for is of no use any more.
            self._is_free, self._isolated = threading.Lock(), self._new()
            self._is_free.acquire()
        is_free = self._is_free
        try:
            cover, problems = self._isolated.read(_Wish(track.path, longest_side_px))
        except NoAnswerError as error:
            cover, problems = None, (f"the cover of {track.title} cannot be read: {error}",)
        finally:
            is_free.release()
        return CoverRead(track.id, cover, problems)

    def close(self) -> None:
        """End the process."""
        if self._is_free.acquire(timeout=CLOSING_S):  # else it ends with this program
            self._isolated.stop()
            self._is_free.release()

    def _new(self) -> IsolatedReader[_Wish, _Found]:
        return IsolatedReader(_read, limit_s=LIMIT_S, idle_s=IDLE_S)


def read_cover(track: Track, longest_side_px: int = CELL_COVER_PX) -> CoverRead:
    """The cover of a track, read in this process."""
    return CoverRead(track.id, *_read(_Wish(track.path, longest_side_px)))


def _read(wish: _Wish) -> _Found:
    """The first picture that can be decoded, of those that may be the cover, likeliest first."""
    from tui_player.library.extras.cover_image import CoverError, decode_cover

    problems: list[str] = []
    tried: set[bytes] = set()
    for name, data in _candidates(wish.path, problems):
        if data in tried:
            continue
        try:
            return _Found(decode_cover(data, wish.longest_side_px), tuple(problems))
        except CoverError as error:
            problems.append(f"the cover in {name} {error}")
        tried.add(data)
        if len(tried) == _MOST_TRIED:
            break
    return _Found(None, tuple(problems[:_MOST_PROBLEMS]))


def _candidates(path: str, problems: list[str]) -> Iterator[tuple[str, bytes]]:
    """The front in the track itself goes before what lies beside it, its back behind."""
    from tui_player.library.extras.embedded_covers import (
        QUICK_SUFFIXES,
        EmbeddedCovers,
        ffmpeg_covers,
        quick_covers,
    )

    name = Path(path).name
    quick, found = quick_covers(path), EmbeddedCovers()
    yield from ((name, data) for data in quick.front)
    if quick.front or not path.lower().endswith(QUICK_SUFFIXES):
        found = ffmpeg_covers(path)
        yield from ((name, data) for data in found.front)
    yield from _beside(Path(path), problems)
    yield from ((name, data) for data in (*quick.others, *found.others))
    if found == EmbeddedCovers():
        found = ffmpeg_covers(path)
        yield from ((name, data) for data in (*found.front, *found.others))


def _beside(track: Path, problems: list[str]) -> Iterator[tuple[str, bytes]]:
    from tui_player.library.extras.cover_image import MOST_COVER_BYTES

    try:
        files = files_beside(track)
    except OSError as error:
        problems.append(f"the folder of {track.name} cannot be read: {error.strerror}")
        return
    for cover in covers_beside(track, files):
        name = f"{cover.parent.name}/{cover.name}"
        try:
            yield name, read_bytes(cover, MOST_COVER_BYTES)
        except SmallFileError as error:
            problems.append(f"the cover {name} cannot be read: {error.reason}")
