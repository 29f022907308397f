"""A device of PulseAudio or PipeWire, whose queued sound can still be faded or made louder."""

import dataclasses
import threading
import time
from collections.abc import Callable, Mapping

import numpy as np

from tui_player.audio.outputs.libpulse import PulseError
from tui_player.audio.outputs.names import matching, unlike
from tui_player.audio.outputs.pulse_connection import PulseConnection, Sink, Timing
from tui_player.audio.pcm.mixer import Mixer
from tui_player.audio.pcm.rewritable_buffer import Gains, RecentSound

# What lies in the server's queue can be replaced at any time, so it may be long; what the sink
# has taken is heard as it is, so that part is kept short.
QUEUE_S, BLOCK_S = 0.4, 0.025
# The queue is filled up by no less than this: many small blocks cost more than a few large ones.
FILL_S = 0.1
# The sink may take more while a change is under way to the server: so much is left to it, and a
# whole block if the next is due within the second time and two turns of asking the server.
UNDER_WAY_S, SOON_S, TURNS = 0.005, 0.001, 2
# Whoever closes waits for the fade to be written, so that nothing delays it, but no longer.
WRITING_S = 0.05
FADE_OUT_S = 0.012
# After the last sample of a fade the stream stays for so long: latencies are told roughly.
LINGER_S = 0.02
WAITING_S = 1.0
_KEPT_S = 2 * QUEUE_S


