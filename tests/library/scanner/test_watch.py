"""Changes while the player runs: each shows by itself, none is lost, none is doubled."""

import errno
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.library.listening import ScannedLibrary
from tests.media_files import write_audio
from tui_player.library.scanner.watch import FolderWatch, count_watches
from tui_player.library.scanner.watch_events import EventsLost, PathTouched, WatchNews
from tui_player.messages.commands import ScanFolder
from tui_player.messages.events import LibraryChanged, LibraryTroubled
from tui_player.model.music.track import TrackId


@pytest.fixture(scope="module")
def mp3(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tags = {"title": "Tone", "genre": "Jazz"}
    return write_audio(tmp_path_factory.mktemp("originals") / "tone.mp3", 0.5, tags=tags)


@pytest.fixture
def outside(tmp_path: Path, mp3: Path) -> Path:
    """A folder beside the music folder, on the same disk, with an album in it."""
    folder = tmp_path / "outside"
    for name in ("album/1.mp3", "album/cd 2/2.mp3"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(mp3, folder / name)
    return folder


@pytest.fixture
def running(library: ScannedLibrary, music: Path, mp3: Path) -> ScannedLibrary:
    """A library in step with a folder that holds `old/a.mp3`."""
    (music / "old").mkdir()
    shutil.copyfile(mp3, music / "old" / "a.mp3")
    return library.start()


def becomes(library: ScannedLibrary, *ids: str) -> None:
    library.wait_until(lambda: library.ids() == set(ids))


class TestFiles:
    def test_copied_in(self, running: ScannedLibrary, music: Path, mp3: Path) -> None:
        shutil.copyfile(mp3, music / "b.mp3")
        becomes(running, "old/a.mp3", "b.mp3")

    def test_moved_in(self, running: ScannedLibrary, music: Path, outside: Path) -> None:
        (outside / "album" / "1.mp3").rename(music / "b.mp3")
        becomes(running, "old/a.mp3", "b.mp3")

    def test_linked_in(self, running: ScannedLibrary, music: Path, mp3: Path) -> None:
        (music / "b.mp3").symlink_to(mp3)
        becomes(running, "old/a.mp3", "b.mp3")

    def test_renamed(self, running: ScannedLibrary, music: Path) -> None:
        (music / "old" / "a.mp3").rename(music / "z.mp3")
        becomes(running, "z.mp3")

    def test_given_a_music_name(self, running: ScannedLibrary, music: Path, mp3: Path) -> None:
        shutil.copyfile(mp3, music / "b.mp3.part")
        (music / "b.mp3.part").rename(music / "b.mp3")
        becomes(running, "old/a.mp3", "b.mp3")

    def test_moved_out(self, running: ScannedLibrary, music: Path, outside: Path) -> None:
        (music / "old" / "a.mp3").rename(outside / "a.mp3")
        becomes(running)

    def test_deleted(self, running: ScannedLibrary, music: Path) -> None:
        (music / "old" / "a.mp3").unlink()
        becomes(running)

    def test_retagged_in_place(self, running: ScannedLibrary, music: Path) -> None:
        write_audio(music / "old" / "a.mp3", 0.5, tags={"title": "New"})
        running.wait_until(lambda: running.titles() == {"New"})
        assert running.ids() == {"old/a.mp3"}

    def test_replaced_at_one_stroke(
        self, running: ScannedLibrary, music: Path, tmp_path: Path
    ) -> None:
        new = write_audio(tmp_path / "new.mp3", 0.5, tags={"title": "New"})
        new.replace(music / "old" / "a.mp3")
        running.wait_until(lambda: running.titles() == {"New"})

    def test_with_a_name_that_is_not_utf8(
        self, running: ScannedLibrary, music: Path, mp3: Path
    ) -> None:
        shutil.copyfile(os.fsencode(mp3), os.fsencode(music) + b"/\xff.mp3")
        becomes(running, "old/a.mp3", os.fsdecode(b"\xff.mp3"))

    def test_broken_then_mended(self, running: ScannedLibrary, music: Path, mp3: Path) -> None:
        (music / "b.mp3").write_bytes(b"no music")
        told = running.wait_for(LibraryChanged, lambda event: bool(event.unreadable))
        assert [each.path for each in told.unreadable] == ["b.mp3"]
        shutil.copyfile(mp3, music / "b.mp3")
        becomes(running, "old/a.mp3", "b.mp3")
        assert running.seen[-1] == LibraryChanged(2, 1, (("jazz", 2),), (), finished=True)

    def test_hidden_or_foreign_changes_nothing(
        self, running: ScannedLibrary, music: Path, mp3: Path
    ) -> None:
        shutil.copyfile(mp3, music / ".hidden.mp3")
        (music / "cover.jpg").write_bytes(b"picture")
        shutil.copyfile(mp3, music / "b.mp3")
        becomes(running, "old/a.mp3", "b.mp3")

    def test_still_being_written_is_not_read_half(
        self, running: ScannedLibrary, music: Path, mp3: Path
    ) -> None:
        content = mp3.read_bytes()
        with (music / "slow.mp3").open("wb") as slow:
            slow.write(content[:10])
            slow.flush()
            shutil.copyfile(mp3, music / "quick.mp3")
            becomes(running, "old/a.mp3", "quick.mp3")
            slow.write(content[10:])
        becomes(running, "old/a.mp3", "quick.mp3", "slow.mp3")
        told = [event for event in running.seen if isinstance(event, LibraryChanged)]
        assert not any(event.unreadable for event in told)


class TestFolders:
    def test_copied_in(self, running: ScannedLibrary, music: Path, outside: Path) -> None:
        shutil.copytree(outside / "album", music / "album")
        becomes(running, "old/a.mp3", "album/1.mp3", "album/cd 2/2.mp3")

    def test_moved_in(self, running: ScannedLibrary, music: Path, outside: Path) -> None:
        (outside / "album").rename(music / "album")
        becomes(running, "old/a.mp3", "album/1.mp3", "album/cd 2/2.mp3")

    def test_moved_within(self, running: ScannedLibrary, music: Path, outside: Path) -> None:
        (outside / "album").rename(music / "album")
        becomes(running, "old/a.mp3", "album/1.mp3", "album/cd 2/2.mp3")
        (music / "album").rename(music / "old" / "renamed")
        becomes(running, "old/a.mp3", "old/renamed/1.mp3", "old/renamed/cd 2/2.mp3")

    def test_moved_out_and_back(self, running: ScannedLibrary, music: Path, outside: Path) -> None:
        (music / "old").rename(outside / "old")
        becomes(running)
        (outside / "old").rename(music / "old")
        becomes(running, "old/a.mp3")

    def test_deleted(self, running: ScannedLibrary, music: Path) -> None:
        shutil.rmtree(music / "old")
        becomes(running)

    def test_linked_in(self, running: ScannedLibrary, music: Path, outside: Path) -> None:
        (music / "link").symlink_to(outside / "album")
        becomes(running, "old/a.mp3", "link/1.mp3", "link/cd 2/2.mp3")
        (music / "link").unlink()
        becomes(running, "old/a.mp3")

    def test_changes_behind_a_link(
        self, running: ScannedLibrary, music: Path, outside: Path, mp3: Path
    ) -> None:
        (music / "link").symlink_to(outside / "album")
        becomes(running, "old/a.mp3", "link/1.mp3", "link/cd 2/2.mp3")
        running.wait_for(LibraryChanged, lambda event: event.finished)  # it is watched by now
        shutil.copyfile(mp3, outside / "album" / "3.mp3")
        becomes(running, "old/a.mp3", "link/1.mp3", "link/cd 2/2.mp3", "link/3.mp3")
        shutil.rmtree(outside / "album" / "cd 2")
        becomes(running, "old/a.mp3", "link/1.mp3", "link/3.mp3")

    def test_changes_behind_a_link_that_was_there(
        self, library: ScannedLibrary, music: Path, outside: Path
    ) -> None:
        (music / "link").symlink_to(outside / "album")
        library.start()
        library.wait_for(LibraryChanged, lambda event: event.finished)  # it is watched by now
        (outside / "album" / "1.mp3").unlink()
        becomes(library, "link/cd 2/2.mp3")

    def test_linked_in_a_circle(self, running: ScannedLibrary, music: Path, mp3: Path) -> None:
        (music / "circle").symlink_to(music)
        shutil.copyfile(mp3, music / "b.mp3")
        becomes(running, "old/a.mp3", "b.mp3")

    def test_filled_after_they_were_made(
        self, running: ScannedLibrary, music: Path, mp3: Path
    ) -> None:
        (music / "new" / "deeper").mkdir(parents=True)
        shutil.copyfile(mp3, music / "new" / "deeper" / "b.mp3")
        becomes(running, "old/a.mp3", "new/deeper/b.mp3")

    def test_many_at_once(self, running: ScannedLibrary, music: Path, mp3: Path) -> None:
        wanted = {f"burst/{n // 20}/{n}.mp3" for n in range(400)}
        for name in wanted:
            (music / name).parent.mkdir(parents=True, exist_ok=True)
            os.link(mp3, music / name)
        becomes(running, "old/a.mp3", *wanted)
        assert len(running.tracks()) == 401


def test_works_where_the_music_folder_is_a_link(
    music: Path, tmp_path: Path, library: ScannedLibrary, mp3: Path
) -> None:
    (tmp_path / "link").symlink_to(music)
    library.restart_on(tmp_path / "link")
    shutil.copyfile(mp3, music / "a.mp3")
    becomes(library, "a.mp3")
    track = library.catalog.track(TrackId("a.mp3"))
    assert track is not None
    assert track.path == str(tmp_path / "link" / "a.mp3")


def test_events_that_were_lost_lead_to_a_scan(
    running: ScannedLibrary, music: Path, mp3: Path
) -> None:
    # As watchdog says it when the kernel's queue ran over, in its log and nowhere else.
    import logging

    logging.getLogger("watchdog.observers.inotify_c").warning("Kernel event queue overflowed")
    assert running.wait_for(LibraryChanged, lambda event: event.finished).tracks == 1


class TestLimit:
    @pytest.fixture
    def watch(self, music: Path) -> Iterator[FolderWatch]:
        (music / "a" / "b").mkdir(parents=True)
        watch = FolderWatch(music, lambda _: None)
        watch.start()
        yield watch
        watch.stop()

    def test_every_folder_is_watched(self, watch: FolderWatch) -> None:
        assert count_watches() == 3
        assert watch.trouble(folders=3) == ""

    def test_too_few_watches_are_said_with_the_remedy(self, watch: FolderWatch) -> None:
        sentence = watch.trouble(folders=2_701)
        assert "3 of 2701 folders" in sentence
        assert "sysctl fs.inotify.max_user_watches=" in sentence

    def test_a_link_that_cannot_be_watched_is_no_news(
        self, watch: FolderWatch, tmp_path: Path
    ) -> None:
        gone = {b"link": os.fsencode(tmp_path / "gone")}
        assert not watch.watch_links(gone)  # else it would be scanned for over and over
        there = {**gone, b"other": os.fsencode(tmp_path)}
        assert watch.watch_links(there)
        assert not watch.watch_links(there)

    def test_a_part_unwatched_is_told(
        self, library: ScannedLibrary, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tui_player.library.scanner.watch.count_watches", lambda: 0)
        library.start()
        assert "0 of 1 folders" in library.wait_for(LibraryTroubled).sentence

    def test_no_watch_at_all_is_told_and_the_library_works(
        self,
        library: ScannedLibrary,
        music: Path,
        mp3: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def refuse() -> None:
            raise OSError(errno.EMFILE, "inotify instance limit reached")

        monkeypatch.setattr("tui_player.library.scanner.watch.Observer", refuse)
        library.start()
        assert "Cannot watch" in library.wait_for(LibraryTroubled).sentence
        shutil.copyfile(mp3, music / "a.mp3")
        library.scanner.post(ScanFolder())
        becomes(library, "a.mp3")


def test_tells_nothing_when_files_are_only_read(music: Path, mp3: Path) -> None:
    shutil.copyfile(mp3, music / "a.mp3")
    news: list[WatchNews] = []
    heard = threading.Event()

    def tell(each: WatchNews) -> None:
        news.append(each)
        heard.set()

    watch = FolderWatch(music, tell)
    watch.start()
    try:
        (music / "a.mp3").read_bytes()
        (music / "a.mp3").unlink()
        assert heard.wait(30)
    finally:
        watch.stop()
    assert news == [PathTouched(b"a.mp3", complete=True)]
    assert EventsLost() not in news
