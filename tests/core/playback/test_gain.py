"""The gain of one track: by track or album, and never into clipping."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_player.core.playback.gain import LARGEST_GAIN_DB, guarded_gain_db, joined, wanted_gain_db
from tui_player.model.music.loudness import LARGEST_PEAK, Loudness

BOTH = Loudness(-7.0, 0.9, -9.0, 1.0)


def test_tags_come_before_what_was_measured() -> None:
    measured = Loudness(track_gain_db=-5.0, track_peak=0.5)
    assert joined(BOTH, measured) == BOTH
    assert joined(Loudness(), measured) == measured
    assert joined(Loudness(), Loudness()) == Loudness()


def test_a_measured_peak_completes_the_tags() -> None:
    tags = Loudness(track_gain_db=3.0, album_gain_db=2.0)
    measured = Loudness(track_gain_db=3.3, track_peak=0.5)
    assert joined(tags, measured) == Loudness(3.0, 0.5, 2.0, None)


@pytest.mark.parametrize(
    ("loudness", "by_album", "expected"),
    [
        (BOTH, False, -7.0),
        (BOTH, True, -9.0),
        (Loudness(track_gain_db=-7.0), True, -7.0),
        (Loudness(album_gain_db=-9.0), False, -9.0),
        (Loudness(), False, None),
    ],
)
def test_the_wanted_gain_or_the_other_one(
    loudness: Loudness, by_album: bool, expected: float | None
) -> None:
    assert wanted_gain_db(loudness, by_album=by_album) == expected


def test_a_boost_ends_where_the_peak_reaches_full_scale() -> None:
    quiet = Loudness(track_gain_db=10.0, track_peak=0.5)
    assert guarded_gain_db(10.0, quiet, by_album=False) == pytest.approx(6.02, abs=0.01)
    assert guarded_gain_db(-3.0, quiet, by_album=False) == -3.0


def test_a_peak_over_full_scale_is_brought_down() -> None:
    hot = Loudness(track_gain_db=-0.5, track_peak=1.2)
    assert guarded_gain_db(-0.5, hot, by_album=False) == pytest.approx(-1.58, abs=0.01)


def test_a_peak_that_no_music_has_does_not_silence_a_track() -> None:
    wrong = Loudness(track_gain_db=-3.0, track_peak=32_767.0)
    assert guarded_gain_db(-3.0, wrong, by_album=False) == pytest.approx(-6.02, abs=0.01)


def test_without_a_peak_there_is_no_boost() -> None:
    assert guarded_gain_db(4.0, Loudness(track_gain_db=4.0), by_album=False) == 0.0
    assert guarded_gain_db(-4.0, Loudness(track_gain_db=-4.0), by_album=False) == -4.0


def test_the_peak_of_the_album_guards_its_gain() -> None:
    loudness = Loudness(5.0, 0.5, 5.0, 0.8)
    assert guarded_gain_db(5.0, loudness, by_album=True) == pytest.approx(1.94, abs=0.01)
    assert guarded_gain_db(5.0, loudness, by_album=False) == 5.0


@given(
    gain_db=st.floats(-200, 200),
    peak=st.floats(0, LARGEST_PEAK),
    album_peak=st.none() | st.floats(0, LARGEST_PEAK),
    by_album=st.booleans(),
)
def test_no_peak_ever_clips(
    gain_db: float, peak: float, album_peak: float | None, by_album: bool
) -> None:
    loudness = Loudness(gain_db, peak, gain_db, album_peak)
    result_db = guarded_gain_db(gain_db, loudness, by_album=by_album)
    guarding = album_peak if by_album and album_peak is not None else peak
    assert guarding * math.pow(10, result_db / 20) <= 1.0 + 1e-9
    assert result_db <= max(gain_db, -LARGEST_GAIN_DB)
    assert abs(result_db) <= LARGEST_GAIN_DB
