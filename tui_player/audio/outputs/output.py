"""Where the ring's sound goes: to a device, newly opened each time, or to no one in real time."""

from collections.abc import Callable

from tui_player.audio.outputs.device_worker import (
    CLOSED,
    DeviceLost,
    DeviceMissing,
    DeviceReady,
    DeviceRequest,
    DeviceWorker,
)
from tui_player.audio.pcm.mixer import Mixer
from tui_player.audio.pcm.playhead import Playhead
from tui_player.audio.pcm.ring_buffer import PcmRing
from tui_player.messages.events import SpeakerChanged, SpeakerState

SILENT_TICK_S = 0.05
# A device that has not asked for sound for so long is lost: a queue is 0.2 s long.
LOST_AFTER_S = 0.7
# One that is lost sooner after its opening is not opened again at once.
SHORTEST_LIFE_S = 0.5
# A device that opens or comes back within this time is waited for; then playing on unheard.
GRACE_S = 2.0
# After the last sample a device is left open for so long: it may lag behind what is reckoned.
TAIL_S = 0.5
# The stream of no device, on which tracks run on unheard, and that from before the first.
UNHEARD, NO_STREAM = -1, 0
PROBE_RATE_HZ = 44_100
NO_ANSWER = "The sound device does not answer: playing on unheard."


