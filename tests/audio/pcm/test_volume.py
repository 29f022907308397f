import math

import pytest

from tui_player.audio.pcm.mixer import gain_of


def test_the_ends_are_silence_and_the_sound_itself() -> None:
    assert gain_of(0) == 0.0
    assert gain_of(100) == 1.0
    assert gain_of(-5) == 0.0
    assert gain_of(140) == 1.0


@pytest.mark.parametrize("percent", range(100))
def test_more_is_louder(percent: int) -> None:
    assert gain_of(percent) < gain_of(percent + 1)


def test_half_way_is_18_decibels_down() -> None:
    assert 20 * math.log10(gain_of(50)) == pytest.approx(-18.06, abs=0.01)
