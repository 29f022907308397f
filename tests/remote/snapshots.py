"""Snapshots as the engine publishes them."""

from tests.makers import track
from tui_player.messages.snapshot import NowPlaying, Snapshot


def snapshot(
    position_s: float = 0.0,
    *,
    play_id: int = 7,
    length_s: float | None = 180.0,
    paused: bool = False,
    rate: float = 1.0,
) -> Snapshot:
    """A track plays, this far into it."""
    playing = NowPlaying(play_id, track("Song", "rock", duration_s=length_s), "it fits", position_s)
    return Snapshot(now_playing=playing, paused=paused, rate=rate)