class OutputController:
    """Joins ring, mixer and speaker, and knows what is heard; used by the conductor's thread.

    Every run gets a device of its own (a stream): opening takes milliseconds, and nothing old is
    queued in it. A device that is lost is opened again at what was heard last.
    """

    def __init__(
        self,
        speaker: DeviceWorker,
        mixer: Mixer,
        tell: Callable[[SpeakerChanged], None],
        clock: Callable[[], float],
        device: str | None = None,
    ) -> None:
        """`device`: the name of the one to play on; None: the system's default."""
        self._device = device
        self._speaker = speaker
        self._mixer = mixer
        self._tell = tell
        self._clock = clock
        self._ring: PcmRing | None = None  # None while nothing is to sound
        self._rate_hz = PROBE_RATE_HZ
        self._stream = NO_STREAM
        self._heard = Playhead(PROBE_RATE_HZ)
        self._is_open = False  # the device of this stream
        self._opened_at_s = 0.0
        self._waiting_since_s: float | None = None  # for the device
        self._reason = NO_ANSWER  # why it is not there
        self._unheard_since_s: float | None = None  # playing on without one
        self._close_at_s: float | None = None  # when all was heard
        self._told: SpeakerChanged | None = None
        # What was halted last: its device may yet tell exactly where it fell silent.
        self._halted_ring: PcmRing | None = None
        self._halted_stream = NO_STREAM

    def start(self) -> None:
        """Look whether there is a device at all."""
        self._probe()

    def _probe(self) -> None:
        self._stream += 1
        self._speaker.want(
            DeviceRequest(PROBE_RATE_HZ, self._stream, running=False, device=self._device)
        )

    def choose(self, device: str | None) -> None:
        """Play on this device from now on, going on with what was heard last."""
        self._device = device
        ring, rate_hz = self._ring, self._rate_hz
        if ring is None:
            self._probe()
        else:
            self.halt()
            self.run(ring, rate_hz, softly=True)

    def renew_volume(self) -> None:
        """Let a new volume of the mixer be heard soon."""
        self._speaker.renew_volume()

    def list_devices(self) -> None:
        """Ask the speaker for the names of all devices."""
        self._speaker.list_devices(self._device)

    def run(self, ring: PcmRing, rate_hz: int, *, softly: bool) -> None:
        """Let the ring sound from where it was last taken; `softly`: rise from silence."""
        self._stream += 1
        self._ring, self._rate_hz = ring, rate_hz
        self._heard = Playhead(rate_hz)
        self._is_open, self._unheard_since_s, self._close_at_s = False, None, None
        if ring is self._halted_ring:
            exactly = self._mixer.end_of(self._halted_stream)
            if exactly is not None:
                ring.rewind(exactly)
        self._halted_ring = None
        self._waiting_since_s, self._reason = self._clock(), NO_ANSWER
        self._mixer.stream = self._stream  # first: a device that is being closed takes nothing
        self._mixer.begin(ring, softly=softly)
        self._speaker.want(DeviceRequest(rate_hz, self._stream, running=True, device=self._device))

    def halt(self) -> int | None:
        """Fall silent at once; return the frame heard last, where the ring will go on."""
        ring = self._ring
        self._mixer.begin(None)
        self._speaker.want(CLOSED)
        frame = self.heard_frame()
        self._ring, self._heard = None, Playhead(self._rate_hz)
        self._waiting_since_s = self._unheard_since_s = self._close_at_s = None
        if ring is not None and frame is not None:
            ring.rewind(frame)
            self._halted_ring, self._halted_stream = ring, self._stream
        return frame

    def run_out(self) -> None:
        """All was heard, as far as can be told: close the device a little later."""
        self._close_at_s = self._clock() + TAIL_S

    def heard_frame(self) -> int | None:
        """Return the frame of the ring that is heard now; None before the first."""
        if self._ring is None:
            return None
        self._collect_handed()
        return self._heard.ring_frame(self._clock())

    def next_due_s(self) -> float | None:
        """Return in how many seconds `tick` is needed, if soon."""
        if self._ring is None:
            return None
        if self._unheard_since_s is not None:
            return SILENT_TICK_S
        return 0.01 if self._heard.last_handed_at_s is None else None

    def tick(self) -> None:
        """Do what time brings: play on unheard, and watch the device."""
        now_s = self._clock()
        if self._ring is None:
            return
        if self._close_at_s is not None:
            if now_s >= self._close_at_s:
                self.halt()
        elif self._unheard_since_s is not None:
            self._pump(self._unheard_since_s, now_s)
        else:
            self._watch(self._ring, now_s)

    def take(self, note: DeviceReady | DeviceLost | DeviceMissing) -> None:
        """Take note of what became of the wish for a device."""
        if note.stream != self._stream:
            return
        match note:
            case DeviceReady():
                self._ready(note)
            case DeviceMissing():
                self._missing(note)
            case DeviceLost():
                self._lost()

    def _ready(self, note: DeviceReady) -> None:
        is_null = note.backend == "Null"
        sentence = "The device “null” was chosen: playing on unheard." if is_null else ""
        state = SpeakerState.SILENT if is_null else SpeakerState.OK
        self._say(SpeakerChanged(state, note.name, note.backend, sentence))
        if self._ring is None:
            self._speaker.want(CLOSED)
            return
        self._is_open, self._waiting_since_s = True, None
        self._opened_at_s = self._clock()
        if self._unheard_since_s is not None:
            self._unheard_since_s = None
            self._heard = Playhead(self._rate_hz)
            self._mixer.stream = self._stream

    def _lost(self) -> None:
        """Go on with another device; one that is lost again and again is left to the watch."""
        ring, lived_s = self._ring, self._clock() - self._opened_at_s
        if ring is not None and self._is_open and lived_s > SHORTEST_LIFE_S:
            self.halt()
            self.run(ring, self._rate_hz, softly=True)

    def _missing(self, note: DeviceMissing) -> None:
        """Wait a little for a device that was there until now; else play on without."""
        was_well = self._told is not None and self._told.state is SpeakerState.OK
        since_s, self._reason = self._waiting_since_s, note.sentence
        if was_well and since_s is not None and self._clock() - since_s < GRACE_S:
            return
        self._say(SpeakerChanged(SpeakerState.SILENT, sentence=note.sentence))
        self._play_on_unheard()

    def _play_on_unheard(self) -> None:
        if self._waiting_since_s is None:
            return
        self._waiting_since_s = None
        self._unheard_since_s = self._clock()
        self._mixer.stream = UNHEARD
        self._heard = Playhead(self._rate_hz, at_once=True)

    def _pump(self, since_s: float, now_s: float) -> None:
        """Take from the ring in real time what no device takes."""
        self._collect_handed()
        frames = round((now_s - (self._heard.last_handed_at_s or since_s)) * self._rate_hz)
        if frames > 0:
            self._mixer.render(UNHEARD, frames)

    def _watch(self, ring: PcmRing, now_s: float) -> None:
        if self._waiting_since_s is not None:
            if now_s - self._waiting_since_s > GRACE_S:
                self._say(SpeakerChanged(SpeakerState.SILENT, sentence=self._reason))
                self._play_on_unheard()
            return
        self._collect_handed()
        last_s = self._heard.last_handed_at_s
        if self._is_open and last_s is not None and now_s - last_s > LOST_AFTER_S:
            self.halt()
            self.run(ring, self._rate_hz, softly=True)

    def _collect_handed(self) -> None:
        while self._mixer.handed:
            block = self._mixer.handed.popleft()
            if block.stream == self._mixer.stream:
                self._heard.handed(block)

    def _say(self, change: SpeakerChanged) -> None:
        if change != self._told:
            self._told = change
            self._tell(change)
