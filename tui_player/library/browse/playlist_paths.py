"""Tells which files an entry of a playlist may mean, whatever program and system wrote it."""

# pathlib takes no bytes.
# ruff: noqa: PTH118, PTH120
import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from urllib.parse import unquote_to_bytes

_SCHEME = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]+://")
_FILE_URI = re.compile(rb"file:(?://(?P<host>[^/\\]*))?(?P<path>.*)", re.IGNORECASE | re.DOTALL)
_DRIVE = re.compile(rb"/*[A-Za-z][:|](?=[/\\])|[/\\]*")
_PERCENT = re.compile(rb"%[0-9A-Fa-f]{2}")
_QUOTES = (b'"', b"'")
# What names are written in where it is not UTF-8; of several that fit, nobody can tell.
_CODE_PAGES = (
    *("cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp874"),
    *("cp932", "gb18030", "cp949", "big5", "koi8_r"),
)


def possible_paths(entry: bytes, playlist: bytes) -> tuple[bytes, ...]:
    """The absolute paths an entry may mean as it is written, the likeliest first; none: a stream.

    Relative ones lie beside the playlist. A name may have its odd letters as numbers behind "%",
    be written in Windows-1252, composed otherwise, or with the slashes of Windows.
    """
    folder = os.path.dirname(playlist)
    spelt = dict.fromkeys(other for name in _names(entry) for other in _spellings(name))
    return tuple(os.path.normpath(os.path.join(folder, name)) for name in spelt if name)


def relative_paths(entry: bytes) -> tuple[bytes, ...]:
    """What an entry may mean under a folder: its path, then without its first folders one by one.

    That is where the list was made on another machine, or with the music in another folder. Its
    names may be in any usual encoding.
    """
    found: dict[bytes, None] = {}
    for spelt in dict.fromkeys(
        other for name in _names(entry) for other in _spellings(name, _CODE_PAGES)
    ):
        bare = os.path.normpath(b"/" + _DRIVE.sub(b"", spelt, count=1)).strip(b"/")
        while bare:
            found[bare] = None
            bare = bare.partition(b"/")[2]
    return tuple(sorted(found, key=lambda path: -path.count(b"/")))


def _names(entry: bytes) -> list[bytes]:
    """The name in an entry, as it is written and with its signs replaced; none of a stream."""
    bare = entry.strip()
    if len(bare) > 1 and bare[:1] in _QUOTES and bare[:1] == bare[-1:]:
        bare = bare[1:-1].strip()
    uri = _FILE_URI.fullmatch(bare)
    if uri is not None:
        names = _in_uri(uri["path"]) if (uri["host"] or b"").lower() in (b"", b"localhost") else []
    elif _SCHEME.match(bare):
        return []
    else:
        names = [bare]
        if _PERCENT.search(bare):
            names.append(unquote_to_bytes(bare))
    return names + [name.replace(b"\\", b"/") for name in names if b"\\" in name]


def _in_uri(path: bytes) -> list[bytes]:
    """The path in a file URI, and what it may be in one by a program that quotes nothing."""
    parts = re.split(rb"[?#]", path, maxsplit=1)
    return [*dict.fromkeys((unquote_to_bytes(parts[0]), unquote_to_bytes(path), path))]


def _spellings(name: bytes, code_pages: Sequence[str] = ()) -> Iterator[bytes]:
    """A name as it is written, then as it could be meant."""
    yield name
    if name.isascii():
        return
    try:
        texts = [name.decode("utf-8")]
    except UnicodeDecodeError:
        texts = _decoded(name, code_pages)
    else:
        yield texts[0].encode("cp1252", "ignore")
    for form in ("NFC", "NFD"):
        for text in texts:
            yield unicodedata.normalize(form, text).encode("utf-8", "surrogateescape")


def _decoded(name: bytes, code_pages: Sequence[str]) -> list[str]:
    """A name that is not UTF-8 in Windows-1252, and in those of the encodings that fit it."""
    texts: dict[str, None] = {name.decode("cp1252", "replace"): None}
    for page in code_pages:
        try:
            texts[name.decode(page)] = None
        except UnicodeDecodeError:
            continue
    return list(texts)
