"""The queue: every change is a new queue, and asked-for entries keep their place."""

from tests.makers import entry
from tui_player.core.playback.queue import HEARD_KEPT, PlayQueue


def ids(queue: PlayQueue) -> list[int]:
    return [e.play_id for e in queue.up_next]


def test_advancing_and_stepping_back_are_inverse() -> None:
    queue = PlayQueue((), entry(1), (entry(2), entry(3)))
    assert queue.advanced().now == entry(2)
    assert queue.advanced().heard == (entry(1),)
    assert queue.advanced().stepped_back() == queue


def test_stepping_back_without_a_past_changes_nothing() -> None:
    queue = PlayQueue((), entry(1), ())
    assert queue.stepped_back() == queue


def test_advancing_past_the_end_leaves_nothing_playing() -> None:
    queue = PlayQueue((), entry(1), ()).advanced()
    assert queue.now is None
    assert queue.advanced().heard == (entry(1),)


def test_the_past_has_an_end() -> None:
    queue = PlayQueue()
    for play_id in range(HEARD_KEPT + 50):
        queue = queue.with_now(entry(play_id))
    assert len(queue.heard) == HEARD_KEPT


def test_asked_for_entries_come_in_the_order_asked_ahead_of_chosen_ones() -> None:
    queue = PlayQueue((), None, (entry(1), entry(2)))
    queue = queue.with_asked(entry(3, asked_for=True)).with_asked(entry(4, asked_for=True))
    assert ids(queue) == [3, 4, 1, 2]
    assert ids(queue.with_first(entry(5, asked_for=True))) == [5, 3, 4, 1, 2]


def test_choosing_afresh_keeps_what_was_asked_for() -> None:
    queue = PlayQueue((), None, (entry(1, asked_for=True), entry(2)))
    assert ids(queue.with_chosen([entry(3), entry(4)])) == [1, 3, 4]


def test_moving_stops_at_the_ends_and_counts_as_asked_for() -> None:
    queue = PlayQueue((), None, (entry(1), entry(2), entry(3)))
    assert ids(queue.moved(1, 1)) == [2, 1, 3]
    assert ids(queue.moved(1, 99)) == [2, 3, 1]
    assert ids(queue.moved(3, -99)) == [3, 1, 2]
    assert queue.moved(3, -99).asked_for[0].play_id == 3
    assert queue.moved(42, 1) == queue


def test_taking_out() -> None:
    queue = PlayQueue((), entry(9), (entry(1), entry(2), entry(3)))
    assert ids(queue.without([1, 3])) == [2]
    assert queue.without([9]).now == entry(9)
