"""A connection to PulseAudio with one stream for playing, used by one thread at a time."""

import ctypes
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tui_player.audio.outputs import libpulse as pulse
from tui_player.audio.outputs.libpulse import PulseError

# A server that does not answer for so long is taken to hang.
CONNECTING_S, ANSWERING_S = 5.0, 1.0
_FRAME_BYTES = 4  # stereo, 16 bits

_APPLICATION = {
    b"application.name": b"tui-player",
    b"application.id": b"tui-player",
    b"application.icon_name": b"multimedia-player",
}
# The role lets the server silence music for a call.
_MUSIC = {b"media.role": b"music", b"media.name": b"music"}


@dataclass(frozen=True, slots=True)
class Sink:
    """A sound device of the server: its name there, and the one that people read."""

    identity: bytes
    description: str


@dataclass(frozen=True, slots=True)
class Timing:
    """Up to which frame the sink has taken the stream, and in how long that frame is heard."""

    taken_frame: int
    heard_in_s: float
    is_playing: bool


def timing_of(info: pulse.TimingInfo) -> Timing:
    """What the server's answer means at the moment it is here, as pa_stream_get_time reckons.

    While it was under way, for `transport_usec`, the sink went on.
    """
    return Timing(
        taken_frame=info.read_index // _FRAME_BYTES,
        heard_in_s=max(0, info.sink_usec - info.transport_usec) / 1_000_000,
        is_playing=bool(info.playing),
    )


