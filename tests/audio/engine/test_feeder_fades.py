from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.audio.conftest import LIMIT_S, wait_until
from tests.audio.engine.test_feeder import RATE_HZ, Bench, taken
from tests.media_files import Pcm, noise
from tui_player.audio.engine.feeder import SPARED_S
from tui_player.audio.engine.feeder_messages import FadeTo, Failed, Mark, Play, Unmarked
from tui_player.audio.engine.source import crossfaded

A, B, C = noise(1.3, seed=1), noise(1.1, seed=2), noise(0.9, seed=3)
FADE_S = 0.5
FADE = round(FADE_S * RATE_HZ)
SPARED = round(SPARED_S * RATE_HZ)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    bench.feeder.stop(LIMIT_S)
    bench.flag.close()


def faded(first: Pcm, second: Pcm, frames: int) -> Pcm:
    """The two with a crossfade of so many frames, as 16 bits."""
    ending, beginning = (
        part.astype(np.float32) / np.float32(32_768) for part in (first[-frames:], second[:frames])
    )
    mixed: Pcm = np.rint(crossfaded(ending, beginning, 0) * 32_768).astype(np.int16)
    return np.concatenate([first[:-frames], mixed, second[frames:]])


def assert_alike(one: Pcm, other: Pcm) -> None:
    assert len(one) == len(other)
    assert np.abs(one.astype(int) - other).max() <= 1


@pytest.mark.parametrize("seconds", [1.3, 7.0])
def test_two_tracks_overlap(seconds: float, bench: Bench) -> None:
    first = noise(seconds, seed=1)
    path = bench.file("b.flac", B)
    ring = bench.load(bench.file("a.wav", first))
    bench.follow(1, 2, path, FADE_S)
    total = len(first) + len(B) - FADE
    heard = []
    while ring.written < total:
        wait_until(lambda: ring.written == total or ring.written - ring.taken > 2.4 * RATE_HZ)
        heard.append(taken(ring, 10_000))
    heard.append(taken(ring))
    mark = bench.next_mark()
    if mark.play is None:  # all was in the ring before the follower was known
        mark = bench.next_mark()
    assert mark == Mark(len(first) - FADE, Play(2, path), 1.1)
    assert bench.next_mark() == Mark(len(first) + len(B) - FADE, None)
    assert_alike(np.concatenate(heard), faded(first, B, FADE))


def test_a_track_shorter_than_its_fades_gets_shorter_ones(bench: Bench) -> None:
    short = noise(0.6, seed=5)
    ring = bench.load(bench.file("a.wav", A))
    bench.next_mark()
    bench.follow(1, 2, bench.file("short.wav", short), 12.0)
    begins = bench.next_mark().frame
    assert begins == len(A) - len(short) // 2
    bench.next_mark()
    bench.follow(2, 3, bench.file("c.wav", C), 12.0)
    then = bench.next_mark().frame
    assert then == begins + len(short) // 2
    bench.next_mark()
    assert ring.written == then + len(C)


