"""Finds pictures and plain lyrics in the ID3v2 tag that a file begins with, however it is packed.

tinytag knows no tag that is unsynchronised as a whole, and no compressed frames.
"""

from collections.abc import Collection

from tui_player.library.tags.formats.code_pages import decode_fields
from tui_player.library.tags.formats.fields import Fields
from tui_player.library.tags.formats.id3_frames import frame_texts
from tui_player.library.tags.formats.id3v2 import id3v2_contents
from tui_player.media.file_window import FileWindow
from tui_player.util.small_files import SmallFileError, open_regular

_ANY_SIZE = 2**63 - 1
_LYRICS_FRAMES = (b"USLT", b"ULT")
_PICTURE_FRAMES = (b"APIC", b"PIC")
# id3.org, "ID3 tag version 2.4.0 - Native Frames", section 4.14; of the others all is a picture.
_MEANINGS = {0: "other", 1: "icon", 2: "other file icon", 3: "front_cover"}
_FISH = 17
_LANGUAGE_BYTES = 3
_WIDE_ENCODINGS = (1, 2)  # UTF-16, in which two zeros end a text


def id3_lyrics(path: str, most_bytes: int) -> list[str]:
    """The lyrics without times in a track, opened read-only; none where it cannot be read."""
    found: Fields = {"lyrics": []}
    for _, content in _contents(path, _LYRICS_FRAMES, most_bytes):
        _, *texts = frame_texts(content[:1] + content[1 + _LANGUAGE_BYTES :]) or [""]
        found["lyrics"] += [text for text in texts if text]
    decode_fields(found)
    return found["lyrics"]


def id3_pictures(path: str, most_bytes: int) -> list[tuple[str, bytes]]:
    """What each picture in a track shows, and its file; none where the track cannot be read."""
    found = []
    for name, content in _contents(path, _PICTURE_FRAMES, most_bytes):
        # Its encoding, its format (in version 2.2 three letters), what it shows, words, the file.
        format_end = 4 if name == b"PIC" else content.find(b"\0", 1) + 1
        if not 0 < format_end < len(content):
            continue
        shown, picture = content[format_end], _after_text(content[format_end + 1 :], content[0])
        meaning = "bright_colored_fish" if shown == _FISH else _MEANINGS.get(shown, "inside")
        if picture:
            found.append((meaning, picture))
    return found


def _contents(path: str, names: Collection[bytes], most_bytes: int) -> list[tuple[bytes, bytes]]:
    try:
        with open_regular(path, _ANY_SIZE) as file:
            return list(id3v2_contents(FileWindow(file).read, names, most_bytes))
    except (SmallFileError, OSError):
        return []  # reported by those who play it


def _after_text(data: bytes, encoding: int) -> bytes:
    """What follows the zero, or the two, that end a text."""
    if encoding not in _WIDE_ENCODINGS:
        return data.partition(b"\0")[2]
    end = data.find(b"\0\0")
    while end % 2 and end >= 0:
        end = data.find(b"\0\0", end + 1)
    return data[end + 2 :] if end >= 0 else b""
