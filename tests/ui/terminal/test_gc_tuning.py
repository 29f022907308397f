"""The collector is set for a long run, and still collects."""

import gc
import weakref

from tui_player.ui.terminal.gc_tuning import collect_what_is_new, settle_garbage_collection


class Knot:
    """An object that holds itself."""

    def __init__(self) -> None:
        self.me = self


def test_what_lives_is_set_aside_and_old_garbage_looked_for_rarely() -> None:
    settle_garbage_collection()
    assert gc.get_freeze_count() > 0
    assert gc.get_threshold()[2] > 10_000


def test_new_knots_are_still_untied() -> None:
    settle_garbage_collection()
    knot = weakref.ref(Knot())
    gc.collect(0)
    assert knot() is None


def test_once_all_is_loaded_old_knots_are_untied_too() -> None:
    settle_garbage_collection()
    collect_what_is_new()
    kept = Knot()
    gc.collect(1)
    untied: list[object] = []
    knot = weakref.ref(kept, untied.append)
    del kept
    new: list[list[int]] = []
    while not untied:  # to look at the knot itself would hold it in the moment of collecting
        assert len(new) < 1_000_000, "it is never looked for"
        new.append([])
    assert knot() is None
