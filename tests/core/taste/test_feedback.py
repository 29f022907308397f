"""What the end of a play says about its track."""

import pytest

from tui_player.core.taste.feedback import lesson_of, was_a_turn
from tui_player.messages.facts import Outcome
from tui_player.model.music.taste import Lesson

HEARD_OUT, SKIPPED_EARLY, NOTHING = Lesson(finished=1), Lesson(skipped=1), Lesson()


@pytest.mark.parametrize(
    ("outcome", "heard_s", "duration_s", "lesson"),
    [
        (Outcome.FINISHED, 180.0, 180.0, HEARD_OUT),
        (Outcome.FINISHED, 0.0, None, HEARD_OUT),
        (Outcome.SKIPPED, 5.0, 180.0, SKIPPED_EARLY),
        (Outcome.SKIPPED, 44.0, 180.0, SKIPPED_EARLY),
        (Outcome.SKIPPED, 46.0, 180.0, NOTHING),
        (Outcome.SKIPPED, 150.0, 180.0, NOTHING),
        (Outcome.SKIPPED, 29.0, None, SKIPPED_EARLY),
        (Outcome.SKIPPED, 31.0, None, NOTHING),
        (Outcome.SKIPPED, 21.0, 40.0, NOTHING),
        (Outcome.REPLACED, 5.0, 180.0, NOTHING),
        (Outcome.LEFT, 5.0, 180.0, NOTHING),
        (Outcome.LEFT, 170.0, 180.0, NOTHING),
    ],
)
def test_early_skips_and_whole_plays_teach(
    outcome: Outcome, heard_s: float, duration_s: float | None, lesson: Lesson
) -> None:
    assert lesson_of(outcome, heard_s, duration_s) == lesson


def test_what_another_mood_cut_short_at_its_beginning_keeps_its_turn() -> None:
    assert was_a_turn(Outcome.SKIPPED, 1.0)
    assert was_a_turn(Outcome.REPLACED, 60.0)
    assert not was_a_turn(Outcome.REPLACED, 10.0)
    assert not was_a_turn(Outcome.LEFT, 10.0)
    assert was_a_turn(Outcome.LEFT, 60.0)
