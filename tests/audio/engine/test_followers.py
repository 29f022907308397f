"""What is set up to follow can fail in every way: what sounds goes on, and another may follow."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.audio.conftest import LIMIT_S, wait_until
from tests.audio.engine.test_feeder import RATE_HZ, A, B, Bench, C, taken
from tests.media_files import Pcm, noise
from tui_player.audio.decoders.decoder import Decoder, UndecodableError
from tui_player.audio.decoders.registry import open_decoder
from tui_player.audio.engine.feeder_messages import FadeTo, Failed, Load, Loaded, Mark, Marked, Play
from tui_player.audio.engine.following import STUCK_AFTER_S

ERRORS = (
    *(AttributeError("no context"), MemoryError(), RecursionError("deep"), OSError(5, "I/O")),
    *(ValueError("odd"), AssertionError(), StopIteration(), UndecodableError("it is damaged")),
)


class _Fails:
    """A decoder that plays as long as it is told to, then raises."""

    def __init__(self, path: str, error: Exception, good_reads: int = 0) -> None:
        self._inner = open_decoder(path)
        self.rate_hz = self._inner.rate_hz
        self.duration_s = self._inner.duration_s
        self.duration_is_exact = True
        self._error = error
        self._left = good_reads
        self.is_closed = False

    def read(self, frames: int) -> bytes:
        if not self._left:
            raise self._error
        self._left -= 1
        return self._inner.read(frames)

    def seek(self, position_s: float) -> None:
        raise self._error

    def close(self) -> None:
        self.is_closed = True
        self._inner.close()


class Openings:
    """Opens files, but those with a way to fail by that."""

    def __init__(self) -> None:
        self.ways: dict[str, Callable[[str], Decoder]] = {}

    def __call__(self, path: str) -> Decoder:
        return self.ways.get(Path(path).name, open_decoder)(path)


@pytest.fixture
def openings() -> Openings:
    return Openings()


@pytest.fixture
def bench(tmp_path: Path, openings: Openings) -> Iterator[Bench]:
    bench = Bench(tmp_path, openings)
    yield bench
    bench.feeder.stop(LIMIT_S)
    bench.flag.close()


def next_failure(bench: Bench) -> Failed:
    """The next note of a failure; others between may tell anew that nothing follows."""
    while True:
        note = bench.next_note()
        if isinstance(note, Failed):
            return note
        assert note == Marked(1, Mark(len(A), None))


def raising(error: Exception) -> Callable[[str], Decoder]:
    def open_file(_: str) -> Decoder:
        raise error

    return open_file


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("moment", ["opened", "read"])
def test_whatever_a_follower_raises_what_sounds_goes_on_and_another_follows(
    moment: str, error: Exception, bench: Bench, openings: Openings
) -> None:
    bad: list[_Fails] = []

    def open_bad(path: str) -> Decoder:
        bad.append(_Fails(path, error))
        return bad[0]

    openings.ways["bad.wav"] = raising(error) if moment == "opened" else open_bad
    ring = bench.load(bench.file("a.wav", A))
    bench.next_mark()
    bench.follow(1, 2, bench.file("bad.wav", B))
    failure = next_failure(bench)
    assert (failure.play_id, bool(failure.reason)) == (2, True)
    assert all(decoder.is_closed for decoder in bad)
    bench.follow(1, 3, bench.file("c.flac", C))
    while bench.next_id() != 3:  # that nothing follows is told again
        pass
    assert bench.next_mark() == Mark(len(A) + len(C), None)
    np.testing.assert_array_equal(taken(ring), np.concatenate([A, C]))


def test_a_follower_at_another_rate_that_cannot_be_resampled_is_passed_over(
    bench: Bench, openings: Openings
) -> None:
    def open_bad(path: str) -> Decoder:
        decoder = open_decoder(path)
        decoder.rate_hz = 0
        return decoder

    openings.ways["bad.wav"] = open_bad
    bench.load(bench.file("a.wav", A))
    bench.next_mark()
    bench.follow(1, 2, bench.file("bad.wav", B))
    assert next_failure(bench).play_id == 2


def test_a_follower_without_sound_is_passed_over(bench: Bench) -> None:
    bench.load(bench.file("a.wav", A))
    bench.next_mark()
    bench.follow(1, 2, bench.file("none.flac", A[:0]))
    assert next_failure(bench).play_id == 2


def test_what_fails_while_it_sounds_ends_only_itself(bench: Bench, openings: Openings) -> None:
    sound = noise(2.0)
    openings.ways["bad.wav"] = lambda path: _Fails(path, KeyError("oh"), good_reads=4)
    ring = bench.load(bench.file("bad.wav", sound))
    mark = bench.next_mark()
    assert mark.frame == 4 * 8_192
    assert mark.complaint == (
        "it breaks off after 1 seconds: its decoder failed unexpectedly (KeyError: 'oh')"
    )
    np.testing.assert_array_equal(taken(ring), sound[: mark.frame])
    bench.feeder.post(Load(2, Play(3, bench.file("c.wav", C))))
    assert isinstance(bench.next_note(), Loaded)


def test_a_seek_that_fails_is_told_and_the_feeder_goes_on(bench: Bench, openings: Openings) -> None:
    openings.ways["bad.wav"] = lambda path: _Fails(path, OverflowError("far"), good_reads=99)
    path = bench.file("bad.wav", A)
    bench.load(path)
    bench.feeder.post(Load(2, Play(1, path, 0.2)))
    assert next_failure(bench).generation == 2
    bench.feeder.post(Load(3, Play(3, bench.file("c.wav", C))))
    assert isinstance(bench.next_note(), Loaded)


class Slow:
    """Opens a file only once it may."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.may = threading.Event()

    def __call__(self, path: str) -> Decoder:
        self.begun.set()
        assert self.may.wait(LIMIT_S)
        return open_decoder(path)


