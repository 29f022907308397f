"""Writes PCM in a fixed format to a FIFO or a TCP connection, in real time, as for Snapcast."""

import contextlib
import os
import queue
import socket
import stat
import threading
import time
from collections.abc import Callable
from pathlib import Path

import av
from av.audio.frame import AudioFrame

from tui_player.audio.outputs.device_worker import Device, NoDeviceError
from tui_player.audio.outputs.pipe_names import FifoTarget, PcmFormat, TcpTarget, target_of
from tui_player.audio.pcm.mixer import Mixer
from tui_player.audio.pcm.rewritable_buffer import Drawn

# So often a block is written; a writer that is late by more goes on from now, without a burst.
TICK_S, LATEST_S = 0.02, 0.25
KEPT_S = 0.2  # of what a slow reader has not taken yet; more is dropped
# A new reader gets so much silence first, which makes up for blocks that come a little late.
LEAD_S = 0.06
REOPEN_FIFO_S, RECONNECT_S, CONNECTING_S = 0.1, 1.0, 5.0
ENDING_S = 0.5  # a thread that never waits for a reader ends well within this time


class FifoLink:
    """A FIFO, held open for writing also while nobody reads.

    A reader such as snapserver that finds no writer takes that for the end, and goes.
    """

    backend = "FIFO"

    def __init__(self, path: Path, clock: Callable[[], float]) -> None:
        self._path = path
        self._short = str(path) if len(str(path)) <= 60 else f"…{str(path)[-59:]}"
        self._clock = clock
        self._descriptor: int | None = None
        self._has_reader = False
        self._next_try_s = clock()

    @property
    def is_connected(self) -> bool:
        """Whether it had a reader at the last write."""
        return self._has_reader

    def prepare(self) -> None:
        """Make the FIFO if nothing is there, for this user alone. Raises NoDeviceError."""
        try:
            with contextlib.suppress(FileExistsError):
                os.mkfifo(self._path, 0o600)
            mode = self._path.stat().st_mode
        except OSError as error:
            raise NoDeviceError(f"Cannot use the FIFO {self._short}: {error.strerror}.") from error
        if not stat.S_ISFIFO(mode):
            raise NoDeviceError(
                f"{self._short} is not a FIFO and is left as it is: choose another path."
            )
        if not os.access(self._path, os.W_OK):
            raise NoDeviceError(
                f"You may not write to the FIFO {self._short}: change its permissions."
            )

    def connect(self) -> None:
        """Open it; without a reader, now and then again, as another may lie at the path by now.

        Raises NoDeviceError if something else is there.
        """
        if self._has_reader or self._clock() < self._next_try_s:
            return
        self._next_try_s = self._clock() + REOPEN_FIFO_S
        self.prepare()
        before = self._descriptor
        try:
            # It opens for writing at once only while somebody reads.
            reading = os.open(self._path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
            self._descriptor = os.open(self._path, os.O_WRONLY | os.O_NONBLOCK | os.O_CLOEXEC)
            os.close(reading)
        except OSError as error:
            raise NoDeviceError(f"Cannot open {self._short}: {error.strerror}.") from error
        if before is not None:
            os.close(before)

    def send(self, data: bytes) -> int:
        """Write what fits now; return how many bytes. Raises OSError if the reader has gone."""
        if self._descriptor is None:
            return 0
        try:
            taken = os.write(self._descriptor, data)
        except BlockingIOError:
            return 0
        except BrokenPipeError:
            if self._has_reader:
                raise
            return 0
        self._has_reader = True
        return taken

    def close(self) -> None:
        """Close it: its reader comes to the end, and what nobody has read is gone."""
        descriptor, self._descriptor = self._descriptor, None
        self._has_reader = False
        if descriptor is not None:
            os.close(descriptor)


class TcpLink:
    """A connection to the one address that was given, sought again every second."""

    backend = "TCP"

    def __init__(self, host: str, port: int, clock: Callable[[], float]) -> None:
        self._address = (host, port)
        self._clock = clock
        self._socket: socket.socket | None = None
        self._next_try_s = clock()
        self._attempts: queue.SimpleQueue[socket.socket | None] = queue.SimpleQueue()
        self._is_trying = False

    @property
    def is_connected(self) -> bool:
        """Whether there is a connection."""
        return self._socket is not None

    def prepare(self) -> None:
        """Nothing has to be there beforehand."""

    def connect(self) -> None:
        """Take a connection that has come about, or begin an attempt if one is due."""
        if self._is_trying:
            with contextlib.suppress(queue.Empty):
                self._socket = self._attempts.get_nowait()
                self._is_trying = False
                self._next_try_s = self._clock() + RECONNECT_S
        elif self._socket is None and self._clock() >= self._next_try_s:
            self._is_trying = True
            # Looking up a name cannot be done without waiting.
            threading.Thread(target=self._attempt, name="connecting", daemon=True).start()

    def _attempt(self) -> None:
        try:
            connection = socket.create_connection(self._address, CONNECTING_S)
            connection.setblocking(False)
        except (OSError, UnicodeError):
            self._attempts.put(None)
        else:
            self._attempts.put(connection)

    def send(self, data: bytes) -> int:
        """Send what fits now; return how many bytes. Raises OSError if the connection ended."""
        if self._socket is None:
            return 0
        try:
            return self._socket.send(data)
        except BlockingIOError:
            return 0

    def close(self) -> None:
        """Close the connection; one that is coming about is closed when it is taken."""
        connection, self._socket = self._socket, None
        if connection is not None:
            connection.close()


class PipeWriter:
    """Writes whole frames to a link; kept from stream to stream, so that its reader stays."""

    def __init__(self, link: FifoLink | TcpLink, form: PcmFormat) -> None:
        self.link = link
        self.form = form
        self._held = bytearray()  # begins within a frame after a write that took a part of one
        self._written = 0  # bytes of this connection

    def write(self, data: bytes) -> None:
        """Write; what a slow reader does not take in time is dropped, frame by frame.

        Raises NoDeviceError if the link cannot work any more.
        """
        self.link.connect()
        if not self._written:
            self._held = bytearray(round(LEAD_S * self.form.rate_hz) * self.form.frame_bytes)
        self._held += data
        try:
            taken = self.link.send(bytes(self._held))
        except OSError:  # the reader has gone: another begins with a whole frame
            self.link.close()
            taken = self._written = 0
        del self._held[:taken]
        self._written += taken
        self.drop_queued(KEPT_S)

    def drop_queued(self, kept_s: float) -> None:
        """Drop what is not written yet, except for so many seconds and a frame begun."""
        frame = self.form.frame_bytes
        begun = -self._written % frame  # bytes that complete a frame the reader has in part
        del self._held[begun + round(kept_s * self.form.rate_hz) * frame :]


class PcmEncoder:
    """Brings drawn blocks of one rate to a fixed format, by FFmpeg's resampler."""

    def __init__(self, rate_hz: int, form: PcmFormat) -> None:
        self._rate_hz = rate_hz
        self._form = form
        self._is_as_drawn = form == PcmFormat(rate_hz)
        layout = "stereo" if form.channels == 2 else "mono"
        self._resampler = av.AudioResampler(f"s{form.bits}", layout, form.rate_hz)

    def encode(self, block: Drawn) -> bytes:
        """Return the block's samples as bytes; some wait in the resampler for the next block."""
        if self._is_as_drawn:
            return block.as_16_bit()
        frame = AudioFrame("flt", "stereo", len(block.sound), align=1)
        frame.sample_rate = self._rate_hz
        frame.planes[0].update((block.sound * block.gains[:, None]).tobytes())
        size = self._form.frame_bytes
        done = self._resampler.resample(frame)
        return b"".join(bytes(each.planes[0])[: each.samples * size] for each in done)


class PipeDevice:
    """One stream on a writer, paced by a thread of its own."""

    is_interrupted = False  # nobody calls through a pipe

    def __init__(
        self,
        name: str,
        writer: PipeWriter,
        rate_hz: int,
        stream: int,
        mixer: Mixer,
        changed: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.backend = writer.link.backend
        self.is_lost = False
        self._plain_name, self._writer, self._changed = name, writer, changed
        self._rate_hz, self._stream, self._mixer, self._clock = rate_hz, stream, mixer, clock
        self._encoder = PcmEncoder(rate_hz, writer.form)
        self._was_connected = writer.link.is_connected
        self.name = self._shown_name()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pipe", daemon=True)

    def _shown_name(self) -> str:
        """The name it was opened by, and whether nobody reads."""
        return self._plain_name if self._was_connected else f"{self._plain_name} (no reader)"

    def start(self) -> None:
        """Let it take sound."""
        self._thread.start()

    def renew_volume(self) -> None:
        """The next block has the new volume; what is written cannot be changed."""

    def close(self) -> None:
        """Write nothing more; the reader stays for the next stream."""
        self._closing.set()
        self.wait_closed(ENDING_S)
        self._writer.drop_queued(0.0)

    def release(self) -> None:
        """Nothing waits here."""

    def wait_closed(self, limit_s: float) -> None:
        """Wait until the thread has ended."""
        if self._thread.ident is not None:
            self._thread.join(limit_s)

    def _run(self) -> None:
        try:
            self._pace()
        except NoDeviceError:
            self._lose()  # opening it again gives the sentence
        except Exception as error:  # noqa: BLE001 - the thread's outermost loop
            self._mixer.error = f"{type(error).__name__}: {error}"
            self._lose()

    def _lose(self) -> None:
        self.is_lost = True
        self._changed()

    def _pace(self) -> None:
        """Write what is due by the clock until it is closed."""
        begin_s, drawn = self._clock() - TICK_S, 0
        while not self._closing.is_set():
            late_s = self._clock() - begin_s - drawn / self._rate_hz
            if late_s > LATEST_S:
                begin_s += late_s - TICK_S
                late_s = TICK_S
            frames = max(0, round(late_s * self._rate_hz))
            drawn += frames
            if frames:
                block = self._mixer.draw(self._stream, frames)
                self._writer.write(self._encoder.encode(block))
            self._note_reader()
            self._closing.wait(TICK_S)

    def _note_reader(self) -> None:
        is_connected = self._writer.link.is_connected
        if is_connected != self._was_connected:
            self._was_connected = is_connected
            self.name = self._shown_name()
            self._changed()


class PipeOpener:
    """Opens pipes, and keeps the connection of the last while streams come and go."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._target: FifoTarget | TcpTarget | None = None
        self._writer: PipeWriter | None = None

    def __call__(
        self,
        name: str | None,
        rate_hz: int,
        stream: int,
        mixer: Mixer,
        changed: Callable[[], None],
    ) -> Device:
        """Open the pipe of this name. Raises NoDeviceError."""
        target = target_of(name or "")
        if self._writer is None or target != self._target:
            self.close()
            self._target, self._writer = target, self._make_writer(target)
        self._writer.link.prepare()
        return PipeDevice(name or "", self._writer, rate_hz, stream, mixer, changed, self._clock)

    def close(self) -> None:
        """Drop the connection that was kept: its reader comes to the end."""
        if self._writer is not None:
            self._writer.link.close()

    def _make_writer(self, target: FifoTarget | TcpTarget) -> PipeWriter:
        if isinstance(target, FifoTarget):
            return PipeWriter(FifoLink(target.path, self._clock), target.form)
        return PipeWriter(TcpLink(target.host, target.port, self._clock), target.form)
