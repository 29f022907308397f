"""What is kept of a person's moods between runs: resting face, orders given, mood history."""

from dataclasses import dataclass, replace

from tui_player.messages.facts import (
    MoodHistoryAllowed,
    MoodHistoryErased,
    MoodOrders,
    NeutralFaceSet,
    PersonFact,
)
from tui_player.model.mood.mood_minute import RECENT_MINUTES, MoodMinute
from tui_player.model.mood.neutral_face import NeutralFace


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of the person; a new one per fact.

    `minutes` are the latest of the mood history, oldest first. `may_keep_history` is None until
    the person has said so or not.
    """

    neutral_face: NeutralFace | None = None
    orders: MoodOrders = MoodOrders()
    may_keep_history: bool | None = None
    minutes: tuple[MoodMinute, ...] = ()

    def with_fact(self, fact: PersonFact) -> "Person":
        """This after `fact`."""
        match fact:
            case NeutralFaceSet(face):
                return replace(self, neutral_face=face)
            case MoodOrders():
                return replace(self, orders=fact)
            case MoodHistoryAllowed(allowed):
                return replace(self, may_keep_history=allowed)
            case MoodMinute():
                earlier = tuple(m for m in self.minutes if m.minute != fact.minute)
                return replace(self, minutes=(*earlier, fact)[-RECENT_MINUTES:])
            case MoodHistoryErased():
                return replace(self, minutes=())
