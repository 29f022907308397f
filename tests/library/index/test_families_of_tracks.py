"""Families beyond the tags: of the artist's other tracks, and as the person gave them."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.library.listening import ScannedLibrary
from tests.media_files import write_audio
from tui_player.library.index.catalog import LibraryCatalog
from tui_player.library.index.writer import IndexWriter
from tui_player.library.scanner.walk import Signature
from tui_player.library.tags.genres import GenreFinder
from tui_player.library.tags.reader import FileTags
from tui_player.messages.commands import UseFamilies
from tui_player.model.music.family_overrides import album_scope, artist_scope, track_scope
from tui_player.model.music.genres import GenreFamilies
from tui_player.model.music.track import TrackId

FOLDER = Path("/music")
TABLE = GenreFamilies.from_table({"rock": ["Rock"], "pop": ["Pop"], "jazz": ["Jazz"]})
SIGNATURE = Signature(1, 2, 3)


class Shelf:
    """An index that is written to as a scan does."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.writer = IndexWriter(path, FOLDER, GenreFinder(TABLE))
        self.catalog = LibraryCatalog.open(path, FOLDER)

    def put(self, path: str, artist: str, genre: str = "", album: str = "") -> None:
        tags = FileTags(
            title=path,
            artist=artist,
            album=album,
            genres=(genre,) if genre else (),
            duration_s=1.0,
        )
        with self.writer.transaction():
            self.writer.put_track(path.encode(), SIGNATURE, tags)

    def remove(self, path: str) -> None:
        with self.writer.transaction():
            self.writer.remove(path.encode())

    def settle(self) -> None:
        self.writer.finish_scan()
        self.writer.settle()

    def families(self, path: str) -> tuple[str, ...]:
        track = self.catalog.track(TrackId(path))
        assert track is not None
        for family in track.families or ("",):
            found = self.catalog.sample([family], 100, Random(1))
            assert track in found, "the shelves say the same"
        return track.families

    def reopen(self) -> None:
        self.close()
        self.writer = IndexWriter(self.path, FOLDER, GenreFinder(TABLE))

    def close(self) -> None:
        self.writer.close()
        self.catalog.close()


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path / "library.db")
    yield shelf
    shelf.close()


class TestOfTheArtistsOtherTracks:
    def test_what_most_of_them_have_counts(self, shelf: Shelf) -> None:
        for number, genre in enumerate(["Rock", "Rock", "Pop", ""]):
            shelf.put(f"{number}.mp3", "The Band", genre)
        shelf.put("other.mp3", "Somebody")
        shelf.settle()
        assert shelf.families("3.mp3") == ("rock",)
        assert shelf.families("other.mp3") == ()

    def test_follow_what_becomes_of_these(self, shelf: Shelf) -> None:
        shelf.put("a.mp3", "Band", "Rock")
        shelf.put("b.mp3", "Band")
        shelf.settle()
        shelf.put("a.mp3", "Band", "Jazz")
        shelf.settle()
        assert shelf.families("b.mp3") == ("jazz",)
        shelf.remove("a.mp3")
        shelf.settle()
        assert shelf.families("b.mp3") == ()

    def test_are_found_after_a_scan_that_was_broken_off(self, shelf: Shelf) -> None:
        shelf.put("a.mp3", "Band", "Rock")
        shelf.put("b.mp3", "Band")
        shelf.reopen()
        shelf.settle()
        assert shelf.families("b.mp3") == ("rock",)

    def test_say_nothing_of_compilations_and_nobody(self, shelf: Shelf) -> None:
        for artist in ("", "Various Artists", "Unknown Artist"):
            shelf.put(f"{artist}-a.mp3", artist, "Rock")
            shelf.put(f"{artist}-b.mp3", artist)
        shelf.settle()
        assert shelf.families("Various Artists-b.mp3") == ()
        assert shelf.families("-b.mp3") == ()

    def test_count_less_than_the_folder(self, shelf: Shelf) -> None:
        shelf.put("a.mp3", "Band", "Rock")
        shelf.put("jazz/b.mp3", "Band")
        shelf.settle()
        assert shelf.families("jazz/b.mp3") == ("jazz",)


