"""Decodes text whose code page no tag names: in ID3v1, in ID3v2 that says Latin-1, and damaged."""

import re

from tui_player.library.tags.formats.fields import Fields

# How `fields.py` keeps the bytes of such text.
_KEPT_BYTE = re.compile("[\udc80-\udcff]")
_WESTERN = "cp1252"  # Latin-1, and what Windows has in its empty places
_LATIN_1 = "latin-1"


def decode_fields(fields: Fields) -> None:
    """Decode in place all texts that are in a code page."""
    for texts in fields.values():
        for place, text in enumerate(texts):
            if not text.isascii() and _KEPT_BYTE.search(text):
                texts[place] = _decoded(text.encode("utf-8", "surrogateescape"))


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8", _WESTERN):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode(_LATIN_1)
