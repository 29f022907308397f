"""Where to go on at the next start: what is noted of what plays, and when."""

from dataclasses import replace

from tui_player.core.playback.transport import Transport
from tui_player.messages.facts import ResumePoint
from tui_player.messages.snapshot import UpNextEntry
from tui_player.model.music.repeat import Repeat
from tui_player.model.music.track import TrackId

# Besides at every change of track, of what is asked for and of the volume: the position, while
# music plays.
RESUME_POINT_EVERY_S = 15.0


def resume_point(playback: Transport, before: ResumePoint) -> ResumePoint:
    """Where to go on; the track and what is asked for stay as before while nothing plays."""
    point = replace(before, volume_percent=playback.volume_percent)
    if playback.queue.now is None:
        return point
    return replace(
        point,
        now=playback.queue.now.track.id,
        position_s=round(playback.position_s, 1),
        asked_for=_asked_for(playback),
    )


def _asked_for(playback: Transport) -> tuple[TrackId, ...]:
    """What a person asked for, without what is only there to be repeated."""
    repeater, asked_for = playback.repeater, playback.queue.asked_for
    if repeater.mode is Repeat.TRACK:
        asked_for = tuple(entry for entry in asked_for if not repeater.is_extra(entry))
    return tuple([entry.track.id for entry in asked_for])


class ResumeKeeper:
    """Tells when the resume point is to be noted again: a player may be killed at any time."""

    def __init__(self) -> None:
        self._noted_at_s = 0.0
        self._seen: tuple[tuple[UpNextEntry, ...], int] | None = None  # Up next and the volume

    def noted(self, now_s: float) -> None:
        """It is noted at this moment."""
        self._noted_at_s = now_s

    def is_due(self, now_s: float) -> bool:
        """Whether the position has moved on so far that it is worth noting."""
        return now_s - self._noted_at_s >= RESUME_POINT_EVERY_S

    def is_edited(self, playback: Transport, noted: ResumePoint) -> bool:
        """Whether what is asked for or the volume is another than what is noted.

        Up next is looked through only where it has changed since the last question.
        """
        up_next, volume_percent = playback.queue.up_next, playback.volume_percent
        seen, self._seen = self._seen, (up_next, volume_percent)
        if seen is not None and seen[0] is up_next and seen[1] == volume_percent:
            return False
        if noted.volume_percent != volume_percent:
            return True
        return playback.queue.now is not None and noted.asked_for != _asked_for(playback)
