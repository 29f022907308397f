"""Reads the lyrics of a track: from a file beside it, or from its tags."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tui_player.library.extras.cover_files import files_beside
from tui_player.library.extras.embedded_tags import ANY_SIZE, embedded_tags
from tui_player.library.extras.id3_extras import id3_lyrics
from tui_player.library.tags.formats.code_pages import decode_fields
from tui_player.library.tags.formats.fields import WantedTexts
from tui_player.library.tags.formats.written import read_ape_texts
from tui_player.library.tags.guessed_text import guessed_text
from tui_player.media.file_window import FileWindow
from tui_player.model.music.lyrics import Lyrics, parse_lyrics
from tui_player.model.music.track import Track
from tui_player.model.music.track_extras import LyricsRead
from tui_player.util.small_files import MB, SmallFileError, decoded, open_regular, read_bytes

MOST_LYRIC_BYTES = MB
# How fields of tags that hold lyrics are called: "lyrics", "lyrics-eng", "unsyncedlyrics" …
_IN_TAGS = re.compile(r"(un)?(syn(c|chroni[sz])ed)?[ _-]?lyrics([ _-][a-z]{2,3})?|wm/lyrics.*")


def read_lyrics(track: Track) -> LyricsRead:
    """What an `.lrc` file beside the track says, else its tags, else a `.txt` file of its name.

    Those with times go first. The track is opened read-only.
    """
    file = Path(track.path)
    problems: list[str] = []
    beside = _files_beside(file, problems)
    found = _lyrics_beside(file, ".lrc", beside, problems)
    if found is None or not found.is_synced:
        others = [found, *_in_tags(track.path)]
        others.append(_lyrics_beside(file, ".txt", beside, problems))
        known = [lyrics for lyrics in others if lyrics is not None]
        found = max(known, key=lambda lyrics: lyrics.is_synced, default=None)
    return LyricsRead(track.id, found, tuple(problems))


def _files_beside(file: Path, problems: list[str]) -> Mapping[str, Path]:
    """The files in the same folder by their names in lower case."""
    try:
        return files_beside(file)
    except OSError as error:
        problems.append(f"the folder of {file.name} cannot be read: {error.strerror}")
        return {}


def _lyrics_beside(
    file: Path, suffix: str, beside: Mapping[str, Path], problems: list[str]
) -> Lyrics | None:
    path = beside.get(f"{file.stem}{suffix}".lower())
    if path is None:
        return None
    try:
        content = read_bytes(path, MOST_LYRIC_BYTES)
    except SmallFileError as error:
        problems.append(f"the lyrics {path.name} cannot be read: {error.reason}")
        return None
    text = decoded(content)
    return parse_lyrics(guessed_text(content) if text is None else text)


def _in_tags(path: str) -> Iterator[Lyrics]:
    in_id3 = id3_lyrics(path, MOST_LYRIC_BYTES)
    for text in (*in_id3, *_as_tinytag_reads(path), *_in_ape_tags(path)):
        if (lyrics := parse_lyrics(text[:MOST_LYRIC_BYTES])) is not None:
            yield lyrics


def _as_tinytag_reads(path: str) -> Iterator[str]:
    tags = embedded_tags(path, with_pictures=False)
    if tags is None:
        return
    for name, texts in tags.other.items():
        if _holds_lyrics(name.lower()):
            yield from texts


def _in_ape_tags(path: str) -> Iterator[str]:
    """The texts in APEv2 tags, which tinytag does not know; none where the file cannot be read.

    Whether it can be played is reported by those who play it.
    """
    try:
        with open_regular(path, ANY_SIZE) as file:
            size = os.fstat(file.fileno()).st_size
            fields = read_ape_texts(FileWindow(file).read, size, _WANTED)
    except (SmallFileError, OSError):
        return
    decode_fields(fields)
    for texts in fields.values():
        yield from texts


def _holds_lyrics(name: str) -> bool:
    return _IN_TAGS.fullmatch(name) is not None


_WANTED = WantedTexts(_holds_lyrics, MOST_LYRIC_BYTES)
