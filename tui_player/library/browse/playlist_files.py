"""Reads and writes playlists: M3U and M3U8, which are lists of paths, and PLS; reads XSPF, WPL."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote_from_bytes
from xml.parsers import expat

from tui_player.library.errors import UnreadableAudioError
from tui_player.library.file_types import suffix
from tui_player.library.tags.reader import displayable
from tui_player.model.errors import PlaylistExistsError
from tui_player.model.music.track import Track
from tui_player.util.atomic_files import write_atomically, write_new
from tui_player.util.small_files import MB, SmallFileError, read_bytes, unicode_encoding

_MOST_BYTES = 16 * MB
_MOST_ENTRIES = 100_000
_PLS_FILE = re.compile(rb"\s*File(\d{1,9})\s*=\s*(.*?)\s*", re.IGNORECASE)
# Of playlists in XML: the element that names a file, and its attribute that does.
_XML_NAMES = {b".xspf": ("location", ""), b".wpl": ("media", "src")}
_DEFAULT_SUFFIX = ".m3u8"
# What a line of a list cannot hold as it is.
_NEEDS_URI = re.compile(rb"[\r\n]|^\s|\s$")


def read_playlist(path: bytes) -> tuple[bytes, ...]:
    """The entries of a playlist as they are written, in order; streams among them.

    Raises OSError if it cannot be opened, and UnreadableAudioError if it is no list of names.
    """
    try:
        content = read_bytes(path, _MOST_BYTES)
    except SmallFileError as error:
        if error.os_error is not None:
            raise error.os_error from None
        raise UnreadableAudioError(error.reason) from error
    if suffix(path) in _XML_NAMES:
        return _limited(_xml_entries(content, *_XML_NAMES[suffix(path)]))
    encoding = unicode_encoding(content)
    if encoding is not None and encoding != "utf-8":
        content = content.decode(encoding, "replace").encode("utf-8", "replace")
    if b"\0" in content:
        raise UnreadableAudioError("it is not a playlist")
    lines = re.split(rb"[\r\n]+", content)
    return _limited(_pls_entries(lines) if suffix(path) == b".pls" else _m3u_entries(lines))


def _limited(found: Iterable[bytes]) -> tuple[bytes, ...]:
    entries = tuple(found)
    if len(entries) > _MOST_ENTRIES:
        raise UnreadableAudioError(f"it has {len(entries):,} entries, over {_MOST_ENTRIES:,}")
    return entries


def _m3u_entries(lines: Sequence[bytes]) -> Iterator[bytes]:
    """All lines that are no comments."""
    stripped = (line.strip() for line in lines)
    return (line for line in stripped if line and not line.startswith(b"#"))


def _pls_entries(lines: Sequence[bytes]) -> list[bytes]:
    """The values of File1, File2 and so on, in the order of their numbers."""
    matches = (match for line in lines if (match := _PLS_FILE.fullmatch(line)))
    return [name for _, name in sorted((int(m[1]), m[2]) for m in matches if m[2])]


def _xml_entries(content: bytes, element: str, attribute: str) -> list[bytes]:
    """What the elements of this name hold, in an attribute or, for an empty one, as text.

    Raises UnreadableAudioError. No entity is taken that the file declares itself: they can be
    made to unfold without end.
    """
    entries: list[bytes] = []
    text: list[str] | None = None

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal text
        if name.rpartition(":")[2].lower() == element:
            text = [attributes.get(attribute, "")] if attribute else []

    def end(name: str) -> None:
        nonlocal text
        if text is not None and name.rpartition(":")[2].lower() == element:
            entry = "".join(text).strip().encode("utf-8", "surrogatepass")
            entries.extend([entry] if entry else [])
            text = None

    def heard(part: str) -> None:
        if text is not None and not attribute:
            text.append(part)

    def refuse(*_: object) -> None:
        raise UnreadableAudioError("it declares entities of its own, as no playlist does")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler, parser.EntityDeclHandler = heard, refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise UnreadableAudioError(f"it is not a playlist: {error}") from error
    return entries


def write_playlist(folder: Path, name: str, tracks: Sequence[Track], *, replace: bool) -> Path:
    """Write tracks, by their absolute paths, as the playlist of this name; returns where it lies.

    The kind is that of the name's ending, M3U8 without one. It is written whole or not at all.
    Raises PlaylistExistsError if there is one and `replace` is False, and OSError.
    """
    path = folder / file_name(name)
    content = (_as_pls if path.suffix.lower() == ".pls" else _as_m3u)(tracks)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        (write_atomically if replace else write_new)(path, content)
    except FileExistsError:
        raise PlaylistExistsError(path.name) from None
    return path


def file_name(name: str) -> str:
    """A name as a file of a playlist can have it."""
    bare = displayable(name).replace("/", "-").lstrip(".").strip() or "Playlist"
    known = suffix(os.fsencode(bare)) in (b".m3u", b".m3u8", b".pls")
    stem, ending = os.path.splitext(bare) if known else (bare, _DEFAULT_SUFFIX)  # noqa: PTH122
    # A file name has 255 bytes at most; some are for the temporary file's ending.
    return stem.encode()[:200].decode("utf-8", "ignore") + ending


def _as_m3u(tracks: Sequence[Track]) -> bytes:
    lines = [b"#EXTM3U"]
    for track in tracks:
        length_s = -1 if track.duration_s is None else round(track.duration_s)
        lines += [f"#EXTINF:{length_s},{_told(track)}".encode(), _entry(track)]
    return b"\n".join(lines) + b"\n"


def _as_pls(tracks: Sequence[Track]) -> bytes:
    lines = [b"[playlist]"]
    for number, track in enumerate(tracks, start=1):
        length_s = -1 if track.duration_s is None else round(track.duration_s)
        lines += [
            b"File%d=%b" % (number, _entry(track)),
            f"Title{number}={_told(track)}".encode(),
            b"Length%d=%d" % (number, length_s),
        ]
    lines += [b"NumberOfEntries=%d" % len(tracks), b"Version=2"]
    return b"\n".join(lines) + b"\n"


def _entry(track: Track) -> bytes:
    """The path as the disk has it; as a URI where a line could not hold it."""
    path = os.fsencode(track.path)
    return b"file://" + quote_from_bytes(path).encode() if _NEEDS_URI.search(path) else path


def _told(track: Track) -> str:
    told = f"{track.artist} - {track.title}" if track.artist else track.title
    return displayable(told)
