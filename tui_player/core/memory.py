"""The port to the user's past: what was played, skipped, liked and left in the queue."""

from dataclasses import dataclass, field, replace

from tui_player.core.mood.profile import Person
from tui_player.core.selection.shuffle_bag import Turns
from tui_player.core.taste.taste import Learned
from tui_player.messages.facts import (
    Fact,
    FamilyGiven,
    LearningForgotten,
    LessonLearned,
    LoudnessKnown,
    OpinionGiven,
    ResumePoint,
    TrackHeard,
    TrackNamed,
    TracksRenamed,
    TurnTaken,
)
from tui_player.model.mood.moods import MoodName
from tui_player.model.music.family_overrides import GivenFamilies, renamed_scopes
from tui_player.model.music.loudness import Loudness
from tui_player.model.music.track import TrackId


@dataclass(frozen=True, slots=True)
class Memory:
    """All of the past the Director asks about, held in memory; a new one per fact."""

    last_heard_unix_s: dict[TrackId, float] = field(default_factory=dict)
    opinions: dict[tuple[TrackId, MoodName], int] = field(default_factory=dict)
    resume_point: ResumePoint = ResumePoint()
    loudness: dict[TrackId, Loudness] = field(default_factory=dict)
    given_families: GivenFamilies = field(default_factory=dict)
    learned: Learned = field(default_factory=Learned)
    turns: dict[MoodName | None, Turns] = field(default_factory=dict)
    person: Person = field(default_factory=Person)

    def with_fact(self, fact: Fact) -> "Memory":
        """This memory after `fact`; the one before is left as it was."""
        match fact:
            case TrackHeard():
                heard = {**self.last_heard_unix_s, fact.track_id: fact.at_unix_s}
                return replace(self, last_heard_unix_s=heard)
            case OpinionGiven():
                return self._with_opinion(fact)
            case ResumePoint():
                return replace(self, resume_point=fact)
            case LoudnessKnown():
                known = {**self.loudness, fact.track_id: fact.loudness}
                return replace(self, loudness=known)
            case TracksRenamed():
                return self._renamed(dict(fact.moves))
            case FamilyGiven(scope, family):
                given = {**self.given_families, scope: family}
                kept = {each: name for each, name in given.items() if name}
                return replace(self, given_families=kept)
            case LessonLearned() | TrackNamed() | TurnTaken() | LearningForgotten():
                return self._after_learning(fact)
            case _:
                return replace(self, person=self.person.with_fact(fact))

    def _after_learning(
        self, fact: LessonLearned | TrackNamed | TurnTaken | LearningForgotten
    ) -> "Memory":
        learned = self.learned
        match fact:
            case LessonLearned(track_id, emotion, lesson):
                return replace(self, learned=learned.with_lesson(track_id, emotion, lesson))
            case TrackNamed(track_id, name):
                return replace(self, learned=learned.with_name(track_id, name, self.opinions))
            case TurnTaken(track_id, mood, number):
                turns = self.turns_in(mood).with_turn(track_id, number)
                return replace(self, turns={**self.turns, mood: turns})
            case LearningForgotten():
                kept = {
                    key: given for key, given in self.opinions.items() if not fact.covers(key[1])
                }
                return replace(self, opinions=kept, learned=learned.without(fact.covers, kept))

    def _with_opinion(self, fact: OpinionGiven) -> "Memory":
        before = self.opinion(fact.track_id, fact.emotion)
        learned = self.learned.with_opinion(fact.track_id, fact.emotion, before, fact.opinion)
        given = {**self.opinions, (fact.track_id, fact.emotion): fact.opinion}
        return replace(self, opinions=given, learned=learned)

    def turns_in(self, emotion: MoodName | None) -> Turns:
        """The shuffle bag of a mood."""
        return self.turns.get(emotion, Turns())

    def opinion(self, track_id: TrackId, emotion: MoodName | None) -> int:
        """1 if liked in this mood, -1 if disliked, else 0."""
        return 0 if emotion is None else self.opinions.get((track_id, emotion), 0)

    def with_opinion_in(self, emotion: MoodName | None, opinion: int) -> tuple[TrackId, ...]:
        """The tracks liked (1) or disliked (-1) in a mood."""
        given = self.opinions.items()
        return tuple(i for (i, mood), each in given if mood == emotion and each == opinion)

    def _renamed(self, new_ids: dict[TrackId, TrackId]) -> "Memory":
        """The same past under the new ids; what is known of a moved track counts at its new id."""

        def new(track_id: TrackId) -> TrackId:
            return new_ids.get(track_id, track_id)

        def moved_last(track_id: TrackId) -> bool:
            return track_id in new_ids

        heard, opinions, loudness = self.last_heard_unix_s, self.opinions, self.loudness
        point = self.resume_point
        opinions = {
            (new(i), emotion): opinions[i, emotion]
            for i, emotion in sorted(opinions, key=lambda key: moved_last(key[0]))
        }
        return Memory(
            last_heard_unix_s={new(i): heard[i] for i in sorted(heard, key=moved_last)},
            opinions=opinions,
            resume_point=replace(
                point,
                now=None if point.now is None else new(point.now),
                asked_for=tuple(new(track_id) for track_id in point.asked_for),
            ),
            loudness={new(i): loudness[i] for i in sorted(loudness, key=moved_last)},
            given_families=renamed_scopes(self.given_families, new_ids),
            learned=self.learned.renamed(new_ids, opinions),
            turns={mood: turns.renamed(new_ids) for mood, turns in self.turns.items()},
            person=self.person,
        )
