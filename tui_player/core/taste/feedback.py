"""What a play teaches once it is over, and the turn it was in its mood's shuffle bag."""

from collections.abc import Iterator

from tui_player.core.memory import Memory
from tui_player.core.selection.shuffle_bag import rest_of
from tui_player.messages.facts import Fact, LessonLearned, Outcome, TrackNamed, TurnTaken
from tui_player.model.mood.moods import MoodName
from tui_player.model.music.taste import NO_LESSON, Lesson, TrackName
from tui_player.model.music.track import Track

# A skip before this, or before this share of the track if that is later, is an early one...
EARLY_S = 30.0
EARLY_SHARE = 0.25
# ...but never one after half of the track.
LATE_SHARE = 0.5


def lesson_of(outcome: Outcome, heard_s: float, duration_s: float | None) -> Lesson:
    """What the end of a play says about a track in the mood it was played in.

    Heard out speaks for it, skipped early against it; anything else says nothing.
    """
    if outcome is Outcome.FINISHED:
        return Lesson(finished=1)
    whole_s = duration_s or float("inf")
    is_early = heard_s < max(EARLY_S, EARLY_SHARE * (duration_s or 0.0))
    if outcome is Outcome.SKIPPED and is_early and heard_s < LATE_SHARE * whole_s:
        return Lesson(skipped=1)
    return NO_LESSON


def learning_of_play(
    track: Track, emotion: MoodName, lesson: Lesson, memory: Memory
) -> Iterator[Fact]:
    """The facts to remember of a lesson; none of a skip that only followed a dislike."""
    if lesson == NO_LESSON or (lesson.skipped and memory.opinion(track.id, emotion) < 0):
        return
    yield from naming(track, memory)
    yield LessonLearned(track.id, emotion, lesson)


def naming(track: Track, memory: Memory) -> Iterator[Fact]:
    """What a track is called now, if that is not known."""
    name = TrackName.of(track)
    if memory.learned.names.get(track.id) != name:
        yield TrackNamed(track.id, name)


def turn_of_play(
    track: Track,
    emotion: MoodName | None,
    memory: Memory,
    tracks_of_mood: int,
    *,
    by_hand: bool,
) -> TurnTaken:
    """The turn of a play in a mood with so many tracks; `by_hand` if somebody asked for it.

    What was chosen for want of others, before its time, moves the bag on like any other.
    """
    rest = rest_of(tracks_of_mood) if by_hand else 0
    return TurnTaken(track.id, emotion, memory.turns_in(emotion).next_number(track.id, rest))


def was_a_turn(outcome: Outcome, heard_s: float) -> bool:
    """Whether a play was one: not if another mood, or the end of the run, cut it short early."""
    return outcome in (Outcome.FINISHED, Outcome.SKIPPED) or heard_s >= EARLY_S
