"""Ten oddities of genre tags in each kind of file, and the MOOD and compilation tags."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import mutagen
import mutagen.id3
import pytest

from tests.media_files import write_audio
from tui_player.library.tags.genres import GenreFinder
from tui_player.library.tags.reader import FileTags, read_tags
from tui_player.model.music.genres import GenreFamilies

SUFFIXES = (".mp3", ".flac", ".ogg", ".m4a", ".opus")
GENRE_NAMES = {".mp3": "TCON", ".m4a": "\xa9gen"}

# What is written in the tag, the genres that are shown, and one family of them.
ODDITIES: tuple[tuple[Sequence[str], tuple[str, ...], str], ...] = (
    (["Jazz", "Soul"], ("Jazz", "Soul"), "soul"),
    (["Jazz; Soul"], ("Jazz", "Soul"), "jazz"),
    (["Hip-Hop/Rap"], ("Hip-Hop/Rap",), "hip-hop"),
    (["(17)"], ("Rock",), "rock"),
    (["17"], ("Rock",), "rock"),
    (["(5)(4)"], ("Funk", "Disco"), "disco"),
    (["  hArD   rOcK "], ("Hard Rock",), "rock"),
    (["Other", "Techno"], ("Techno",), "electronic"),
    (["Clasical"], ("Clasical",), "classical"),
    (["Björk-ish Elektro Folk"], ("Björk-ish Elektro Folk",), "folk"),
)


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One untagged file of each kind."""
    folder = tmp_path_factory.mktemp("originals")
    for suffix in SUFFIXES:
        write_audio(folder / f"a{suffix}", 0.3)
    return folder


@pytest.fixture
def copies(originals: Path, tmp_path: Path) -> Path:
    for file in originals.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


def opened(path: Path) -> Any:
    file: Any = mutagen.File(path)
    if file.tags is None:
        file.add_tags()
    return file


def write_genres(path: Path, genres: Sequence[str]) -> None:
    file = opened(path)
    if path.suffix == ".mp3":
        file.tags.add(mutagen.id3.TCON(encoding=3, text=list(genres)))
        # Version 2.3 is how most such references were written; it knows no several values.
        file.save(v2_version=4 if len(genres) > 1 else 3)
        return
    file[GENRE_NAMES.get(path.suffix, "genre")] = list(genres)
    file.save()


def read(path: Path) -> FileTags:
    return read_tags(os.fsencode(path))


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(("written", "shown", "family"), ODDITIES, ids=lambda each: str(each)[:24])
def test_odd_genres_come_out_right(
    copies: Path,
    genres: GenreFamilies,
    suffix: str,
    written: Sequence[str],
    shown: tuple[str, ...],
    family: str,
) -> None:
    path = copies / f"a{suffix}"
    write_genres(path, written)
    found = GenreFinder(genres).find(read(path).genres, b"a")
    assert found.genres == shown
    assert family in found.families


def write_mood_and_compilation(path: Path) -> None:
    file = opened(path)
    if path.suffix == ".mp3":
        frames: Any = mutagen.id3
        file.tags.add(frames.TMOO(encoding=3, text=["Happy", "Calm"]))
        file.tags.add(frames.TCMP(encoding=3, text=["1"]))
    elif path.suffix == ".m4a":
        file["----:com.apple.iTunes:MOOD"] = [b"Happy", b"Calm"]
        file["cpil"] = True
    else:
        file["mood"] = ["Happy", "Calm"]
        file["compilation"] = ["1"]
    file.save()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_mood_and_compilation_are_read(copies: Path, suffix: str) -> None:
    path = copies / f"a{suffix}"
    assert (read(path).moods, read(path).is_compilation) == ((), False)
    write_mood_and_compilation(path)
    assert (read(path).moods, read(path).is_compilation) == (("Happy", "Calm"), True)
