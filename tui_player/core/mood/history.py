"""The mood minute by minute: one emotion and how surely it was seen, nothing finer."""

from collections.abc import Iterable, Sequence

from tui_player.model.clock import MINUTE_S
from tui_player.model.mood.emotion import EMOTIONS
from tui_player.model.mood.mood_minute import RECENT_MINUTES, MoodMinute

# A minute with fewer readings was hardly seen.
FEWEST_READINGS = 10


class MoodHistory:
    """Sums readings up to minutes, and holds the latest of them for the screen."""

    def __init__(self, minutes: Iterable[MoodMinute] = ()) -> None:
        self._minutes = tuple(minutes)
        self._minute = 0
        self._total = [0.0] * len(EMOTIONS)
        self._readings = 0

    def read(self, probabilities: Sequence[float]) -> None:
        """The face showed this (one probability per emotion) within the present minute."""
        self._total = [a + b for a, b in zip(self._total, probabilities, strict=True)]
        self._readings += 1

    def passed_to(self, now_unix_s: float) -> MoodMinute | None:
        """Time has come to `now_unix_s`: the minute that is over by now, if it was seen."""
        minute = int(now_unix_s // MINUTE_S)
        if minute == self._minute:
            return None
        over = self._summed_up() if self._readings >= FEWEST_READINGS else None
        self._minute, self._readings = minute, 0
        self._total = [0.0] * len(EMOTIONS)
        if over is not None:
            earlier = tuple(m for m in self._minutes if m.minute < over.minute)
            self._minutes = (*earlier, over)[-RECENT_MINUTES:]
        return over

    def recent(self, now_unix_s: float) -> tuple[MoodMinute, ...]:
        """The minutes seen within the last half hour, oldest first."""
        first = int(now_unix_s // MINUTE_S) - RECENT_MINUTES
        return tuple(m for m in self._minutes if m.minute >= first)

    def forget(self) -> None:
        """Nothing was seen up to now."""
        self._minutes, self._readings = (), 0
        self._total = [0.0] * len(EMOTIONS)

    def _summed_up(self) -> MoodMinute:
        strongest = max(range(len(EMOTIONS)), key=self._total.__getitem__)
        certainty = round(self._total[strongest] / self._readings, 2)
        return MoodMinute(self._minute, EMOTIONS[strongest], certainty)
