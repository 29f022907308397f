"""Choosing: by rule weight and not by family size, spaced, with opinions and the past counted."""

from collections import Counter
from itertools import pairwise
from random import Random

from tests.fakes import ListCatalog
from tests.makers import track
from tui_player.domain.emotion import EMOTIONS, Emotion
from tui_player.domain.memory import Memory, OpinionGiven, Outcome, TrackHeard
from tui_player.domain.picker import DAY_S, Pick, Picker
from tui_player.domain.rules import MoodRules
from tui_player.domain.track import Track
from tui_player.domain.wish import Wish

NOW_UNIX_S = 1_000 * DAY_S
HAPPY = Wish(Emotion.HAPPY, "you look happy")

RULES = MoodRules.from_table(
    {emotion.value: {"plays": {"pop": 1.0, "disco": 1.0}} for emotion in EMOTIONS}
    | {"surprised": {"plays": {"pop": 1.0}, "unheard_factor": 50.0}}
)


def picker(*tracks: Track, seed: int = 1) -> Picker:
    return Picker(ListCatalog(tracks), RULES, Random(seed))


def names(picks: tuple[Pick, ...]) -> list[str]:
    return [pick.track.title for pick in picks]


def test_picks_fit_the_mood_are_different_and_say_why() -> None:
    tracks = [track(f"pop {i}", "pop") for i in range(30)]
    others = [track(f"metal {i}", "metal") for i in range(30)]
    picks = picker(*tracks, *others).pick(HAPPY, 10, Memory(), NOW_UNIX_S)
    assert len(set(names(picks))) == 10
    assert all(pick.track.families == ("pop",) for pick in picks)
    assert {pick.reason for pick in picks} == {"you look happy"}


def test_families_share_by_weight_whatever_their_size() -> None:
    tracks = [track(f"pop {i}", "pop") for i in range(400)]
    tracks += [track(f"disco {i}", "disco") for i in range(20)]
    counts: Counter[str] = Counter()
    for seed in range(60):
        picks = picker(*tracks, seed=seed).pick(HAPPY, 5, Memory(), NOW_UNIX_S)
        counts.update(pick.track.families[0] for pick in picks)
    assert 0.35 < counts["disco"] / counts.total() < 0.65


def test_without_a_mood_all_tracks_count() -> None:
    picks = picker(track("a", "metal"), track("b")).pick(
        Wish(None, "no mood read yet"), 5, Memory(), NOW_UNIX_S
    )
    assert sorted(names(picks)) == ["a", "b"]
    assert picks[0].reason == "no mood read yet"


def test_a_mood_without_tracks_gives_none_unless_anything_will_do() -> None:
    metal = track("a", "metal")
    assert picker(metal).pick(HAPPY, 5, Memory(), NOW_UNIX_S) == ()
    picks = picker(metal).pick_anything(HAPPY, Memory(), NOW_UNIX_S)
    assert picks == (Pick(metal, "no other tagged for happy"),)
    assert picker(metal).pick_anything(HAPPY, Memory(), NOW_UNIX_S, [metal.id]) == ()


def test_a_thin_mood_gives_fewer_rather_than_wrong_ones() -> None:
    catalog = [track("a", "pop"), track("b", "pop"), track("c", "metal")]
    picks = picker(*catalog).pick(HAPPY, 5, Memory(), NOW_UNIX_S, without=[catalog[0].id])
    assert names(picks) == ["b"]


def test_liked_tracks_come_more_often_and_disliked_ones_hardly() -> None:
    tracks = [track(f"pop {i}", "pop") for i in range(10)]
    memory = Memory().with_fact(OpinionGiven(tracks[0].id, Emotion.HAPPY, 1))
    memory = memory.with_fact(OpinionGiven(tracks[1].id, Emotion.HAPPY, -1))
    counts: Counter[str] = Counter()
    for seed in range(300):
        counts.update(names(picker(*tracks, seed=seed).pick(HAPPY, 1, memory, NOW_UNIX_S)))
    assert counts["pop 0"] > 2 * counts["pop 5"]
    assert counts["pop 1"] < counts["pop 5"] / 2


def heard(which: Track, days_ago: float) -> TrackHeard:
    at_unix_s = NOW_UNIX_S - days_ago * DAY_S
    return TrackHeard(which.id, at_unix_s, Emotion.HAPPY, 180.0, Outcome.FINISHED)


def test_what_was_heard_just_now_waits() -> None:
    tracks = [track(f"pop {i}", "pop") for i in range(6)]
    memory = Memory().with_fact(heard(tracks[0], 0.0))
    firsts = Counter(
        names(picker(*tracks, seed=seed).pick(HAPPY, 1, memory, NOW_UNIX_S))[0]
        for seed in range(200)
    )
    assert firsts["pop 0"] < firsts["pop 1"] / 3


def test_surprised_prefers_what_was_not_heard_for_long() -> None:
    old, recent = track("old", "pop"), track("recent", "pop")
    memory = Memory().with_fact(heard(old, 90)).with_fact(heard(recent, 10))
    wish = Wish(Emotion.SURPRISED, "you look surprised")
    firsts = Counter(
        names(picker(old, recent, seed=seed).pick(wish, 1, memory, NOW_UNIX_S))[0]
        for seed in range(100)
    )
    assert firsts["old"] > 90


def test_artists_are_spaced() -> None:
    tracks = [track(f"one {i}", "pop", artist="One") for i in range(10)]
    tracks += [track(f"other {i}", "pop") for i in range(10)]
    neighbours = 0
    for seed in range(50):
        picks = picker(*tracks, seed=seed).pick(HAPPY, 6, Memory(), NOW_UNIX_S)
        artists = [pick.track.artist for pick in picks]
        neighbours += sum(a == b for a, b in pairwise(artists))
    assert neighbours < 20, "unspaced draws would give about 60"


def test_the_same_seed_gives_the_same_choice() -> None:
    tracks = [track(f"pop {i}", "pop") for i in range(40)]
    first = picker(*tracks, seed=7).pick(HAPPY, 8, Memory(), NOW_UNIX_S)
    assert first == picker(*tracks, seed=7).pick(HAPPY, 8, Memory(), NOW_UNIX_S)


def test_an_empty_library_gives_nothing() -> None:
    assert picker().pick(HAPPY, 5, Memory(), NOW_UNIX_S) == ()
