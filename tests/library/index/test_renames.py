"""A file renamed or moved is known again: its old and new name are told, once."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.library.listening import ScannedLibrary
from tests.media_files import write_audio
from tui_player import cli
from tui_player.library.index.writer import IndexWriter
from tui_player.library.scanner.walk import Signature
from tui_player.library.tags.genres import GenreFinder
from tui_player.library.tags.reader import FileTags
from tui_player.messages.events import TracksMoved
from tui_player.settings.config import Config, load_genre_families
from tui_player.settings.paths import UserPaths


@pytest.fixture
def songs(music: Path) -> Path:
    """Three different songs; their sizes and lengths differ."""
    for number, name in enumerate(("a", "b", "c")):
        tags = {"title": f"Song {name}", "artist": "Anna"}
        write_audio(music / "album" / f"{name}.mp3", 0.5 + number / 10, tags=tags)
    return music


@pytest.fixture(autouse=True)
def album(music: Path) -> Path:
    (music / "album").mkdir()
    return music / "album"


def told(library: ScannedLibrary) -> list[dict[str, str]]:
    """All moves told so far, a dictionary of old and new ids for each telling."""
    while not library.events.empty():
        library.seen.append(library.events.get())
    return [dict(event.moves) for event in library.seen if isinstance(event, TracksMoved)]


def becomes(library: ScannedLibrary, *ids: str) -> None:
    library.wait_until(lambda: library.ids() == set(ids))


class TestWhileThePlayerRuns:
    def test_a_renamed_file(self, library: ScannedLibrary, songs: Path) -> None:
        library.start()
        (songs / "album" / "a.mp3").rename(songs / "album" / "z.mp3")
        becomes(library, "album/z.mp3", "album/b.mp3", "album/c.mp3")
        assert told(library) == [{"album/a.mp3": "album/z.mp3"}]

    def test_a_renamed_folder(self, library: ScannedLibrary, songs: Path) -> None:
        library.start()
        (songs / "album").rename(songs / "best of")
        becomes(library, "best of/a.mp3", "best of/b.mp3", "best of/c.mp3")
        assert told(library) == [{f"album/{n}.mp3": f"best of/{n}.mp3" for n in "abc"}]

    def test_a_file_moved_out_and_back_in_elsewhere(
        self, library: ScannedLibrary, songs: Path, tmp_path: Path
    ) -> None:
        library.start()
        (songs / "album" / "a.mp3").rename(tmp_path / "a.mp3")
        becomes(library, "album/b.mp3", "album/c.mp3")
        assert told(library) == []
        (tmp_path / "a.mp3").rename(songs / "back.mp3")
        becomes(library, "back.mp3", "album/b.mp3", "album/c.mp3")
        assert told(library) == [{"album/a.mp3": "back.mp3"}]

    def test_a_copy_is_no_move(self, library: ScannedLibrary, songs: Path) -> None:
        library.start()
        shutil.copy2(songs / "album" / "a.mp3", songs / "copy.mp3")
        becomes(library, "album/a.mp3", "album/b.mp3", "album/c.mp3", "copy.mp3")
        assert told(library) == []


class TestWhileThePlayerIsAway:
    def test_names_that_come_before_and_after_the_old_ones(
        self, library: ScannedLibrary, songs: Path
    ) -> None:
        library.start()
        library.stop()
        (songs / "album" / "a.mp3").rename(songs / "z.mp3")
        (songs / "album" / "b.mp3").rename(songs / "album" / "aa.mp3")
        library.restart()
        assert told(library) == [{"album/a.mp3": "z.mp3", "album/b.mp3": "album/aa.mp3"}]
        library.restart()
        assert len(told(library)) == 0

    def test_swapped_and_shifted_names(self, library: ScannedLibrary, songs: Path) -> None:
        library.start()
        library.stop()
        album = songs / "album"
        for old, new in (("a", "x"), ("b", "a"), ("c", "b"), ("x", "c")):
            (album / f"{old}.mp3").rename(album / f"{new}.mp3")
        library.restart()
        assert told(library) == [
            {
                "album/a.mp3": "album/c.mp3",
                "album/b.mp3": "album/a.mp3",
                "album/c.mp3": "album/b.mp3",
            }
        ]

    def test_moved_by_way_of_another_disk(self, library: ScannedLibrary, songs: Path) -> None:
        """As a file manager does it: a new inode, and here not even the old time."""
        library.start()
        library.stop()
        for name in "abc":
            content = (songs / "album" / f"{name}.mp3").read_bytes()
            (songs / f"{name} again.mp3").write_bytes(content)
        shutil.rmtree(songs / "album")
        library.restart()
        assert told(library) == [{f"album/{n}.mp3": f"{n} again.mp3" for n in "abc"}]

    def test_another_song_of_the_same_size_is_no_move(
        self, library: ScannedLibrary, music: Path, album: Path
    ) -> None:
        write_audio(album / "a.wav", 0.5, 440.0)
        library.start()
        library.stop()
        other = write_audio(music / "other.wav", 0.5, 880.0)
        assert other.stat().st_size == (album / "a.wav").stat().st_size
        (album / "a.wav").unlink()
        library.restart()
        assert told(library) == []

    def test_a_move_found_by_scan_is_told_to_the_player(self, songs: Path, tmp_path: Path) -> None:
        index = UserPaths.of_this_user().index_file(songs)
        cli.main(["scan", str(songs)])
        (songs / "album" / "a.mp3").rename(songs / "z.mp3")
        cli.main(["scan", str(songs)])
        (songs / "z.mp3").rename(songs / "y.mp3")
        cli.main(["scan", str(songs)])
        library = ScannedLibrary(songs, index, load_genre_families(Config()))
        try:
            library.start()
            assert told(library) == [{"album/a.mp3": "z.mp3"}, {"z.mp3": "y.mp3"}]
        finally:
            library.stop()


class TestWhatCountsAsTheSame:
    """The rules one by one, on an index without files: what it knew is gone from the disk."""

    KNOWN = (Signature(1_000, 5, 7), FileTags(title="T", artist="A", duration_s=200.0))

    def moves(
        self, tmp_path: Path, path: str, signature: Signature, tags: FileTags
    ) -> Mapping[bytes, bytes]:
        genres = GenreFinder(load_genre_families(Config()))
        writer = IndexWriter(tmp_path / "library.db", tmp_path, genres)
        try:
            with writer.transaction():
                writer.put_track(b"old/name.mp3", *self.KNOWN)
            writer.finish_scan()
            writer.set_note("identity", b"1:1")
            writer.moves.begin()
            with writer.transaction():
                writer.remove(b"old/name.mp3")
                writer.put_track(os.fsencode(path), signature, tags)
            return {old: new for moves in writer.moves.untold() for old, new in moves}
        finally:
            writer.close()

    @pytest.mark.parametrize(
        ("path", "signature", "tags", "is_move"),
        [
            # renamed
            ("new.mp3", Signature(1_000, 5, 7), KNOWN[1], True),
            # retagged and renamed at once, as taggers do
            ("new.mp3", Signature(1_400, 9, 7), FileTags(title="U", duration_s=200.0), True),
            # copied to another disk, the old one deleted
            ("new.mp3", Signature(1_000, 9, 8), KNOWN[1], True),
            # the same without tags: time and name must do
            ("b/name.mp3", Signature(1_000, 5, 8), FileTags(duration_s=200.0), True),
            ("b/other.mp3", Signature(1_000, 5, 8), FileTags(duration_s=200.0), False),
            ("b/name.mp3", Signature(1_000, 6, 8), FileTags(duration_s=200.0), False),
            # another file, to which the inode was given
            ("new.mp3", Signature(1_400, 9, 7), FileTags(title="T", duration_s=201.0), False),
            # another master of the same song
            ("new.mp3", Signature(1_001, 5, 8), KNOWN[1], False),
            # nobody knows how long it is
            ("new.mp3", Signature(1_000, 5, 7), FileTags(title="T", artist="A"), False),
        ],
    )
    def test_rules(
        self, tmp_path: Path, path: str, signature: Signature, tags: FileTags, is_move: bool
    ) -> None:
        expected = {b"old/name.mp3": os.fsencode(path)} if is_move else {}
        assert self.moves(tmp_path, path, signature, tags) == expected
