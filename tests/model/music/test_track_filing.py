"""Under whom a track is filed, and how names are ordered."""

import pytest

from tui_player.model.music.family_overrides import album_scope, artist_scope
from tui_player.model.music.track import VARIOUS_ARTISTS, filed_under, filing_key


@pytest.mark.parametrize(
    ("artist", "album_artist", "is_compilation", "filed"),
    [
        ("A", "", False, "A"),
        ("A feat. B", "A", False, "A"),
        ("A", "", True, VARIOUS_ARTISTS),
        ("A", "various artists", False, VARIOUS_ARTISTS),
        ("A", "V.A.", False, VARIOUS_ARTISTS),
        ("A", "DJ", True, "DJ"),
        ("", "", False, ""),
    ],
)
def test_filed_under(artist: str, album_artist: str, is_compilation: bool, filed: str) -> None:
    assert filed_under(artist, album_artist, is_compilation=is_compilation) == filed


def test_names_are_told_apart_without_case_accents_and_article() -> None:
    assert filing_key("The Beatles") == filing_key("beatles") == "beatles"
    assert filing_key("Édith  PIAF") == "edith piaf"
    assert filing_key("The The") == "the"
    assert filing_key("The") == "the"


def test_scopes_tell_names_apart_as_filing_does() -> None:
    assert artist_scope("The Band") == artist_scope("band")
    assert album_scope("The Band", "Álbum") == album_scope("band", "album")
