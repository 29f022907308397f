"""Choosing: by rule weight and not by family size, spaced, with opinions and the past counted."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest

from tests.fakes import ListCatalog
from tests.makers import track
from tui_player.core.memory import Memory
from tui_player.core.selection.picker import Pick, Picker, Situation
from tui_player.core.selection.rules import MoodRules
from tui_player.core.selection.schedule import ContextRules
from tui_player.core.settings import PickerSettings
from tui_player.messages.facts import (
    LessonLearned,
    OpinionGiven,
    Outcome,
    TrackHeard,
    TrackNamed,
    TurnTaken,
)
from tui_player.model.clock import DAY_S, Moment
from tui_player.model.mood.emotion import EMOTIONS, Emotion
from tui_player.model.mood.plan import MusicTarget
from tui_player.model.music.taste import Lesson, TrackName
from tui_player.model.music.track import Track

NOW = Moment(0.0, 1_000.0 * DAY_S)  # a Wednesday at midnight
HAPPY = MusicTarget(Emotion.HAPPY, "you look happy")

RULES = MoodRules.from_table(
    {emotion.value: {"plays": {"pop": 1.0, "disco": 1.0}} for emotion in EMOTIONS}
    | {"surprised": {"plays": {"pop": 1.0}, "unheard_factor": 50.0}}
)


def picker(*tracks: Track, seed: int = 1, settings: PickerSettings | None = None) -> Picker:
    return Picker(ListCatalog(tracks), RULES, Random(seed), settings or PickerSettings())


def situation(memory: Memory | None = None, planned: tuple[Track, ...] = ()) -> Situation:
    return Situation(memory or Memory(), NOW, planned=planned)


def names(picks: tuple[Pick, ...]) -> list[str]:
    return [pick.track.title for pick in picks]


def firsts(
    *tracks: Track,
    memory: Memory | None = None,
    wish: MusicTarget = HAPPY,
    draws: int = 300,
    settings: PickerSettings | None = None,
) -> Counter[str]:
    """How often each track comes first, over many draws."""
    return Counter(
        names(picker(*tracks, seed=seed, settings=settings).pick(wish, 1, situation(memory)))[0]
        for seed in range(draws)
    )


def pops(count: int) -> list[Track]:
    return [track(f"pop {i}", "pop") for i in range(count)]


class TestMood:
    def test_picks_fit_are_different_and_say_why(self) -> None:
        others = [track(f"metal {i}", "metal") for i in range(30)]
        picks = picker(*pops(30), *others).pick(HAPPY, 10, situation())
        assert len(set(names(picks))) == 10
        assert all(pick.track.families == ("pop",) for pick in picks)
        assert {pick.reason for pick in picks} == {"you look happy"}

    def test_families_share_by_weight_whatever_their_size(self) -> None:
        tracks = [*pops(400), *(track(f"disco {i}", "disco") for i in range(40))]
        counts: Counter[str] = Counter()
        for seed in range(60):
            picks = picker(*tracks, seed=seed).pick(HAPPY, 5, situation())
            counts.update(pick.track.families[0] for pick in picks)
        assert 0.35 < counts["disco"] / counts.total() < 0.65

    def test_a_track_of_two_families_does_not_come_twice_as_often(self) -> None:
        both = [track(f"both {i}", "pop", "disco") for i in range(300)]
        tracks = [*pops(300), *both]
        counts: Counter[int] = Counter()
        for seed in range(60):
            picks = picker(*tracks, seed=seed).pick(HAPPY, 5, situation())
            counts.update(len(pick.track.families) for pick in picks)
        assert 0.35 < counts[2] / counts.total() < 0.65

    def test_without_a_mood_all_tracks_count(self) -> None:
        wish = MusicTarget(None, "no mood read yet")
        picks = picker(track("a", "metal"), track("b")).pick(wish, 5, situation())
        assert sorted(names(picks)) == ["a", "b"]
        assert picks[0].reason == "no mood read yet"

    def test_a_thin_mood_gives_fewer_rather_than_wrong_ones(self) -> None:
        tracks = [track("a", "pop"), track("b", "pop"), track("c", "metal")]
        picks = picker(*tracks).pick(HAPPY, 5, situation(planned=(tracks[0],)))
        assert names(picks) == ["b"]

    def test_anything_will_do_where_the_mood_has_no_other(self) -> None:
        pop, metal = track("a", "pop"), track("b", "metal")
        chooser = picker(pop, metal)
        assert chooser.pick(HAPPY, 5, situation(planned=(pop,))) == ()
        (pick,) = chooser.pick_anything(HAPPY, situation(planned=(pop,)))
        assert (pick.track, pick.reason) == (metal, "no other tagged for happy")
        assert chooser.pick_anything(HAPPY, situation(planned=(pop, metal))) == ()

    def test_a_mood_without_any_track_falls_back_and_says_so(self) -> None:
        tracks = [track(f"metal {i}", "metal") for i in range(5)]
        picks = picker(*tracks).pick(HAPPY, 3, situation())
        assert len(picks) == 3
        assert {pick.reason for pick in picks} == {"nothing tagged for happy"}

    def test_an_empty_library_gives_nothing(self) -> None:
        assert picker().pick(HAPPY, 5, situation()) == ()

    def test_the_same_seed_gives_the_same_choice(self) -> None:
        first = picker(*pops(40), seed=7).pick(HAPPY, 8, situation())
        assert first == picker(*pops(40), seed=7).pick(HAPPY, 8, situation())


class TestThePast:
    def test_liked_tracks_come_more_often_and_disliked_ones_wait(self) -> None:
        tracks = pops(10)
        memory = Memory().with_fact(OpinionGiven(tracks[0].id, Emotion.HAPPY, 1))
        memory = memory.with_fact(OpinionGiven(tracks[1].id, Emotion.HAPPY, -1))
        counts = firsts(*tracks, memory=memory)
        assert counts["pop 0"] > 2 * counts["pop 5"]
        assert counts["pop 1"] == 0

    def test_a_liked_track_is_in_every_draw_even_of_a_large_library(self) -> None:
        tracks = pops(2_000)
        memory = Memory().with_fact(OpinionGiven(tracks[7].id, Emotion.HAPPY, 1))
        # About one in 32 and its own weight; left to chance it would be one in 2,000.
        assert firsts(*tracks, memory=memory)["pop 7"] > 15

    def test_what_was_liked_here_is_played_here_whatever_it_is(self) -> None:
        metal = track("metal", "metal")
        memory = Memory().with_fact(OpinionGiven(metal.id, Emotion.HAPPY, 1))
        counts = firsts(metal, *pops(3), memory=memory)
        assert counts["metal"] > 60

    def test_what_was_heard_just_now_waits(self) -> None:
        tracks = pops(6)
        memory = Memory().with_fact(heard(tracks[0], 0.0))
        counts = firsts(*tracks, memory=memory)
        assert counts["pop 0"] < counts["pop 1"] / 3

    def test_surprised_prefers_what_was_not_heard_for_long(self) -> None:
        old, recent = track("old", "pop"), track("recent", "pop")
        memory = Memory().with_fact(heard(old, 90)).with_fact(heard(recent, 10))
        wish = MusicTarget(Emotion.SURPRISED, "you look surprised")
        assert firsts(old, recent, memory=memory, wish=wish, draws=100)["old"] > 90
        (pick,) = picker(old).pick(wish, 1, situation(memory))
        assert pick.reason == "you look surprised, long unheard"

    def test_skips_teach_unless_learning_is_off(self) -> None:
        tracks = pops(2)
        memory = Memory().with_fact(LessonLearned(tracks[0].id, Emotion.HAPPY, Lesson(skipped=20)))
        assert firsts(*tracks, memory=memory)["pop 0"] < 60
        off = firsts(*tracks, memory=memory, settings=PickerSettings(learns=False))
        assert 110 < off["pop 0"] < 190

    def test_what_suits_by_one_artist_makes_the_others_come_nearer(self) -> None:
        liked = track("liked", "pop", artist="Björk")
        other = track("other", "pop", artist="Björk")
        memory = Memory().with_fact(TrackNamed(liked.id, TrackName.of(liked)))
        memory = memory.with_fact(OpinionGiven(liked.id, Emotion.HAPPY, 1))
        counts = firsts(other, *pops(1), memory=memory)
        assert counts["other"] > 165


def heard(which: Track, days_ago: float) -> TrackHeard:
    at_unix_s = NOW.unix_s - days_ago * DAY_S
    return TrackHeard(which.id, at_unix_s, Emotion.HAPPY, 180.0, Outcome.FINISHED)


class TestSpacing:
    def neighbours(self, tracks: list[Track]) -> int:
        """How often two in a row are by one artist, in 50 queues of six."""
        count = 0
        for seed in range(50):
            picks = picker(*tracks, seed=seed).pick(HAPPY, 6, situation())
            artists = [pick.track.artist for pick in picks]
            count += sum(a == b for a, b in pairwise(artists))
        return count

    def test_artists_are_spaced(self) -> None:
        tracks = [track(f"one {i}", "pop", artist="One") for i in range(10)]
        assert self.neighbours([*tracks, *pops(10)]) < 15, "unspaced it would be about 60"

    def test_a_library_of_one_artist_plays_on(self) -> None:
        tracks = [track(f"one {i}", "pop", artist="One") for i in range(10)]
        assert self.neighbours(tracks) == 50 * 5

    def test_what_sounds_counts(self) -> None:
        ones = [track(f"one {i}", "pop", artist="One") for i in range(10)]
        planned = situation(planned=(ones[0],))
        counts = Counter(
            picker(*ones, *pops(10), seed=seed).pick(HAPPY, 1, planned)[0].track.artist
            for seed in range(200)
        )
        assert counts["One"] < 20


class TestBag:
    def memory_after(self, *turns: Track) -> Memory:
        memory = Memory()
        for number, each in enumerate(turns, start=1):
            memory = memory.with_fact(TurnTaken(each.id, Emotion.HAPPY, number))
        return memory

    def test_nothing_returns_before_half_of_the_mood_had_its_turn(self) -> None:
        tracks = pops(10)
        memory = self.memory_after(*tracks[:5])
        for seed in range(50):
            picks = picker(*tracks, seed=seed).pick(HAPPY, 4, situation(memory))
            # After each turn the one that waited longest may come again.
            for place, pick in enumerate(picks):
                assert pick.track not in tracks[place + 1 : 5]

    def test_where_all_others_cannot_be_played_the_rest_is_cut_short(self) -> None:
        tracks = pops(4)
        memory = self.memory_after(*tracks)
        unplayable = frozenset(each.id for each in tracks[:3])
        now = replace(situation(memory), unplayable=unplayable)
        assert names(picker(*tracks).pick(HAPPY, 1, now)) == ["pop 3"]

    def test_a_disliked_track_sits_out_three_rounds(self) -> None:
        tracks = pops(4)
        memory = self.memory_after(tracks[0])
        memory = memory.with_fact(OpinionGiven(tracks[0].id, Emotion.HAPPY, -1))
        for number in range(2, 40):
            picks = picker(*tracks, seed=number).pick(HAPPY, 1, situation(memory))
            if picks[0].track is tracks[0]:
                break
            memory = memory.with_fact(TurnTaken(picks[0].track.id, Emotion.HAPPY, number))
        assert number > 12


class TestContext:
    def test_the_hour_makes_families_weigh_more_or_less(self) -> None:
        rules = ContextRules.from_entries(
            [{"hours": "22:00-06:00", "weights": {"disco": 9.0, "pop": 0.5}}]
        )
        settings = PickerSettings(context=rules)
        tracks = [track("pop", "pop"), track("disco", "disco")]
        assert firsts(*tracks, settings=settings, draws=100)["disco"] > 85
        (pick,) = picker(track("disco", "disco"), settings=settings).pick(HAPPY, 1, situation())
        assert pick.reason == "you look happy, fits the hour"

    def test_rules_that_leave_nothing_are_not_heeded(self) -> None:
        rules = ContextRules.from_entries([{"days": ["wed"], "weights": {"pop": 0, "disco": 0}}])
        chooser = picker(*pops(3), settings=PickerSettings(context=rules))
        assert len(chooser.pick(HAPPY, 3, situation())) == 3

    def test_what_the_hour_rules_out_does_not_keep_what_rests_from_coming(self) -> None:
        """All that does not rest weighs nothing: so what rests comes sooner."""
        rules = ContextRules.from_entries([{"days": ["wed"], "weights": {"disco": 0}}])
        discos = [track(f"disco {i}", "disco") for i in range(8)]
        chooser = picker(*pops(2), *discos, settings=PickerSettings(context=rules))
        memory = Memory()
        for number, each in enumerate(pops(2), start=1):
            memory = memory.with_fact(TurnTaken(each.id, Emotion.HAPPY, number))
        assert sorted(names(chooser.pick(HAPPY, 2, situation(memory)))) == ["pop 0", "pop 1"]
        assert chooser.tracks_of(Emotion.HAPPY, NOW) == 2
        assert chooser.tracks_of(Emotion.HAPPY, Moment(0.0, NOW.unix_s + DAY_S)) == 10

    def test_a_liked_track_that_the_hour_rules_out_does_not_either(self) -> None:
        rules = ContextRules.from_entries([{"days": ["wed"], "weights": {"disco": 0}}])
        played, broken = pops(2)
        liked = track("d", "disco")
        chooser = picker(played, broken, liked, settings=PickerSettings(context=rules))
        memory = Memory().with_fact(OpinionGiven(liked.id, Emotion.HAPPY, 1))
        memory = memory.with_fact(TurnTaken(played.id, Emotion.HAPPY, 1))
        unplayable = frozenset({broken.id})
        picks = chooser.pick(HAPPY, 1, replace(situation(memory), unplayable=unplayable))
        assert names(picks) == ["pop 0"]


class TestSum:
    def test_the_numbers_shown_are_those_used(self) -> None:
        tracks = [track("a", "pop", artist="One"), track("b", "pop", artist="One")]
        tracks += [track("c", "pop")]
        memory = Memory().with_fact(heard(tracks[0], 3.5))
        memory = memory.with_fact(OpinionGiven(tracks[0].id, Emotion.HAPPY, 1))
        planned = situation(memory, planned=(track("now", "pop", artist="One"),))
        for seed in range(20):
            picks = picker(*tracks, seed=seed).pick(HAPPY, 3, planned)
            by_title = {pick.track.title: pick.sum for pick in picks}
            first = picks[0].sum
            assert first is not None
            weights = {"a": 5.0 * 0.51 * 0.05, "b": 0.05, "c": 1.0}
            assert first.weight == pytest.approx(weights[picks[0].track.title])
            assert first.candidates == 3
            assert 0 < first.chance < 1
            last = picks[-1].sum
            assert last is not None
            assert last.chance == pytest.approx(1.0)
            liked = by_title["a"]
            assert liked is not None
            assert [factor.name for factor in liked.factors][:3] == [
                "rule",
                "learned",
                "last heard",
            ]
            assert liked.factors[2].value == pytest.approx(0.02 + 0.98 / 2)
            assert liked.factors[2].words == "heard 3 days ago"
            assert liked.reason == "you look happy, liked"

    def test_chances_are_those_of_the_draw(self) -> None:
        tracks = pops(5)
        memory = Memory().with_fact(OpinionGiven(tracks[0].id, Emotion.HAPPY, 1))
        told = 0.0
        for seed in range(400):
            (pick,) = picker(*tracks, seed=seed).pick(HAPPY, 1, situation(memory))
            if pick.track is tracks[0]:
                assert pick.sum is not None
                told = pick.sum.chance
        drawn = firsts(*tracks, memory=memory, draws=400)["pop 0"] / 400
        assert abs(drawn - told) < 0.09
