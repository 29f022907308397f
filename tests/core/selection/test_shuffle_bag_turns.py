"""The shuffle bag: a track rests until enough others have had their turn."""

from hypothesis import given
from hypothesis import strategies as st

from tui_player.core.selection.shuffle_bag import Turns, rest_of
from tui_player.model.music.track import TrackId

A, B, C, D = (TrackId(name) for name in "abcd")


def after(*track_ids: TrackId, rest: int) -> Turns:
    turns = Turns()
    for track_id in track_ids:
        turns = turns.with_turn(track_id, turns.next_number(track_id, rest))
    return turns


def test_others_are_counted_since_the_own_turn() -> None:
    turns = after(A, B, C, rest=2)
    assert [turns.others_since(each) for each in (A, B, C)] == [2, 1, 0]
    assert turns.others_since(A, planned=4) == 6
    assert turns.others_since(D) == float("inf")


def test_half_of_the_mood_comes_first_and_rounds_go_by_for_the_disliked() -> None:
    assert [rest_of(tracks) for tracks in (0, 1, 2, 3, 10)] == [0, 0, 1, 1, 5]
    assert rest_of(10, opinion=-1) == 30


@given(st.lists(st.sampled_from("abcdef"), max_size=40), st.integers(0, 5))
def test_the_others_counted_are_different_ones(played: list[str], rest: int) -> None:
    """However often a person plays one track again, the others rest as long as they should."""
    turns = after(*map(TrackId, played), rest=rest)
    for name in set(played):
        since = played[len(played) - played[::-1].index(name) :]
        waited = turns.others_since(TrackId(name))
        assert waited <= len(since)
        if waited >= rest:
            assert len(set(since)) >= rest
