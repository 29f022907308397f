"""One contract for every Catalog: the fake that other tests use, and the index on disk."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.fakes import ListCatalog
from tui_player.library.index.catalog import LibraryCatalog
from tui_player.library.index.writer import IndexWriter
from tui_player.library.scanner.walk import Signature
from tui_player.library.tags.genres import GenreFinder
from tui_player.library.tags.reader import FileTags
from tui_player.model.music.genres import GenreFamilies
from tui_player.model.music.track import Track, TrackId
from tui_player.ports.catalog import Catalog

FOLDER = Path("/music")
TABLE = GenreFamilies.from_table(
    {"rock": ["Rock", "Pop Rock", "Hard Rock"], "pop": ["Pop", "Pop Rock"], "jazz": ["Jazz"]}
)
MOODS = {"happy": ("pop", "rock"), "sad": ("jazz",), "surprised": ("world",)}

Build = Callable[[Sequence[tuple[str, FileTags]]], Catalog]


def build_list(files: Sequence[tuple[str, FileTags]], _: Path) -> Catalog:
    def track(path: str, tags: FileTags) -> Track:
        genres = TABLE.tidy(tags.genres)
        return Track(
            id=TrackId(path),
            path=f"{FOLDER}/{path}",
            title=tags.title,
            artist=tags.artist,
            album=tags.album,
            album_artist=tags.album_artist,
            genres=genres,
            families=TABLE.families(genres),
            duration_s=tags.duration_s,
            year=tags.year,
            track_number=tags.track_number,
            moods=tags.moods,
            is_compilation=tags.is_compilation,
        )

    return ListCatalog((track(path, tags) for path, tags in files), MOODS)


def build_library(files: Sequence[tuple[str, FileTags]], tmp_path: Path) -> Catalog:
    writer = IndexWriter(tmp_path / "library.db", FOLDER, GenreFinder(TABLE))
    with writer.transaction():
        for number, (path, tags) in enumerate(files):
            writer.put_track(path.encode(), Signature(1, number, number), tags)
    writer.close()
    return LibraryCatalog.open(tmp_path / "library.db", FOLDER, MOODS)


@pytest.fixture(params=[build_list, build_library], ids=["ListCatalog", "LibraryCatalog"])
def build(request: pytest.FixtureRequest, tmp_path: Path) -> Build:
    return lambda files: request.param(files, tmp_path)


def song(title: str, genre: str = "", *, artist: str = "", **more: object) -> tuple[str, FileTags]:
    genres = (genre,) if genre else ()
    tags = FileTags(title=title, artist=artist, genres=genres, duration_s=3.0, **more)  # type: ignore[arg-type]
    return f"{artist or 'nobody'}/{title}.mp3", tags


def titles(tracks: Sequence[Track]) -> list[str]:
    return [track.title for track in tracks]


class TestSample:
    def test_gives_only_tracks_of_the_families(self, build: Build) -> None:
        catalog = build([song("a", "Rock"), song("b", "Jazz"), song("c", "Pop"), song("d")])
        sample = catalog.sample(["rock", "pop"], 10, random.Random(1))
        assert sorted(titles(sample)) == ["a", "c"]

    def test_gives_no_track_twice(self, build: Build) -> None:
        catalog = build([song(f"{n}", "Pop Rock") for n in range(30)])
        sample = catalog.sample(["rock", "pop"], 20, random.Random(1))
        assert len(set(titles(sample))) == len(sample) == 20

    def test_gives_all_there_are_when_there_are_few(self, build: Build) -> None:
        catalog = build([song("a", "Rock"), song("b", "Rock")])
        assert len(catalog.sample(["rock"], 20, random.Random(1))) == 2

    def test_samples_the_whole_library_for_no_family(self, build: Build) -> None:
        catalog = build([song("a", "Rock"), song("b"), song("c", "Jazz")])
        assert sorted(titles(catalog.sample([], 20, random.Random(1)))) == ["a", "b", "c"]

    def test_finds_tracks_without_family(self, build: Build) -> None:
        catalog = build([song("a", "Rock"), song("b")])
        assert titles(catalog.sample([""], 20, random.Random(1))) == ["b"]

    def test_gives_nothing_of_an_unknown_family(self, build: Build) -> None:
        assert build([song("a", "Rock")]).sample(["polka"], 20, random.Random(1)) == ()

    def test_gives_nothing_if_nothing_is_asked(self, build: Build) -> None:
        assert build([song("a", "Rock")]).sample(["rock"], 0, random.Random(1)) == ()

    def test_depends_on_randomness_alone(self, build: Build) -> None:
        catalog = build([song(f"{n}", "Rock") for n in range(200)])
        once = catalog.sample(["rock"], 5, random.Random(7))
        assert catalog.sample(["rock"], 5, random.Random(7)) == once
        assert catalog.sample(["rock"], 5, random.Random(8)) != once

    def test_is_uniform_though_some_tracks_are_of_two_families(self, build: Build) -> None:
        catalog = build([song(f"{n}", "Pop Rock" if n % 2 else "Rock") for n in range(100)])
        randomness = random.Random(1)
        draws = Counter[int]()
        for _ in range(2_000):
            for track in catalog.sample(["rock", "pop"], 2, randomness):
                draws[int(track.title) % 2] += 1
        # 4,000 draws of either kind with chance 1/2: a deviation of 200 is over six sigma.
        assert abs(draws[0] - draws[1]) < 400

    @pytest.mark.parametrize(("tracks", "free"), [(40, 3), (1_000, 500), (1_000, 3)])
    def test_leaves_out_what_is_barred(self, build: Build, tracks: int, free: int) -> None:
        catalog = build([song(f"{n}", "Rock") for n in range(tracks)])
        allowed = {f"nobody/{n}.mp3" for n in range(free)}
        sample = catalog.sample(["rock"], 4, random.Random(1), lambda i: i not in allowed)
        assert 1 <= len(sample) <= min(4, free)
        assert {track.id for track in sample} <= allowed
        assert catalog.sample(["rock"], 4, random.Random(1), lambda _: True) == ()


class TestCount:
    def test_counts_every_track_once(self, build: Build) -> None:
        catalog = build([song("a", "Pop Rock"), song("b", "Rock"), song("c", "Jazz"), song("d")])
        assert catalog.count(["rock", "pop"]) == 2
        assert catalog.count(["pop"]) == 1
        assert catalog.count(["polka"]) == 0
        assert catalog.count([""]) == 1
        assert catalog.count([]) == 4

    def test_follows_the_library(self, tmp_path: Path) -> None:
        catalog = build_library([song("a", "Pop Rock"), song("b", "Rock")], tmp_path)
        assert catalog.count(["rock", "pop"]) == 2
        writer = IndexWriter(tmp_path / "library.db", FOLDER, GenreFinder(TABLE))
        with writer.transaction():
            path, tags = song("c", "Pop")
            writer.put_track(path.encode(), Signature(9, 9, 9), tags)
        writer.close()
        assert catalog.count(["rock", "pop"]) == 3


class TestSearch:
    def test_matches_the_beginnings_of_words(self, build: Build) -> None:
        catalog = build([song("Yellow Submarine"), song("Marine Life"), song("Other")])
        assert titles(catalog.search("sub", 10)) == ["Yellow Submarine"]
        assert titles(catalog.search("mar", 10)) == ["Marine Life"]

    def test_needs_every_word_somewhere(self, build: Build) -> None:
        catalog = build([song("Help", artist="The Beatles"), song("Help", artist="Bananarama")])
        found = catalog.search("beat help", 10)
        assert [track.artist for track in found] == ["The Beatles"]

    @pytest.mark.parametrize("text", ["bjork", "BJÖRK", "Björk", "bjo\u0308rk"])
    def test_ignores_case_and_accents(self, build: Build, text: str) -> None:
        catalog = build([song("Jóga", artist="Björk"), song("Other", artist="Someone")])
        assert titles(catalog.search(text, 10)) == ["Jóga"]

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("lodz", "Łódź"),
            ("ŁÓDŹ", "Łódź"),
            ("mo", "Mø"),
            ("strasse", "Straße"),
            ("straße", "Straße"),
            ("duong ve", "Đường về"),
            ("еще", "Ещё"),
            ("ещё", "Ещё"),
            ("istanbul isik", "İstanbul Işık"),
            ("full", "Ｆｕｌｌ"),
            ("finale", "ﬁnale"),
            ("artist:oeuvre", "ﬁnale"),
            ("日和", "群青日和"),
            ("title:日和", "群青日和"),
            ('"青日"', "群青日和"),
            ("青 和", "群青日和"),
            ("ユーザー", "ﾕｰｻﾞｰ"),
            ("ザー", "ﾕｰｻﾞｰ"),
            ("민국", "대한민국만세"),
            ("\u1106\u1175\u11ab\u1100\u116e\u11a8", "대한민국만세"),
            ("รัก", "ความรักของฉัน"),
            ("हिन", "हिन्दी"),
            ("acdc", "AC/DC Live"),
            ("ac/dc", "AC/DC Live"),
            ("rem", "R.E.M."),
            ("dont", "Don’t Stop"),
            ("don't stop", "Don’t Stop"),
            ("pink", "P!nk"),
            ("!!!", "!!!"),
            ("שלום", "שָׁלוֹם"),
            ("العربية", "العَرَبِيَّة"),
        ],
    )
    def test_finds_what_is_typed_without_marks(self, build: Build, text: str, found: str) -> None:
        names = (
            *("Łódź", "Mø", "Straße", "Đường về", "Ещё", "İstanbul Işık", "Ｆｕｌｌ", "ﬁnale"),
            *("群青日和", "ﾕｰｻﾞｰ", "대한민국만세", "ความรักของฉัน", "हिन्दी", "AC/DC Live", "R.E.M."),
            *("Don’t Stop", "P!nk", "!!!", "שָׁלוֹם", "العَرَبِيَّة"),
        )
        files = [(f"{n}.mp3", song(name)[1]) for n, name in enumerate(names)]
        files[names.index("ﬁnale")] = "x.mp3", song("ﬁnale", artist="Œuvre")[1]
        assert titles(build(files).search(text, 10)) == [found]

    @pytest.mark.parametrize("text", ["和日", "日群", "ญรัก", "lodx"])
    def test_finds_no_other_letters(self, build: Build, text: str) -> None:
        catalog = build([("a.mp3", song("群青日和")[1]), ("b.mp3", song("Łódź")[1])])
        assert catalog.search(text, 10) == ()

    def test_finds_genres_albums_and_folders(self, build: Build) -> None:
        catalog = build([song("a", "Hard Rock", album="Moonlight"), song("b", artist="Folder")])
        assert titles(catalog.search("hard", 10)) == ["a"]
        assert titles(catalog.search("moonl", 10)) == ["a"]
        assert titles(catalog.search("folder", 10)) == ["b"]

    @pytest.mark.parametrize("text", ['"', "*", "AND", "a-b", "(", "' OR 1", "title:x", "\0", "^a"])
    def test_takes_any_text_as_plain_words(self, build: Build, text: str) -> None:
        catalog = build([song("Something else entirely")])
        assert len(catalog.search(text, 10)) <= 1

    def test_lists_all_by_artist_for_an_empty_text(self, build: Build) -> None:
        catalog = build(
            [
                song("3", artist="b"),
                song("2", artist="A", album="y"),
                song("1", artist="a", album="X", track_number=2),
                song("0", artist="a", album="X", track_number=1),
            ]
        )
        assert titles(catalog.search(" ", 10)) == ["0", "1", "2", "3"]

    def test_lists_tracks_without_numbers_by_their_names(self, build: Build) -> None:
        files = [
            (f"Book/Chapter {n}.mp3", FileTags(f"{n}", "Reader", "Book")) for n in (1, 10, 11, 2)
        ]
        assert titles(build(files).search("", 10)) == ["1", "2", "10", "11"]

    def test_gives_no_more_than_asked(self, build: Build) -> None:
        catalog = build([song(f"love {n}") for n in range(9)])
        assert len(catalog.search("love", 4)) == len(catalog.search("", 4)) == 4


class TestCounts:
    def test_counts_each_family_of_a_track(self, build: Build) -> None:
        catalog = build([song("a", "Pop Rock"), song("b", "Rock"), song("c")])
        assert catalog.counts() == {"rock": 2, "pop": 1, "": 1}

    def test_counts_nothing_in_an_empty_library(self, build: Build) -> None:
        assert build([]).counts() == {}


class TestTrack:
    def test_gives_all_that_is_known(self, build: Build) -> None:
        catalog = build([song("a", "Pop Rock", artist="b", album="c", year=1999, track_number=7)])
        assert catalog.track(TrackId("b/a.mp3")) == Track(
            id=TrackId("b/a.mp3"),
            path="/music/b/a.mp3",
            title="a",
            artist="b",
            album="c",
            genres=("Pop Rock",),
            families=("rock", "pop"),
            duration_s=3.0,
            year=1999,
            track_number=7,
        )

    @pytest.mark.parametrize("track_id", ["", "missing.mp3", "\ud800"])
    def test_knows_no_other(self, build: Build, track_id: str) -> None:
        assert build([song("a")]).track(TrackId(track_id)) is None
