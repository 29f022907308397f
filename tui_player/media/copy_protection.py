"""Knows files whose sound is encrypted: without the shop's own program it would be noise."""

from typing import BinaryIO

from tui_player.media.file_window import FileWindow
from tui_player.media.mp4_length import mp4_sound

# Names of sample entries: of FairPlay, of ISO/IEC 14496-12 (section 8.12), of Audible.
_PROTECTED_MP4 = frozenset(("drms", "enca", "aavd", "aavs"))
# Advanced Systems Format, sections 2, 3.14 and 3.15: objects begin with a GUID and their size of
# eight bytes, little-endian; these are of the header, and of the two kinds of encryption in it.
_ASF_HEADER = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_ASF_ENCRYPTIONS = (
    bytes.fromhex("fbb3112223bdd211b4b700a0c955fc6e"),
    bytes.fromhex("14e68a292226174cb935dae07ee9289c"),
)
_GUID_BYTES, _OBJECT_BYTES, _HEADER_BYTES = 16, 24, 30
_MOST_OBJECTS = 256


def is_copy_protected(file: BinaryIO) -> bool:
    """Whether a file's sound is encrypted; its own position stays where it is. Raises OSError."""
    window = FileWindow(file)
    if window.read(0, _GUID_BYTES) == _ASF_HEADER:
        return _has_encryption(window)
    if window.read(4, 4) != b"ftyp":
        return False
    sound = mp4_sound(file)
    return sound is not None and sound.coding in _PROTECTED_MP4


def _has_encryption(window: FileWindow) -> bool:
    end, place = int.from_bytes(window.read(_GUID_BYTES, 8), "little"), _HEADER_BYTES
    for _ in range(_MOST_OBJECTS):
        head = window.read(place, _OBJECT_BYTES)
        size = int.from_bytes(head[_GUID_BYTES:], "little")
        if head[:_GUID_BYTES] in _ASF_ENCRYPTIONS:
            return True
        place += size
        if size < _OBJECT_BYTES or place >= end:
            return False
    return False
