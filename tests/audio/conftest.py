"""Fixtures of the audio tests: an ear for events, a player, and a PulseAudio of our own."""

import contextlib
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from tests.media_files import Pcm, write_audio
from tui_player.audio.player import Player
from tui_player.messages.events import Event

LIMIT_S = 30.0
E = TypeVar("E")


class Ear:
    """Hears every event and waits for those a test wants, in order."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._condition = threading.Condition()
        self._read = 0

    def __call__(self, event: Event) -> None:
        with self._condition:
            self.events.append(event)
            self._condition.notify_all()

    def wait_for(self, kind: type[E], want: Callable[[E], bool] = lambda _: True) -> E:
        """Return the next event of this kind that fits, after the one returned last."""
        deadline_s = time.monotonic() + LIMIT_S
        with self._condition:
            while True:
                for number in range(self._read, len(self.events)):
                    event = self.events[number]
                    if isinstance(event, kind) and want(event):
                        self._read = number + 1
                        return event
                if not self._condition.wait(deadline_s - time.monotonic()):
                    raise AssertionError(f"no {kind.__name__} came: {self.events}")

    def heard(self, kind: type[E]) -> list[E]:
        """Return all events of this kind so far."""
        return [event for event in self.events if isinstance(event, kind)]


@pytest.fixture
def ear() -> Ear:
    return Ear()


MakePlayer = Callable[..., Player]


@pytest.fixture
def make_player(ear: Ear, tmp_path: Path) -> Iterator[MakePlayer]:
    """Make started players, silent in real time unless told otherwise; all are stopped."""
    with contextlib.ExitStack() as stack:

        def make(
            audio_device: str | None = "null", arguments: Sequence[str] | None = None
        ) -> Player:
            player = Player(
                ear,
                audio_device=audio_device,
                log_path=tmp_path / "sound.log",
                arguments=arguments,
            )
            player.start()
            stack.callback(player.stop)
            return player

        yield make


def is_running(pid: int) -> bool:
    """Whether a process exists and is no zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def wait_until(true: Callable[[], bool]) -> None:
    """Wait for something that sends no event."""
    deadline_s, never = time.monotonic() + LIMIT_S, threading.Event()
    while not true():
        assert time.monotonic() < deadline_s, "it did not happen"
        never.wait(0.01)


@pytest.fixture(scope="session")
def song(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A minute of music, to be read only."""
    return str(write_audio(tmp_path_factory.mktemp("song") / "song.flac", 60.0))


@pytest.fixture(scope="session")
def short(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Half a second of music, to be read only."""
    return str(write_audio(tmp_path_factory.mktemp("short") / "short.ogg", 0.5))


def child_of(player: Player) -> int:
    wait_until(lambda: player.child_pid is not None)
    assert player.child_pid is not None
    return player.child_pid


def open_files() -> set[str]:
    return {path.name for path in Path("/proc/self/fd").iterdir()}


# -- PulseAudio ------------------------------------------------------------------------------


@dataclass
class Loudspeaker:
    """A sound server of our own whose only sink plays to nowhere and can be recorded."""

    folder: Path
    server: subprocess.Popen[bytes] | None = None
    recorders: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def switch_on(self) -> None:
        """Start the server and wait until it answers."""
        socket = self.folder / "native"
        sink = "sink_name=test rate=44100 format=s16le channels=2 norewinds=1"
        self.server = subprocess.Popen(
            [
                *("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1"),
                *("--use-pid-file=no", "--disable-shm=yes", "--realtime=no"),
                *("--high-priority=no", f"--log-target=file:{self.folder / 'log'}"),
                *("-L", f"module-null-sink {sink}"),
                *("-L", f"module-native-protocol-unix auth-anonymous=1 socket={socket}"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until(lambda: subprocess.run(["pactl", "info"], capture_output=True).returncode == 0)

    def switch_off(self) -> None:
        """Kill the server, as when it crashes."""
        if self.server is not None:
            self.server.send_signal(signal.SIGKILL)
            self.server.wait()
            self.server = None

    def record(self, sink: str = "test", latency_ms: int = 20) -> Path:
        """Record what is heard from now on, to the end of the test or `stop_recording`."""
        path = self.folder / f"recording{len(self.recorders)}.raw"
        form = ["--format=s16le", "--rate=44100", "--channels=2", "--raw"]
        form.append(f"--latency-msec={latency_ms}")
        with path.open("wb") as file:
            recorder = subprocess.Popen(["parec", "-d", f"{sink}.monitor", *form], stdout=file)
        self.recorders.append(recorder)
        wait_until(lambda: path.stat().st_size > 0)
        return path

    def stop_recording(self) -> None:
        """End all recordings; what was recorded is then in their files."""
        for recorder in self.recorders:
            recorder.terminate()
            recorder.wait()


@contextlib.contextmanager
def pulse_settings(folder: Path) -> Iterator[None]:
    """Let PulseAudio's programs and library find the server of this folder only."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("RUNTIME", "STATE", "CONFIG"):
            patch.setenv(f"PULSE_{name}_PATH", os.fspath(folder))
        patch.setenv("PULSE_SERVER", f"unix:{folder / 'native'}")
        patch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
        yield


@pytest.fixture
def loudspeaker(tmp_path: Path) -> Iterator[Loudspeaker]:
    if any(shutil.which(program) is None for program in ("pulseaudio", "pactl", "parec")):
        pytest.skip("needs the programs pulseaudio, pactl and parec")
    folder = tmp_path / "pulse"
    folder.mkdir(mode=0o700)
    speaker = Loudspeaker(folder)
    with pulse_settings(folder):
        speaker.switch_on()
        yield speaker
        speaker.stop_recording()
        speaker.switch_off()


def read_recording(path: Path) -> Pcm:
    """Return a recording as 16-bit sound of shape (frames, 2)."""
    data = path.read_bytes()
    return np.frombuffer(data[: len(data) // 4 * 4], np.int16).reshape(-1, 2)


def find(part: Pcm, whole: Pcm) -> int:
    """Return the frame of `whole` at which `part` begins, sample for sample; −1 if nowhere."""
    offset = whole.tobytes().find(part.tobytes())
    return offset // 4 if offset % 4 == 0 else -1
