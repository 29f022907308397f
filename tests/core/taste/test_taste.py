"""What is learned: it backs off from track to artist to families, and moves odds the right way."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.makers import track
from tui_player.core.memory import Memory
from tui_player.core.taste.taste import (
    ARTIST_STRENGTH,
    FAMILY_STRENGTH,
    MOOD_STRENGTH,
    TRACK_STRENGTH,
    Learned,
)
from tui_player.messages.facts import Fact, LessonLearned, OpinionGiven, TrackNamed
from tui_player.model.mood.emotion import Emotion
from tui_player.model.music.taste import Evidence, Lesson, TrackName
from tui_player.model.music.track import Track

SAD, HAPPY = Emotion.SAD, Emotion.HAPPY
ONE = track("one", "folk", artist="Nick")
SAME_ARTIST = track("two", "folk", artist="nick")
SAME_FAMILY = track("three", "folk")
STRANGER = track("four", "ballad")


def factor(memory: Memory, which: Track, emotion: Emotion = SAD) -> float:
    return memory.learned.verdict(which, emotion, memory.opinion(which.id, emotion)).factor


def after(*facts: Fact, tracks: tuple[Track, ...] = (ONE,)) -> Memory:
    memory = Memory()
    for each in tracks:
        memory = memory.with_fact(TrackNamed(each.id, TrackName.of(each)))
    for fact in facts:
        memory = memory.with_fact(fact)
    return memory


def test_what_nothing_is_known_of_keeps_its_weight() -> None:
    assert factor(Memory(), ONE) == 1.0
    assert factor(after(LessonLearned(ONE.id, SAD, Lesson(5, 2))), STRANGER) == 1.0


def test_the_means_are_those_of_the_formula() -> None:
    memory = after(LessonLearned(ONE.id, SAD, Lesson(finished=3, skipped=1)))
    verdict = memory.learned.verdict(ONE, SAD, 0)
    mood = (3 + MOOD_STRENGTH * 0.5) / (4 + MOOD_STRENGTH)
    own = (3 + TRACK_STRENGTH * mood) / (4 + TRACK_STRENGTH)
    assert [each.share for each in verdict.levels] == pytest.approx([mood, mood, mood, own])
    assert verdict.factor == pytest.approx(own / (1 - own) / (mood / (1 - mood)))
    family = (3 + FAMILY_STRENGTH * mood) / (4 + FAMILY_STRENGTH)
    artist = (3 + ARTIST_STRENGTH * family) / (4 + ARTIST_STRENGTH)
    others = memory.learned.verdict(SAME_ARTIST, SAD, 0).levels
    assert [each.share for each in others] == pytest.approx([mood, family, artist, artist])


def test_a_like_spreads_to_the_artist_and_less_to_the_family() -> None:
    liked = after(OpinionGiven(ONE.id, SAD, 1))
    own, artist, family = (factor(liked, each) for each in (ONE, SAME_ARTIST, SAME_FAMILY))
    assert own > artist > 1.0
    assert own > artist > family > 1.0
    assert factor(liked, ONE, HAPPY) == 1.0, "in another mood nothing was learned"


def test_a_track_without_artist_and_family_learns_for_itself() -> None:
    bare = replace(track("bare"), artist="")
    memory = after(OpinionGiven(bare.id, SAD, 1), tracks=(bare,))
    assert factor(memory, bare) > 1.0
    assert factor(memory, replace(track("other"), artist="")) == 1.0


def test_without_plays_only_the_own_opinion_counts() -> None:
    memory = after(OpinionGiven(ONE.id, SAD, 1), LessonLearned(ONE.id, SAD, Lesson(0, 50)))
    verdict = memory.learned.verdict(ONE, SAD, 1, from_plays=False)
    assert verdict.factor == pytest.approx((8 + 2) / (0 + 2))
    assert memory.learned.verdict(SAME_ARTIST, SAD, 0, from_plays=False).factor == 1.0


def test_a_track_that_is_called_otherwise_now_counts_for_its_artist_of_now() -> None:
    memory = after(OpinionGiven(ONE.id, SAD, 1))
    other = replace(ONE, artist="Nico")
    memory = memory.with_fact(TrackNamed(ONE.id, TrackName.of(other)))
    assert factor(memory, track("five", "ballad", artist="Nico")) > 1.0
    assert factor(memory, track("six", "ballad", artist="Nick")) == 1.0


LESSONS = st.builds(Lesson, st.integers(0, 30), st.integers(0, 30))
PASTS = st.lists(st.tuples(st.sampled_from([ONE, SAME_ARTIST, SAME_FAMILY, STRANGER]), LESSONS))


def past(lessons: list[tuple[Track, Lesson]]) -> Memory:
    facts = [LessonLearned(which.id, SAD, lesson) for which, lesson in lessons]
    return after(*facts, tracks=(ONE, SAME_ARTIST, SAME_FAMILY, STRANGER))


@given(PASTS)
def test_a_disliked_tracks_odds_fall_and_a_liked_ones_rise(
    lessons: list[tuple[Track, Lesson]],
) -> None:
    """Whatever was learned before, and also against a track that has nothing to do with it."""
    before = past(lessons)
    for opinion in (1, -1):
        now = before.with_fact(OpinionGiven(ONE.id, SAD, opinion))
        own = factor(now, ONE) / factor(before, ONE)
        assert own > 1 if opinion > 0 else own < 1
        strangers = factor(now, STRANGER) / factor(before, STRANGER)
        assert own > strangers if opinion > 0 else own < strangers


@given(PASTS)
def test_taking_an_opinion_back_restores_what_was_learned(
    lessons: list[tuple[Track, Lesson]],
) -> None:
    before = past(lessons)
    liked = before.with_fact(OpinionGiven(ONE.id, SAD, 1))
    again = liked.with_fact(OpinionGiven(ONE.id, SAD, 0))
    for each in (ONE, SAME_ARTIST, SAME_FAMILY, STRANGER):
        assert factor(again, each) == pytest.approx(factor(before, each))


@given(PASTS)
def test_adding_up_step_by_step_is_adding_up_at_once(lessons: list[tuple[Track, Lesson]]) -> None:
    memory = past(lessons)
    learned = memory.learned
    at_once = Learned.of(learned.lessons, learned.names, memory.opinions)
    known = {key: each for key, each in learned.sums.items() if each != Evidence()}
    assert at_once.sums == known
