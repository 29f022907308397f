"""Debian's snapserver plays what the player writes into a FIFO, to a snapclient."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
import pytest

from tests.audio.conftest import Ear, MakePlayer, wait_until
from tests.media_files import write_pcm
from tui_player.messages.commands import PlayNow
from tui_player.messages.events import TrackStarted

RATE_HZ, TONE_HZ = 48_000, 1_000

pytestmark = pytest.mark.skipif(
    not (shutil.which("snapserver") and shutil.which("snapclient")),
    reason="needs the programs snapserver and snapclient",
)


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [
            stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)
        ]
        return [each.getsockname()[1] for each in sockets]


@contextmanager
def running(log: Path, *command: str) -> Iterator[None]:
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT
        )
        try:
            yield
        finally:
            process.kill()
            process.wait()


def config(folder: Path, fifo: Path, stream_port: int, control_port: int) -> Path:
    """A snapserver that listens on loopback only, without a web page."""
    path = folder / "snapserver.conf"
    path.write_text(
        f"[server]\ndatadir = {folder}\n"
        "[http]\nenabled = false\n"
        f"[tcp]\nenabled = true\nbind_to_address = 127.0.0.1\nport = {control_port}\n"
        f"[stream]\nbind_to_address = 127.0.0.1\nport = {stream_port}\n"
        f"source = pipe://{fifo}?name=music&sampleformat=48000:16:2\ncodec = pcm\n"
    )
    return path


def strongest_hz(path: Path) -> float:
    """The strongest frequency in the last second that the client played; 0 for silence."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size // 4 - RATE_HZ) * 4)
        data = file.read(RATE_HZ * 4)
    sound = np.frombuffer(data[: len(data) // 4 * 4], "<i2").reshape(-1, 2)[:, 0]
    # On a busy machine the client fills some gaps with silence.
    if len(sound) < RATE_HZ or (sound == 0).mean() > 0.6:
        return 0.0
    spectrum = abs(np.fft.rfft(sound * np.hanning(len(sound))))
    return float(spectrum.argmax() * RATE_HZ / len(sound))


def test_a_snapclient_plays_the_music(ear: Ear, make_player: MakePlayer, tmp_path: Path) -> None:
    fifo, heard = tmp_path / "snapfifo", tmp_path / "heard.raw"
    stream_port, control_port = free_ports(2)
    tone = np.sin(np.arange(44_100 * 60) * 2 * np.pi * TONE_HZ / 44_100) * 16_000
    song = write_pcm(tmp_path / "tone.flac", np.column_stack([tone, tone]).astype(np.int16))
    settings = config(tmp_path, fifo, stream_port, control_port)
    client = ("snapclient", "--host", "127.0.0.1", "--port", str(stream_port))
    with (
        running(tmp_path / "server.log", "snapserver", "--config", str(settings)),
        running(tmp_path / "client.log", *client, "--player", f"file:filename={heard}"),
    ):
        player = make_player(audio_device=f"fifo:{fifo}")
        player.post(PlayNow(1, str(song)))
        ear.wait_for(TrackStarted)
        wait_until(lambda: heard.exists() and abs(strongest_hz(heard) - TONE_HZ) < 5)
