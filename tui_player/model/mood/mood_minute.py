"""One minute of the mood history."""

from dataclasses import dataclass

from tui_player.model.mood.emotion import Emotion

RECENT_MINUTES = 30


@dataclass(frozen=True, slots=True)
class MoodMinute:
    """What a face showed over one minute (Unix time in whole minutes), and how surely (0 to 1)."""

    minute: int
    emotion: Emotion
    certainty: float
