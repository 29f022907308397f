"""Processor time of playing with an idle screen, beside cmus and mpd on the same file.

Run from the checkout: python -m tests.benchmarks.player_cpu [SECONDS]
Needs the programs pulseaudio, pactl and parec; cmus and mpd are taken where they are installed.
Each player gets a terminal, plays the file alone to a PulseAudio sink that plays to nowhere, and
is watched, children included, for SECONDS after a while to settle.
"""

import contextlib
import fcntl
import os
import pty
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

import numpy as np

from tests.audio.conftest import Loudspeaker, pulse_settings, read_recording, wait_until
from tests.media_files import noise, tone, write_pcm
from tests.terminal import session_environ

SETTLE_S = 12.0
TICKS_A_S = os.sysconf("SC_CLK_TCK")
SIZE = (36, 120)
# With these a file's loudness need not be measured, which the others do not do either.
TAGS = {"REPLAYGAIN_TRACK_GAIN": "-7.00 dB", "REPLAYGAIN_TRACK_PEAK": "0.9"}


class InTerminal:
    """A program with a terminal that somebody reads; use as a context manager."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str]) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
        self._process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=environ, start_new_session=True
        )
        os.close(theirs)
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        with contextlib.suppress(OSError):  # the program's end of the terminal is closed
            while os.read(self._ours, 65_536):
                pass

    def __enter__(self) -> int:
        return self._process.pid

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.wait()
        self._reader.join()
        os.close(self._ours)


def cpu_s(process_id: int) -> float:
    """Processor time of a process and its descendants, those that have ended included."""
    stats = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            stats[int(folder.name)] = int(fields[1]), sum(map(int, fields[11:15]))
    family, found = {process_id}, 1
    while found:
        children = {pid for pid, (parent, _) in stats.items() if parent in family} - family
        found = len(children)
        family |= children
    return sum(stats[pid][1] for pid in family if pid in stats) / TICKS_A_S


def cmus(folder: Path, path: Path, environ: Mapping[str, str]) -> InTerminal:
    """cmus, told to play the file."""
    home = folder / "cmus"
    home.mkdir()
    (home / "rc").write_text("set mpris=false\nset output_plugin=pulse\nset softvol=false\n")
    place = str(home / "socket")
    program = InTerminal(["cmus", "--listen", place], {**environ, "CMUS_HOME": str(home)})
    wait_until(lambda: Path(place).exists())
    subprocess.run(["cmus-remote", "--server", place, "-f", str(path)], check=True)
    return program


def mpd(folder: Path, path: Path, environ: Mapping[str, str]) -> InTerminal:
    """mpd, told to play the file."""
    home = folder / "mpd"
    home.mkdir()
    place = home / "socket"
    (home / "conf").write_text(
        f'bind_to_address "{place}"\ndb_file "{home / "db"}"\n'
        f'music_directory "{path.parent}"\naudio_output {{\ntype "pulse"\nname "p"\n}}\n'
    )
    program = InTerminal(["mpd", "--no-daemon", "--stdout", str(home / "conf")], environ)
    wait_until(place.exists)
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(place))
        answers = line.makefile("rb")
        answers.readline()

        def is_taken(words: str) -> bool:
            line.sendall(f"{words}\n".encode())
            while (answer := answers.readline()) and not answer.startswith((b"OK", b"ACK")):
                pass
            return answer.startswith(b"OK")

        is_taken("update")
        wait_until(lambda: is_taken(f'add "{path.name}"'))  # once it knows the file
        is_taken("play")
    return program


def ours(folder: Path, path: Path, environ: Mapping[str, str]) -> InTerminal:
    """This player, which plays the only file of its folder by itself."""
    command = [sys.executable, "-m", "tui_player", str(path.parent), "--no-camera"]
    return InTerminal(command, {**environ, "HOME": str(folder)})


def watched(loudspeaker: Loudspeaker, program: InTerminal, seconds: float) -> float:
    """Processor seconds a second, while it plays for sure."""
    with program as process_id:
        time.sleep(SETTLE_S)
        recording = loudspeaker.record()
        before, began_s = cpu_s(process_id), time.monotonic()
        time.sleep(seconds)
        used = (cpu_s(process_id) - before) / (time.monotonic() - began_s)
        heard = read_recording(recording)
    loudspeaker.stop_recording()
    if np.count_nonzero(heard.any(axis=1)) < 0.9 * len(heard):
        raise SystemExit("it did not play all the time")
    return used


def main(seconds: float) -> None:
    """Print each player's share of a core, and the ratios."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        music = folder / "music"
        music.mkdir()
        sound = noise(120.0) // 8 + tone(120.0, 440.0)
        path = write_pcm(music / "a.flac", np.tile(sound.astype(np.int16), (4, 1)), TAGS)
        stack.enter_context(pulse_settings(folder))
        loudspeaker = Loudspeaker(folder)
        loudspeaker.switch_on()
        stack.callback(loudspeaker.switch_off)
        pulse = {name: value for name, value in os.environ.items() if name.startswith("PULSE_")}
        environ = session_environ(folder, **pulse)
        shares = {"tui-player": watched(loudspeaker, ours(folder, path, environ), seconds)}
        for peer in (cmus, mpd):
            if shutil.which(peer.__name__):
                program = peer(folder, path, environ)
                shares[peer.__name__] = watched(loudspeaker, program, seconds)
    for name, share in shares.items():
        ratio = shares["tui-player"] / max(share, 1 / TICKS_A_S / seconds)
        print(f"{name:10} {100 * share:5.2f} % of a core; tui-player takes {ratio:.1f} times that")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0)
