"""Knows the folders that hold one disc of an album: "CD1", "Disc 2", "Album (Disc 2)"."""

import re
from functools import lru_cache

_DISC = rb"(?:cd|disc|disk|disque|dvd|lp|vinyl|cassette|tape)[\s._-]*0*([1-9]\d?)"
_DISC_ALONE = re.compile(_DISC + rb"(?:[\s._:-].*)?", re.IGNORECASE | re.DOTALL)
_DISC_AT_END = re.compile(rb".*[\s(\[_-]" + _DISC + rb"[)\]]?", re.IGNORECASE | re.DOTALL)


def is_disc_folder(name: bytes) -> bool:
    """Whether a folder of this name is a part of the album that the folder above holds."""
    return _DISC_ALONE.fullmatch(name) is not None


def disc_of(path: bytes) -> int | None:
    """The number of the disc that the folder of a file is named after, if it is."""
    return _disc_in(path.rpartition(b"/")[0].rpartition(b"/")[2])


@lru_cache(maxsize=64)  # the files of a folder come together
def _disc_in(folder: bytes) -> int | None:
    match = _DISC_ALONE.fullmatch(folder) or _DISC_AT_END.fullmatch(folder)
    return int(match[1]) if match else None


def album_folder(path: bytes) -> bytes:
    """The folder of the album that a file is of: its own, or that above a disc's."""
    folder = path.rpartition(b"/")[0]
    above, _, name = folder.rpartition(b"/")
    return above if is_disc_folder(name) else folder
