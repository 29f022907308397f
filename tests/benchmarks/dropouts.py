"""Plays for minutes while two busy loops hold both cores, and counts what is missing.

Run from the checkout: python -m tests.benchmarks.dropouts [MINUTES [CAMERA]]
With a CAMERA (anything that --camera takes) faces are read from it all the while.
Needs the programs pulseaudio, pactl and parec. What is heard is recorded from a PulseAudio sink
that plays to nowhere; the track repeats one short pattern, so anything lost or repeated shows.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from tests.audio.conftest import Ear, Loudspeaker, pulse_settings, read_recording
from tests.media_files import Pcm, noise, write_pcm
from tui_player.audio.player import Player
from tui_player.messages.commands import OpenCamera, PlayNow
from tui_player.messages.events import FaceLost, FaceRead, RingRanDry, TrackStarted, WorkerFailed
from tui_player.settings.paths import default_model
from tui_player.vision.worker import MoodCamera

RATE_HZ = 44_100
PATTERN_FRAMES = 10_007  # a prime: no block or period of any device is a multiple of it
BUSY_LOOPS = 2


def gaps_in(heard: Pcm) -> list[str]:
    """Tell of the places where a recording of the pattern, over and over, is no longer that."""
    loud = np.flatnonzero(heard.any(axis=1))
    if not len(loud):
        raise SystemExit("nothing was heard")
    sound = heard[loud[0] + RATE_HZ // 10 : loud[-1] - RATE_HZ // 10]
    places = np.flatnonzero((sound[PATTERN_FRAMES:] != sound[:-PATTERN_FRAMES]).any(axis=1))
    # One gap shows as one run of differences, of about a pattern's length.
    first = np.flatnonzero(np.diff(places, prepend=-2 * PATTERN_FRAMES) > PATTERN_FRAMES)
    gaps = []
    for place in places[first] + PATTERN_FRAMES:
        silent = ~sound[place : place + RATE_HZ].any(axis=1)
        silent_ms = 1_000 * int(np.argmin(silent)) / RATE_HZ
        gaps.append(f"{place / RATE_HZ:.2f} s ({silent_ms:.1f} ms silent)")
    return gaps


def raise_priority(loudspeaker: Loudspeaker) -> None:
    """Give server and recorder what they have on a desktop: the player is what is tested."""
    for process in (loudspeaker.server, *loudspeaker.recorders):
        with contextlib.suppress(PermissionError):
            if process is not None:
                os.setpriority(os.PRIO_PROCESS, process.pid, -11)


def read_faces(stack: contextlib.ExitStack, source: str, ear: Ear) -> None:
    """Let the camera run in this process, as it does beside the screen."""
    camera = MoodCamera(source, default_model(), ear, lambda _: None)
    camera.start()
    stack.callback(camera.stop)
    camera.want_picture((80, 60))
    camera.post(OpenCamera())
    ear.wait_for(FaceRead)


def listen(minutes: float, source: str | None) -> None:
    """Play, record and tell."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stack.enter_context(pulse_settings(folder))
        loudspeaker = Loudspeaker(folder)
        loudspeaker.switch_on()
        stack.callback(loudspeaker.switch_off)
        pattern = noise(PATTERN_FRAMES / RATE_HZ)
        repeats = round(minutes * 60 * RATE_HZ / PATTERN_FRAMES) + 1
        path = write_pcm(folder / "pattern.flac", np.tile(pattern, (repeats, 1)))
        recording = loudspeaker.record()
        raise_priority(loudspeaker)
        stack.callback(loudspeaker.stop_recording)
        for _ in range(BUSY_LOOPS):
            busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
            stack.callback(busy.wait)
            stack.callback(busy.kill)
        ear = Ear()
        if source is not None:
            read_faces(stack, source, ear)
        player = Player(ear, log_path=folder / "sound.log")
        player.start()
        stack.callback(player.stop)
        player.post(PlayNow(1, str(path)))
        ear.wait_for(TrackStarted)
        time.sleep(minutes * 60)
        player.stop()
        loudspeaker.stop_recording()
        gaps = gaps_in(read_recording(recording))
        dry = max((event.count for event in ear.heard(RingRanDry)), default=0)
        print(
            f"{minutes:g} minutes beside {BUSY_LOOPS} busy loops: ran dry {dry} times, "
            f"{len(gaps)} gaps heard {gaps}, "
            f"{len(ear.heard(WorkerFailed))} failures, "
            f"{len(ear.heard(FaceRead)) + len(ear.heard(FaceLost))} pictures read"
        )


if __name__ == "__main__":
    given = [*sys.argv[1:], None, None]
    listen(float(given[0] or 10.0), given[1])