def test_too_late_for_the_whole_fade_it_lasts_as_long_as_it_can(bench: Bench) -> None:
    ring = bench.load(bench.file("a.wav", A))
    bench.next_mark()
    ring.take(len(A) - RATE_HZ // 2)
    bench.follow(1, 2, bench.file("b.wav", B), 1.0)
    begins = bench.next_mark().frame
    assert begins == ring.taken + SPARED
    bench.next_mark()
    assert_alike(taken(ring), faded(A, B, len(A) - begins)[len(A) - RATE_HZ // 2 :])


def test_too_late_for_any_fade_it_follows_without_a_gap(bench: Bench) -> None:
    ring = bench.load(bench.file("a.wav", A))
    bench.next_mark()
    ring.take(len(A) - 100)
    bench.follow(1, 2, bench.file("b.wav", B), 1.0)
    assert bench.next_mark().frame == len(A)
    bench.next_mark()
    np.testing.assert_array_equal(taken(ring), np.concatenate([A[-100:], B]))


def test_a_follower_mixed_already_is_replaced_whole(bench: Bench) -> None:
    ring = bench.load(bench.file("a.wav", A))
    bench.next_mark()
    bench.follow(1, 2, bench.file("b.wav", B), FADE_S)
    bench.next_mark()
    bench.next_mark()
    ring.take(1_000)
    bench.follow(1, 3, bench.file("c.wav", C), 2 * FADE_S)
    assert bench.next_note() == Unmarked(1, len(A) - FADE)
    assert bench.next_id() == 3
    bench.next_mark()
    assert_alike(taken(ring), faded(A, C, len(C) // 2)[1_000:])


def test_a_follower_mixed_already_is_taken_back_and_the_end_is_whole(bench: Bench) -> None:
    ring = bench.load(bench.file("a.wav", A))
    bench.next_mark()
    bench.follow(1, 2, bench.file("b.wav", B), FADE_S)
    bench.next_mark()
    bench.next_mark()
    bench.follow(1, 0, None)
    assert bench.next_note() == Unmarked(1, len(A) - FADE)
    assert bench.next_mark() == Mark(len(A), None)
    np.testing.assert_array_equal(taken(ring), A)


def test_a_follower_heard_already_is_not_taken_back(bench: Bench) -> None:
    ring = bench.load(bench.file("a.wav", A))
    bench.next_mark()
    bench.follow(1, 2, bench.file("b.wav", B), FADE_S)
    bench.next_mark()
    bench.next_mark()
    ring.take(len(A) - FADE + 1)
    bench.follow(1, 3, bench.file("c.wav", C), FADE_S)
    bench.follow(2, 4, bench.file("c2.wav", C))
    assert bench.next_id() == 4


def test_a_track_that_breaks_off_is_not_faded(bench: Bench, tmp_path: Path) -> None:
    path = Path(bench.file("a.flac", noise(20.0)))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 20])
    bench.load(str(path))
    bench.follow(1, 2, bench.file("b.wav", B), FADE_S)
    assert "breaks off" in bench.next_mark().complaint


def test_each_has_its_gain_from_its_first_sample_on(bench: Bench) -> None:
    ring = bench.load(bench.file("a.wav", A), gain_db=-6.0)
    bench.next_mark()
    bench.follow(1, 2, bench.file("b.wav", B), gain_db=-3.0)
    bench.next_mark()
    bench.next_mark()
    quiet = [np.rint(A * 10 ** (-6 / 20)), np.rint(B * 10 ** (-3 / 20))]
    assert_alike(taken(ring), np.concatenate(quiet).astype(np.int16))


def test_what_sounds_now_fades_into_another(bench: Bench) -> None:
    first = noise(30.0, seed=1)
    ring = bench.load(bench.file("a.wav", first))
    ring.take(10_000)
    play = Play(2, bench.file("b.wav", B), 0.2)
    frames = round(0.4 * RATE_HZ)
    bench.feeder.post(FadeTo(2, play, 0.4))
    mark = bench.next_mark()
    assert mark == Mark(10_000 + SPARED, play, 1.1)
    bench.next_mark()
    expected = faded(first[: mark.frame + frames], B[round(0.2 * RATE_HZ) :], frames)
    assert_alike(taken(ring), expected[10_000:])


def test_a_fade_into_a_bad_file_says_so(bench: Bench, tmp_path: Path) -> None:
    bench.load(bench.file("a.wav", A))
    bench.next_mark()
    bench.feeder.post(FadeTo(2, Play(2, str(tmp_path / "gone.mp3")), FADE_S))
    assert bench.next_note() == Failed(2, 2, "the file is no longer there")


def test_a_fade_with_nothing_sounding_is_a_beginning(bench: Bench) -> None:
    bench.feeder.post(FadeTo(1, Play(2, bench.file("b.wav", B)), FADE_S))
    note = bench.next_note()
    assert getattr(note, "mark", None) == Mark(0, Play(2, bench.file("b.wav", B)), 1.1)
