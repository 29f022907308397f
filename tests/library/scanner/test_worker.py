"""The scanner on a real folder of real files: first scan, rescan, and every kind of change."""

import errno
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.library.listening import ScannedLibrary
from tests.media_files import write_audio
from tui_player.library.scanner.scan_once import scan_once
from tui_player.library.scanner.updater import FolderMissingError, LibraryUpdater
from tui_player.library.tags.reader import FileTags
from tui_player.messages.commands import ScanFolder
from tui_player.messages.events import LibraryChanged, LibraryTroubled, WorkerFailed
from tui_player.model.music.genres import GenreFamilies
from tui_player.model.music.track import TrackId


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One short file of each common kind, to be copied: encoding takes longer than copying."""
    folder = tmp_path_factory.mktemp("originals")
    for number, suffix in enumerate((".mp3", ".flac", ".ogg", ".wav", ".m4a", ".opus")):
        tags = {"title": f"Tone {number}", "artist": "Tester", "genre": "Jazz"}
        write_audio(folder / f"tone{suffix}", 0.5, tags=tags)
    return folder


@pytest.fixture
def mp3(originals: Path) -> Path:
    return originals / "tone.mp3"


def tree(folder: Path, original: Path, *paths: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(original, folder / path)


class TestFirstScan:
    def test_finds_every_kind_of_file(
        self, library: ScannedLibrary, music: Path, originals: Path
    ) -> None:
        shutil.copytree(originals, music / "a" / "b")
        library.start()
        tracks = {Path(track.path).suffix: track for track in library.tracks()}
        assert set(tracks) == {".mp3", ".flac", ".ogg", ".wav", ".m4a", ".opus"}
        for track in tracks.values():
            assert Path(track.path).is_file()
            assert track.duration_s == pytest.approx(0.5, abs=0.1)
            assert track.families == ("jazz",), track

    def test_tells_the_first_tracks_before_it_is_done(
        self, library: ScannedLibrary, music: Path, mp3: Path
    ) -> None:
        tree(music, mp3, *(f"{n:03}.mp3" for n in range(250)))
        library.start()
        told = [event for event in library.seen if isinstance(event, LibraryChanged)]
        assert told[0].tracks == 100
        assert not told[0].finished
        assert told[-1] == LibraryChanged(250, 1, (("jazz", 250),), (), finished=True)

    def test_an_empty_folder_is_an_empty_library(self, library: ScannedLibrary) -> None:
        library.start()
        assert library.catalog.counts() == {}
        assert library.seen[-1] == LibraryChanged(0, 0, (), (), finished=True)

    def test_leaves_hidden_and_foreign_files_alone(
        self, library: ScannedLibrary, music: Path, mp3: Path
    ) -> None:
        tree(music, mp3, "a.mp3", "._a.mp3", ".trash/b.mp3", "cover.jpg", "notes.txt")
        os.mkfifo(music / "pipe.mp3")
        library.start()
        assert library.ids() == {"a.mp3"}
        assert library.seen[-1] == LibraryChanged(1, 1, (("jazz", 1),), (), finished=True)

    def test_lists_what_cannot_be_read(
        self, library: ScannedLibrary, music: Path, mp3: Path
    ) -> None:
        tree(music, mp3, "good.mp3")
        (music / "empty.mp3").touch()
        (music / "text.flac").write_text("this is no music\n" * 100)
        (music / "lost.ogg").symlink_to("nowhere.ogg")
        library.start()
        told = library.seen[-1]
        assert isinstance(told, LibraryChanged)
        assert {each.path: each.reason for each in told.unreadable} == {
            "empty.mp3": "the file is empty",
            "lost.ogg": "it is a link that leads nowhere",
            "text.flac": "it is damaged, or not a sound file",
        }
        assert library.ids() == {"good.mp3"}

    def test_survives_links_that_lead_in_circles(
        self, library: ScannedLibrary, music: Path, mp3: Path, tmp_path: Path
    ) -> None:
        tree(music, mp3, "a/one.mp3")
        tree(tmp_path, mp3, "elsewhere/two.mp3")
        (music / "a" / "up").symlink_to(music)
        (music / "self").symlink_to(music / "self")
        (music / "root").symlink_to("/")
        (music / "linked").symlink_to(tmp_path / "elsewhere")
        (tmp_path / "elsewhere" / "back").symlink_to(music)
        library.start()
        assert library.ids() == {"a/one.mp3", "linked/two.mp3"}

    def test_keeps_names_that_are_not_utf8(
        self, library: ScannedLibrary, music: Path, originals: Path
    ) -> None:
        name = b"Bj\xf6rk/J\xf3ga \xff.wav"
        full = os.fsencode(music) + b"/" + name
        Path(os.fsdecode(full)).parent.mkdir()
        Path(os.fsdecode(full)).write_bytes((originals / "tone.wav").read_bytes())
        library.start()
        track = library.catalog.track(TrackId(os.fsdecode(name)))
        assert track is not None
        assert os.fsencode(track.id) == name
        assert os.fsencode(track.path) == full
        assert library.catalog.search("björk", 10) == (track,)

    def test_maps_files_without_genre_by_their_folders(
        self, library: ScannedLibrary, music: Path
    ) -> None:
        for folder in ("Blues", "Unheard"):
            (music / folder).mkdir()
            write_audio(music / folder / "untitled.wav", 0.2)
        library.start()
        blues = library.catalog.track(TrackId("Blues/untitled.wav"))
        assert blues is not None
        assert (blues.title, blues.genres, blues.families) == ("untitled", (), ("blues",))
        assert library.catalog.counts() == {"blues": 1, "": 1}


class TestRescan:
    def test_reads_nothing_that_has_not_changed(
        self, library: ScannedLibrary, music: Path, mp3: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tree(music, mp3, "a.mp3", "b/c.mp3")
        (music / "empty.mp3").touch()
        library.start()

        def read_tags(path: bytes, *_: object) -> None:
            raise AssertionError(f"{path!r} was read again")

        monkeypatch.setattr("tui_player.library.scanner.tag_pool.read_tags", read_tags)
        library.restart()
        assert library.ids() == {"a.mp3", "b/c.mp3"}
        assert not any(isinstance(event, WorkerFailed) for event in library.seen)

    def test_is_usable_from_the_index_before_it_is_checked(
        self, library: ScannedLibrary, music: Path, mp3: Path
    ) -> None:
        tree(music, mp3, "a.mp3")
        library.start()
        library.restart()
        assert library.seen[0] == LibraryChanged(1, 1, (("jazz", 1),), (), finished=False)

    def test_notices_all_that_happened_meanwhile(
        self, library: ScannedLibrary, music: Path, mp3: Path
    ) -> None:
        tree(music, mp3, "kept.mp3", "gone.mp3", "album/moved.mp3", "retagged.mp3")
        library.start()
        library.stop()
        (music / "gone.mp3").unlink()
        (music / "album").rename(music / "renamed")
        write_audio(music / "retagged.mp3", 0.5, tags={"title": "New"})
        tree(music, mp3, "added.mp3")
        library.restart()
        assert library.ids() == {"kept.mp3", "renamed/moved.mp3", "retagged.mp3", "added.mp3"}
        assert "New" in library.titles()

    def test_scans_again_when_asked(self, library: ScannedLibrary, music: Path, mp3: Path) -> None:
        tree(music, mp3, "a.mp3")
        library.start()
        library.scanner.post(ScanFolder())
        assert library.wait_for(LibraryChanged, lambda event: event.finished).tracks == 1

    def test_maps_genres_anew_when_the_table_changed(
        self, library: ScannedLibrary, music: Path, mp3: Path
    ) -> None:
        tree(music, mp3, "a.mp3")
        library.start()
        library.restart_with({"mine": ["Jazz"]})
        assert library.catalog.counts() == {"mine": 1}
        assert [track.id for track in library.catalog.search("jazz", 9)] == ["a.mp3"]


class TestTrouble:
    def test_a_missing_folder_forgets_nothing_and_comes_back(
        self, library: ScannedLibrary, music: Path, mp3: Path
    ) -> None:
        tree(music, mp3, "a.mp3")
        library.start()
        music.rename(music.with_name("away"))
        library.scanner.post(ScanFolder())
        told = library.wait_for(LibraryTroubled)
        assert str(music) in told.sentence
        assert library.ids() == {"a.mp3"}
        tree(music.with_name("away"), mp3, "b.mp3")
        music.with_name("away").rename(music)
        library.wait_for(LibraryTroubled, lambda event: event.sentence == "")
        library.wait_until(lambda: library.ids() == {"a.mp3", "b.mp3"})

    def test_an_empty_folder_in_its_place_forgets_nothing(
        self, library: ScannedLibrary, music: Path, mp3: Path
    ) -> None:
        tree(music, mp3, "a.mp3")
        library.start()
        library.stop()
        music.rename(music.with_name("away"))
        music.mkdir()
        library.restart_troubled()
        assert library.ids() == {"a.mp3"}

    def test_an_emptied_folder_is_an_empty_library(
        self, library: ScannedLibrary, music: Path, mp3: Path
    ) -> None:
        tree(music, mp3, "a.mp3")
        library.start()
        library.stop()
        (music / "a.mp3").unlink()
        library.restart()
        assert library.ids() == set()

    def test_a_damaged_index_is_set_aside_and_made_anew(
        self, library: ScannedLibrary, music: Path, mp3: Path
    ) -> None:
        tree(music, mp3, "a.mp3")
        library.start()
        library.stop()
        library.index_path.write_bytes(b"this is not a database, not at all" * 1000)
        library.restart()
        assert library.ids() == {"a.mp3"}
        assert library.index_path.with_name("library.db.damaged").exists()
        troubles = [event for event in library.seen if isinstance(event, LibraryTroubled)]
        assert "damaged" in troubles[0].sentence
        assert troubles[-1].sentence == ""

    def test_an_index_of_another_version_is_made_anew(
        self, library: ScannedLibrary, music: Path, mp3: Path
    ) -> None:
        tree(music, mp3, "a.mp3")
        library.start()
        library.stop()
        with sqlite3.connect(library.index_path) as connection:
            connection.execute("PRAGMA user_version = 999")
        connection.close()
        library.restart()
        assert library.ids() == {"a.mp3"}

    def test_an_index_of_another_folder_is_emptied(
        self, library: ScannedLibrary, music: Path, mp3: Path, tmp_path: Path
    ) -> None:
        tree(music, mp3, "a.mp3")
        library.start()
        tree(tmp_path / "other", mp3, "b.mp3")
        library.restart_on(tmp_path / "other")
        assert library.ids() == {"b.mp3"}

    def test_an_index_deleted_while_running_is_made_anew(
        self, library: ScannedLibrary, music: Path, mp3: Path
    ) -> None:
        tree(music, mp3, "a.mp3")
        library.start()
        shutil.rmtree(library.index_path.parent)
        assert library.ids() == set()
        library.wait_until(lambda: library.ids() == {"a.mp3"})

    def test_an_index_replaced_while_running_is_kept_in_step(
        self, library: ScannedLibrary, music: Path, mp3: Path, genres: GenreFamilies
    ) -> None:
        library.start()
        other = library.index_path.with_name("other.db")
        assert scan_once(music, other, genres, lambda _: None, lambda: False)
        other.replace(library.index_path)
        library.wait_until_in_step()
        tree(music, mp3, "a.mp3")
        library.wait_until(lambda: library.ids() == {"a.mp3"})

    def test_a_cache_that_cannot_be_written_is_said(
        self, library: ScannedLibrary, tmp_path: Path
    ) -> None:
        library.index_path.parent.write_text("a file where the cache folder should be")
        library.scanner.start()
        assert "cannot be written" in library.wait_for(LibraryTroubled).sentence

    def test_changes_that_came_while_the_folder_was_away_are_not_lost(
        self, library: ScannedLibrary, music: Path, mp3: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        library.start()

        def fail(*_: object) -> None:
            monkeypatch.undo()
            raise FolderMissingError("It is away for a moment.")

        monkeypatch.setattr(LibraryUpdater, "refresh", fail)
        tree(music, mp3, "a.mp3")
        library.wait_until(lambda: library.ids() == {"a.mp3"})

    def test_files_out_of_reach_are_read_by_the_next_scan(
        self, library: ScannedLibrary, music: Path, mp3: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tree(music, mp3, "a.mp3", "b.mp3")

        def fail(*_: object) -> FileTags:
            raise OSError(errno.EIO, "the disk is busy dying")

        with monkeypatch.context() as failing:
            failing.setattr("tui_player.library.scanner.tag_pool.read_tags", fail)
            library.start()
        assert library.ids() == set()
        library.restart()
        assert library.ids() == {"a.mp3", "b.mp3"}

    def test_a_known_track_out_of_reach_stays_and_is_read_by_the_next_scan(
        self, library: ScannedLibrary, music: Path, mp3: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tree(music, mp3, "a.mp3")
        library.start()
        library.stop()
        write_audio(music / "a.mp3", 0.5, tags={"title": "New"})

        def fail(*_: object) -> FileTags:
            raise OSError(errno.ESTALE, "the server was started again")

        with monkeypatch.context() as failing:
            failing.setattr("tui_player.library.scanner.tag_pool.read_tags", fail)
            library.restart()
        assert library.titles() == {"Tone 0"}
        library.restart()
        assert library.titles() == {"New"}


class TestCatalogWithoutIndex:
    def test_is_empty_until_there_is_one(
        self, library: ScannedLibrary, music: Path, mp3: Path
    ) -> None:
        tree(music, mp3, "a.mp3")
        assert library.ids() == set()
        assert library.catalog.counts() == {}
        assert library.catalog.track(TrackId("a.mp3")) is None
        library.start()
        assert library.ids() == {"a.mp3"}

    def test_is_empty_while_there_is_none_again(
        self, library: ScannedLibrary, music: Path, mp3: Path
    ) -> None:
        tree(music, mp3, "a.mp3")
        library.start()
        library.scanner.stop()
        assert library.ids() == {"a.mp3"}
        library.index_path.unlink()
        assert library.ids() == set()
