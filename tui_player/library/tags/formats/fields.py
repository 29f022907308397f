"""What tags hold: names in lower case, as Vorbis comments have them, each with its texts."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

Fields: TypeAlias = dict[str, list[str]]

# The names under which programs write a thing; of several the first that is there counts.
TITLE = ("title",)
ARTIST = ("artist", "artists", "author")
ALBUM = ("album", "albumtitle")
ALBUM_ARTIST = ("albumartist", "album artist", "album_artist", "albumartists", "album artists")
GENRE = ("genre",)
DATE = (
    *("date", "year", "releasedate", "release date", "releasetime", "release_date"),
    *("recorded date", "date_released", "date_recorded", "originaldate", "originalyear"),
    *("original year", "original date", "originalreleaseyear", "originalreleasetime"),
)
TRACK = ("tracknumber", "track", "track number", "tracknum", "part_number")
DISC = ("discnumber", "disc", "disc number", "discnum", "disk", "disknumber", "partofset")
MOOD = "mood"
COMPILATION = ("compilation", "itunescompilation", "iscompilation", "cpil", "tcmp")
LOUDNESS = frozenset(
    name
    for which in ("track", "album")
    for name in (f"replaygain_{which}_gain", f"replaygain_{which}_peak", f"r128_{which}_gain")
)
# Nothing else is kept: comments and lyrics may be long.
NAMES = (
    frozenset(
        (*TITLE, *ARTIST, *ALBUM, *ALBUM_ARTIST, *GENRE, *DATE, *TRACK, *DISC, MOOD, *COMPILATION)
    )
    | LOUDNESS
)

LONGEST_TEXT_BYTES = 64 * 1024


class WantedTexts(NamedTuple):
    """Which texts of a tag are kept, by their names in lower case, and how long they may be."""

    is_wanted: Callable[[str], bool]
    longest_bytes: int


WANTED_IN_LIBRARY = WantedTexts(NAMES.__contains__, LONGEST_TEXT_BYTES)


def add(fields: Fields, name: str, text: str) -> None:
    """Add a text to those of a name."""
    if name in fields:
        fields[name].append(text)
    else:
        fields[name] = [text]


def fill(fields: Fields, others: Fields) -> None:
    """Take from another tag of the file what this one has not got."""
    for name, texts in others.items():
        fields.setdefault(name, texts)


def utf8_text(data: bytes) -> str:
    """Text that should be UTF-8; a byte that is not is kept as Python keeps it in file names.

    Such text is in some code page, and still has to be decoded: see `code_pages.py`.
    """
    return data.decode("utf-8", "surrogateescape")


def code_page_text(data: bytes) -> str:
    """Text in an unknown code page: letters beyond ASCII are kept as `utf8_text` does."""
    return data.decode("ascii", "surrogateescape")
