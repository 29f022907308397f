"""What music is wanted."""

from dataclasses import dataclass

from tui_player.model.mood.emotion import Emotion


@dataclass(frozen=True, slots=True)
class MusicTarget:
    """What music is wanted: the mood that counts (None: none known), and how it is told."""

    emotion: Emotion | None
    reason: str
