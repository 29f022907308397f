"""Makes names and texts of what FFmpeg tells of tags: of Matroska, CAF, AU and Wave64 files."""

import re
from collections.abc import Mapping

from tui_player.library.tags.formats.fields import NAMES, Fields, add

# Of a tag in Matroska the language may follow, as in "ARTIST-eng".
_LANGUAGE = re.compile(r"-[a-z]{3}$")
# What a tag is about stands before its name there, where it is more than the track.
_ALBUM = "album/"
_OF_ALBUM = {"title": "album", "artist": "albumartist", "date_released": "date"}


def ffmpeg_fields(metadata: Mapping[str, str]) -> Fields:
    """What the metadata of a file hold, whatever FFmpeg does with their names."""
    fields: Fields = {}
    for full_name, text in metadata.items():
        name = _LANGUAGE.sub("", full_name.lower())
        if name.startswith(_ALBUM):
            name = _OF_ALBUM.get(name.removeprefix(_ALBUM), "")
        if name in NAMES and text:
            add(fields, name, text)
    return fields
