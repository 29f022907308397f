"""The output to a FIFO or a TCP connection: names, format, readers that come and go."""

import os
import socket
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from tests.audio.conftest import Ear, MakePlayer, find, open_files, wait_until
from tests.media_files import Pcm, noise, write_pcm
from tui_player.audio.outputs.device_worker import Device, NoDeviceError
from tui_player.audio.outputs.pipe import PipeOpener
from tui_player.audio.pcm.mixer import Mixer
from tui_player.audio.pcm.ring_buffer import PcmRing
from tui_player.messages.commands import Pause, PlayNow, QueryDevices, Resume
from tui_player.messages.events import PositionMoved, SpeakerChanged, SpeakersListed, SpeakerState

RATE_HZ = 44_100
SAME_RATE = "?format=44100:16:2"


class Reader:
    """Reads a descriptor on a thread of its own until told to go or until its end."""

    def __init__(self, descriptor: int) -> None:
        self.data = bytearray()
        self.has_ended = False
        self._descriptor = descriptor
        self._going = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._going.is_set():
            part = os.read(self._descriptor, 65_536)
            self.has_ended = not part
            if not part:
                break
            self.data += part
        os.close(self._descriptor)

    def wait_for(self, bytes_count: int) -> None:
        wait_until(lambda: len(self.data) >= bytes_count)

    def go(self) -> None:
        self._going.set()
        self._thread.join()

    def sound(self) -> Pcm:
        """What was read, from the first sound on."""
        data = bytes(self.data)
        whole = np.frombuffer(data[: len(data) // 4 * 4], "<i2").reshape(-1, 2)
        return whole[whole.any(axis=1).argmax() :]


def sounding(seconds: float) -> tuple[Mixer, Pcm]:
    """A mixer with so much noise to play on stream 1."""
    sound = noise(seconds)
    ring = PcmRing(len(sound))
    ring.write(sound.astype(np.float32) / np.float32(32_768))
    clock = iter(range(10**9))
    mixer = Mixer(lambda: float(next(clock)))
    mixer.stream = 1
    mixer.begin(ring)
    return mixer, sound


@contextmanager
def playing(name: str, mixer: Mixer, opener: PipeOpener | None = None) -> Iterator[Device]:
    """A device that plays; without an opener to keep it, its connection ends with it."""
    its = opener or PipeOpener()
    device = its(name, RATE_HZ, 1, mixer, lambda: None)
    device.start()
    try:
        yield device
    finally:
        device.close()
        if opener is None:
            its.close()


def read_fifo(path: Path) -> Reader:
    return Reader(os.open(path, os.O_RDONLY))


# -- the FIFO ---------------------------------------------------------------------------------


def test_a_fifo_that_is_missing_is_made_for_this_user_alone(tmp_path: Path) -> None:
    mixer, _ = sounding(0.1)
    with playing(f"fifo:{tmp_path / 'x'}", mixer) as device:
        assert device.name == f"fifo:{tmp_path / 'x'} (no reader)"
    mode = (tmp_path / "x").stat().st_mode
    assert stat.S_ISFIFO(mode)
    assert stat.S_IMODE(mode) == 0o600


def test_what_is_no_fifo_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    song = tmp_path / "song.flac"
    song.write_bytes(b"music")
    for path, words in ((song, "not a FIFO"), (tmp_path / "no" / "x", "No such file")):
        with pytest.raises(NoDeviceError, match=words):
            PipeOpener()(f"fifo:{path}", RATE_HZ, 1, Mixer(lambda: 0.0), lambda: None)
    assert song.read_bytes() == b"music"


def test_every_sample_comes_through_a_fifo_of_the_same_rate(tmp_path: Path) -> None:
    path = tmp_path / "x"
    os.mkfifo(path)
    mixer, sound = sounding(1.0)
    with playing(f"fifo:{path}{SAME_RATE}", mixer):
        reader = read_fifo(path)
        reader.wait_for(RATE_HZ * 4)
    heard = reader.sound()
    at = find(heard[:1_000], sound)
    assert at >= 0
    assert heard[: len(sound) - at].tobytes() == sound[at : at + len(heard)].tobytes()


def test_it_plays_on_in_real_time_while_nobody_reads_and_for_whoever_comes_back(
    tmp_path: Path,
) -> None:
    path = tmp_path / "x"
    os.mkfifo(path)
    mixer, sound = sounding(60.0)
    with playing(f"fifo:{path}{SAME_RATE}", mixer) as device:
        first = read_fifo(path)
        first.wait_for(40_000)
        assert device.name == f"fifo:{path}{SAME_RATE}"
        first.go()
        handed = len(mixer.handed)
        wait_until(lambda: device.name.endswith("(no reader)"))
        wait_until(lambda: len(mixer.handed) > handed + 20)
        second = read_fifo(path)
        second.wait_for(40_000)
    one, two = (find(reader.sound()[:2_000], sound) for reader in (first, second))
    assert one >= 0
    assert one + len(first.sound()) < two  # whole frames, later in the music
    taken = second.sound()[:8_000]
    assert taken.tobytes() == sound[two : two + len(taken)].tobytes()


def test_a_reader_that_reads_nothing_holds_nothing_up(tmp_path: Path) -> None:
    path = tmp_path / "x"
    os.mkfifo(path)
    mixer, _ = sounding(60.0)
    stalled = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with playing(f"fifo:{path}?format=192000:32:2", mixer):
        wait_until(lambda: sum(block.frames for block in [*mixer.handed]) > RATE_HZ)
    os.close(stalled)


def test_the_reader_stays_while_streams_come_and_go(tmp_path: Path) -> None:
    path = tmp_path / "x"
    os.mkfifo(path)
    opener = PipeOpener()
    mixer, _ = sounding(60.0)
    with playing(f"fifo:{path}", mixer, opener):
        reader = read_fifo(path)
        reader.wait_for(1)
    before, files = len(reader.data), open_files()
    for _ in range(5):
        with playing(f"fifo:{path}", mixer, opener):
            reader.wait_for(before + 4_000)
            before = len(reader.data)
    assert not reader.has_ended
    assert open_files() == files
    opener.close()
    wait_until(lambda: reader.has_ended)


def test_a_fifo_replaced_by_a_file_is_reported_as_lost(tmp_path: Path) -> None:
    path = tmp_path / "x"
    mixer, _ = sounding(60.0)
    with playing(f"fifo:{path}", mixer) as device:
        path.unlink()
        path.write_bytes(b"mine")
        wait_until(lambda: device.is_lost)
    assert path.read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("form", "kind", "channels"), [("48000:16:2", "<i2", 2), ("22050:32:1", "<i4", 1)]
)
def test_other_formats_are_resampled(form: str, kind: str, channels: int, tmp_path: Path) -> None:
    path = tmp_path / "x"
    os.mkfifo(path)
    tone = np.sin(np.arange(RATE_HZ * 5) * 2 * np.pi * 1_000 / RATE_HZ) * 0.5
    ring = PcmRing(len(tone))
    ring.write(np.column_stack([tone, tone]).astype(np.float32))
    mixer = Mixer(lambda: 0.0)
    mixer.stream = 1
    mixer.begin(ring)
    rate_hz = int(form.split(":")[0])
    frame = np.dtype(kind).itemsize * channels
    with playing(f"fifo:{path}?format={form}", mixer):
        reader = read_fifo(path)
        reader.wait_for(rate_hz * frame)
    whole = bytes(reader.data[: len(reader.data) // frame * frame])
    heard = np.frombuffer(whole, kind).reshape(-1, channels)[rate_hz // 4 : rate_hz // 4 * 3, 0]
    spectrum = abs(np.fft.rfft(heard * np.hanning(len(heard))))
    assert spectrum.argmax() * rate_hz / len(heard) == pytest.approx(1_000, abs=5)
    assert abs(heard).max() / np.iinfo(heard.dtype).max == pytest.approx(0.5, abs=0.02)


# -- TCP --------------------------------------------------------------------------------------


def test_a_tcp_reader_may_come_late_and_go_and_come_back() -> None:
    mixer, sound = sounding(60.0)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with playing(f"tcp:127.0.0.1:{port}{SAME_RATE}", mixer) as device:
        wait_until(lambda: len(mixer.handed) > 5)  # nobody listens yet
        assert device.name.endswith("(no reader)")
        places = []
        for _ in range(2):
            with socket.create_server(("127.0.0.1", port)) as listening:
                connection, _ = listening.accept()
            reader = Reader(connection.detach())
            reader.wait_for(40_000)
            reader.go()
            places.append(find(reader.sound()[:8_000], sound))
    assert 0 <= places[0] < places[1]


# -- the whole player -------------------------------------------------------------------------


def test_a_player_plays_into_a_fifo_and_through_pauses(
    ear: Ear, make_player: MakePlayer, tmp_path: Path
) -> None:
    path, name = tmp_path / "x", f"fifo:{tmp_path / 'x'}{SAME_RATE}"
    os.mkfifo(path)
    sound = noise(20.0)
    player = make_player(audio_device=name)
    player.post(PlayNow(1, str(write_pcm(tmp_path / "a.flac", sound))))
    first = read_fifo(path)
    ear.wait_for(SpeakerChanged, lambda new: (new.state, new.device) == (SpeakerState.OK, name))
    first.wait_for(RATE_HZ * 4)
    player.post(Pause())
    player.post(Resume())
    ear.wait_for(PositionMoved, lambda moved: moved.position_s > 2.0)
    assert not first.has_ended
    first.go()
    ear.wait_for(SpeakerChanged, lambda new: new.device.endswith("(no reader)"))
    second = read_fifo(path)
    second.wait_for(RATE_HZ * 4)
    assert find(second.sound()[:4_000], sound) > 0
    player.post(QueryDevices())
    assert name in ear.wait_for(SpeakersListed).names
