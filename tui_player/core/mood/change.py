"""Changes of the mood by hand, noted so that they can be undone."""

from dataclasses import dataclass

from tui_player.core.mood.pin import MoodPin
from tui_player.core.mood.smoothing import MoodFilter
from tui_player.model.mood.goal import MoodGoal


@dataclass(frozen=True, slots=True)
class MoodMark:
    """Mood, pin and goal at one moment."""

    mood: MoodFilter
    pin: MoodPin | None
    goal: MoodGoal | None


@dataclass(frozen=True, slots=True)
class MoodChange:
    """What was changed by hand: how it was before, and right after."""

    before: MoodMark
    after: MoodMark
