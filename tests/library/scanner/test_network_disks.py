"""Folders on network disks, by a table of mounts that the test writes."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.library.listening import ScannedLibrary
from tests.media_files import write_audio
from tui_player.library.scanner.network_disks import NetworkDisks, sentence_on
from tui_player.library.scanner.watch import count_watches
from tui_player.messages.events import LibraryTroubled
from tui_player.model.music.genres import GenreFamilies

LOCAL = "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw"


def mount(point: object, kind: str) -> str:
    escaped = str(point).replace(" ", "\\040")
    return f"36 25 0:31 / {escaped} rw,relatime shared:9 master:1 - {kind} server:/x rw,vers=4.2"


@pytest.fixture
def disks(tmp_path: Path) -> Callable[..., NetworkDisks]:
    """Makes the mounts of a system; checked as soon as there is nothing else to do."""

    def make(*lines: str) -> NetworkDisks:
        table = tmp_path / "mountinfo"
        table.write_text("\n".join((LOCAL, *lines)))
        return NetworkDisks(table, check_every_s=0.0)

    return make


class TestPlaces:
    def places(self, disks: NetworkDisks, folder: Path) -> dict[bytes, str]:
        return disks.places(os.fsencode(folder), {})

    def test_none_on_local_disks(self, disks: Callable[..., NetworkDisks], music: Path) -> None:
        assert self.places(disks(mount(music, "ext4")), music) == {}
        assert not disks().is_any_mounted()

    def test_the_folder_itself_or_one_above(
        self, disks: Callable[..., NetworkDisks], music: Path
    ) -> None:
        assert self.places(disks(mount(music, "nfs4")), music) == {b"": "nfs4"}
        assert self.places(disks(mount(music.parent, "cifs")), music) == {b"": "cifs"}
        assert self.places(disks(mount("/", "9p")), music) == {b"": "9p"}

    def test_parts_of_the_folder(self, disks: Callable[..., NetworkDisks], music: Path) -> None:
        found = self.places(disks(mount(music / "my nas", "fuse.sshfs")), music)
        assert found == {b"my nas": "fuse.sshfs"}
        assert self.places(disks(mount(f"{music}al", "nfs")), music) == {}

    def test_what_is_mounted_last_counts(
        self, disks: Callable[..., NetworkDisks], music: Path
    ) -> None:
        assert self.places(disks(mount(music, "nfs"), mount(music, "ext4")), music) == {}
        over = disks(mount(music.parent, "nfs"), mount(music, "ext4"))
        assert self.places(over, music) == {}

    def test_links_that_lead_there(self, disks: Callable[..., NetworkDisks], music: Path) -> None:
        links = {b"far": b"/mnt/nas/music", b"near": b"/srv/music"}
        found = disks(mount("/mnt/nas", "nfs")).places(os.fsencode(music), links)
        assert found == {b"far": "nfs"}

    def test_a_system_without_the_table_has_none(self, tmp_path: Path) -> None:
        assert NetworkDisks(tmp_path / "none").places(b"/music", {}) == {}

    def test_lines_of_another_form_are_passed_over(
        self, disks: Callable[..., NetworkDisks], music: Path
    ) -> None:
        assert self.places(disks("", "nonsense", "1 2 - nfs"), music) == {}


def test_a_person_is_told_what_follows() -> None:
    assert sentence_on({}, 180.0) == ""
    told = sentence_on({b"": "nfs4"}, 180.0)
    assert "This folder lies on a network disk (nfs4)" in told
    assert "every 3 minutes" in told
    assert "A part of this folder" in sentence_on({b"nas": "cifs"}, 180.0)


class TestInTheLibrary:
    @pytest.fixture
    def mp3(self, tmp_path: Path) -> Path:
        return write_audio(tmp_path / "tone.mp3", 0.5, tags={"title": "Tone"})

    @pytest.fixture
    def make(
        self, music: Path, tmp_path: Path, genres: GenreFamilies
    ) -> Iterator[Callable[[NetworkDisks], ScannedLibrary]]:
        made: list[ScannedLibrary] = []

        def make(disks: NetworkDisks) -> ScannedLibrary:
            made.append(ScannedLibrary(music, tmp_path / "cache" / "library.db", genres, disks))
            return made[-1].start()

        yield make
        for library in made:
            library.stop()

    def test_changes_are_found_without_a_watch(
        self,
        make: Callable[[NetworkDisks], ScannedLibrary],
        disks: Callable[..., NetworkDisks],
        music: Path,
        mp3: Path,
    ) -> None:
        (music / "old").mkdir()
        shutil.copyfile(mp3, music / "old" / "a.mp3")
        library = make(disks(mount(music, "nfs4")))
        assert count_watches() == 0
        assert "nfs4" in library.wait_for(LibraryTroubled).sentence
        shutil.copyfile(mp3, music / "old" / "b.mp3")
        library.wait_until(lambda: library.ids() == {"old/a.mp3", "old/b.mp3"})
        (music / "new").mkdir()
        shutil.copyfile(mp3, music / "new" / "c.mp3")
        library.wait_until(lambda: library.ids() == {"old/a.mp3", "old/b.mp3", "new/c.mp3"})
        shutil.rmtree(music / "old")
        library.wait_until(lambda: library.ids() == {"new/c.mp3"})

    def test_a_mounted_part_is_checked_and_the_rest_watched(
        self,
        make: Callable[[NetworkDisks], ScannedLibrary],
        disks: Callable[..., NetworkDisks],
        music: Path,
        mp3: Path,
    ) -> None:
        (music / "nas").mkdir()
        library = make(disks(mount(music / "nas", "cifs")))
        assert count_watches() > 0
        shutil.copyfile(mp3, music / "nas" / "a.mp3")
        shutil.copyfile(mp3, music / "b.mp3")
        library.wait_until(lambda: library.ids() == {"nas/a.mp3", "b.mp3"})

    def test_a_linked_part_is_checked(
        self,
        make: Callable[[NetworkDisks], ScannedLibrary],
        disks: Callable[..., NetworkDisks],
        music: Path,
        mp3: Path,
        tmp_path: Path,
    ) -> None:
        nas = tmp_path / "nas"
        nas.mkdir()
        shutil.copyfile(mp3, nas / "a.mp3")
        (music / "far").symlink_to(nas)
        library = make(disks(mount(nas, "nfs")))
        library.wait_until(lambda: library.ids() == {"far/a.mp3"})
        shutil.copyfile(mp3, nas / "b.mp3")
        library.wait_until(lambda: library.ids() == {"far/a.mp3", "far/b.mp3"})
