"""The decoder thread: keeps the ring full, and joins the following track without a gap."""

import queue
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tui_player.audio.decode_flag import DecodeFlag
from tui_player.audio.decoder import Decoder, UndecodableError, open_decoder
from tui_player.audio.pcm_ring import Pcm, PcmRing
from tui_player.audio.resampled_decoder import ResampledDecoder

# Decoded ahead: a slow disk or a busy machine may be late by so much.
RING_S = 3.0
# Kept after it was taken, for when a device is lost with sound in it.
HISTORY_S = 1.0
# Ready to play with so much decoded: more than the device takes at its start.
READY_S = 0.3
CHUNK_FRAMES = 8_192
# The device's own converter serves higher rates badly; ours brings them down.
HIGHEST_RATE_HZ = 192_000
# Less than this missing at the end of a file of known length is rounding, not damage.
SHORTFALL_S = 1.0


@dataclass(frozen=True, slots=True)
class Load:
    """Order: begin afresh with this file at this position."""

    generation: int
    play_id: int
    path: str
    position_s: float


@dataclass(frozen=True, slots=True)
class Follow:
    """Order: go on with this file (path None: with nothing) after `after_play_id`.

    If another file was already joined to that play it is taken back, unless it sounds already.
    """

    generation: int
    after_play_id: int
    play_id: int
    path: str | None


@dataclass(frozen=True, slots=True)
class Unload:
    """Order: let go of all files."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The ring is filled well enough to begin."""

    generation: int
    ring: PcmRing
    rate_hz: int
    mark: "Mark"


@dataclass(frozen=True, slots=True)
class Mark:
    """From this frame of the ring on a play sounds (None: nothing), from `position_s` on.

    `complaint` tells why the play before broke off, if it did.
    """

    frame: int
    play_id: int | None
    path: str = ""
    position_s: float = 0.0
    duration_s: float | None = None
    complaint: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """The ring was marked; marks at the same frame or later no longer hold."""

    generation: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Failed:
    """A file cannot be played."""

    generation: int
    play_id: int
    reason: str


Order = Load | Follow | Unload
Note = Loaded | Marked | Failed
OpenFile = Callable[[str], Decoder]


@dataclass(slots=True)
class _Source:
    """An open file on its way into the ring."""

    play_id: int
    path: str
    decoder: Decoder
    begins_at_frame: int = 0  # of the ring
    begins_at_s: float = 0.0  # in the file


