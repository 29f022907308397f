"""When one track fades into the next, and for how long."""

from dataclasses import dataclass

from tui_player.model.music.track import Track, follows_on_album

LONGEST_S = 12.0


@dataclass(frozen=True, slots=True)
class CrossfadeSettings:
    """Lengths in seconds, 0 to `LONGEST_S`; 0 is none.

    `crossfade_s` is between tracks that follow by themselves, `fade_s` where the present track
    gives way to a change of mood.
    """

    crossfade_s: float = 0.0
    fade_s: float = 3.0


def crossfade_between(
    before: Track, track: Track, before_duration_s: float | None, settings: CrossfadeSettings
) -> float:
    """For how many seconds `track` sounds together with the end of `before`.

    None where an album goes on: its joins are meant as they are. Each track has at least half of
    itself alone.
    """
    if follows_on_album(before, track):
        return 0.0
    durations = [s for s in (before_duration_s, track.duration_s) if s is not None]
    return max(0.0, min([settings.crossfade_s, *(s / 2 for s in durations)]))