class PulseConnection:
    """PulseAudio's main loop without a thread of its own; callbacks are called in `iterate`."""

    def __init__(self) -> None:
        """Connect to the server. Raises PulseError."""
        self._library = pulse.load_library()
        self._stream: Any = None
        self._is_interrupted = False
        self._event_callback = pulse.EventCallback(self._take_event)  # kept as long as the stream
        self._loop = self._library.pa_mainloop_new()
        api = self._library.pa_mainloop_get_api(self._loop)
        with self._properties(_APPLICATION) as properties:
            self._context = self._library.pa_context_new_with_proplist(
                api, b"tui-player", properties
            )
        try:
            flags = pulse.CONTEXT_NOAUTOSPAWN
            if self._library.pa_context_connect(self._context, None, flags, None) < 0:
                raise PulseError("no sound server answers")
            self._wait(lambda: self._context_state() == pulse.CONTEXT_READY, CONNECTING_S)
        except PulseError:
            self.close()
            raise

    def close(self) -> None:
        """Give stream, connection and loop back."""
        if self._stream is not None:
            self._library.pa_stream_disconnect(self._stream)
            self._library.pa_stream_unref(self._stream)
            self._stream = None
        if self._context is not None:
            self._library.pa_context_disconnect(self._context)
            self._library.pa_context_unref(self._context)
            self._context = None
        if self._loop is not None:
            self._library.pa_mainloop_free(self._loop)
            self._loop = None

    def iterate(self, limit_s: float, is_due: Callable[[], bool] = lambda: False) -> None:
        """Do what the server wants, waiting for that no longer than `limit_s`.

        It does not wait if `is_due` says so, which is asked when `wake` is heard already.
        Raises PulseError once the connection or the stream has ended.
        """
        timeout_usec = max(0, round(limit_s * 1_000_000))
        library, loop = self._library, self._loop
        if library.pa_mainloop_prepare(loop, timeout_usec) < 0:
            raise PulseError("the main loop has ended")
        if is_due():  # preparing has dropped the wake-ups that came before it
            library.pa_mainloop_wakeup(loop)
        if library.pa_mainloop_poll(loop) < 0 or library.pa_mainloop_dispatch(loop) < 0:
            raise PulseError("the main loop has ended")
        if self._context_state() >= pulse.CONTEXT_FAILED:
            raise PulseError("the sound server has gone")
        if self._stream is not None and self._stream_state() >= pulse.STREAM_FAILED:
            raise PulseError("the sound device has gone")

    def wake(self) -> None:
        """Let `iterate`, running in another thread, return at once."""
        self._library.pa_mainloop_wakeup(self._loop)

    def sinks(self) -> list[Sink]:
        """Ask the server for its devices. Raises PulseError."""
        found: list[Sink] = []

        def take(_context: int, info: Any, _is_last: int, _data: int) -> None:
            if info:
                name, description = info.contents.name, info.contents.description
                found.append(Sink(name, (description or name).decode(errors="replace")))

        callback = pulse.SinkCallback(take)  # called no more once the order is done or cancelled
        self._carry_out(self._library.pa_context_get_sink_info_list(self._context, callback, None))
        return found

    # -- the stream ------------------------------------------------------------------------

    def open_stream(self, sink: bytes | None, rate_hz: int, queue_s: float, block_s: float) -> None:
        """Open a corked stream of 16-bit stereo on a sink (None: the default).

        The server queues `queue_s` of it, and lets the sink take `block_s` at a time if it can.
        Raises PulseError.
        """
        spec = pulse.SampleSpec(pulse.SAMPLE_S16LE, rate_hz, 2)
        with self._properties(_MUSIC) as properties:
            stream = self._library.pa_stream_new_with_proplist(
                self._context, b"music", ctypes.byref(spec), None, properties
            )
        if not stream:
            raise PulseError(f"the sound server plays nothing at {rate_hz} Hz")
        self._stream = stream
        self._library.pa_stream_set_event_callback(stream, self._event_callback, None)
        length = round(queue_s * rate_hz) * _FRAME_BYTES
        request = round(block_s * rate_hz) * _FRAME_BYTES
        buffer = pulse.BufferAttr(pulse.UNSET, length, pulse.UNSET, request, pulse.UNSET)
        flags = pulse.STREAM_START_CORKED | pulse.STREAM_EARLY_REQUESTS
        connected = self._library.pa_stream_connect_playback(
            stream, sink, ctypes.byref(buffer), flags, None, None
        )
        if connected < 0:
            raise PulseError("the sound server opens no stream")
        self._wait(lambda: self._stream_state() == pulse.STREAM_READY, CONNECTING_S)

    @property
    def sink(self) -> bytes:
        """The sink on which the stream is, by its identity; the server may move it."""
        name: bytes | None = self._library.pa_stream_get_device_name(self._stream)
        return name or b""

    @property
    def is_interrupted(self) -> bool:
        """Whether the server wants the music to be silent, as during a call."""
        return self._is_interrupted

    def is_muted(self) -> bool:
        """Ask whether the server keeps the stream silent. Raises PulseError."""
        found: list[bool] = []

        def take(_context: int, info: Any, _is_last: int, _data: int) -> None:
            if info:
                found.append(bool(info.contents.mute))

        callback = pulse.SinkInputCallback(take)  # see `sinks`
        number = self._library.pa_stream_get_index(self._stream)
        self._carry_out(
            self._library.pa_context_get_sink_input_info(self._context, number, callback, None)
        )
        return any(found)

    @property
    def writable_frames(self) -> int:
        """How many frames the server wants now."""
        size: int = self._library.pa_stream_writable_size(self._stream)
        return 0 if size == pulse.NO_SIZE else size // _FRAME_BYTES

    def uncork(self) -> None:
        """Let the stream sound, soon."""
        operation = self._library.pa_stream_cork(self._stream, 0, None, None)
        if operation:
            self._library.pa_operation_unref(operation)

    def cork(self) -> None:
        """Hold the stream where it is; the server has done so on return. Raises PulseError."""
        self._carry_out(self._library.pa_stream_cork(self._stream, 1, None, None))

    def write(self, data: bytes, *, frames_back: int = 0) -> None:
        """Append to what is queued, or replace from `frames_back` before its end on.

        Raises PulseError.
        """
        offset = -frames_back * _FRAME_BYTES
        written = self._library.pa_stream_write(
            self._stream, data, len(data), None, offset, pulse.SEEK_RELATIVE
        )
        if written < 0:
            raise PulseError("the sound server takes nothing")

    def timing(self) -> Timing:
        """Ask how far the stream is. Raises PulseError."""
        self._carry_out(self._library.pa_stream_update_timing_info(self._stream, None, None))
        info = self._library.pa_stream_get_timing_info(self._stream)
        if not info:
            raise PulseError("the sound server tells no times")
        return timing_of(info.contents)

    def _take_event(self, _stream: int, name: bytes, _properties: int, _data: int) -> None:
        if name in (pulse.REQUEST_CORK, pulse.REQUEST_UNCORK):
            self._is_interrupted = name == pulse.REQUEST_CORK

    @contextmanager
    def _properties(self, values: Mapping[bytes, bytes]) -> Iterator[Any]:
        """What the server and its mixers are told of this program and its stream."""
        properties = self._library.pa_proplist_new()
        try:
            for name, value in values.items():
                self._library.pa_proplist_sets(properties, name, value)
            yield properties
        finally:
            self._library.pa_proplist_free(properties)

    # -- waiting ---------------------------------------------------------------------------

    def _context_state(self) -> int:
        return int(self._library.pa_context_get_state(self._context))

    def _stream_state(self) -> int:
        return int(self._library.pa_stream_get_state(self._stream))

    def _carry_out(self, operation: Any) -> None:
        if not operation:
            raise PulseError("the sound server takes no order")
        try:
            self._wait(
                lambda: self._library.pa_operation_get_state(operation) != pulse.OPERATION_RUNNING,
                ANSWERING_S,
            )
        except PulseError:
            self._library.pa_operation_cancel(operation)
            raise
        finally:
            self._library.pa_operation_unref(operation)

    def _wait(self, is_done: Callable[[], bool], limit_s: float) -> None:
        deadline_s = time.monotonic() + limit_s
        while not is_done():
            left_s = deadline_s - time.monotonic()
            if left_s <= 0:
                raise PulseError("the sound server does not answer")
            self.iterate(left_s)
