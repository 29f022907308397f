"""How soon pause, resume, skip, seek and volume are heard, in ms, from a recording.

Run from the checkout: python -m tests.benchmarks.sound_latency
Needs the programs pulseaudio, pactl and parec. A command's time is taken as the length of the
recording when it is given, which lags by the recorder's 5 ms of latency.
"""

import contextlib
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np

from tests.audio.conftest import Ear, Loudspeaker, pulse_settings, read_recording
from tests.media_files import noise, write_pcm
from tui_player.audio.player import Player
from tui_player.messages.commands import OutputVolume, Pause, PlayerCommand, PlayNow, Resume, Seek
from tui_player.messages.events import TrackStarted

RATE_HZ = 44_100
ROUNDS = 12
HALF_S = 30.0
SETTLE_S = 0.8


class Stage:
    """A player, and the recording of what it plays: left in a file's first half, right after."""

    def __init__(self, folder: Path, player: Player, loudspeaker: Loudspeaker) -> None:
        sound = noise(2 * HALF_S)
        half = round(HALF_S * RATE_HZ)
        sound[:half, 1] = 0
        sound[half:, 0] = 0
        self.path = str(write_pcm(folder / "a.flac", sound))
        self._player = player
        self._recording = loudspeaker.record(latency_ms=5)

    def heard_after(self, command: PlayerCommand, is_new: Callable[[int, int], bool]) -> float:
        """Milliseconds from the command to the first 5 ms whose levels are as they should be."""
        began = self._recording.stat().st_size // 4
        self._player.post(command)
        time.sleep(SETTLE_S)
        heard = np.abs(read_recording(self._recording)[began:].astype(int))
        window = RATE_HZ // 200
        for at in range(0, len(heard) - window, 20):
            left, right = heard[at : at + window].max(axis=0)
            if is_new(left, right):
                return 1_000 * at / RATE_HZ
        raise SystemExit(f"{command} was never heard")


def measure(stage: Stage, number: int) -> dict[str, float]:
    """One round: each command once."""
    first, second = PlayNow(2 * number, stage.path), PlayNow(2 * number + 1, stage.path, HALF_S)
    return {
        "start": stage.heard_after(first, lambda left, _: left > 0),
        "seek": stage.heard_after(Seek(HALF_S + 5), lambda left, right: right > 0 and not left),
        "pause": stage.heard_after(Pause(), lambda left, right: not left and not right),
        "resume": stage.heard_after(Resume(), lambda _, right: right > 0),
        "back": stage.heard_after(Seek(2.0), lambda left, right: left > 0 and not right),
        "skip": stage.heard_after(second, lambda left, right: right > 0 and not left),
        "volume": stage.heard_after(OutputVolume(0), lambda left, right: not left and not right),
        "volume up": stage.heard_after(OutputVolume(100), lambda _, right: right > 0),
    }


def main() -> None:
    """Print the median and the worst of each."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stack.enter_context(pulse_settings(folder))
        loudspeaker = Loudspeaker(folder)
        loudspeaker.switch_on()
        stack.callback(loudspeaker.switch_off)
        stack.callback(loudspeaker.stop_recording)
        ear = Ear()
        player = Player(ear, log_path=folder / "sound.log")
        player.start()
        stack.callback(player.stop)
        stage = Stage(folder, player, loudspeaker)
        player.post(PlayNow(1, stage.path))
        ear.wait_for(TrackStarted)
        rounds = [measure(stage, number) for number in range(1, ROUNDS + 1)]
    for what in rounds[0]:
        times_ms = [one[what] for one in rounds]
        print(f"{what:10} median {median(times_ms):4.0f} ms, worst {max(times_ms):4.0f} ms")


if __name__ == "__main__":
    main()
