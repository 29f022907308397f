"""Opens a track for what its tags hold beside words: pictures and lyrics."""

import struct
from pathlib import Path

from tinytag import TinyTag, TinyTagException

from tui_player.util.small_files import SmallFileError, open_regular

ANY_SIZE = 2**63 - 1
# What tinytag comes upon in damaged files.
_DAMAGED = (
    *(TinyTagException, OSError, ValueError, LookupError, TypeError, AttributeError),
    *(ArithmeticError, EOFError, RecursionError, MemoryError, struct.error),
)


def embedded_tags(path: str, *, with_pictures: bool) -> TinyTag | None:
    """What tinytag finds in a track, opened read-only; None where it finds nothing.

    Whether the file can be played is told by those who play it.
    """
    try:
        with open_regular(path, ANY_SIZE) as file:
            name = Path(path).name.encode("ascii", "replace")
            return TinyTag.get(filename=name, file_obj=file, duration=False, image=with_pictures)
    except (SmallFileError, *_DAMAGED):
        return None
