"""How soon keys of the real program are heard, in ms: pause, resume, skip, quieter, louder.

Run from the checkout: python -m tests.benchmarks.key_latency [TRIALS]
Needs the programs pulseaudio, pactl and parec. A key's time is taken right before its byte is
written to the program's terminal. A sample of the recording is heard when a loudspeaker would
play it: the sink that plays to nowhere hands a block over when its turn has come, so the first
sample of each block dates the whole recording.
"""

import contextlib
import math
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.audio.conftest import Loudspeaker, pulse_settings
from tests.media_files import Pcm, tone, write_pcm
from tests.terminal import TerminalSession, session_environ

RATE_HZ = 44_100
TRACKS, TRACK_S = 10, 100.0
# Sound is looked at in pieces of 5 ms: whole periods of the tone.
WINDOW, TONE_HZ = 220, 44_100 / 44
HOP = 44
SETTLE_S = 0.7
# Pieces of music are told apart by how far on one side they sound; so much is another one.
OTHER_DEG = 1.5
BURST_S = 0.003


class DatedRecording:
    """What a sink plays, each sample with the time at which it is heard."""

    def __init__(self, sink: str) -> None:
        form = ["--format=s16le", f"--rate={RATE_HZ}", "--channels=2", "--raw"]
        self._recorder = subprocess.Popen(
            ["parec", "-d", f"{sink}.monitor", *form, "--latency-msec=5"], stdout=subprocess.PIPE
        )
        self._data = bytearray()
        self._arrivals: list[tuple[float, int]] = []
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        assert self._recorder.stdout is not None
        while data := os.read(self._recorder.stdout.fileno(), 65_536):
            self._arrivals.append((time.monotonic(), len(self._data) // 4))
            self._data += data

    def stop(self) -> tuple[Pcm, float]:
        """Return the sound, and when its first sample was heard (monotonic seconds)."""
        self._recorder.terminate()
        self._recorder.communicate()
        self._thread.join()
        firsts = [
            at_s - frame / RATE_HZ
            for (before_s, _), (at_s, frame) in zip(
                self._arrivals, self._arrivals[1:], strict=False
            )
            if at_s - before_s > BURST_S
        ]
        whole = len(self._data) // 4 * 4
        return np.frombuffer(self._data[:whole], np.int16).reshape(-1, 2), statistics.median(firsts)


@dataclass(frozen=True)
class Heard:
    """Level (0 to 1) and direction (degrees) of every piece of a recording."""

    began_s: float
    levels: NDArray[np.float64]
    degrees: NDArray[np.float64]

    @classmethod
    def of(cls, sound: Pcm, began_s: float) -> "Heard":
        """Look at a recording piece by piece."""
        sums = np.vstack([np.zeros(2), np.cumsum((sound / 32_768.0) ** 2, axis=0)])
        at = np.arange(0, len(sound) - WINDOW, HOP)
        left, right = np.sqrt((sums[at + WINDOW] - sums[at]) / WINDOW).T
        return cls(began_s, np.hypot(left, right), np.degrees(np.arctan2(right, left)))

    def piece(self, at_s: float) -> int:
        """The number of the first piece that is heard from this moment on."""
        return math.ceil((at_s - self.began_s) * RATE_HZ / HOP)

    def ms_until(self, is_so: NDArray[np.bool_], key_s: float) -> float:
        """Milliseconds from a key to the beginning of the first piece of which that is so."""
        first = self.piece(key_s)
        after = is_so[first : first + round(SETTLE_S * RATE_HZ / HOP)]
        if not after.any():
            return math.inf
        piece = first + int(np.argmax(after))
        return 1_000 * (self.began_s + piece * HOP / RATE_HZ - key_s)


def write_tracks(folder: Path) -> None:
    """Tracks of one tone, each from another direction."""
    for number in range(TRACKS):
        angle = math.radians(90 * (number + 0.5) / TRACKS)
        sides = np.array([math.cos(angle), math.sin(angle)])
        sound = np.round(tone(TRACK_S, TONE_HZ) * sides).astype(np.int16)
        write_pcm(folder / f"Somebody - Track {number}.flac", sound)


def wait(session: TerminalSession, seconds: float) -> None:
    """Let time pass, taking in what the program writes to its terminal."""
    end_s = time.monotonic() + seconds
    session.wait_until(lambda: time.monotonic() > end_s)


def press_keys(session: TerminalSession, trials: int) -> list[tuple[str, float]]:
    """Press keys one after the other; what each does, and when it was pressed."""
    keys = (("pause", " "), ("resume", " "), ("skip", "n"), ("quieter", "-"), ("louder", "+"))
    pressed = []
    for does, key in keys * trials:
        pressed.append((does, time.monotonic()))
        session.press(key)
        # Not in step with the sink's blocks.
        wait(session, SETTLE_S + 0.037 * (len(pressed) % 7))
    return pressed


def times_ms(heard: Heard, pressed: list[tuple[str, float]]) -> dict[str, list[float]]:
    """From each key to what it does; a skip is over when nothing but the new track is heard."""
    found: dict[str, list[float]] = {}
    for does, key_s in pressed:
        before = heard.piece(key_s) - 1
        after = before + round(0.9 * SETTLE_S * RATE_HZ / HOP)
        level, degrees = heard.levels[before], heard.degrees[after]
        if does == "pause":
            is_so = heard.levels < 0.001
        elif does == "resume":
            is_so = heard.levels > 0.001
        elif does == "skip":
            if abs(heard.degrees[before] - degrees) < OTHER_DEG:
                continue  # a track of the same direction
            is_so = abs(heard.degrees - degrees) < OTHER_DEG
            is_so &= heard.levels > 0.001
        elif does == "quieter":
            is_so = heard.levels < 0.95 * level
        else:
            is_so = heard.levels > 1.05 * level
        found.setdefault(does, []).append(heard.ms_until(is_so, key_s))
    return found


def main(trials: int) -> None:
    """Play, press, listen, and print the median and the worst of each."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        music = folder / "music"
        music.mkdir()
        write_tracks(music)
        stack.enter_context(pulse_settings(folder))
        loudspeaker = Loudspeaker(folder)
        loudspeaker.switch_on()
        stack.callback(loudspeaker.switch_off)
        pulse = {name: os.environ[name] for name in os.environ if name.startswith("PULSE_")}
        environ = session_environ(folder, **pulse)
        with TerminalSession([str(music), "--no-camera"], environ) as session:
            session.wait_for("Track")
            recording = DatedRecording("test")
            wait(session, 5.0)
            pressed = press_keys(session, trials)
            sound, began_s = recording.stop()
            session.press("q")
            session.wait_for_end()
    for does, all_ms in times_ms(Heard.of(sound, began_s), pressed).items():
        print(
            f"{does:8} median {statistics.median(all_ms):4.0f} ms, "
            f"worst {max(all_ms):4.0f} ms, of {len(all_ms)}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