class Feeder:
    """Owns decoders and the writing end of the ring; orders in by `post`, notes out by `tell`."""

    def __init__(
        self,
        tell: Callable[[Note], None],
        flag: DecodeFlag,
        clock: Callable[[], float],
        open_file: OpenFile = open_decoder,
    ) -> None:
        self._tell = tell
        self._flag = flag
        self._clock = clock
        self._open_file = open_file
        self._thread = threading.Thread(target=self._run, name="feeder", daemon=True)
        self._abandoned = False
        self._busy: tuple[int, float] | None = None
        self._orders: queue.SimpleQueue[Order] = queue.SimpleQueue()
        self._generation = 0
        self._ring: PcmRing | None = None
        self._rate_hz = 0
        self._now: _Source | None = None  # being decoded
        self._next: _Source | None = None  # opened, to follow it
        self._last_play_id: int | None = None  # whose sound ends the ring
        self._ends: deque[tuple[int, int]] = deque()  # plays all in the ring, and where they end

    def start(self) -> None:
        """Start the thread; it is a daemon, since a file on a dead network can hold it for ever."""
        self._thread.start()

    def stop(self, limit_s: float) -> None:
        """Close all files and end the thread, waiting no longer than `limit_s`."""
        self.abandon()
        self._thread.join(limit_s)

    def post(self, order: Order) -> None:
        """Hand over an order; never waits."""
        self._orders.put(order)

    def stuck_on(self, limit_s: float) -> int | None:
        """Return the play whose file has been in one call of the decoder for so long, if any."""
        busy = self._busy
        return busy[0] if busy and self._clock() - busy[1] > limit_s else None

    def abandon(self) -> None:
        """Leave a stuck thread to itself: it says no more, and ends when its call returns."""
        self._abandoned = True
        self._tell = _to_nobody
        self._orders.put(Unload())

    # -- the thread ------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._abandoned:
            try:
                order = self._orders.get(timeout=self._idle_s())
            except queue.Empty:
                order = None
            try:
                self._carry_out(order)
                self._fill()
            except Exception as error:  # noqa: BLE001 - the thread's outermost loop
                self._give_up(f"an unexpected error: {type(error).__name__}: {error}")
            finally:
                self._busy_with(None)

    def _idle_s(self) -> float | None:
        """How long nothing needs doing unless an order comes."""
        if self._ring is None or self._now is None:
            return None
        if self._ring.room < CHUNK_FRAMES:
            return max(0.02, RING_S / 8)
        return 0.0

    def _carry_out(self, order: Order | None) -> None:
        match order:
            case Load():
                self._load(order)
            case Follow() if order.generation == self._generation:
                self._follow(order)
            case Unload():
                self._drop_all()

    def _load(self, order: Load) -> None:
        self._generation = order.generation
        kept = self._now if self._now and self._now.play_id == order.play_id else None
        self._drop_all(kept)
        try:
            self._busy_with(order.play_id)
            decoder = kept.decoder if kept else self._opened(order.path)
            self._now = _Source(order.play_id, order.path, decoder, 0, order.position_s)
            if kept or order.position_s > 0:
                decoder.seek(order.position_s)
        except UndecodableError as error:
            self._drop_all()
            self._tell(Failed(order.generation, order.play_id, str(error)))
            return
        self._last_play_id = order.play_id
        self._rate_hz = decoder.rate_hz
        self._ring = PcmRing(round(RING_S * self._rate_hz), round(HISTORY_S * self._rate_hz))
        ended = False
        while not ended and self._ring.written < READY_S * self._rate_hz:
            ended = not self._decode_a_chunk()
        mark = Mark(0, order.play_id, order.path, order.position_s, decoder.duration_s)
        self._tell(Loaded(order.generation, self._ring, self._rate_hz, mark))
        if ended:
            self._end_of_file()

    def _opened(self, path: str) -> Decoder:
        decoder = self._open_file(path)
        if decoder.rate_hz > HIGHEST_RATE_HZ:
            return ResampledDecoder(decoder, HIGHEST_RATE_HZ)
        return decoder

    def _follow(self, order: Follow) -> None:
        self._close_next()
        if self._ring is None:
            return  # nothing is loaded that could be followed
        if order.after_play_id != self._last_play_id and not self._take_back(order.after_play_id):
            return  # the other follower sounds already; the player asks anew when told so
        if order.path is None:
            return
        try:
            self._busy_with(order.play_id)
            decoder = self._opened(order.path)
        except UndecodableError as error:
            self._tell(Failed(order.generation, order.play_id, str(error)))
            return
        if decoder.rate_hz != self._rate_hz:
            decoder = ResampledDecoder(decoder, self._rate_hz)
        self._next = _Source(order.play_id, order.path, decoder)
        if self._now is None:
            self._join()

    def _take_back(self, after_play_id: int) -> bool:
        """Drop the follower that was joined too early, if none of it was handed over."""
        assert self._ring is not None
        end = next((end for play_id, end in self._ends if play_id == after_play_id), None)
        if end is None or not self._ring.cut(end):
            return False
        while self._ends and self._ends[-1][1] > end:
            self._ends.pop()
        if self._now is not None:
            self._now.decoder.close()
        self._now, self._last_play_id = None, after_play_id
        self._ring.finish()
        self._tell(Marked(self._generation, Mark(end, None)))
        return True

    def _fill(self) -> None:
        """Decode a chunk if there is room; the caller looks for orders between chunks."""
        if self._ring is None or self._now is None or self._ring.room < CHUNK_FRAMES:
            return
        if not self._decode_a_chunk():
            self._end_of_file()

    def _decode_a_chunk(self) -> bool:
        assert self._ring is not None
        assert self._now is not None
        self._busy_with(self._now.play_id)
        data = self._now.decoder.read(CHUNK_FRAMES)
        self._busy_with(None)
        if data:
            self._ring.write(_as_pcm(data))
        return bool(data)

    def _end_of_file(self) -> None:
        assert self._ring is not None
        assert self._now is not None
        complaint = self._complaint()
        while self._ends and self._ends[0][1] < self._ring.taken:
            self._ends.popleft()
        self._ends.append((self._now.play_id, self._ring.written))
        self._now.decoder.close()
        self._now = None
        if complaint:
            self._close_next()
        if self._next is not None:
            self._join()
        else:
            self._ring.finish()
            mark = Mark(self._ring.written, None, complaint=complaint)
            self._tell(Marked(self._generation, mark))

    def _complaint(self) -> str:
        """Say what is missing if the file broke off early."""
        assert self._ring is not None
        assert self._now is not None
        decoder = self._now.decoder
        if decoder.duration_s is None or not decoder.duration_is_exact:
            return ""
        got_s = self._now.begins_at_s
        got_s += (self._ring.written - self._now.begins_at_frame) / self._rate_hz
        if got_s > decoder.duration_s - max(SHORTFALL_S, 0.02 * decoder.duration_s):
            return ""
        return f"it breaks off after {got_s:.0f} of {decoder.duration_s:.0f} seconds"

    def _join(self) -> None:
        """Go on with the follower at the end of what is written."""
        assert self._ring is not None
        assert self._next is not None
        self._now, self._next = self._next, None
        self._now.begins_at_frame = self._ring.written
        self._last_play_id = self._now.play_id
        mark = Mark(self._ring.written, self._now.play_id, duration_s=self._now.decoder.duration_s)
        self._tell(Marked(self._generation, mark))

    def _give_up(self, reason: str) -> None:
        play_id = self._busy[0] if self._busy else self._last_play_id
        self._now = self._next = None  # not closed: what failed once may fail again
        self._drop_all()
        self._tell(Failed(self._generation, play_id if play_id is not None else -1, reason))

    def _drop_all(self, kept: _Source | None = None) -> None:
        self._close_next()
        if self._now is not None and self._now is not kept:
            self._now.decoder.close()
        self._now, self._ring, self._last_play_id = None, None, None
        self._ends.clear()

    def _busy_with(self, play_id: int | None) -> None:
        if not self._abandoned:
            self._busy = None if play_id is None else (play_id, self._clock())
            self._flag.set(play_id)

    def _close_next(self) -> None:
        if self._next is not None:
            self._next.decoder.close()
            self._next = None


def _to_nobody(_: Note) -> None:
    pass


def _as_pcm(data: bytes) -> Pcm:
    return np.frombuffer(data, np.float32).reshape(-1, 2)
