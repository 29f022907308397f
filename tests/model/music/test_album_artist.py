"""Whom an album is by, where no tag says so."""

import pytest

from tui_player.model.music.album_artist import AlbumTrack, artist_of_album
from tui_player.model.music.track import VARIOUS_ARTISTS


def by(*artists: str) -> list[AlbumTrack]:
    """Tracks numbered from 1."""
    return [AlbumTrack(artist, None, number) for number, artist in enumerate(artists, start=1)]


@pytest.mark.parametrize(
    ("artists", "found"),
    [
        (["Queen", "Queen", "queen"], ""),
        (["Simon & Garfunkel"] * 3, ""),
        ([], ""),
        (["", ""], ""),
        (["Queen", "", "Queen"], ""),
        # with guests
        (["Queen", "Queen feat. Bowie", "Queen (ft. Elton)", "Queen featuring X"], "Queen"),
        (["Queen", "Queen & David Bowie", "QUEEN, Elton John"], "Queen"),
        (["Nick Cave & The Seeds", "Nick Cave & The Seeds feat. Kylie"], "Nick Cave & The Seeds"),
        (["Anna & Bert", "Anna & Clara", "Anna x Dora"], "Anna"),
        (["Anna", "Anna", "Anna", "Bert"], "Anna"),
        # samplers
        (["A", "B", "C", "D", "E"], VARIOUS_ARTISTS),
        (["A", "B"], VARIOUS_ARTISTS),
        (["A", "A", "B", "C", "D"], VARIOUS_ARTISTS),
        (["A", "B", ""], VARIOUS_ARTISTS),
    ],
)
def test_in_a_folder_of_its_own(artists: list[str], found: str) -> None:
    assert artist_of_album(by(*artists), fills_folder=True) == found


def test_in_a_folder_with_other_albums_only_guests_are_told() -> None:
    assert artist_of_album(by("A", "B", "C"), fills_folder=False) == ""
    assert artist_of_album(by("A", "A feat. B"), fills_folder=False) == "A"


def test_two_albums_of_one_name_in_a_folder_stay_two() -> None:
    two = [*by("Queen", "Queen", "Queen"), *by("Abba", "Abba")]
    assert artist_of_album(two, fills_folder=True) == ""


def test_a_sampler_may_have_two_discs() -> None:
    two = [*by("A", "B", "C"), *by("D", "E", "F")]
    assert artist_of_album(two, fills_folder=True) == VARIOUS_ARTISTS