def play_on(bench: Bench, sound: Pcm, seconds: float) -> None:
    """Take sound out of the ring for longer than it is long: more must come all the time."""
    ring = bench.load(bench.file("long.wav", sound))
    bench.follow(1, 2, bench.file("slow.wav", B))
    for _ in range(round(seconds * 10)):
        wait_until(lambda: ring.written - ring.taken >= RATE_HZ // 10)
        ring.take(RATE_HZ // 10)


def test_a_follower_that_opens_slowly_holds_nothing_up_and_joins_without_a_gap(
    bench: Bench, openings: Openings
) -> None:
    slow = openings.ways["slow.wav"] = Slow()
    sound = noise(6.0)
    play_on(bench, sound, 5.0)
    assert slow.begun.is_set()
    slow.may.set()
    assert bench.next_mark().frame == len(sound)
    assert bench.next_mark() == Mark(len(sound) + len(B), None)


def test_the_end_waits_for_a_follower_that_is_being_opened(
    bench: Bench, openings: Openings
) -> None:
    slow = openings.ways["slow.wav"] = Slow()
    sound = noise(5.0)
    play_on(bench, sound, 5.0)
    assert bench.notes.empty()
    slow.may.set()
    assert bench.next_id() == 2


def test_a_follower_that_cannot_be_opened_in_time_is_passed_over(
    bench: Bench, openings: Openings
) -> None:
    slow = openings.ways["slow.wav"] = Slow()
    bench.load(bench.file("a.wav", A))
    bench.next_mark()
    bench.follow(1, 2, bench.file("slow.wav", B))
    assert slow.begun.wait(LIMIT_S)
    assert bench.flag.get() == 2
    bench.now_s += STUCK_AFTER_S + 0.1
    assert next_failure(bench).reason == "the file cannot be read in time"
    assert bench.flag.get() is None
    bench.follow(1, 3, bench.file("c.wav", C))
    while bench.next_id() != 3:
        pass
    slow.may.set()


def test_one_asked_for_later_takes_the_place_of_one_being_opened(
    bench: Bench, openings: Openings
) -> None:
    slow = openings.ways["slow.wav"] = Slow()
    bench.load(bench.file("a.wav", A))
    bench.next_mark()
    bench.follow(1, 2, bench.file("slow.wav", B))
    bench.follow(1, 3, bench.file("c.wav", C))
    slow.may.set()
    assert bench.next_id() == 3


def test_what_sounds_goes_on_until_a_fade_into_a_slow_file_can_begin(
    bench: Bench, openings: Openings
) -> None:
    slow = openings.ways["slow.wav"] = Slow()
    ring = bench.load(bench.file("a.wav", noise(30.0)))
    bench.feeder.post(FadeTo(2, Play(2, bench.file("slow.wav", B)), 0.4))
    assert slow.begun.wait(LIMIT_S)
    ring.take(2 * RATE_HZ)
    wait_until(lambda: ring.written > 3 * RATE_HZ)
    slow.may.set()
    assert bench.next_id() == 2


def test_many_bad_followers_in_a_row_are_told_one_by_one(bench: Bench, openings: Openings) -> None:
    openings.ways["bad.wav"] = raising(UndecodableError("it is damaged"))
    bench.load(bench.file("a.wav", A))
    bench.next_mark()
    for play_id in range(2, 12):
        bench.follow(1, play_id, bench.file("bad.wav", B))
        assert next_failure(bench).play_id == play_id
