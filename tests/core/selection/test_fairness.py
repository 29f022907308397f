"""The shuffle bag over many turns: fair with no history, by weight with one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest

from tests.fakes import ListCatalog
from tests.makers import track
from tui_player.core.memory import Memory
from tui_player.core.selection.picker import Picker, Situation
from tui_player.core.selection.rules import MoodRules
from tui_player.core.selection.shuffle_bag import rest_of
from tui_player.core.settings import PickerSettings
from tui_player.core.taste.feedback import turn_of_play
from tui_player.messages.facts import OpinionGiven, Outcome, TrackHeard, TurnTaken
from tui_player.model.clock import DAY_S, Moment
from tui_player.model.mood.emotion import EMOTIONS, Emotion
from tui_player.model.mood.plan import MusicTarget
from tui_player.model.music.track import Track

HAPPY = MusicTarget(Emotion.HAPPY, "you look happy")
RULES = MoodRules.from_table(
    {emotion.value: {"plays": {"pop": 1.0, "disco": 1.0}} for emotion in EMOTIONS}
)
NOW = Moment(0.0, 1_000.0 * DAY_S)
# Of the chi-square distribution: exceeded by chance once in a thousand times.
CRITICAL = {9: 27.88, 19: 43.82, 29: 58.30, 39: 72.05}


def chi_square(counts: Mapping[str, int], expected: Mapping[str, float]) -> float:
    """Pearson's statistic of counts against what was expected of each."""
    return sum((counts[name] - e) ** 2 / e for name, e in expected.items())


def turns_of(tracks: Iterable[Track], memory: Memory, turns: int, seed: int = 1) -> Iterator[Track]:
    """Who has a turn, one after another, each remembered as the player does."""
    picker = Picker(ListCatalog(tracks), RULES, Random(seed), PickerSettings())
    for _ in range(turns):
        (pick,) = picker.pick(HAPPY, 1, Situation(memory, NOW))
        turn = turn_of_play(pick.track, Emotion.HAPPY, memory, 0, by_hand=False)
        memory = memory.with_fact(turn)
        yield pick.track


def pops(count: int) -> list[Track]:
    return [track(f"pop {i}", "pop") for i in range(count)]


@pytest.mark.parametrize("tracks", [10, 20, 40])
def test_the_first_turn_is_as_likely_for_every_track(tracks: int) -> None:
    draws = 40 * tracks
    firsts = Counter(picker_first(pops(tracks), Memory(), seed) for seed in range(draws))
    expected = {each.title: draws / tracks for each in pops(tracks)}
    assert chi_square(firsts, expected) < CRITICAL[tracks - 1]


def picker_first(tracks: list[Track], memory: Memory, seed: int) -> str:
    picker = Picker(ListCatalog(tracks), RULES, Random(seed), PickerSettings())
    return picker.pick(HAPPY, 1, Situation(memory, NOW))[0].track.title


@pytest.mark.parametrize("tracks", [10, 40])
def test_over_many_turns_all_have_as_many(tracks: int) -> None:
    """Half of the bag rests, so counts lie closer together than independent draws would."""
    turns = 60 * tracks
    counts = Counter(each.title for each in turns_of(pops(tracks), Memory(), turns))
    expected = {each.title: turns / tracks for each in pops(tracks)}
    assert chi_square(counts, expected) < CRITICAL[tracks - 1]


def test_a_turn_follows_the_weights() -> None:
    tracks = pops(10)
    memory = Memory()
    for number, each in enumerate(tracks[:5]):
        days = float(number + 1)
        heard_at = NOW.unix_s - days * DAY_S
        fact = TrackHeard(each.id, heard_at, Emotion.HAPPY, 180.0, Outcome.FINISHED)
        memory = memory.with_fact(fact)
    memory = memory.with_fact(OpinionGiven(tracks[9].id, Emotion.HAPPY, 1))
    draws = 3_000
    firsts = Counter(picker_first(tracks, memory, seed) for seed in range(draws))
    picker = Picker(ListCatalog(tracks), RULES, Random(0), PickerSettings())
    sums = {pick.track.title: pick.sum for pick in picker.pick(HAPPY, 10, Situation(memory, NOW))}
    weights = {}
    for title, its_sum in sums.items():
        assert its_sum is not None
        weights[title] = its_sum.weight
    whole = sum(weights.values())
    expected = {title: draws * weight / whole for title, weight in weights.items()}
    assert min(expected.values()) > 20
    assert chi_square(firsts, expected) < CRITICAL[9]


@pytest.mark.parametrize("tracks", [1, 2, 3, 4, 7, 20])
def test_nothing_returns_before_half_of_the_others_had_their_turn(tracks: int) -> None:
    memory = Memory()
    for each in pops(tracks)[::3]:
        memory = memory.with_fact(OpinionGiven(each.id, Emotion.HAPPY, 1))
    order = [each.title for each in turns_of(pops(tracks), memory, 12 * tracks)]
    for start in range(len(order)):
        window = order[start : start + rest_of(tracks) + 1]
        assert len(set(window)) == len(window)


def test_nobody_is_left_out() -> None:
    tracks = pops(20)
    waits: list[int] = []
    order = [each.title for each in turns_of(tracks, Memory(), 800)]
    for each in tracks:
        places = [place for place, title in enumerate(order) if title == each.title]
        waits += [later - earlier for earlier, later in pairwise([0, *places, len(order)])]
    assert max(waits) < 3 * len(tracks), "without patience it would be five rounds"


def test_liked_tracks_come_more_often_in_the_long_run_too() -> None:
    tracks = pops(20)
    memory = Memory()
    for each in tracks[:5]:
        memory = memory.with_fact(OpinionGiven(each.id, Emotion.HAPPY, 1))
    counts = Counter(each.title for each in turns_of(tracks, memory, 1_000))
    liked = sum(counts[each.title] for each in tracks[:5]) / 5
    others = sum(counts[each.title] for each in tracks[5:]) / 15
    assert 1.3 < liked / others < 2.5, "the bag keeps the liked from crowding out the rest"


def test_a_disliked_track_comes_once_in_several_rounds() -> None:
    tracks = pops(10)
    memory = Memory().with_fact(OpinionGiven(tracks[0].id, Emotion.HAPPY, -1))
    counts = Counter(each.title for each in turns_of(tracks, memory, 1_000))
    assert counts["pop 0"] <= 1_000 / 30
    assert counts["pop 0"] > 0


def test_tracks_that_come_and_go_do_not_upset_the_bag() -> None:
    before = pops(20)
    memory = Memory()
    for number, each in enumerate(before[:10], start=1):
        memory = memory.with_fact(TurnTaken(each.id, Emotion.HAPPY, number))
    later = [replace(each) for each in before[5:]] + [track("new", "pop")]
    order = [each.title for each in turns_of(later, memory, 45)]
    assert "new" in order[:32]
    assert set(order) == {each.title for each in later}
