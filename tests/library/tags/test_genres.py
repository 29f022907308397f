"""Genres and families of a track: by its tags, by likeness, by its folders."""

import pytest

from tui_player.library.tags.genres import GenreFinder
from tui_player.model.music.genres import GenreFamilies


@pytest.fixture
def finder(genres: GenreFamilies) -> GenreFinder:
    return GenreFinder(genres)


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("Electonica", "Electronica"),
        ("Clasical", "Classical"),
        ("Trip Hopp", "Trip Hop"),
        ("Raggae", "Reggae"),
        ("Soundtrak", "Soundtrack"),
        ("Bluees", "Blues"),
        ("Heavy-Matal", "Heavy Metal"),
    ],
)
def test_a_slip_of_the_finger_is_understood(finder: GenreFinder, slip: str, meant: str) -> None:
    shown, families, _ = finder.find([slip], b"a.mp3")
    assert shown == (slip,)  # as the person wrote it
    assert families == finder.find([meant], b"a.mp3")[1]
    assert families


@pytest.mark.parametrize(
    "name", ["Zzyzx", "Bip", "Xyz", "Homework", "夜", "", "?" * 20, "Untitled"]
)
def test_what_resembles_nothing_stays_unknown(finder: GenreFinder, name: str) -> None:
    assert finder.find([name], b"a.mp3")[1] == ()


def test_spelling_counts_before_likeness(genres: GenreFamilies) -> None:
    finder = GenreFinder(GenreFamilies.from_table({"one": ["Metalic"], "two": ["Metal"]}))
    assert finder.families(["Metal"]) == ("two",)
    assert finder.families(["Metalik"]) == ()
    assert finder.families(["Metallic"]) == ("one",)
    assert finder.families(["Some Metal"]) == ("two",)


def test_a_folder_counts_only_where_tags_say_nothing(finder: GenreFinder) -> None:
    path = b"Music/Jazz/Disco/a.mp3"
    assert finder.find(["Electonica"], path)[1] == finder.find(["Electronica"], b"a.mp3")[1]
    assert finder.find([], path)[1] == finder.find(["Jazz"], b"a.mp3")[1]