class TestGivenByThePerson:
    @pytest.fixture
    def known(self, shelf: Shelf) -> Shelf:
        shelf.put("a1.mp3", "The Band", "Rock", "One")
        shelf.put("a2.mp3", "The Band", "Rock", "Two")
        shelf.put("b.mp3", "Other", "Pop", "One")
        shelf.settle()
        return shelf

    def test_to_an_artist(self, known: Shelf) -> None:
        assert known.writer.give_families({artist_scope("band"): "jazz"})
        assert known.families("a1.mp3") == known.families("a2.mp3") == ("jazz",)
        assert known.families("b.mp3") == ("pop",)
        known.put("a3.mp3", "The Band", "Rock")
        assert known.families("a3.mp3") == ("jazz",), "also to what comes later"

    def test_the_narrowest_counts(self, known: Shelf) -> None:
        known.writer.give_families(
            {
                artist_scope("The Band"): "jazz",
                album_scope("The Band", "two"): "pop",
                track_scope(TrackId("b.mp3")): "rock",
            }
        )
        assert known.families("a1.mp3") == ("jazz",)
        assert known.families("a2.mp3") == ("pop",)
        assert known.families("b.mp3") == ("rock",)

    def test_taken_back_the_tags_count_again(self, known: Shelf) -> None:
        known.writer.give_families({artist_scope("The Band"): "jazz"})
        assert known.writer.give_families({})
        assert known.families("a1.mp3") == ("rock",)
        assert not known.writer.give_families({}), "that is no news"

    def test_are_known_after_a_restart(self, known: Shelf) -> None:
        known.writer.give_families({artist_scope("The Band"): "jazz"})
        known.reopen()
        known.put("a1.mp3", "The Band", "Rock")
        assert known.families("a1.mp3") == ("jazz",)

    def test_count_for_the_artists_other_tracks(self, known: Shelf) -> None:
        known.put("c1.mp3", "New", "", "First")
        known.put("c2.mp3", "New", "", "Second")
        known.settle()
        known.writer.give_families({album_scope("New", "First"): "jazz"})
        assert known.families("c2.mp3") == ("jazz",)


def test_the_scanner_uses_what_is_given_at_once(library: ScannedLibrary, music: Path) -> None:
    write_audio(music / "a.mp3", 0.3, tags={"artist": "Band", "genre": "Rock"})
    library.start()
    assert library.catalog.counts() == {"rock": 1}
    library.scanner.post(UseFamilies(((artist_scope("Band"), "jazz"),)))
    library.wait_until(lambda: library.catalog.counts() == {"jazz": 1})
    library.stop()
    library.index_path.unlink()
    library.restart_given({artist_scope("Band"): "jazz"})
    library.wait_until(lambda: library.catalog.counts() == {"jazz": 1})


def test_given_families_that_cannot_be_written_are_given_again(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put("a.mp3", "Somebody", "Rock")
    shelf.put("b.mp3", "Somebody", "Rock")
    shelf.settle()

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    given = {artist_scope("Somebody"): "jazz"}
    with monkeypatch.context() as failing:
        failing.setattr(shelf.writer, "_put_families", full)
        with pytest.raises(sqlite3.OperationalError):
            shelf.writer.give_families(given)
    assert shelf.families("a.mp3") == shelf.families("b.mp3") == ("rock",)
    assert shelf.writer.give_families(given)
    assert shelf.families("a.mp3") == shelf.families("b.mp3") == ("jazz",)


def test_two_players_heed_what_either_was_given(shelf: Shelf) -> None:
    other = IndexWriter(shelf.path, FOLDER, GenreFinder(TABLE))
    try:
        shelf.writer.give_families({artist_scope("Somebody"): "jazz"})
        tags = FileTags(title="t", artist="Somebody", genres=("Rock",), duration_s=1.0)
        with other.transaction():
            other.put_track(b"a.mp3", SIGNATURE, tags)
        assert shelf.families("a.mp3") == ("jazz",)
    finally:
        other.close()
