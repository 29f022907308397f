"""Finds the pictures of an album that lie beside its tracks, by the names of files and folders."""

import itertools
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_SUFFIXES = (
    *(".jpg", ".jpeg", ".png", ".webp", ".jpe", ".jfif", ".gif", ".bmp"),
    *(".avif", ".heic", ".heif", ".tif", ".tiff"),
)
# What programs and people call the picture that is meant, the likeliest first.
_NAMES = (
    *("cover", "folder", "front", "album", "albumart", "frontcover", "coverfront", "albumcover"),
    *("coverart", "artwork", "jacket", "sleeve"),
)
_BEGINNINGS = ("cover", "front", "folder", "albumart")
# What is printed elsewhere, and what programs keep of other things.
_OTHERS = frozenset(
    (
        *("back", "rear", "inside", "inner", "inlay", "tray", "booklet", "leaflet", "page"),
        *("cd", "disc", "disk", "media", "label", "matrix", "obi", "spine", "ticket"),
        *("artist", "band", "logo", "fanart", "backdrop", "background", "banner", "clearart"),
        *("icon", "thumb", "thumbnail", "small", "poster", "receipt", "lyrics"),
    )
)
_ART_FOLDERS = frozenset(
    (
        *("art", "artwork", "artworks", "albumart", "scan", "scans", "cover", "covers"),
        *("coverart", "images", "image", "pics", "pictures", "booklet"),
    )
)
# Parts of an album that lie in folders of their own: "CD1", "Disc 2 - Live", "Vinyl B", "Side A".
_PART = re.compile(
    r"(cd|dis[ck]|dvd|lp|vinyl|side|part|platte|disque|disco)\W*"
    r"(\d{1,2}|[a-d]|[ivx]{1,4}|one|two|three|four|five|six)(\W.*)?",
    re.IGNORECASE | re.DOTALL,
)
_WORD = re.compile(r"[^\W\d_]+")
_LEAST_COMMON = 4  # letters of a name that is part of another one
_MOST_FILES = 20_000  # of a folder


class _Listed(NamedTuple):
    """What lies in a folder: pictures in their natural order, and the folders."""

    folder: Path
    pictures: tuple[Path, ...]
    folders: tuple[Path, ...]


def files_beside(file: Path) -> dict[str, Path]:
    """The files in the same folder by their names in lower case; raises OSError."""
    with os.scandir(file.parent) as entries:
        some = itertools.islice(entries, _MOST_FILES)
        return {entry.name.lower(): Path(entry.path) for entry in some}


def cover_beside(path: str) -> str | None:
    """The path of the cover that lies beside the track at this path, if one does.

    Only names are read; a cover is a regular file.
    """
    try:
        track = Path(path)
        covers = covers_beside(track, files_beside(track))
        return next((str(cover) for cover in covers if cover.is_file()), None)
    except OSError:  # a folder that cannot be read has no cover to show
        return None


def covers_beside(track: Path, beside: Mapping[str, Path]) -> Iterator[Path]:
    """The pictures that may be the cover of a track, the likeliest first.

    `beside` is what lies in its folder. A cover also lies in a folder for pictures ("Scans"), and
    that of an album whose discs have folders of their own above these. What has no telling name is
    a cover where it is the only picture.
    """
    own = _listed(track.parent, beside.values())
    yield from _named(own, track.stem)
    yield from _in_art_folders(own)
    above = None
    if _PART.fullmatch(track.parent.name):
        above = _listed(track.parent.parent)
        yield from _named(above)
        yield from _in_art_folders(above)
    yield from _only(own)
    if above is not None:
        yield from _only(above)


def _listed(folder: Path, entries: Iterable[Path] | None = None) -> _Listed:
    """What lies in a folder; nothing where it cannot be read."""
    paths = tuple(entries or ())
    if entries is None:
        with suppress(OSError), os.scandir(folder) as found:
            paths = tuple(Path(entry.path) for entry in itertools.islice(found, _MOST_FILES))
    pictures = (path for path in paths if path.suffix.lower() in _SUFFIXES)
    folders = (path for path in paths if _letters(path.name) in _ART_FOLDERS)
    return _Listed(folder, tuple(sorted(pictures, key=_in_order)), tuple(sorted(folders)))


def _in_order(path: Path) -> tuple[object, ...]:
    """2.jpg before 10.jpg; the better kind first."""
    parts = re.split(r"(\d{1,9})", path.stem.casefold())
    natural = [
        (part, 0) if number % 2 == 0 else ("", int(part)) for number, part in enumerate(parts)
    ]
    return natural, _SUFFIXES.index(path.suffix.lower()), path.name


def _named(listed: _Listed, track: str = "") -> list[Path]:
    """The pictures whose names tell that they are a cover, the surest first."""
    ranked = [
        (rank, number, picture)
        for number, picture in enumerate(listed.pictures)
        if (rank := _rank(picture, listed.folder, track)) is not None
    ]
    return [picture for _, _, picture in sorted(ranked)]


def _rank(picture: Path, folder: Path, track: str) -> tuple[int, int] | None:
    """How likely a picture is a cover by its name, the least likeliest; None where it is not."""
    name, words = _letters(picture.stem), set(_words(picture.stem))
    if track and picture.stem.casefold() == track.casefold():
        return 0, 0
    if name in _NAMES:
        return 1, _NAMES.index(name) * len(_SUFFIXES) + _SUFFIXES.index(picture.suffix.lower())
    if name and name == _letters(folder.name):
        return 2, 0
    if "back" in words or "inside" in words:
        return None
    if "front" in words:
        return 3, 0
    is_other = bool(words & _OTHERS)
    if name.startswith(_BEGINNINGS) or "cover" in words:
        return 4, is_other
    if not is_other and _have_common(name, _letters(folder.name)):
        return 5, 0
    return None


def _have_common(one: str, other: str) -> bool:
    """Whether one of two names is a part of the other, as an album's is of "Artist - Album"."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _LEAST_COMMON and short in long


def _in_art_folders(listed: _Listed) -> Iterator[Path]:
    """The covers in the folders for pictures; without a telling name the first page is one."""
    for folder in listed.folders:
        inside = _listed(folder)
        yield from _named(inside)
        yield from _without_others(inside)[:1]


def _only(listed: _Listed) -> list[Path]:
    """The picture that a folder has, if it has one alone."""
    left = _without_others(listed)
    return left if len(left) == 1 else []


def _without_others(listed: _Listed) -> list[Path]:
    return [path for path in listed.pictures if not _OTHERS & set(_words(path.stem))]


def _words(name: str) -> list[str]:
    """The words of a name in lower case, also of one like AlbumArtSmall."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return [word.casefold() for word in _WORD.findall(apart)]


def _letters(name: str) -> str:
    return "".join(_words(name))
