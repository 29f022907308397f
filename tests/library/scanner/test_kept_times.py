"""A file is read again when it changed, also where a program kept its time and its size."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.library.listening import ScannedLibrary
from tests.media_files import write_audio
from tui_player.library.tags.reader import FileTags, ReadByFFmpeg, read_tags
from tui_player.messages.events import TracksMoved


@pytest.fixture
def song(music: Path) -> Path:
    return write_audio(music / "a.flac", 0.5, tags={"title": "Older", "artist": "Anna"})


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were read."""
    names: list[str] = []

    def reading(path: bytes, by_ffmpeg: ReadByFFmpeg, _encoding: str | None) -> FileTags:
        names.append(os.fsdecode(path).rpartition("/")[2])
        return read_tags(path, by_ffmpeg)

    monkeypatch.setattr("tui_player.library.scanner.tag_pool.read_tags", reading)
    return names


def retag_in_place(path: Path) -> None:
    """Write another title of the same length, and put the file's time back."""
    before = path.stat()
    content = path.read_bytes()
    assert content.count(b"Older") == 1
    with path.open("r+b") as file:
        file.write(content.replace(b"Older", b"Newer"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = path.stat()
    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def test_a_tagger_that_keeps_the_time_is_noticed_by_the_next_scan(
    library: ScannedLibrary, song: Path
) -> None:
    library.start()
    library.stop()
    retag_in_place(song)
    library.restart()
    assert library.titles() == {"Newer"}
    assert [track.title for track in library.catalog.search("newer", 9)] == ["Newer"]
    assert library.catalog.search("older", 9) == ()


def test_and_while_the_player_runs(library: ScannedLibrary, song: Path) -> None:
    library.start()
    retag_in_place(song)
    library.wait_until(lambda: library.titles() == {"Newer"})


@pytest.mark.parametrize(
    "touch",
    [
        lambda path: path.chmod(0o600),
        lambda path: os.link(path, path.with_name("not music.txt")),
    ],
    ids=["chmod", "link"],
)
def test_a_file_of_which_only_the_state_changed_is_read_once_and_stays_what_it_was(
    library: ScannedLibrary,
    music: Path,
    song: Path,
    read: list[str],
    touch: Callable[[Path], None],
) -> None:
    shutil.copy2(song, music / "copy.flac")
    library.start()
    library.stop()
    before = library.tracks()
    read.clear()
    for path in (song, music / "copy.flac"):
        touch(path)
        path.with_name("not music.txt").unlink(missing_ok=True)
    library.restart()
    assert sorted(read) == ["a.flac", "copy.flac"]
    assert library.tracks() == before
    assert not any(isinstance(event, TracksMoved) for event in library.seen)
    read.clear()
    library.restart()
    assert read == []


def test_a_renamed_folder_takes_along_what_is_remembered(
    library: ScannedLibrary, music: Path, song: Path
) -> None:
    (music / "old").mkdir()
    song.rename(music / "old" / "a.flac")
    library.start()
    library.stop()
    (music / "old").rename(music / "new")
    (music / "new" / "a.flac").chmod(0o600)
    library.restart()
    told = [event.moves for event in library.seen if isinstance(event, TracksMoved)]
    assert told == [(("old/a.flac", "new/a.flac"),)]
