"""How soon music is back after the sound server was killed and started again, and where.

Run from the checkout: python -m tests.benchmarks.sound_server_restart [TIMES]
Needs the programs pulseaudio, pactl and parec. Seconds are counted from the moment the new server
answers; where the music goes on is compared, sample for sample, with the last that was heard.
"""

import contextlib
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from tests.audio.conftest import (
    Ear,
    Loudspeaker,
    find,
    pulse_settings,
    read_recording,
    wait_until,
)
from tests.media_files import Pcm, noise, write_pcm
from tui_player.audio.player import Player
from tui_player.messages.commands import PlayNow
from tui_player.messages.events import TrackStarted, WorkerFailed

RATE_HZ = 44_100
TRACK_S = 120.0
HEARD_S, AWAY_S = 2.0, 0.5
# Of the music after the restart the first tenth of a second rises from silence.
RISE = RATE_HZ // 10
PIECE = 2_000


def last_heard(recording: Pcm, sound: Pcm) -> int:
    """The frame of the track after the last whole piece in the recording."""
    loud = np.flatnonzero(recording.any(axis=1))
    piece = recording[loud[-1] + 1 - PIECE : loud[-1] + 1]
    return find(piece, sound) + PIECE


def first_heard(recording: Pcm, sound: Pcm) -> int:
    """The frame of the track with which the recording begins to sound."""
    loud = int(np.flatnonzero(recording.any(axis=1))[0])
    return find(recording[loud + RISE : loud + RISE + PIECE], sound) - RISE


def restart(loudspeaker: Loudspeaker, before: Path, sound: Pcm) -> tuple[Path, float, float]:
    """Kill and start the server: the new recording, seconds to music, seconds it skipped."""
    time.sleep(HEARD_S)
    loudspeaker.switch_off()
    heard = last_heard(read_recording(before), sound)
    time.sleep(AWAY_S)
    loudspeaker.switch_on()
    began_s = time.monotonic()
    recording = loudspeaker.record()
    wait_until(lambda: bool(read_recording(recording).any()))
    back_s = time.monotonic() - began_s
    wait_until(lambda: len(np.flatnonzero(read_recording(recording).any(axis=1))) > RATE_HZ)
    went_on = first_heard(read_recording(recording), sound)
    return recording, back_s, (went_on - heard) / RATE_HZ


def main(times: int) -> None:
    """Print each restart."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stack.enter_context(pulse_settings(folder))
        loudspeaker = Loudspeaker(folder)
        loudspeaker.switch_on()
        stack.callback(loudspeaker.switch_off)
        stack.callback(loudspeaker.stop_recording)
        sound = noise(TRACK_S)
        path = write_pcm(folder / "a.flac", sound)
        recording = loudspeaker.record()
        ear = Ear()
        player = Player(ear, log_path=folder / "sound.log")
        player.start()
        stack.callback(player.stop)
        player.post(PlayNow(1, str(path)))
        ear.wait_for(TrackStarted)
        for _ in range(times):
            recording, back_s, skipped_s = restart(loudspeaker, recording, sound)
            print(f"music back after {back_s:.2f} s, {1000 * skipped_s:+.0f} ms from where it was")
        failures = len(ear.heard(WorkerFailed))
        print(f"{len(ear.heard(TrackStarted))} track started, {failures} failures told")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
