"""Growing pauses."""

from tui_player.vision.camera_loop import Retry


def test_pauses_double_up_to_half_a_minute() -> None:
    retry = Retry()
    assert [retry.next_pause_s() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]


def test_after_success_pauses_are_short_again() -> None:
    retry = Retry()
    for _ in range(4):
        retry.next_pause_s()
    retry.reset()
    assert retry.next_pause_s() == 1
