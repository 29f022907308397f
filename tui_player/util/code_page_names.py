"""Finds the code page that a person names."""

import codecs

WESTERN = "cp1252"  # Latin-1, and what Windows has in its empty places
# What Windows writes where the name of an older relative is given.
_WINDOWS = {
    "ascii": WESTERN,
    "big5": "cp950",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-1": WESTERN,
    "iso8859-9": "cp1254",
    "shift_jis": "cp932",
    "tis-620": "cp874",
}
_ALL_ASCII = bytes(range(0x20, 0x7F)).replace(b"\\]", rb"\u005d")


def code_page_named(name: str) -> str | None:
    """Python's name of a code page; None if there is none of that name in which ASCII is itself."""
    try:
        found = codecs.lookup(name).name
        found = _WINDOWS.get(found, found)
        is_code_page = _ALL_ASCII.decode(found) == _ALL_ASCII.decode("ascii")
        codecs.getincrementaldecoder(found)
    except (LookupError, ValueError):
        return None
    return found if is_code_page else None
