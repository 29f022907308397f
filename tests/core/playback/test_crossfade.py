"""Crossfades: as long as wanted, never through an album or a short track."""

from dataclasses import replace

import pytest

from tests.makers import track
from tui_player.core.playback.crossfade import CrossfadeSettings, crossfade_between

TEN = CrossfadeSettings(crossfade_s=10.0)
ONE, OTHER = track("one"), track("other")


def test_there_is_none_unless_wanted() -> None:
    assert crossfade_between(ONE, OTHER, 180.0, CrossfadeSettings()) == 0.0
    assert crossfade_between(ONE, OTHER, 180.0, TEN) == 10.0


def test_an_album_is_left_as_it_is() -> None:
    first = replace(ONE, album="A", album_artist="Band", track_number=1)
    second = replace(OTHER, album="A", album_artist="Band", track_number=2)
    assert crossfade_between(first, second, 180.0, TEN) == 0.0
    assert crossfade_between(second, first, 180.0, TEN) == 10.0


@pytest.mark.parametrize(
    ("before_s", "after_s", "expected_s"),
    [(12.0, 180.0, 6.0), (180.0, 8.0, 4.0), (None, None, 10.0), (0.0, 180.0, 0.0)],
)
def test_short_tracks_keep_half_of_themselves(
    before_s: float | None, after_s: float | None, expected_s: float
) -> None:
    after = replace(OTHER, duration_s=after_s)
    assert crossfade_between(ONE, after, before_s, TEN) == expected_s
