"""The port to the user's past: what was played, skipped, liked and left in the queue."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from tui_player.domain.emotion import Emotion
from tui_player.domain.loudness import Loudness
from tui_player.domain.track import TrackId


class Outcome(StrEnum):
    """How a play ended."""

    FINISHED = "finished"
    SKIPPED = "skipped"
    REPLACED = "replaced"  # cut short for a change of mood: says nothing about the track


@dataclass(frozen=True, slots=True)
class TrackHeard:
    """A play ended: when (Unix time), in which mood, how far it was heard."""

    track_id: TrackId
    at_unix_s: float
    emotion: Emotion | None
    heard_s: float
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class OpinionGiven:
    """A track was liked (1), disliked (-1) or neither again (0) in a mood."""

    track_id: TrackId
    emotion: Emotion
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


Fact = TrackHeard | OpinionGiven | ResumePoint | LoudnessKnown


@dataclass(frozen=True, slots=True)
class Memory:
    """All of the past the Director asks about, held in memory; a new one per fact."""

    last_heard_unix_s: dict[TrackId, float] = field(default_factory=dict)
    opinions: dict[tuple[TrackId, Emotion], int] = field(default_factory=dict)
    resume_point: ResumePoint = ResumePoint()
    loudness: dict[TrackId, Loudness] = field(default_factory=dict)

    def with_fact(self, fact: Fact) -> "Memory":
        """This memory after `fact`; the one before is left as it was."""
        match fact:
            case TrackHeard():
                heard = {**self.last_heard_unix_s, fact.track_id: fact.at_unix_s}
                return replace(self, last_heard_unix_s=heard)
            case OpinionGiven():
                given = {**self.opinions, (fact.track_id, fact.emotion): fact.opinion}
                return replace(self, opinions=given)
            case ResumePoint():
                return replace(self, resume_point=fact)
            case LoudnessKnown():
                known = {**self.loudness, fact.track_id: fact.loudness}
                return replace(self, loudness=known)

    def opinion(self, track_id: TrackId, emotion: Emotion | None) -> int:
        """1 if liked in this mood, -1 if disliked, else 0."""
        return 0 if emotion is None else self.opinions.get((track_id, emotion), 0)
