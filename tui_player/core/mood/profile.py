"""What is kept of a person's moods between runs: resting face, orders given, mood history."""

from dataclasses import dataclass, replace

from tui_player.core.mood.baseline import NeutralFace
from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.goal import MoodGoal

RECENT_MINUTES = 30


@dataclass(frozen=True, slots=True)
class NeutralFaceSet:
    """The face at rest was measured; None: it was forgotten."""

    face: NeutralFace | None


@dataclass(frozen=True, slots=True)
class MoodOrders:
    """What the person ordered and never took back: a pin without an end, a goal."""

    pin: Emotion | None = None
    goal: MoodGoal | None = None


@dataclass(frozen=True, slots=True)
class MoodHistoryAllowed:
    """The person said whether the history of their moods may be kept."""

    allowed: bool


@dataclass(frozen=True, slots=True)
class MoodMinute:
    """What a face showed over one minute (Unix time in whole minutes), and how surely (0 to 1)."""

    minute: int
    emotion: Emotion
    certainty: float


@dataclass(frozen=True, slots=True)
class MoodHistoryErased:
    """All that was kept of the history of moods is wiped out."""


PersonFact = NeutralFaceSet | MoodOrders | MoodHistoryAllowed | MoodMinute | MoodHistoryErased


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
