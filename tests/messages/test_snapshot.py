"""What the picture of the player works out by itself."""

import pytest

from tui_player.messages.snapshot import NowPlaying
from tui_player.model.music.track import Track, TrackId


@pytest.mark.parametrize(
    ("listed_s", "sounding_s", "told_s"),
    [
        (204.01, 203.99, 204.01),  # else lists would say 3:24 and the bar 3:23
        (204.01, 206.0, 206.0),
        (204.01, None, 204.01),
        (None, 203.99, 203.99),
        (None, None, None),
    ],
)
def test_one_length_is_told_everywhere(
    listed_s: float | None, sounding_s: float | None, told_s: float | None
) -> None:
    track = Track(TrackId("a.mp3"), "/music/a.mp3", "A", duration_s=listed_s)
    now = NowPlaying(1, track, "you asked for it", duration_s=sounding_s)
    assert now.told_length_s == told_s
