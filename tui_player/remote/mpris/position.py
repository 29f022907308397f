"""What was shown last and when, from which the position at any later moment follows."""

from typing import NamedTuple

from tui_player.messages.snapshot import Snapshot

# Positions come four times a second; where none comes for so long, nothing is known to sound.
_LONGEST_WITHOUT_NEWS_S = 1.0
# A position that differs from what was to be expected by more than this was jumped to.
_JUMP_S = 1.0


class ShownPosition(NamedTuple):
    """A snapshot, and the steady time at which its position was new."""

    snapshot: Snapshot
    at_s: float

    def followed_by(self, snapshot: Snapshot, now_s: float) -> "ShownPosition":
        """The next one: snapshots that tell nothing new of the position leave its time alone."""
        is_news = _position_told(snapshot) != _position_told(self.snapshot)
        return ShownPosition(snapshot, now_s if is_news else self.at_s)

    def position_s(self, now_s: float) -> float:
        """How far into the track it is at this moment; 0 where there is none."""
        playing = self.snapshot.now_playing
        if playing is None:
            return 0.0
        since_s = 0.0 if self.snapshot.paused else now_s - self.at_s
        position_s = playing.position_s + self.snapshot.rate * min(since_s, _LONGEST_WITHOUT_NEWS_S)
        length_s = playing.told_length_s
        return position_s if length_s is None else min(position_s, max(length_s, 0.0))


def has_jumped(before: ShownPosition, after: ShownPosition) -> bool:
    """Whether the position is not where merely playing on would have brought it."""
    was, now = before.snapshot.now_playing, after.snapshot.now_playing
    if now is None:
        return False
    is_same = was is not None and was.play_id == now.play_id
    expected_s = before.position_s(after.at_s) if is_same else 0.0
    return abs(now.position_s - expected_s) > _JUMP_S


def _position_told(snapshot: Snapshot) -> tuple[object, ...]:
    playing = snapshot.now_playing
    where = None if playing is None else (playing.play_id, playing.position_s)
    return where, snapshot.paused, snapshot.rate
