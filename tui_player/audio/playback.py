"""The conductor of the sound process: takes commands, joins feeder, mixer and speaker, reports.

It runs on one thread and never waits for a file or a device.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from tui_player.audio import feeder as feeding
from tui_player.audio import speaker as speaking
from tui_player.audio.feeder import Feeder, Mark
from tui_player.audio.heard_clock import HeardClock
from tui_player.audio.mixer import Mixer
from tui_player.audio.pcm_ring import PcmRing
from tui_player.audio.protocol import Alive, Report
from tui_player.audio.speaker import CLOSED, DeviceMissing, DeviceReady, Speaker, Wish
from tui_player.domain import commands, events
from tui_player.domain.events import SpeakerState

REPORT_EVERY_S = 0.25
SILENT_TICK_S = 0.05
# A device that has not asked for sound for so long is lost: a queue is 0.2 s long.
LOST_AFTER_S = 0.7
# A device that opens or comes back within this time is waited for; then the music plays on unheard.
GRACE_S = 2.0
# A file that cannot be read for so long (a dead network mount) is passed over.
STUCK_AFTER_S = 5.0
# The stream of no device, on which tracks run on unheard, and that of the look at the start.
UNHEARD, PROBE = -1, 0
PROBE_RATE_HZ = 44_100

Message = commands.PlayerCommand | feeding.Note | speaking.Note


@dataclass(frozen=True, slots=True)
class _Play:
    play_id: int
    path: str


class Playback:
    """State of what is played; `take` brings news, `tick` does what time brings."""

    def __init__(
        self,
        report: Callable[[Report], None],
        make_feeder: Callable[[], Feeder],
        speaker: Speaker,
        mixer: Mixer,
        clock: Callable[[], float],
    ) -> None:
        self._send = report
        self._make_feeder = make_feeder
        self._feeder = make_feeder()
        self._speaker = speaker
        self._mixer = mixer
        self._clock = clock
        self._generation = 0
        self._present: _Play | None = None
        self._next: _Play | None = None
        self._ended = False  # the present play ran out, and nothing was set to follow
        self._paused = False
        self._ring: PcmRing | None = None  # None while loading
        self._rate_hz = PROBE_RATE_HZ
        self._marks: deque[Mark] = deque()  # the first is what is heard
        self._announced = False  # whether the first mark's play was reported
        self._stream = PROBE
        self._heard = HeardClock(PROBE_RATE_HZ)
        self._device: DeviceReady | None = None  # of the present stream
        self._waiting_since_s: float | None = None  # for the device
        self._unheard_since_s: float | None = None  # playing on without one
        self._told_speaker: events.SpeakerChanged | None = None
        self._told_ran_dry = 0
        self._reported_at_s = self._positioned_at_s = clock()

    def start(self) -> None:
        """Start the feeder, and look whether there is a device at all."""
        self._feeder.start()
        self._speaker.want(Wish(PROBE_RATE_HZ, PROBE, running=False))

    # -- news ------------------------------------------------------------------------------

    def take(self, message: Message) -> None:
        """Carry out a command, or take note of what feeder or speaker told."""
        match message:
            case DeviceReady():
                self._device_ready(message)
            case DeviceMissing():
                self._device_missing(message)
            case feeding.Loaded() | feeding.Marked() | feeding.Failed():
                if message.generation == self._generation:
                    self._take_from_feeder(message)
            case _:
                self._obey(message)

    def _obey(self, command: commands.PlayerCommand) -> None:
        match command:
            case commands.PlayNow():
                self._play_now(command)
            case commands.SetUpNext(play_id, path):
                self._set_up_next(None if path is None else _Play(play_id, path))
            case commands.Pause():
                self._pause()
            case commands.Resume():
                self._resume()
            case commands.Seek(position_s):
                self._seek(max(0.0, position_s))
            case commands.SetVolume(percent):
                self._mixer.set_volume(percent)
            case commands.StopPlaying():
                self._stop_playing()

    def _take_from_feeder(self, note: feeding.Note) -> None:
        match note:
            case feeding.Loaded():
                self._loaded(note)
            case feeding.Marked(_, mark):
                while len(self._marks) > 1 and self._marks[-1].frame >= mark.frame:
                    self._marks.pop()
                self._marks.append(mark)
            case feeding.Failed(_, play_id, reason):
                self._report(events.TrackUnplayable(play_id, reason))
                if self._present is not None and play_id == self._present.play_id:
                    self._stop_playing()
                elif self._next is not None and play_id == self._next.play_id:
                    self._next = None

    # -- commands ----------------------------------------------------------------------------

    def _play_now(self, command: commands.PlayNow) -> None:
        self._present, self._next = _Play(command.play_id, command.path), None
        self._paused = command.paused
        self._announced = False
        self._load(command.position_s)

    def _load(self, position_s: float) -> None:
        """Drop all that is queued, and begin the present play at this position."""
        assert self._present is not None
        self._fall_silent()
        self._generation += 1
        play = self._present
        self._feeder.post(feeding.Load(self._generation, play.play_id, play.path, position_s))
        if self._next is not None:
            self._post_follow()

    def _fall_silent(self) -> None:
        self._mixer.begin(None)
        self._speaker.want(CLOSED)
        self._ring, self._device = None, None
        self._marks.clear()
        self._waiting_since_s = self._unheard_since_s = None
        self._ended = False

    def _set_up_next(self, play: _Play | None) -> None:
        if self._ended and play is not None:
            # It came a moment too late to follow without a gap.
            self._play_now(commands.PlayNow(play.play_id, play.path))
            return
        self._next = play
        if self._present is not None:
            self._post_follow()

    def _post_follow(self) -> None:
        assert self._present is not None
        play_id, path = (0, None) if self._next is None else (self._next.play_id, self._next.path)
        self._feeder.post(feeding.Follow(self._generation, self._present.play_id, play_id, path))

    def _pause(self) -> None:
        if not self._paused:
            self._paused = True
            if self._ring is not None:
                self._halt()

    def _resume(self) -> None:
        if self._paused:
            self._paused = False
            if self._ring is not None:
                self._run()

    def _seek(self, position_s: float) -> None:
        if self._present is not None:
            self._load(position_s)

    def _stop_playing(self) -> None:
        self._fall_silent()
        self._present = self._next = None
        self._generation += 1
        self._feeder.post(feeding.Unload())

    # -- running -----------------------------------------------------------------------------

    def _loaded(self, note: feeding.Loaded) -> None:
        self._ring, self._rate_hz = note.ring, note.rate_hz
        self._marks = deque([note.mark])
        self._heard = HeardClock(note.rate_hz)
        if self._announced or self._paused:
            self._report_position(note.mark.position_s)
        if not self._paused:
            self._run()

    def _run(self) -> None:
        """Have a device, newly opened so that nothing old is queued in it, play the ring."""
        assert self._ring is not None
        self._stream = max(self._stream, PROBE) + 1
        self._heard = HeardClock(self._rate_hz)
        self._device, self._unheard_since_s = None, None
        self._waiting_since_s = self._clock()
        self._mixer.begin(self._ring, softly=self._ring.taken > 0 or self._marks[0].position_s > 0)
        self._mixer.stream = self._stream
        self._speaker.want(Wish(self._rate_hz, self._stream, running=True))

    def _halt(self) -> None:
        """Fall silent, ready to run again from what was heard last."""
        assert self._ring is not None
        self._mixer.begin(None)
        self._speaker.want(CLOSED)
        self._collect_handed()
        frame = self._heard.ring_frame(self._clock())
        self._heard = HeardClock(self._rate_hz)
        if frame is not None:
            self._ring.rewind(frame)
            self._pass_marks(frame)
        self._device = self._waiting_since_s = self._unheard_since_s = None

    def _device_ready(self, note: DeviceReady) -> None:
        if note.stream != self._stream:
            return
        null = note.backend == "Null"
        sentence = "The device “null” was chosen: the music plays on unheard." if null else ""
        state = SpeakerState.SILENT if null else SpeakerState.OK
        self._tell_speaker(events.SpeakerChanged(state, note.name, note.backend, sentence))
        if note.stream == PROBE:
            if self._present is None:
                self._speaker.want(CLOSED)
            return
        self._device, self._waiting_since_s = note, None
        if self._unheard_since_s is not None:
            self._unheard_since_s = None
            self._heard = HeardClock(self._rate_hz)
            self._mixer.stream = self._stream

    def _device_missing(self, note: DeviceMissing) -> None:
        if note.stream != self._stream:
            return
        waited_s = self._clock() - (self._waiting_since_s or 0.0)
        if self._told_speaker is None or self._told_speaker.state is not SpeakerState.OK:
            waited_s = GRACE_S
        if waited_s >= GRACE_S:
            self._tell_speaker(events.SpeakerChanged(SpeakerState.SILENT, sentence=note.sentence))
            self._play_on_unheard()

    def _play_on_unheard(self) -> None:
        if self._waiting_since_s is None or self._paused:
            return
        self._waiting_since_s = None
        self._unheard_since_s = self._clock()
        self._mixer.stream = UNHEARD
        self._heard = HeardClock(self._rate_hz, at_once=True)

    # -- time --------------------------------------------------------------------------------

    def tick(self) -> float:
        """Do what is due; return in how many seconds something may be due again."""
        now_s = self._clock()
        self._watch_feeder()
        self._watch_device(now_s)
        self._pump_unheard(now_s)
        self._collect_handed()
        frame = None if self._ring is None else self._heard.ring_frame(now_s)
        if frame is not None:
            self._pass_marks(frame)
            if self._marks and now_s - self._positioned_at_s >= REPORT_EVERY_S:
                self._report_position(self._position_s(frame))
        self._report_troubles()
        if self._clock() - self._reported_at_s >= REPORT_EVERY_S:
            self._report(Alive())
        return self._next_due_s(frame)

    def _next_due_s(self, frame: int | None) -> float:
        due_s = max(0.01, REPORT_EVERY_S - (self._clock() - self._reported_at_s))
        if self._unheard_since_s is not None and not self._paused:
            return min(due_s, SILENT_TICK_S)
        if frame is None:
            return due_s if self._ring is None or self._paused else 0.01
        if len(self._marks) > 1 and not self._paused:
            return min(due_s, max(0.005, (self._marks[1].frame - frame) / self._rate_hz))
        return due_s

    def _collect_handed(self) -> None:
        while self._mixer.handed:
            block = self._mixer.handed.popleft()
            if block.stream == self._mixer.stream:
                self._heard.handed(block)

    def _pump_unheard(self, now_s: float) -> None:
        """Take from the ring in real time what no device takes."""
        if self._unheard_since_s is None or self._paused:
            return
        last_s = max(self._unheard_since_s, self._heard.last_handed_at_s or 0.0)
        frames = round((now_s - last_s) * self._rate_hz)
        if frames > 0:
            self._mixer.render(UNHEARD, frames)

    def _pass_marks(self, frame: int) -> None:
        """Report the plays that began and ended up to this frame."""
        if not self._announced:
            self._announced = True
            self._report_start(self._marks[0])
        while len(self._marks) > 1 and self._marks[1].frame <= frame:
            before = self._marks.popleft()
            mark = self._marks[0]
            assert before.play_id is not None
            if mark.complaint:
                self._report(events.TrackUnplayable(before.play_id, mark.complaint))
            else:
                self._report(events.TrackEnded(before.play_id))
            if mark.play_id is None:
                self._stop_playing()
                self._ended = not mark.complaint
                return
            self._present = _Play(mark.play_id, mark.path)
            self._report_start(mark)
            if self._next == self._present:
                self._next = None
            elif self._next is not None:
                self._post_follow()  # it was set when the one that began was under way already

    def _report_start(self, mark: Mark) -> None:
        assert mark.play_id is not None
        self._report(events.TrackStarted(mark.play_id, mark.duration_s))
        self._report_position(mark.position_s)

    def _position_s(self, frame: int) -> float:
        mark = self._marks[0]
        return mark.position_s + max(0, frame - mark.frame) / self._rate_hz

    def _watch_feeder(self) -> None:
        play_id = self._feeder.stuck_on(STUCK_AFTER_S)
        if play_id is None:
            return
        self._feeder.abandon()
        self._feeder = self._make_feeder()
        self._feeder.start()
        self._report(events.TrackUnplayable(play_id, "the file cannot be read in time"))
        if self._present is None or self._present.play_id == play_id:
            self._stop_playing()
            return
        self._next = None
        if self._ring is not None:
            frame = self._heard.ring_frame(self._clock())
            self._seek(self._position_s(self._ring.taken if frame is None else frame))

    def _watch_device(self, now_s: float) -> None:
        if self._paused or self._ring is None:
            return
        if self._waiting_since_s is not None:
            if now_s - self._waiting_since_s > GRACE_S:
                sentence = "The sound device does not answer: the music plays on unheard."
                self._tell_speaker(events.SpeakerChanged(SpeakerState.SILENT, sentence=sentence))
                self._play_on_unheard()
            return
        last_s = self._heard.last_handed_at_s
        if self._device is not None and last_s is not None and now_s - last_s > LOST_AFTER_S:
            self._halt()
            if self._ring is not None:
                self._run()

    # -- reports -----------------------------------------------------------------------------

    def _report(self, report: Report) -> None:
        self._reported_at_s = self._clock()
        self._send(report)

    def _report_position(self, position_s: float) -> None:
        if self._present is not None:
            self._positioned_at_s = self._clock()
            self._report(events.PositionMoved(self._present.play_id, position_s))

    def _report_troubles(self) -> None:
        if self._mixer.ran_dry_count != self._told_ran_dry:
            self._told_ran_dry = self._mixer.ran_dry_count
            self._report(events.RingRanDry(self._told_ran_dry))
        if self._mixer.error:
            error, self._mixer.error = self._mixer.error, ""
            sentence = f"Sound was lost by an error in the sound process ({error})."
            self._report(events.WorkerFailed("sound", sentence))

    def _tell_speaker(self, change: events.SpeakerChanged) -> None:
        if change != self._told_speaker:
            self._told_speaker = change
            self._report(change)
