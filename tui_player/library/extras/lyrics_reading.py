"""Reads the lyrics of a track: from a file beside it, or from its tags."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tui_player.library.extras.cover_files import files_beside
from tui_player.library.extras.embedded_tags import embedded_tags
from tui_player.library.tags.guessed_text import guessed_text
from tui_player.model.music.lyrics import Lyrics, parse_lyrics
from tui_player.model.music.track import Track
from tui_player.model.music.track_extras import LyricsRead
from tui_player.util.small_files import MB, SmallFileError, decoded, read_bytes

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
    tags = embedded_tags(path, with_pictures=False)
    if tags is None:
        return
    for name, texts in tags.other.items():
        if _IN_TAGS.fullmatch(name.lower()):
            for text in texts:
                if (lyrics := parse_lyrics(text[:MOST_LYRIC_BYTES])) is not None:
                    yield lyrics
