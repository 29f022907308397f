"""Facts to remember: what happened that the user's database keeps."""

from dataclasses import dataclass
from enum import StrEnum

from tui_player.model.mood.goal import MoodGoal
from tui_player.model.mood.mood_minute import MoodMinute
from tui_player.model.mood.moods import MoodName
from tui_player.model.mood.neutral_face import NeutralFace
from tui_player.model.music.family_overrides import Scope
from tui_player.model.music.loudness import Loudness
from tui_player.model.music.taste import Lesson, TrackName
from tui_player.model.music.track import TrackId


@dataclass(frozen=True, slots=True)
class NeutralFaceSet:
    """The face at rest was measured; None: it was forgotten."""

    face: NeutralFace | None


@dataclass(frozen=True, slots=True)
class MoodOrders:
    """What the person ordered and never took back: a pin without an end, a goal."""

    pin: MoodName | None = None
    goal: MoodGoal | None = None


@dataclass(frozen=True, slots=True)
class MoodHistoryAllowed:
    """The person said whether the history of their moods may be kept."""

    allowed: bool


@dataclass(frozen=True, slots=True)
class MoodHistoryErased:
    """All that was kept of the history of moods is wiped out."""


PersonFact = NeutralFaceSet | MoodOrders | MoodHistoryAllowed | MoodMinute | MoodHistoryErased


class Outcome(StrEnum):
    """How a play ended."""

    FINISHED = "finished"
    SKIPPED = "skipped"
    REPLACED = "replaced"  # cut short for a change of mood: says nothing about the track
    LEFT = "left"  # the player was ended in its middle, which says nothing either


@dataclass(frozen=True, slots=True)
class TrackHeard:
    """A play ended: when (Unix time), in which mood, how far it was heard."""

    track_id: TrackId
    at_unix_s: float
    emotion: MoodName | None
    heard_s: float
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class OpinionGiven:
    """A track was liked (1), disliked (-1) or neither again (0) in a mood."""

    track_id: TrackId
    emotion: MoodName
    opinion: int


@dataclass(frozen=True, slots=True)
class ResumePoint:
    """Where the last run stopped: the track, the position and what was asked for next."""

    now: TrackId | None = None
    position_s: float = 0.0
    asked_for: tuple[TrackId, ...] = ()
    volume_percent: int = 72


@dataclass(frozen=True, slots=True)
class LoudnessKnown:
    """How loud a track without loudness tags was measured to be."""

    track_id: TrackId
    loudness: Loudness


@dataclass(frozen=True, slots=True)
class TracksRenamed:
    """Tracks have other ids now: pairs of old and new, in effect all at once."""

    moves: tuple[tuple[TrackId, TrackId], ...]


@dataclass(frozen=True, slots=True)
class FamilyGiven:
    """The person gave a genre family to an artist, album or track; empty: took it back."""

    scope: Scope
    family: str


@dataclass(frozen=True, slots=True)
class LessonLearned:
    """A track was heard to its end or skipped early in a mood, so many times."""

    track_id: TrackId
    emotion: MoodName
    lesson: Lesson


@dataclass(frozen=True, slots=True)
class TrackNamed:
    """What a track is called of which something is about to be learned."""

    track_id: TrackId
    name: TrackName


@dataclass(frozen=True, slots=True)
class TurnTaken:
    """A track had its turn in the shuffle bag of a mood (None: while no mood was known)."""

    track_id: TrackId
    emotion: MoodName | None
    number: int


@dataclass(frozen=True, slots=True)
class LearningForgotten:
    """What was learned in one mood, likes and dislikes included, is wiped out; None: in all."""

    emotion: MoodName | None

    def covers(self, mood: MoodName) -> bool:
        """Whether what was learned in this mood is wiped out."""
        return self.emotion in (None, mood)


Fact = (
    TrackHeard
    | OpinionGiven
    | ResumePoint
    | LoudnessKnown
    | TracksRenamed
    | FamilyGiven
    | LessonLearned
    | TrackNamed
    | TurnTaken
    | LearningForgotten
    | PersonFact
)
