"""What a person types to search, understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_player.model.music.search_query import SearchQuery, Term, parse_search


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", SearchQuery()),
        (" \0 ", SearchQuery()),
        ("!!!", SearchQuery((Term(("u0021u0021u0021",)),))),
        ("nina si", SearchQuery((Term(("nina",)), Term(("si",))))),
        ("AC/DC", SearchQuery((Term(("ac", "dc")),))),
        ('"so what"', SearchQuery((Term(("so", "what"), is_phrase=True),))),
        ('"so wh', SearchQuery((Term(("so", "wh"), is_phrase=True, is_unfinished=True),))),
        ("artist:nina", SearchQuery((Term(("nina",), "artist"),))),
        ("Artist:nina", SearchQuery((Term(("nina",), "artist"),))),
        ('album:"kind of"', SearchQuery((Term(("kind", "of"), "album", is_phrase=True),))),
        ("genre:jazz", SearchQuery(genres=("jazz",))),
        ('genre:"hip hop" genre:jazz', SearchQuery(genres=("hip hop", "jazz"))),
        ("mood:sad", SearchQuery(moods=("sad",))),
        ("re:stacks", SearchQuery((Term(("re", "stacks")),))),
        ("artist:", SearchQuery()),
        ("genre: mood: year:", SearchQuery()),
        ("夜に駆ける", SearchQuery((Term(("夜", "に", "駆", "け", "る"), is_phrase=True),))),
        (
            "artist:夜 live",
            SearchQuery((Term(("夜",), "artist", is_phrase=True), Term(("live",)))),
        ),
        ("사랑", SearchQuery((Term(("사", "랑"), is_phrase=True),))),
        (
            "曲Perf",
            SearchQuery((Term(("曲", "perf"), is_phrase=True, is_unfinished=True),)),
        ),
        ("Łódź", SearchQuery((Term(("lodz",)),))),
    ],
)
def test_is_understood(text: str, query: SearchQuery) -> None:
    assert parse_search(text) == query


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("1994", (1994, 1994)),
        ("1990-1999", (1990, 1999)),
        ("1990-", (1990, 9999)),
        ("-1980", (0, 1980)),
        ("199", (1990, 1999)),
        ("2", (2000, 2999)),
        ("1990-19", (1990, 1999)),
        ("abc", None),
        ("-", None),
        ("19945", None),
    ],
)
def test_years(text: str, years: tuple[int, int] | None) -> None:
    assert parse_search(f"year:{text}").years == years


def test_years_given_twice_must_both_hold() -> None:
    assert parse_search("year:1990- year:-1995").years == (1990, 1995)
    assert parse_search("year:1990- year:x").years == (1990, 9999)


def test_all_together() -> None:
    assert parse_search('genre:jazz year:1959 artist:"miles davis" mood:sad blue') == SearchQuery(
        terms=(Term(("miles", "davis"), "artist", is_phrase=True), Term(("blue",))),
        genres=("jazz",),
        moods=("sad",),
        years=(1959, 1959),
    )


@given(st.text())
def test_any_text_is_understood_somehow(text: str) -> None:
    for term in parse_search(text).terms:
        assert term.words
        assert all(word.strip() for word in term.words)
