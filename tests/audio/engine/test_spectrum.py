"""The spectrum: notes where they belong, silence flat, columns that fall gently."""

import os
import queue
import signal
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.audio.conftest import LIMIT_S, Ear
from tests.media_files import write_audio
from tui_player.audio.engine.spectrum import (
    BANDS,
    EVERY_S,
    HIGHEST_HZ,
    LOWEST_HZ,
    WINDOW_FRAMES,
    SpectrumWatch,
    spectrum,
)
from tui_player.audio.pcm.ring_buffer import PcmRing
from tui_player.audio.player import Player
from tui_player.messages.commands import PlayNow
from tui_player.messages.events import WorkerFailed


def sine(frequency_hz: float, rate_hz: int = 44_100, frames: int = 44_100) -> NDArray[np.float32]:
    wave = np.sin(2 * np.pi * frequency_hz * np.arange(frames) / rate_hz)
    return np.stack([wave, wave], axis=1).astype(np.float32)


@pytest.mark.parametrize("rate_hz", [44_100, 48_000, 96_000, 192_000])
@pytest.mark.parametrize("frequency_hz", [300.0, 1_000.0, 5_000.0, 12_000.0])
def test_a_note_stands_in_its_band(frequency_hz: float, rate_hz: int) -> None:
    levels = spectrum(sine(frequency_hz, rate_hz), rate_hz)
    span = np.log(HIGHEST_HZ / LOWEST_HZ)
    expected = int(np.log(frequency_hz / LOWEST_HZ) / span * BANDS)
    assert levels[expected] == max(levels)
    assert abs(levels.index(max(levels)) - expected) <= 1


def test_high_notes_stand_to_the_right_of_low_ones() -> None:
    places = [spectrum(sine(f), 44_100).index(max(spectrum(sine(f), 44_100))) for f in (60, 8000)]
    assert places[0] < 5
    assert places[1] > 25


def test_louder_is_higher_and_silence_is_flat() -> None:
    assert spectrum(np.zeros((9000, 2), np.float32), 44_100) == bytes(BANDS)
    assert spectrum(np.zeros((0, 2), np.float32), 44_100) == bytes(BANDS)
    soft, loud = (max(spectrum(sine(1_000) * gain, 44_100)) for gain in (0.01, 0.1))
    assert 0 < soft < loud < 255


class Clock:
    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def filled(sound: NDArray[np.float32]) -> PcmRing:
    ring = PcmRing(len(sound))
    ring.write(sound)
    return ring


def test_it_looks_only_while_watched_and_not_too_often() -> None:
    clock = Clock()
    shown: list[bytes] = []
    watch = SpectrumWatch(shown.append, clock)
    ring = filled(sine(1_000))
    clock.now_s += 1
    watch.look(ring, 10_000, 44_100)
    assert (shown, watch.due_s) == ([], None)
    watch.watch(True)
    watch.look(ring, 10_000, 44_100)
    watch.look(ring, 10_100, 44_100)
    assert len(shown) == 1
    assert watch.due_s == pytest.approx(EVERY_S)
    clock.now_s += EVERY_S
    watch.look(ring, 10_000 + WINDOW_FRAMES, 44_100)
    assert len(shown) <= 2
    assert max(shown[-1]) == 255


def test_what_stands_still_falls_to_silence_and_is_told_no_more() -> None:
    clock = Clock()
    shown: list[bytes] = []
    watch = SpectrumWatch(shown.append, clock)
    watch.watch(True)
    ring = filled(sine(1_000))
    for _ in range(20):
        clock.now_s += EVERY_S
        watch.look(ring, 10_000, 44_100)
    heights = [max(levels) for levels in shown]
    assert heights == sorted(heights, reverse=True)
    assert shown[-1] == bytes(BANDS)
    assert 3 < len(shown) < 20
    clock.now_s += EVERY_S
    watch.look(None, None, 44_100)
    assert shown[-1] == bytes(BANDS)


def test_the_beginning_of_a_ring_is_no_error() -> None:
    clock = Clock()
    shown: list[bytes] = []
    watch = SpectrumWatch(shown.append, clock)
    watch.watch(True)
    clock.now_s += 1
    watch.look(filled(sine(440, frames=3_000)), 2_500, 44_100)
    assert len(shown[0]) == BANDS


def test_the_player_shows_what_its_sound_process_hears(tmp_path: Path, ear: Ear) -> None:
    """Also in another process, after the first was killed."""
    song = str(write_audio(tmp_path / "song.wav", 20, 1_000.0))
    shown: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    player = Player(ear, audio_device="null", show_spectrum=shown.put)
    player.start()
    try:
        player.want_spectrum(True)
        player.post(PlayNow(1, song))
        loudest_place(shown)
        assert player.child_pid is not None
        os.kill(player.child_pid, signal.SIGKILL)
        ear.wait_for(WorkerFailed)
        while not shown.empty():
            shown.get()
        loudest_place(shown)
        player.want_spectrum(False)
    finally:
        player.stop()


def loudest_place(shown: "queue.SimpleQueue[bytes]") -> None:
    """Wait until 1 kHz stands out."""
    for _ in range(200):
        levels = shown.get(timeout=LIMIT_S)
        if max(levels) > 200:
            assert 16 <= levels.index(max(levels)) <= 18
            return
    raise AssertionError("the note never came")
