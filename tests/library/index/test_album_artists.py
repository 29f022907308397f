"""Albums whose tags do not say whom they are by are one album all the same."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.library.consistency import assert_in_step
from tui_player.library.index.catalog import LibraryCatalog
from tui_player.library.index.writer import IndexWriter
from tui_player.library.scanner.walk import Signature
from tui_player.library.tags.genres import GenreFinder
from tui_player.library.tags.reader import FileTags
from tui_player.model.music.family_overrides import album_scope, artist_scope
from tui_player.model.music.genres import GenreFamilies
from tui_player.model.music.track import VARIOUS_ARTISTS, TrackId, are_of_one_album

FOLDER = Path("/music")
GENRES = GenreFinder(GenreFamilies.from_table({"rock": ["Rock"], "jazz": ["Jazz"]}))


class Index:
    """An index that is written to as by scans, and what it says of whom tracks are filed under."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.writer = IndexWriter(path, FOLDER, GENRES)
        self.catalog = LibraryCatalog.open(path, FOLDER)
        self._changes = 0

    def put(self, path: str, artist: str, album: str, number: int | None = None) -> None:
        self.put_tags(path, FileTags(path, artist, album, track_number=number))

    def put_tags(self, path: str, tags: FileTags) -> None:
        self._changes += 1
        with self.writer.transaction():
            signature = Signature(self._changes, 0, self._changes)
            self.writer.put_track(path.encode(), signature, tags)

    def remove(self, path: str) -> None:
        with self.writer.transaction():
            self.writer.remove(path.encode())

    def filed(self) -> dict[str, str]:
        self.writer.settle()
        assert_in_step(self.path)
        return {str(track.id): track.filed_under for track in self.catalog.search("", 99)}

    def close(self) -> None:
        self.catalog.close()
        self.writer.close()


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with closing(Index(tmp_path / "library.db")) as index:
        yield index


def put_sampler(index: Index, folder: str = "Sampler") -> None:
    for number in range(1, 4):
        index.put(f"{folder}/{number}.flac", f"Artist {number}", "Best of 1999", number)


def test_a_sampler_is_one_album(index: Index) -> None:
    put_sampler(index)
    index.put("Queen/gh.flac", "Queen", "Greatest Hits")
    index.put("Abba/gh.flac", "Abba", "Greatest Hits")
    assert index.filed() == {
        "Abba/gh.flac": "Abba",
        "Queen/gh.flac": "Queen",
        **{f"Sampler/{number}.flac": VARIOUS_ARTISTS for number in (1, 2, 3)},
    }
    first, second = (index.catalog.track(TrackId(f"Sampler/{n}.flac")) for n in (1, 2))
    assert first is not None
    assert second is not None
    assert are_of_one_album(first, second)
    assert next(t.title for t in index.catalog.search("album:best", 9)) == "Sampler/1.flac"


def test_its_discs_may_lie_in_folders_of_their_own(index: Index) -> None:
    for disc in ("CD1", "CD 2", "Disc 10 - Bonus"):
        index.put(f"Sampler/{disc}/01.flac", f"Artist {disc}", "Best of 1999", 1)
    assert set(index.filed().values()) == {VARIOUS_ARTISTS}
    titles = [track.title for track in index.catalog.search("", 9)]
    assert titles == [f"Sampler/{disc}/01.flac" for disc in ("CD1", "CD 2", "Disc 10 - Bonus")]
    track = index.catalog.track(TrackId("Sampler/CD 2/01.flac"))
    assert track is not None
    assert track.disc_number == 2


def test_an_album_with_guests_is_by_its_artist(index: Index) -> None:
    index.put("Queen/1.flac", "Queen", "Hot Space")
    index.put("Queen/2.flac", "Queen & David Bowie", "Hot Space")
    index.put("Queen/other.flac", "David Bowie", "Low")
    assert index.filed() == {
        "Queen/1.flac": "Queen",
        "Queen/2.flac": "Queen",
        "Queen/other.flac": "David Bowie",
    }


def test_what_tags_say_counts(index: Index) -> None:
    index.put_tags("a/1.flac", FileTags("1", "A", "Mix", album_artist="DJ"))
    index.put_tags("a/2.flac", FileTags("2", "B", "Mix", album_artist="DJ"))
    index.put_tags("b/1.flac", FileTags("3", "C", "Hits", is_compilation=True))
    assert index.filed() == {"a/1.flac": "DJ", "a/2.flac": "DJ", "b/1.flac": VARIOUS_ARTISTS}


def test_it_is_heeded_that_tracks_come_change_and_go(index: Index) -> None:
    index.put("s/1.flac", "A", "S", 1)
    assert index.filed() == {"s/1.flac": "A"}
    index.put("s/2.flac", "B", "S", 2)
    assert index.filed() == dict.fromkeys(("s/1.flac", "s/2.flac"), VARIOUS_ARTISTS)
    index.put("s/2.flac", "A", "S", 2)
    assert index.filed() == {"s/1.flac": "A", "s/2.flac": "A"}
    index.put("s/2.flac", "B", "S", 2)
    assert set(index.filed().values()) == {VARIOUS_ARTISTS}
    index.remove("s/2.flac")
    assert index.filed() == {"s/1.flac": "A"}
    index.put("s/3.flac", "C", "S", 3)
    index.filed()
    index.put_tags("s/1.flac", FileTags("1", "A", "S", album_artist="X"))
    assert index.filed() == {"s/1.flac": "X", "s/3.flac": "C"}


def test_reading_a_track_again_changes_nothing(index: Index) -> None:
    put_sampler(index)
    before = index.filed()
    put_sampler(index)
    assert {str(track.id): track.filed_under for track in index.catalog.search("", 9)} == before
    assert index.filed() == before


def test_an_index_that_was_not_settled_is_settled_later(index: Index, tmp_path: Path) -> None:
    put_sampler(index)
    index.close()
    with closing(Index(tmp_path / "library.db")) as later:
        assert set(later.filed().values()) == {VARIOUS_ARTISTS}


def test_families_given_to_artist_and_album_are_those_of_the_sampler(index: Index) -> None:
    put_sampler(index)
    index.filed()
    index.writer.give_families({album_scope(VARIOUS_ARTISTS, "Best of 1999"): "rock"})
    assert {track.families for track in index.catalog.search("", 9)} == {("rock",)}
    index.writer.give_families({artist_scope("Artist 1"): "jazz"})
    assert {track.families for track in index.catalog.search("", 9)} == {()}
    index.remove("Sampler/2.flac")
    index.remove("Sampler/3.flac")
    index.filed()
    assert {track.families for track in index.catalog.search("", 9)} == {("jazz",)}
