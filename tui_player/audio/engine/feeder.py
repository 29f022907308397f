"""The decoder thread: keeps the ring full, and joins the following track: gapless, or by a fade."""

import queue
import threading
from collections import deque
from collections.abc import Callable

import numpy as np

from tui_player.audio.decode_flag import DecodeFlag
from tui_player.audio.decoders.decoder import UndecodableError
from tui_player.audio.decoders.opening import CHUNK_FRAMES, OpenFile, open_source, reopened
from tui_player.audio.decoders.registry import open_decoder
from tui_player.audio.engine.feeder_messages import (
    FadeTo,
    Failed,
    Follow,
    Load,
    Loaded,
    Mark,
    Marked,
    Note,
    Order,
    Unload,
    Unmarked,
)
from tui_player.audio.engine.following import Following, Opened
from tui_player.audio.engine.source import HeldPcm, Joint, Source, no_sound
from tui_player.audio.pcm.ring_buffer import Pcm, PcmRing

# Decoded ahead: a slow disk or a busy machine may be late by so much.
RING_S = 3.0
# Before sound is held back for a fade the ring has so much.
ENOUGH_S = 2.0
# Kept after it was taken, for when a device is lost with sound in it.
HISTORY_S = 1.0
# While a follower is being opened, and nothing else is to be done, so often it is looked after.
LOOK_AGAIN_S = 0.5
# Ready to play with so much decoded: more than the device takes at its start.
READY_S = 0.5
# A fade begins no sooner than after this, which the device may take while it is being mixed.
SPARED_S = 0.25
# A shorter fade would only be a bad join.
SHORTEST_FADE_S = 0.05
LONGEST_FADE_S = 12.0


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
        self._orders: queue.SimpleQueue[Order | Opened] = queue.SimpleQueue()
        self._following = Following(self._orders.put, flag, clock, open_file)
        self._generation = 0
        self._ring: PcmRing | None = None
        self._rate_hz = 0
        self._now: Source | None = None  # on its way into the ring
        self._next: Source | None = None  # opened, to follow it
        self._last: Source | None = None  # the one whose sound ends the ring, maybe closed
        self._fade_frames = 0  # how long the next is to be faded in
        self._held = HeldPcm()  # the end of what was decoded, for a fade
        self._joints: deque[Joint] = deque()  # the latest last

    def start(self) -> None:
        """Start the thread; it is a daemon, since a file on a dead network can hold it for ever."""
        self._thread.start()

    def stop(self, limit_s: float) -> None:
        """Close all files and end the thread, waiting no longer than `limit_s`."""
        self.abandon()
        deadline_s = self._clock() + limit_s
        self._thread.join(limit_s)
        self._following.join(max(0.0, deadline_s - self._clock()))

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
        self._following.abandon()
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
                if overdue := self._following.overdue():
                    self._take_opened(overdue)
                self._fill()
            except Exception as error:  # noqa: BLE001 - the thread's outermost loop
                self._give_up(f"an unexpected error: {type(error).__name__}: {error}")
            finally:
                self._busy_with(None)

    def _idle_s(self) -> float | None:
        """How long nothing needs doing unless an order comes."""
        if self._ring is None:
            return None
        if self._now is None or self._has_only_to_wait(self._now):
            return LOOK_AGAIN_S if self._following.is_awaited else None
        if self._ring.room < CHUNK_FRAMES:
            return max(0.02, RING_S / 8)
        return 0.0

    def _has_only_to_wait(self, now: Source) -> bool:
        """Whether all that sounds is in the ring, and what follows is being opened."""
        return self._following.is_awaited and now.ended and not len(self._held)

    def _carry_out(self, order: Order | Opened | None) -> None:
        match order:
            case Load():
                self._load(order)
            case Follow() if order.generation == self._generation:
                self._follow(order)
            case FadeTo():
                self._fade_to(order)
            case Opened():
                self._take_opened(order)
            case Unload():
                self._drop_all()

    def _load(self, order: Load) -> None:
        self._generation = order.generation
        play, now = order.play, self._now
        is_kept = now is not None and now.is_open and now.play.play_id == play.play_id
        kept = now if is_kept else None
        self._drop_all(kept)
        try:
            self._busy_with(play.play_id)
            source = reopened(kept, play) if kept else open_source(self._open_file, play)
        except UndecodableError as error:
            if kept is not None:
                kept.close()
            self._tell(Failed(order.generation, play.play_id, str(error)))
            return
        self._now = self._last = source
        self._rate_hz = source.decoder.rate_hz
        self._ring = PcmRing(round(RING_S * self._rate_hz), round(HISTORY_S * self._rate_hz))
        while not source.ended and self._ring.written < READY_S * self._rate_hz:
            self._decode_a_chunk()
        mark = Mark(0, play, source.decoder.duration_s)
        self._tell(Loaded(order.generation, self._ring, self._rate_hz, mark))

    # -- what follows ------------------------------------------------------------------------

    def _follow(self, order: Follow) -> None:
        self._close_next()
        if self._ring is None or self._last is None:
            return  # nothing is loaded that could be followed
        after = order.after_play_id
        if after != self._last.play.play_id and not self._take_back(after):
            return  # the other follower sounds already; the player asks anew when told so
        if order.play is not None:
            self._following.ask(order, order.play, self._rate_hz)

    def _take_opened(self, opened: Opened) -> None:
        """Go on with what was opened, unless another was asked for since."""
        if not self._following.accepts(opened):
            return
        order, source = opened.order, opened.source
        if source is None:
            assert order.play is not None
            self._tell(Failed(order.generation, order.play.play_id, opened.reason))
        elif isinstance(order, FadeTo):
            self._fade_into(source, order.fade_s)
        else:
            self._next = source
            self._fade_frames = self._frames_of(order.crossfade_s, source)
            if self._now is None:
                self._now = self._last  # over already, but its end may still be faded

    def _frames_of(self, fade_s: float, source: Source) -> int:
        """The length of a fade into this source: no longer than half of it."""
        frames = round(min(fade_s, LONGEST_FADE_S) * self._rate_hz)
        in_all = source.frames_in_all
        return frames if in_all is None else min(frames, in_all // 2)

    def _take_back(self, after_play_id: int) -> bool:
        """Drop the follower that was joined too early, if none of it was handed over."""
        assert self._ring is not None
        joint = next((j for j in self._joints if j.source.play.play_id == after_play_id), None)
        if joint is None:
            return False
        spared = self._spared if len(joint.end) else 0
        if self._ring.taken + spared > joint.frame or not self._ring.cut(joint.frame):
            return False
        while self._joints and self._joints[-1].frame >= joint.frame:
            self._joints.pop()
        if self._now is not None:
            self._now.close()
        self._held = HeldPcm()
        self._last = joint.source
        self._tell(Unmarked(self._generation, joint.frame))
        self._now = joint.source
        self._held.append(joint.end)
        return True

    def _fade_to(self, order: FadeTo) -> None:
        """Fade at once into another play; what sounds until then is closed."""
        if self._ring is None:
            self._load(Load(order.generation, order.play))
            return
        self._generation = order.generation
        self._close_next()
        self._following.ask(order, order.play, self._rate_hz)

    def _fade_into(self, source: Source, fade_s: float) -> None:
        assert self._ring is not None
        frames = max(self._frames_of(fade_s, source), self._rate_hz // 100)
        while self._now is not None and not self._now.ended and self._waiting_frames < frames:
            self._decode_a_chunk(hold=True)
        if self._now is not None:
            self._now.close()
        end = self._ring.take_back(self._ring.written, self._spared)
        end = np.concatenate([end, self._held.pop(len(self._held))])[:frames]
        self._joints.clear()
        self._begin(source, end)

    @property
    def _spared(self) -> int:
        return round(SPARED_S * self._rate_hz)

    @property
    def _waiting_frames(self) -> int:
        """How many frames a fade that begins now could last."""
        assert self._ring is not None
        return self._ring.written - self._ring.taken - self._spared + len(self._held)

    # -- decoding ------------------------------------------------------------------------------

    def _fill(self) -> None:
        """Do one step if there is room; the caller looks for orders between steps."""
        now = self._now
        if self._ring is None or now is None or self._ring.room < CHUNK_FRAMES:
            return
        if not now.ended:
            self._decode_a_chunk()
            return
        fade = self._fade_length(now)
        if len(self._held) > fade:
            self._release(min(CHUNK_FRAMES, len(self._held) - fade))
        elif fade:
            self._crossfade(now, fade)
        elif not self._following.is_awaited:
            self._end_of_file(now)

    def _decode_a_chunk(self, *, hold: bool = False) -> None:
        """Decode a block; let go of what need not be held back for a fade."""
        assert self._ring is not None
        assert self._now is not None
        self._busy_with(self._now.play.play_id)
        self._held.append(self._now.read(CHUNK_FRAMES))
        self._busy_with(None)
        if hold:
            return
        wanted = self._fade_frames
        if self._ring.written - self._ring.taken < ENOUGH_S * self._rate_hz:
            wanted = 0  # it can be taken back from the ring
        self._release(min(self._ring.room, len(self._held) - wanted))

    def _release(self, frames: int) -> None:
        assert self._ring is not None
        self._ring.write(self._held.pop(frames))

    def _fade_length(self, now: Source) -> int:
        """How long the end of `now` is to be faded; 0: not at all."""
        if self._next is None or not self._fade_frames or now.complaint():
            return 0
        before = now.play.position_s / now.play.rate
        whole = round(before * self._rate_hz) + now.frames
        own = now.frames - now.fade_in_frames
        fade = min(self._fade_frames, whole // 2, own, self._waiting_frames)
        return fade if fade >= SHORTEST_FADE_S * self._rate_hz else 0

    def _crossfade(self, now: Source, fade: int) -> None:
        """Fade from the end of `now`, of which a part may lie in the ring, into the next."""
        assert self._ring is not None
        assert self._next is not None
        source, self._next = self._next, None
        end = self._ring.take_back(fade - len(self._held), self._spared)
        end = np.concatenate([end, self._held.pop(len(self._held))])
        now.close()
        self._remember_joint(Joint(now, self._ring.written, end))
        self._begin(source, end)

    def _end_of_file(self, now: Source) -> None:
        """All of `now` is in the ring: go on with the next, if there is one."""
        assert self._ring is not None
        complaint = now.complaint() if now.is_open else ""
        now.close()
        if complaint:
            self._close_next()  # the player chooses anew when it hears of it
        if self._next is not None:
            source, self._next = self._next, None
            self._remember_joint(Joint(now, self._ring.written, no_sound()))
            self._begin(source, no_sound())
            return
        self._now = None
        self._ring.finish()
        mark = Mark(self._ring.written, None, complaint=complaint)
        self._tell(Marked(self._generation, mark))

    def _begin(self, source: Source, over: Pcm) -> None:
        """Go on with this source at the end of what is written, fading it in over `over`."""
        assert self._ring is not None
        source.fade_in_over(over)
        self._now = self._last = source
        self._fade_frames = 0
        mark = Mark(self._ring.written, source.play, source.decoder.duration_s)
        self._tell(Marked(self._generation, mark))
        self._decode_a_chunk()

    def _remember_joint(self, joint: Joint) -> None:
        assert self._ring is not None
        while self._joints and self._joints[0].frame < self._ring.taken:
            self._joints.popleft()
        self._joints.append(joint)

    # -- the end ---------------------------------------------------------------------------------

    def _give_up(self, reason: str) -> None:
        last_id = -1 if self._last is None else self._last.play.play_id
        play_id = self._busy[0] if self._busy else last_id
        self._now = self._next = None  # not closed: what failed once may fail again
        self._drop_all()
        self._tell(Failed(self._generation, play_id, reason))

    def _drop_all(self, kept: Source | None = None) -> None:
        self._close_next()
        if self._now is not None and self._now is not kept:
            self._now.close()
        self._now = self._ring = self._last = None
        self._held = HeldPcm()
        self._joints.clear()

    def _busy_with(self, play_id: int | None) -> None:
        if not self._abandoned:
            self._busy = None if play_id is None else (play_id, self._clock())
            self._flag.set(play_id)

    def _close_next(self) -> None:
        self._fade_frames = 0
        self._following.forget()
        if self._next is not None:
            self._next.close()
            self._next = None


def _to_nobody(_: Note) -> None:
    pass
