import queue
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.audio.conftest import LIMIT_S, wait_until
from tests.media_files import Pcm, noise, write_pcm
from tui_player.audio.decode_flag import DecodeFlag
from tui_player.audio.decoders.decoder import Decoder, UndecodableError
from tui_player.audio.decoders.opening import OpenFile
from tui_player.audio.decoders.registry import open_decoder
from tui_player.audio.engine.feeder import Feeder
from tui_player.audio.engine.feeder_messages import (
    Failed,
    Follow,
    Load,
    Loaded,
    Mark,
    Marked,
    Note,
    Play,
    Unmarked,
)
from tui_player.audio.pcm.ring_buffer import PcmRing

RATE_HZ = 44_100
A, B, C = noise(0.8, seed=1), noise(0.6, seed=2), noise(0.5, seed=3)


class Bench:
    """A feeder at work, and what it told."""

    def __init__(self, folder: Path, open_file: OpenFile = open_decoder) -> None:
        self.notes: queue.SimpleQueue[Note] = queue.SimpleQueue()
        self.flag = DecodeFlag()
        self.now_s = 0.0
        self.feeder = Feeder(self.notes.put, self.flag, lambda: self.now_s, open_file)
        self.feeder.start()
        self._folder = folder

    def file(self, name: str, sound: Pcm, rate_hz: int = RATE_HZ) -> str:
        return str(write_pcm(self._folder / name, sound, sample_rate_hz=rate_hz))

    def next_note(self) -> Note:
        return self.notes.get(timeout=LIMIT_S)

    def load(self, path: str, position_s: float = 0.0, gain_db: float = 0.0) -> PcmRing:
        self.feeder.post(Load(1, Play(1, path, position_s, gain_db)))
        note = self.next_note()
        assert isinstance(note, Loaded), note
        return note.ring

    def follow(
        self, after: int, play_id: int, path: str | None, fade_s: float = 0.0, gain_db: float = 0.0
    ) -> None:
        play = None if path is None else Play(play_id, path, gain_db=gain_db)
        self.feeder.post(Follow(1, after, play, fade_s))

    def next_mark(self) -> Mark:
        note = self.next_note()
        assert isinstance(note, Marked), note
        return note.mark

    def next_id(self) -> int | None:
        """The play that the next mark tells of."""
        play = self.next_mark().play
        return None if play is None else play.play_id


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    bench.feeder.stop(LIMIT_S)
    bench.flag.close()


def taken(ring: PcmRing, frames: int = 10**9) -> Pcm:
    """The sound in the ring, all or so much, as 16 bits."""
    pcm: Pcm = np.rint(ring.take(frames)[1] * 32_768).astype(np.int16)
    return pcm


def test_two_files_join_without_a_gap(bench: Bench) -> None:
    ring = bench.load(bench.file("a.wav", A))
    assert bench.next_mark() == Mark(len(A), None)
    second = bench.file("b.flac", B)
    bench.follow(1, 2, second)
    mark = bench.next_mark()
    assert (mark.frame, mark.play, mark.duration_s) == (len(A), Play(2, second), 0.6)
    assert bench.next_mark() == Mark(len(A) + len(B), None)
    np.testing.assert_array_equal(taken(ring), np.concatenate([A, B]))
    assert ring.has_run_out()


def test_a_load_in_the_middle_begins_there(bench: Bench) -> None:
    ring = bench.load(bench.file("a.wav", A), 0.3)
    assert bench.next_id() is None
    np.testing.assert_array_equal(taken(ring), A[round(0.3 * RATE_HZ) :])


def test_followers_already_in_the_ring_are_replaced(bench: Bench) -> None:
    ring = bench.load(bench.file("a.wav", A))
    bench.next_mark()
    bench.follow(1, 2, bench.file("b.wav", B))
    bench.next_mark()
    bench.next_mark()
    ring.take(1_000)
    bench.follow(1, 3, bench.file("c.wav", C))
    assert bench.next_note() == Unmarked(1, len(A))
    assert bench.next_id() == 3
    assert bench.next_mark() == Mark(len(A) + len(C), None)
    np.testing.assert_array_equal(taken(ring), np.concatenate([A, C])[1_000:])


def test_a_follower_that_sounds_already_is_not_taken_back(bench: Bench) -> None:
    ring = bench.load(bench.file("a.wav", A))
    bench.next_mark()
    bench.follow(1, 2, bench.file("b.wav", B))
    bench.next_mark()
    bench.next_mark()
    ring.take(len(A) + 1)
    bench.follow(1, 3, bench.file("c.wav", C))
    bench.follow(2, 4, bench.file("c2.wav", C))
    assert bench.next_id() == 4
    assert bench.next_mark() == Mark(len(A) + len(B) + len(C), None)
    np.testing.assert_array_equal(taken(ring), np.concatenate([A, B, C])[len(A) + 1 :])


def test_a_follower_is_brought_to_the_rate_of_the_first(bench: Bench) -> None:
    ring = bench.load(bench.file("a.wav", A))
    bench.next_mark()
    bench.follow(1, 2, bench.file("b.wav", noise(0.5, sample_rate_hz=48_000), 48_000))
    assert bench.next_mark().duration_s == pytest.approx(0.5)
    bench.next_mark()
    assert ring.written == pytest.approx(len(A) + RATE_HZ // 2, abs=32)


def test_a_bad_follower_is_told_at_once_and_another_may_follow(
    bench: Bench, tmp_path: Path
) -> None:
    bench.load(bench.file("a.wav", A))
    bench.next_mark()
    bench.follow(1, 2, str(tmp_path / "gone.mp3"))
    assert bench.next_note() == Failed(1, 2, "the file is no longer there")
    bench.follow(1, 3, bench.file("c.wav", C))
    assert bench.next_id() == 3


def test_an_order_of_an_earlier_generation_is_left(bench: Bench) -> None:
    bench.load(bench.file("a.wav", A))
    bench.next_mark()
    bench.feeder.post(Follow(0, 1, Play(2, bench.file("b.wav", B))))
    bench.follow(1, 3, bench.file("c.wav", C))
    assert bench.next_id() == 3


def test_an_unexpected_error_is_told_of_the_play_it_met(tmp_path: Path) -> None:
    def fail(path: str) -> Decoder:
        if "bad" in path:
            raise ZeroDivisionError("oh")
        return open_decoder(path)

    bench = Bench(tmp_path, fail)
    bench.feeder.post(Load(1, Play(7, "bad")))
    assert bench.next_note() == Failed(
        1, 7, "its decoder failed unexpectedly (ZeroDivisionError: oh)"
    )
    assert isinstance(bench.load(bench.file("a.wav", A)), PcmRing)
    bench.feeder.stop(LIMIT_S)
    bench.flag.close()


def test_a_file_that_cannot_be_read_in_time_is_known_and_left_alone(tmp_path: Path) -> None:
    returns = threading.Event()

    def hang(path: str) -> Decoder:
        returns.wait(LIMIT_S)
        raise UndecodableError("at last")

    bench = Bench(tmp_path, hang)
    assert bench.feeder.stuck_on(5.0) is None
    bench.feeder.post(Load(1, Play(7, "anything")))
    wait_until(lambda: bench.flag.get() == 7)
    assert bench.feeder.stuck_on(5.0) is None
    bench.now_s = 5.1
    assert bench.feeder.stuck_on(5.0) == 7
    bench.feeder.abandon()
    returns.set()
    bench.feeder.stop(LIMIT_S)
    assert bench.notes.empty()
    bench.flag.close()