class PulseDevice:
    """One stream on a sink, fed by a thread of its own from the mixer."""

    backend = "PulseAudio"

    def __init__(
        self,
        name: str | None,
        rate_hz: int,
        stream: int,
        mixer: Mixer,
        changed: Callable[[], None],
    ) -> None:
        """Open the sink so called, or the first whose name holds these words; None: the default.

        `changed` is called when the server has moved the stream or has gone. Raises
        PulseError, or LookupError when no sink has that name.
        """
        self._rate_hz, self._number, self._mixer = rate_hz, stream, mixer
        self._changed = changed
        self._recent = RecentSound(round(_KEPT_S * rate_hz))
        self._closing, self._volume_changed = threading.Event(), threading.Event()
        self._silenced = threading.Event()
        self._lock = threading.Lock()  # of waking against closing
        self._is_closed = False
        self._released = threading.Event()
        self.is_lost = False
        self.is_interrupted = False
        self._is_muted_meanwhile = False
        self._connection = PulseConnection()
        try:
            named = _named(self._connection.sinks())
            sink = None if name is None else _sink_called(name, named)
            self._connection.open_stream(sink, rate_hz, QUEUE_S, BLOCK_S)
            self._sink = self._connection.sink
            self.name = _name_of(self._sink, named)
        except (PulseError, LookupError):
            self._connection.close()
            raise
        self._thread = threading.Thread(target=self._run, name="pulse", daemon=True)

    def start(self) -> None:
        """Let it take sound."""
        self._thread.start()

    def close(self) -> None:
        """Fade out what is about to be heard, drop the rest, and give all back soon."""
        self._closing.set()
        if self._thread.ident is None:
            self._give_back()
        else:
            self._wake()
            self._silenced.wait(WRITING_S)

    def release(self) -> None:
        """Wait no longer for the end of an interruption."""
        self._released.set()
        self._wake()

    def wait_closed(self, limit_s: float) -> None:
        """Wait until all is given back."""
        if self._thread.ident is not None:
            self._thread.join(limit_s)

    def renew_volume(self) -> None:
        """Let the mixer's volume be heard at once, in what is queued as well."""
        self._volume_changed.set()
        self._wake()

    def _wake(self) -> None:
        with self._lock:
            if not self._is_closed:
                self._connection.wake()

    def _give_back(self) -> None:
        with self._lock:
            self._is_closed = True
            self._connection.close()

    # -- the thread ------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            self._fill()
            self._connection.uncork()
            while not self._closing.is_set():
                if self._volume_changed.is_set():
                    self._volume_changed.clear()
                    self._change_volume()
                self._fill()
                self._look_where_it_plays()
                self._connection.iterate(WAITING_S, self._is_asked)
                self._look_for_interruptions()
            self._fade_out()
            if self.is_interrupted:
                self._wait_for_its_end()
        except PulseError:
            self._lose()
        except Exception as error:  # noqa: BLE001 - the thread's outermost loop
            self._mixer.error = f"{type(error).__name__}: {error}"
            self._lose()
        finally:
            self._silenced.set()
            self._give_back()

    def _look_for_interruptions(self) -> None:
        if self._connection.is_interrupted == self.is_interrupted:
            return
        if not self.is_interrupted:
            self._is_muted_meanwhile = self._connection.is_muted()
        self._set_interrupted(not self.is_interrupted)

    def _set_interrupted(self, is_interrupted: bool) -> None:
        self.is_interrupted = is_interrupted
        self._changed()

    def _wait_for_its_end(self) -> None:
        """Keep the stream, silent, until the server lets music sound again or nobody waits.

        Only a stream that is corked hears of the end. PulseAudio mutes it meanwhile as well, and
        that shows whether the end came before the stream was corked.
        """
        self._silenced.set()
        self._connection.cork()
        if self._is_muted_meanwhile and not self._connection.is_muted():
            self._set_interrupted(False)
        while self.is_interrupted and not self._released.is_set():
            self._connection.iterate(WAITING_S, self._released.is_set)
            self._look_for_interruptions()

    def _is_asked(self) -> bool:
        return self._closing.is_set() or self._volume_changed.is_set()

    def _lose(self) -> None:
        self.is_lost = True
        self._changed()

    def _fill(self) -> None:
        least = round(FILL_S * self._rate_hz)
        while (frames := self._connection.writable_frames) >= least:
            block = self._mixer.draw(self._number, frames)
            self._recent.append(block)
            self._connection.write(block.as_16_bit())

    def _look_where_it_plays(self) -> None:
        sink = self._connection.sink
        if sink != self._sink:
            self._sink = sink
            self.name = _name_of(sink, _named(self._connection.sinks()))
            self._changed()

    # -- changing what is queued -----------------------------------------------------------

    def _still_open(self) -> tuple[int, Timing]:
        """The first frame of the stream that can be changed, and where the stream is."""
        asked_s = time.monotonic()
        timing = self._connection.timing()
        if not timing.is_playing:
            return max(timing.taken_frame, self._recent.begin), timing
        left_s = UNDER_WAY_S
        if timing.heard_in_s < SOON_S + TURNS * (time.monotonic() - asked_s):
            left_s += BLOCK_S
        first = timing.taken_frame + round(left_s * self._rate_hz)
        return max(first, self._recent.begin), timing

    def _change_volume(self) -> None:
        first, _ = self._still_open()
        if first < self._recent.end:
            before = self._recent.gain_at(first)
            frames = self._recent.end - first
            self._rewrite(first, self._mixer.new_gains(self._number, frames, before))

    def _fade_out(self) -> None:
        first, timing = self._still_open()
        queued = self._recent.end - first
        if queued <= 0:
            return
        if not timing.is_playing:  # nothing of it was heard
            self._mixer.faded_out(self._number, self._recent.ring_frame(first))
            return
        fall = _fall(round(FADE_OUT_S * self._rate_hz))[:queued]
        last = first + len(fall)
        ring_frame = self._recent.ring_frame(last)
        falling = self._recent.part(first, last)
        falling = dataclasses.replace(falling, gains=falling.gains * fall)
        data = falling.as_16_bit()
        silence = bytes(len(data) // len(fall) * (queued - len(fall)))
        self._connection.write(data + silence, frames_back=queued)
        self._mixer.faded_out(self._number, ring_frame)
        self._silenced.set()
        lag_s = (last - timing.taken_frame) / self._rate_hz + timing.heard_in_s
        end_s = time.monotonic() + lag_s + LINGER_S
        while (wait_s := end_s - time.monotonic()) > 0:
            self._connection.iterate(wait_s)

    def _rewrite(self, first: int, gains: Gains) -> None:
        """Give all from this frame of the stream on other gains, in the server as well."""
        blocks = []
        for block in self._recent.take_from(first):
            blocks.append(dataclasses.replace(block, gains=gains[: len(block.sound)]))
            gains = gains[len(block.sound) :]
        data = b"".join(block.as_16_bit() for block in blocks)
        for block in blocks:
            self._recent.append(block)
        self._connection.write(data, frames_back=self._recent.end - first)


def _fall(frames: int) -> Gains:
    """Gains that fall from 1 to 0 along half a cosine: no corner at either end."""
    gains: Gains = (0.5 + 0.5 * np.cos(np.linspace(0, np.pi, frames))).astype(np.float32)
    return gains


def sink_names() -> list[str]:
    """The names of all sinks of the server. Raises PulseError."""
    connection = PulseConnection()
    try:
        return list(_named(connection.sinks()))
    finally:
        connection.close()


def _named(sinks: list[Sink]) -> dict[str, bytes]:
    """The identity of every sink, by a name that is unlike all others."""
    names = unlike([sink.description for sink in sinks])
    return dict(zip(names, (sink.identity for sink in sinks), strict=True))


def _name_of(sink: bytes, named: Mapping[str, bytes]) -> str:
    return next((name for name, identity in named.items() if identity == sink), "")


def _sink_called(wanted: str, named: Mapping[str, bytes]) -> bytes:
    name = matching(wanted, list(named))
    if name is None:
        raise LookupError(f"no device called {wanted!r}")
    return named[name]
