"""Searching by filters: the index and the fake that other tests use answer alike."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.library.index.test_catalog_port import build_library, build_list, song, titles
from tui_player.library.index import search
from tui_player.library.tags.reader import FileTags
from tui_player.ports.catalog import Catalog

SONGS = [
    song("So What", "Jazz", artist="Miles Davis", album="Kind of Blue", year=1959),
    song("Blue in Green", "Jazz", artist="Bill Evans", album="Portrait", year=1960),
    song("Blue Monday", "Pop", artist="New Order", album="Power", year=1983),
    song("Whatever", "Hard Rock", artist="Oasis", album="Single", year=1994),
    song("What So", "Pop Rock", artist="Davis Miles", album="Blue Album", year=1995),
    song("夜に駆ける", "Pop", artist="YOASOBI", album="THE BOOK", year=2019),
    song("Untagged", artist="Nobody"),
]


@pytest.fixture(params=[build_list, build_library], ids=["ListCatalog", "LibraryCatalog"])
def catalog(request: pytest.FixtureRequest, tmp_path: Path) -> Catalog:
    build: Callable[[Sequence[tuple[str, FileTags]], Path], Catalog] = request.param
    return build(SONGS, tmp_path)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("genre:jazz", ["So What", "Blue in Green"]),
        ("genre:rock", ["Whatever", "What So"]),
        ("genre:hardrock", ["Whatever"]),
        ('genre:"hard rock"', ["Whatever"]),
        ("genre:pop genre:rock", ["What So"]),
        ("genre:polka", []),
        ("genre:jazz blue", ["So What", "Blue in Green"]),
        ("genre:jazz title:blue", ["Blue in Green"]),
        ("mood:sad", ["So What", "Blue in Green"]),
        ("mood:hap", ["Blue Monday", "Whatever", "What So", "夜に駆ける"]),
        ("mood:s", ["So What", "Blue in Green"]),
        ("mood:surprised", []),
        ("mood:bored", []),
        ("year:1959", ["So What"]),
        ("year:199", ["Whatever", "What So"]),
        ("year:1960-1983", ["Blue in Green", "Blue Monday"]),
        ("year:-1960", ["So What", "Blue in Green"]),
        ("year:2000- genre:pop", ["夜に駆ける"]),
        ("year:1800", []),
        ("artist:miles", ["So What", "What So"]),
        ('artist:"miles davis"', ["So What"]),
        ('artist:"miles dav"', []),
        ('artist:"miles dav', ["So What"]),
        ("album:blue", ["So What", "What So"]),
        ("path:evans", ["Blue in Green"]),
        ('"so what"', ["So What"]),
        ("駆ける", ["夜に駆ける"]),
        ("title:に year:2019", ["夜に駆ける"]),
        ("artist:夜", []),
        ("artist:", [tags.title for _, tags in SONGS]),
        ('genre:jazz year:1955-1965 artist:"bill evans" mood:sad', ["Blue in Green"]),
    ],
)
def test_finds_what_fits(catalog: Catalog, text: str, found: list[str]) -> None:
    assert sorted(titles(catalog.search(text, 99))) == sorted(found)


@pytest.mark.parametrize("text", ["genre:pop", "mood:happy", "year:1900-", "blue", "genre:jazz b"])
def test_gives_no_more_than_asked(catalog: Catalog, text: str) -> None:
    assert len(catalog.search(text, 1)) == 1
    assert catalog.search(text, 0) == ()


def test_sorts_by_artist_where_words_give_no_order(catalog: Catalog) -> None:
    assert titles(catalog.search("genre:jazz", 9)) == ["Blue in Green", "So What"]


@pytest.mark.parametrize("text", ["genre:pop", "year:1980-1999", "blue year:1950-", "mood:happy o"])
def test_answers_the_same_where_too_much_fits_to_be_sorted(
    catalog: Catalog, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_of_them = {track.id for track in catalog.search(text, 99)}
    monkeypatch.setattr(search, "MOST_WORTH_SORTING", 1)
    found = catalog.search(text, 2)
    assert len(found) == min(2, len(all_of_them))
    assert {track.id for track in found} <= all_of_them


def test_a_single_letter_gives_artists_first_where_much_fits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    songs = [
        song("Abandon", artist="Zero"),
        song("Two", artist="Beta", year=1990),
        song("One", artist="Alba", year=1990),
        song("Three", artist="The Bees", year=1991),
        song("Bare", artist="Nobody", year=1990),
    ]
    catalog = build_library(songs, tmp_path)
    monkeypatch.setattr(search, "MOST_WORTH_SORTING", 1)
    assert titles(catalog.search("b", 2)) == ["Three", "Two"]
    assert titles(catalog.search("b", 9)) == ["Three", "Two", "Bare"]
    assert titles(catalog.search("b year:1990", 9)) == ["Two", "Bare"]
    assert titles(catalog.search("artist:b", 9)) == ["Three", "Two"]
    assert titles(catalog.search('"b"', 9)) == []  # a whole word
    assert titles(catalog.search("the-b", 9)) == ["Three"]  # two words


@pytest.mark.parametrize("build", [build_list, build_library])
@pytest.mark.parametrize("text", ["title:b", "path:b", "a b", 'title:"b', "title:b artist:a"])
def test_a_letter_finds_words_whatever_follows_it(
    tmp_path: Path, build: Callable[[Sequence[tuple[str, FileTags]], Path], Catalog], text: str
) -> None:
    names = ["B", "Bare", "Bжa", "Bül", "X b1", "B-2", "Rab"]
    catalog = build([song(name, artist="A") for name in names], tmp_path)
    assert sorted(titles(catalog.search(text, 9))) == sorted(names[:-1])
    assert len(catalog.search(text, 3)) == 3


@pytest.mark.parametrize("text", ["genre:jazz b", "blue year:1959-1995", "b mood:sad year:1960"])
def test_answers_the_same_by_whatever_way_filters_are_asked(
    catalog: Catalog, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = sorted(titles(catalog.search(text, 99)))
    assert expected
    for few in (0, 99):
        for many in (0, 99):
            monkeypatch.setattr(search, "FEW_ENOUGH_TO_LIST", few)
            monkeypatch.setattr(search, "MOST_WORTH_FILTERING", many)
            assert sorted(titles(catalog.search(text, 99))) == expected
