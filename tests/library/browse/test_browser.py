"""Looking around in the index: every place, every order, page by page."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tui_player.library.browse import browser as browser_module
from tui_player.library.browse.browser import LibraryBrowser
from tui_player.library.index.writer import IndexWriter
from tui_player.library.scanner.walk import Signature
from tui_player.library.tags.genres import GenreFinder
from tui_player.library.tags.reader import FileTags
from tui_player.model.music.genres import GenreFamilies
from tui_player.model.music.track import VARIOUS_ARTISTS, Track
from tui_player.ports.browser import BrowseLink, Place, PlaceKind, Row, Sort, sorts_of

TABLE = GenreFamilies.from_table({"rock": ["Rock"], "pop": ["Pop"]})
MOODS = {"happy": ("pop",), "angry": ("rock",), "sad": ("folk",)}

FILES = {
    "abba/arrival/1.mp3": FileTags(
        "Dancing Queen", "ABBA", "Arrival", "", ("Pop",), 231.0, 1976, 1
    ),
    "abba/arrival/2.mp3": FileTags("Tiger", "ABBA", "Arrival", "", ("Pop",), 174.0, 1976, 2),
    "abba/waterloo.mp3": FileTags("Waterloo", "Abba", "Waterloo", "", ("Pop",), 168.0, 1974, 1),
    "the who/x.mp3": FileTags("My Generation", "The Who", "", "", ("Rock",), 199.0, 1965),
    "mix/1.mp3": FileTags("One", "Nobody Special", "Hits", "", (), 60.0, 1999, 1,
                          is_compilation=True),
    "mix/2.mp3": FileTags("Two", "Somebody", "Hits", "V.A.", ("Odd One",), 61.0, 1999, 2),
    "zoë.mp3": FileTags("Zulu", "Zoë", "", "", ("Rock",), 30.0),
}  # fmt: skip


@pytest.fixture
def music(tmp_path: Path) -> Path:
    return tmp_path / "music"


@pytest.fixture
def writer(tmp_path: Path, music: Path) -> Iterator[IndexWriter]:
    writer = IndexWriter(tmp_path / "library.db", music, GenreFinder(TABLE))
    with writer.transaction():
        for number, (path, tags) in enumerate(sorted(FILES.items())):
            writer.put_track(path.encode(), Signature(1, number, number), tags)
    writer.finish_scan()
    yield writer
    writer.close()


@pytest.fixture
def browser(writer: IndexWriter, tmp_path: Path, music: Path) -> Iterator[LibraryBrowser]:
    browser = LibraryBrowser(tmp_path / "library.db", music, MOODS, TABLE, tmp_path / "saved")
    yield browser
    browser.close()


def told(rows: tuple[Row, ...]) -> list[str]:
    return [
        row.title if isinstance(row, Track) else f"{row.place.label} {row.tracks}" for row in rows
    ]


def look(browser: LibraryBrowser, place: Place, sort: Sort | None = None) -> list[str]:
    page = browser.page(place, sort or sorts_of(place.kind)[0], 0, 100)
    assert page.total == len(page.rows)
    return told(page.rows)


def shelf_called(browser: LibraryBrowser, kind: PlaceKind, label: str) -> BrowseLink:
    rows = browser.page(Place(kind), sorts_of(kind)[0], 0, 100).rows
    (shelf,) = [row for row in rows if isinstance(row, BrowseLink) and row.place.label == label]
    return shelf


def test_the_top_leads_to_everything(browser: LibraryBrowser) -> None:
    rows = browser.page(Place(PlaceKind.TOP), Sort.AS_IS, 0, 10).rows
    asides = {row.place.kind: row.aside for row in rows if isinstance(row, BrowseLink)}
    assert asides == {
        PlaceKind.TRACKS: "7",
        PlaceKind.ARTISTS: "4",
        PlaceKind.ALBUMS: "3",
        PlaceKind.GENRES: "3",
        PlaceKind.FOLDERS: "3",
        PlaceKind.PLAYLISTS: "0",
    }


class TestArtists:
    def test_compilations_are_filed_under_one_name(self, browser: LibraryBrowser) -> None:
        artists = look(browser, Place(PlaceKind.ARTISTS))
        assert artists == ["ABBA 3", f"{VARIOUS_ARTISTS} 2", "The Who 1", "Zoë 1"]

    def test_lead_to_their_albums_and_these_to_tracks(self, browser: LibraryBrowser) -> None:
        artist = shelf_called(browser, PlaceKind.ARTISTS, "ABBA").place
        assert look(browser, artist) == ["Waterloo 1", "Arrival 2"]
        album = browser.page(artist, Sort.YEAR, 1, 1).rows[0]
        assert isinstance(album, BrowseLink)
        assert look(browser, album.place) == ["Dancing Queen", "Tiger"]

    def test_tracks_without_an_album_have_a_place(self, browser: LibraryBrowser) -> None:
        artist = shelf_called(browser, PlaceKind.ARTISTS, "The Who").place
        assert look(browser, artist) == ["no album 1"]
        album = browser.page(artist, Sort.YEAR, 0, 1).rows[0]
        assert isinstance(album, BrowseLink)
        assert look(browser, album.place) == ["My Generation"]

    def test_those_with_most_tracks_come_first_if_asked(self, browser: LibraryBrowser) -> None:
        assert look(browser, Place(PlaceKind.ARTISTS), Sort.MOST)[0] == "ABBA 3"


def test_albums_of_all_artists(browser: LibraryBrowser) -> None:
    assert look(browser, Place(PlaceKind.ALBUMS)) == ["Waterloo 1", "Arrival 2", "Hits 2"]
    assert look(browser, Place(PlaceKind.ALBUMS), Sort.YEAR)[0] == "Hits 2"


def test_genres_with_counts_and_what_has_none(browser: LibraryBrowser) -> None:
    genres = look(browser, Place(PlaceKind.GENRES))
    assert genres == ["Pop 3", "Rock 2", "Odd One 1", "no genre 1"]
    assert look(browser, Place(PlaceKind.GENRE, "Rock")) == ["My Generation", "Zulu"]
    assert look(browser, Place(PlaceKind.GENRE, "")) == ["One"]


class TestFolders:
    def test_hold_folders_then_tracks(self, browser: LibraryBrowser) -> None:
        assert look(browser, Place(PlaceKind.FOLDERS)) == ["abba 3", "mix 2", "the who 1", "Zulu"]
        abba = shelf_called(browser, PlaceKind.FOLDERS, "abba").place
        assert look(browser, abba) == ["arrival 2", "Waterloo"]

    def test_are_played_with_all_below(self, browser: LibraryBrowser) -> None:
        abba = shelf_called(browser, PlaceKind.FOLDERS, "abba").place
        assert browser.tracks_at([abba], 10) == (
            *("abba/arrival/1.mp3", "abba/arrival/2.mp3", "abba/waterloo.mp3"),
        )

    def test_count_tracks_alone(self, writer: IndexWriter, browser: LibraryBrowser) -> None:
        with writer.transaction():
            writer.put_unreadable(b"abba/bad.mp3", Signature(1, 2, 3), "broken")
            writer.put_unreadable(b"broken/bad.mp3", Signature(1, 2, 3), "broken")
            writer.put_playlist(b"mix/all.m3u", Signature(1, 2, 3), 2)
        assert look(browser, Place(PlaceKind.FOLDERS)) == ["abba 3", "mix 2", "the who 1", "Zulu"]
        rows = browser.page(Place(PlaceKind.TOP), Sort.AS_IS, 0, 10).rows
        assert [row.aside for row in rows if isinstance(row, BrowseLink)][4] == "3"

    def test_lie_between_files_whose_names_begin_alike(
        self, writer: IndexWriter, browser: LibraryBrowser
    ) -> None:
        paths = [b"abba.mp3", b"abba0", b"abba/", b"abba0/x", b"abbb", b"\xff" * 251, b"z/\xff"]
        with writer.transaction():
            for number, path in enumerate(paths):
                title = f"{number}"
                writer.put_track(path + b".mp3", Signature(1, 2, 3), FileTags(title))
        assert look(browser, Place(PlaceKind.FOLDERS)) == [
            *("abba 4", "abba0 1", "mix 2", "the who 1", "z 1"),
            *("0", "1", "4", "5", "Zulu"),
        ]
        abba = shelf_called(browser, PlaceKind.FOLDERS, "abba").place
        assert look(browser, abba) == ["arrival 2", "2", "Waterloo"]
        assert look(browser, Place(PlaceKind.FOLDER, "z")) == ["6"]
        assert look(browser, Place(PlaceKind.FOLDER, "nowhere")) == []

    def test_keep_their_folders_first_in_every_order(self, browser: LibraryBrowser) -> None:
        for sort in sorts_of(PlaceKind.FOLDER):
            abba = shelf_called(browser, PlaceKind.FOLDERS, "abba").place
            assert look(browser, abba, sort) == ["arrival 2", "Waterloo"]

    def test_names_need_not_be_utf8(self, writer: IndexWriter, browser: LibraryBrowser) -> None:
        with writer.transaction():
            writer.put_track(b"caf\xe9/a.mp3", Signature(1, 2, 3), FileTags("A"))
        place = shelf_called(browser, PlaceKind.FOLDERS, "café").place
        assert look(browser, place) == ["A"]


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        (Sort.ARTIST, "Dancing Queen"),
        (Sort.NAME, "Dancing Queen"),
        (Sort.YEAR, "One"),
        (Sort.ADDED, "Zulu"),
        (Sort.LENGTH, "Dancing Queen"),
    ],
)
def test_orders_of_all_tracks(browser: LibraryBrowser, sort: Sort, first: str) -> None:
    rows = look(browser, Place(PlaceKind.TRACKS), sort)
    assert rows[0] == first
    assert len(rows) == len(FILES)


def test_every_order_of_every_kind_can_be_asked_for(browser: LibraryBrowser) -> None:
    for kind in PlaceKind:
        for sort in sorts_of(kind):
            browser.page(Place(kind), sort, 0, 10)


class TestPages:
    @pytest.fixture(autouse=True)
    def short_first_screens(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(browser_module, "FIRST_ROWS", 3)

    @pytest.mark.parametrize("place", [Place(PlaceKind.TRACKS), Place(PlaceKind.GENRE, "Pop")])
    def test_join_without_gaps_or_doubles(self, browser: LibraryBrowser, place: Place) -> None:
        whole = look(browser, place)
        pages = [browser.page(place, Sort.ARTIST, n, 2).rows for n in range(0, len(whole), 2)]
        assert [each for rows in pages for each in told(rows)] == whole

    @pytest.mark.parametrize(
        "place", [Place(PlaceKind.ARTISTS), Place(PlaceKind.ALBUMS), Place(PlaceKind.FOLDERS)]
    )
    def test_of_names_join_in_every_order(self, browser: LibraryBrowser, place: Place) -> None:
        for sort in sorts_of(place.kind):
            whole = told(browser.page(place, sort, 0, 100).rows)
            for size in (1, 2):
                browser.close()  # and so forget what was listed
                pages = [browser.page(place, sort, n, size) for n in range(0, len(whole), size)]
                assert [each for page in pages for each in told(page.rows)] == whole
                behind = browser.page(place, sort, len(whole), size)
                assert (behind.rows, behind.total, behind.may_be_more) == ((), len(whole), False)

    def test_of_names_are_counted_at_the_top_alone(self, browser: LibraryBrowser) -> None:
        page = browser.page(Place(PlaceKind.ARTISTS), Sort.NAME, 0, 2)
        assert (page.total, page.may_be_more) == (3, True)
        page = browser.page(Place(PlaceKind.ARTISTS), Sort.MOST, 0, 2)
        assert (page.total, page.may_be_more) == (4, False)
        browser.close()
        browser.page(Place(PlaceKind.TOP), Sort.AS_IS, 0, 10)
        page = browser.page(Place(PlaceKind.ARTISTS), Sort.NAME, 0, 2)
        assert (page.total, page.may_be_more) == (4, False)

    def test_the_first_one_knows_how_many_there_are(self, browser: LibraryBrowser) -> None:
        page = browser.page(Place(PlaceKind.TRACKS), Sort.ARTIST, 0, 2)
        assert (page.total, page.may_be_more) == (len(FILES), False)

    def test_of_a_search_more_are_found_when_they_are_wanted(self, browser: LibraryBrowser) -> None:
        place = Place(PlaceKind.FOUND, "mp3")
        page = browser.page(place, Sort.AS_IS, 0, 3)
        assert (page.total, page.may_be_more) == (3, True)
        page = browser.page(place, Sort.AS_IS, 3, 100)
        assert (page.total, page.may_be_more, len(page.rows)) == (len(FILES), False, 4)

    def test_follow_what_becomes_of_the_index(
        self, writer: IndexWriter, browser: LibraryBrowser
    ) -> None:
        before = browser.page(Place(PlaceKind.TRACKS), Sort.ARTIST, 0, 100)
        with writer.transaction():
            writer.remove(b"mix/1.mp3")
        after = browser.page(Place(PlaceKind.TRACKS), Sort.ARTIST, 0, 100)
        assert (before.total, after.total) == (len(FILES), len(FILES) - 1)


def test_what_became_of_the_index_while_it_was_closed_is_seen(
    writer: IndexWriter, browser: LibraryBrowser
) -> None:
    assert look(browser, Place(PlaceKind.ARTISTS))[0] == "ABBA 3"
    browser.close()
    with writer.transaction():
        writer.remove(b"abba/waterloo.mp3")
    assert look(browser, Place(PlaceKind.ARTISTS))[0] == "ABBA 2"


class TestPlaylists:
    @pytest.fixture
    def playlist(self, writer: IndexWriter, music: Path) -> Path:
        path = music / "lists" / "Party.m3u"
        path.parent.mkdir(parents=True)
        path.write_bytes(
            b"../abba/waterloo.mp3\n/elsewhere/a.mp3\n../gone.mp3\n../zo\xeb.mp3\n"
            b"../abba/waterloo.mp3\n../gone.mp3\nhttp://radio.example/\n"
        )
        with writer.transaction():
            writer.put_playlist(b"lists/Party.m3u", Signature(1, 2, 3), 7)
        return path

    def test_of_the_music_folder_and_saved_ones_are_listed(
        self, browser: LibraryBrowser, playlist: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "saved").mkdir()
        (tmp_path / "saved" / "happy.m3u8").write_text("a\nb\n")
        (tmp_path / "saved" / ".happy.m3u8.tmp").write_text("")
        assert look(browser, Place(PlaceKind.PLAYLISTS)) == ["happy 2", "Party 7"]

    def test_hold_what_is_in_the_library_and_name_the_rest_once(
        self, browser: LibraryBrowser, playlist: Path
    ) -> None:
        place = shelf_called(browser, PlaceKind.PLAYLISTS, "Party").place
        page = browser.page(place, Sort.AS_IS, 0, 10)
        assert told(page.rows) == ["Waterloo", "Zulu", "Waterloo"]
        assert page.sentence == (
            "/elsewhere/a.mp3, ../gone.mp3, http://radio.example/ are not in the music folder."
        )
        assert browser.tracks_at([place], 10) == ("abba/waterloo.mp3", "zoë.mp3")
        assert told(browser.page(place, Sort.NAME, 0, 10).rows) == ["Waterloo", "Zulu"]

    def test_one_that_went_says_so(self, browser: LibraryBrowser, playlist: Path) -> None:
        place = shelf_called(browser, PlaceKind.PLAYLISTS, "Party").place
        playlist.unlink()
        page = browser.page(place, Sort.AS_IS, 0, 10)
        assert (page.rows, page.sentence) == (
            (),
            "This playlist cannot be read: No such file or directory.",
        )


def test_tracks_of_several_places_come_once_and_no_more_than_asked(
    browser: LibraryBrowser,
) -> None:
    places = [Place(PlaceKind.ARTIST, "ABBA"), Place(PlaceKind.GENRE, "Pop")]
    assert len(browser.tracks_at(places, 10)) == 3
    assert len(browser.tracks_at(places, 2)) == 2


def test_coverage_is_what_the_doctor_tells(browser: LibraryBrowser) -> None:
    coverage = browser.coverage()
    assert coverage is not None
    assert coverage.per_mood == {"happy": 3, "angry": 2, "sad": 0}
    assert (coverage.homeless, coverage.untagged) == (2, 1)
    assert coverage.unknown_genres == (("Odd One", 1),)


def test_without_an_index_there_is_nothing(tmp_path: Path) -> None:
    browser = LibraryBrowser(tmp_path / "none.db", tmp_path, MOODS, TABLE, tmp_path)
    assert browser.page(Place(PlaceKind.TRACKS), Sort.ARTIST, 0, 10).rows == ()
    assert browser.tracks_at([Place(PlaceKind.TRACKS)], 5) == ()
    assert browser.coverage() is None


def test_a_search_by_genre_can_be_listed_whole(
    browser: LibraryBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser_module, "FIRST_ROWS", 1)
    page = browser.page(Place(PlaceKind.FOUND, "genre:pop mood:happy"), Sort.AS_IS, 1, 100)
    assert (page.total, len(page.rows)) == (3, 2)
