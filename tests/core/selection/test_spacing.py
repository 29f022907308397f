"""Artists and albums keep apart, the less the longer ago."""

from dataclasses import replace

import pytest

from tests.makers import track
from tui_player.core.selection.spacing import Neighbourhood

HERE = replace(track("here", artist="One"), album="First", album_artist="One")
OTHERS = [track(f"other {i}") for i in range(20)]


@pytest.mark.parametrize(("places", "share"), [(1, 0.05), (2, 1 / 6), (4, 0.5), (7, 1.0), (9, 1.0)])
def test_an_artist_comes_back_step_by_step(places: int, share: float) -> None:
    before = [*OTHERS, track("same", artist="ONE"), *OTHERS[: places - 1]]
    assert Neighbourhood(before).spacing(HERE).share == pytest.approx(share)


def test_an_album_of_many_artists_keeps_apart_longer() -> None:
    same_album = replace(track("same", artist="Two"), album="First", album_artist="One")
    before = [same_album, *OTHERS[:5]]
    assert Neighbourhood(before).spacing(HERE).share == pytest.approx(5 / 12)
    assert Neighbourhood(before).spacing(HERE).words == "same album 6 places before"


def test_both_count() -> None:
    apart = Neighbourhood([HERE]).spacing(HERE)
    assert apart.share == pytest.approx(0.05 * 0.05)
    assert apart.words == "same artist and album 1 place before"


def test_the_unknown_is_never_alike() -> None:
    nobody = replace(track("nobody"), artist="")
    assert Neighbourhood([nobody, nobody]).spacing(nobody).share == 1.0
    assert Neighbourhood([]).spacing(HERE).share == 1.0
