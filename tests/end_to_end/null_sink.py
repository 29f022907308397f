"""A PulseAudio server whose only sink plays to nowhere and can be listened to."""

import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Self

import numpy as np

RATE_HZ = 44_100
LISTEN_S = 0.5
DEADLINE_S = 20.0


class NullSink:
    """The server; use as a context manager."""

    @staticmethod
    def is_there() -> bool:
        """Whether this machine has the programs."""
        return all(shutil.which(program) for program in ("pulseaudio", "pactl", "parec"))

    def __init__(self, folder: Path) -> None:
        """`folder` is made, for its socket and its settings."""
        self._socket = folder / "native"
        folder.mkdir()
        self.environ = {
            "PULSE_SERVER": f"unix:{self._socket}",
            "PULSE_RUNTIME_PATH": str(folder),
            "PULSE_STATE_PATH": str(folder),
            "PULSE_COOKIE": str(folder / "cookie"),
        }

    def __enter__(self) -> Self:
        sink = f"sink_name=nowhere rate={RATE_HZ} format=s16le channels=2 norewinds=1"
        self._server = subprocess.Popen(
            [
                *("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1"),
                *("--use-pid-file=no", "--disable-shm=yes", "--realtime=no"),
                *("--high-priority=no", "-L", f"module-null-sink {sink}", "-L"),
                f"module-native-protocol-unix auth-anonymous=1 socket={self._socket}",
            ],
            env={**os.environ, **self.environ},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline_s = time.monotonic() + DEADLINE_S
        while self._run("pactl", "info").returncode and time.monotonic() < deadline_s:
            os.sched_yield()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.kill()
        self._server.wait()

    def loudest_tone_hz(self) -> float:
        """The strongest tone of the next half second; 0 where nothing sounds."""
        form = ("--format=s16le", f"--rate={RATE_HZ}", "--channels=1", "--raw")
        wanted = round(LISTEN_S * RATE_HZ) * 2
        with subprocess.Popen(
            ["parec", "-d", "nowhere.monitor", *form, "--latency-msec=50"],
            env={**os.environ, **self.environ},
            stdout=subprocess.PIPE,
        ) as recorder:
            assert recorder.stdout is not None
            data = recorder.stdout.read(wanted)
            recorder.kill()
        sound = np.frombuffer(data, np.int16).astype(np.float64)
        if not sound.any():
            return 0.0
        spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
        return float(spectrum.argmax() * RATE_HZ / len(sound))

    def _run(self, *command: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            command, env={**os.environ, **self.environ}, capture_output=True, check=False
        )
