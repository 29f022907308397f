"""Genre tags as they are found in the wild, and the table that ships with the player."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from mutagen._constants import GENRES as MUTAGEN_GENRES

import tui_player.settings
from tui_player.model.music.genres import GenreFamilies, fold
from tui_player.model.music.id3v1_genres import ID3V1_GENRES

FAMILIES_OF_THE_MOODS = (
    *("pop", "dance", "disco", "funk", "upbeat electronic"),
    *("acoustic", "folk", "singer-songwriter", "classical", "ballad"),
    *("rock", "metal", "punk", "hardcore"),
    *("lo-fi", "jazz", "ambient", "chill"),
    *("world", "soundtrack", "experimental"),
    *("ambient", "piano", "new age", "soft classical"),
    *("blues", "soul", "reggae"),
)


def table() -> dict[str, Any]:
    path = Path(tui_player.settings.__file__).with_name("genres.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def genres() -> GenreFamilies:
    shipped = table()
    return GenreFamilies.from_table(shipped["families"], shipped["aliases"], shipped["ignored"])


class TestTidy:
    @pytest.mark.parametrize(
        ("raw", "names"),
        [
            ("17", ["Rock"]),
            ("(17)", ["Rock"]),
            ("(17)Rock", ["Rock"]),
            ("(5)(4)", ["Funk", "Disco"]),
            ("(4)Eurodisco", ["Disco", "Euro-Disco"]),
            ("(RX)(17)", ["Rock"]),
            ("(RX)", []),
            ("(CR)", []),
            ("(80)", ["Folk"]),
            ("191", ["Psybient"]),
            ("(255)", []),
            ("((Unheard)", ["(Unheard)"]),
        ],
    )
    def test_resolves_id3v1_numbers(
        self, genres: GenreFamilies, raw: str, names: list[str]
    ) -> None:
        assert list(genres.tidy([raw])) == names

    @pytest.mark.parametrize("raw", ["Rock; Pop", "Rock;Pop", "Rock/Pop", "Rock / Pop", "Rock|Pop"])
    def test_splits_lists(self, genres: GenreFamilies, raw: str) -> None:
        assert genres.tidy([raw]) == ("Rock", "Pop")

    @pytest.mark.parametrize(
        "raw", ["Rock\0Pop", "Rock\0Pop\0", "Rock\\\\Pop", "rock；pop", "rock、pop"]
    )
    def test_splits_at_rarer_separators(self, genres: GenreFamilies, raw: str) -> None:
        assert genres.tidy([raw]) == ("Rock", "Pop")

    def test_splits_at_commas(self, genres: GenreFamilies) -> None:
        assert genres.tidy(["Blues, Jazz,Metal"]) == ("Blues", "Jazz", "Metal")

    @pytest.mark.parametrize(
        "raw", ["R&B", "Hip-Hop/Rap", "Rock & Roll", "Jazz+Funk", "Folk, World, & Country", "AC/DC"]
    )
    def test_keeps_whole_names_whole(self, genres: GenreFamilies, raw: str) -> None:
        assert genres.tidy([raw]) == (raw,)

    def test_splits_what_would_be_another_name_without_the_separator(
        self, genres: GenreFamilies
    ) -> None:
        assert genres.tidy(["J-Rock/Rap/Metal"]) == ("J-Rock", "Rap", "Metal")

    def test_finds_whole_names_within_a_list(self, genres: GenreFamilies) -> None:
        raw = "Electronic, Folk, World, & Country, Rock"
        assert genres.tidy([raw]) == ("Electronic", "Folk, World, & Country", "Rock")

    @pytest.mark.parametrize("raw", ["hip hop", "HIP-HOP", "HipHop", "Hip‐Hop", " hip  hop "])
    def test_knows_a_name_in_any_spelling(self, genres: GenreFamilies, raw: str) -> None:
        assert genres.tidy([raw]) == ("Hip-Hop",)

    @pytest.mark.parametrize(
        "raw", ["Rock'n'Roll", "Rock 'n' Roll", "rock n roll", "Rock and Roll", "Rock ’n Roll"]
    )
    def test_knows_every_way_to_write_and(self, genres: GenreFamilies, raw: str) -> None:
        assert genres.tidy([raw]) == ("Rock & Roll",)

    def test_says_each_name_once(self, genres: GenreFamilies) -> None:
        assert genres.tidy(["Rock", "rock; (17)", "ROCK"]) == ("Rock",)

    def test_drops_what_says_nothing(self, genres: GenreFamilies) -> None:
        assert genres.tidy(["Other", "unknown", "", "  ", ";", "(12)"]) == ()

    def test_keeps_unknown_names_as_written(self, genres: GenreFamilies) -> None:
        assert genres.tidy(["Zeitgeist  Gloop"]) == ("Zeitgeist Gloop",)

    def test_ignores_accents(self, genres: GenreFamilies) -> None:
        assert genres.tidy(["chanson francaise"]) == ("Chanson Française",)
        assert genres.tidy(["Música Popular Brasileira"])[0].startswith("Música")

    def test_knows_other_scripts(self, genres: GenreFamilies) -> None:
        assert genres.families(["ロック", "Русский рок"]) == ("rock",)


class TestFamilies:
    def test_takes_the_families_of_every_name(self, genres: GenreFamilies) -> None:
        assert genres.families(["Metal", "Blues"]) == ("metal", "blues")

    def test_says_each_family_once(self, genres: GenreFamilies) -> None:
        assert Counter(genres.families(["Death Metal", "Black Metal"]))["metal"] == 1

    def test_finds_the_words_of_an_unknown_name(self, genres: GenreFamilies) -> None:
        assert genres.families(["Swedish death metal"]) == ("metal",)
        assert genres.families(["Jazz & Blues"]) == ("jazz", "blues")

    def test_prefers_the_longest_known_words(self, genres: GenreFamilies) -> None:
        assert "ambient" not in genres.families(["Nordic winter dark ambient"])

    def test_knows_nothing_of_the_unknown(self, genres: GenreFamilies) -> None:
        assert genres.families(["Zeitgeist Gloop"]) == ()

    @pytest.mark.parametrize(
        ("name", "family"),
        [
            ("Dark Ambient", "experimental"),
            ("Drone", "experimental"),
            ("Noise", "experimental"),
            ("Ambient", "ambient"),
            ("Nocturne", "soft classical"),
            ("Chamber Music", "soft classical"),
            ("Impressionism", "soft classical"),
            ("Solo Piano", "piano"),
            ("House", "upbeat electronic"),
            ("Trance", "upbeat electronic"),
            ("Eurodance", "dance"),
        ],
    )
    def test_places_the_border_cases(self, genres: GenreFamilies, name: str, family: str) -> None:
        assert family in genres.families([name])

    def test_keeps_dark_ambient_out_of_what_calms(self, genres: GenreFamilies) -> None:
        for name in ("Dark Ambient", "Drone", "Noise", "Black Ambient"):
            assert "ambient" not in genres.families([name])


class TestTable:
    def test_has_every_family_that_moods_name(self) -> None:
        assert set(FAMILIES_OF_THE_MOODS) <= set(table()["families"])

    def test_knows_over_six_hundred_names_in_over_thirty_families(
        self, genres: GenreFamilies
    ) -> None:
        assert len(genres) > 600
        assert len(table()["families"]) >= 30

    def test_places_every_id3v1_genre(self, genres: GenreFamilies) -> None:
        said_nothing = {fold(name) for name in table()["ignored"]}
        lost = [
            name
            for name in ID3V1_GENRES
            if fold(name) not in said_nothing and not genres.families([name])
        ]
        assert lost == []

    def test_names_no_genre_twice_in_a_family(self) -> None:
        for family, names in table()["families"].items():
            twice = [key for key, count in Counter(map(fold, names)).items() if count > 1]
            assert twice == [], family

    def test_has_no_alias_to_nothing(self, genres: GenreFamilies) -> None:
        assert [name for name in table()["aliases"].values() if not genres.knows(name)] == []


class TestUsersTable:
    def test_overrides_the_shipped_families(self) -> None:
        shipped = {"rock": ["Rock", "Shoegaze"], "chill": ["Chillout"]}
        genres = GenreFamilies.from_table(shipped, extra={"chill": ["shoegaze"], "mine": ["Gloop"]})
        assert genres.families(["Shoegaze"]) == ("chill",)
        assert genres.families(["Gloop"]) == ("mine",)
        assert genres.families(["Rock"]) == ("rock",)

    def test_may_name_what_is_ignored(self) -> None:
        genres = GenreFamilies.from_table({}, ignored=["Live"], extra={"live": ["Live"]})
        assert genres.tidy(["Live"]) == ("Live",)

    def test_changes_the_fingerprint(self) -> None:
        shipped = {"rock": ["Rock"]}
        same = GenreFamilies.from_table(shipped)
        other = GenreFamilies.from_table(shipped, extra={"rock": ["Gloop"]})
        assert GenreFamilies.from_table(shipped).fingerprint == same.fingerprint
        assert other.fingerprint != same.fingerprint


def test_id3v1_numbers_are_those_other_programs_use() -> None:
    ours = ["".join(fold(name)) for name in ID3V1_GENRES]
    theirs = ["".join(fold(name)) for name in MUTAGEN_GENRES]
    assert len(ours) == len(theirs) == 192
    spelt_out = {"altrock": "alternativerock", "synthpop": "synthpop"}
    assert ours == [spelt_out.get(name, name) for name in theirs]
