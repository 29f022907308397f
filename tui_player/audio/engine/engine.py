"""The conductor of the sound process: takes commands, joins feeder and output, and reports.

It runs on one thread and never waits for a file or a device.
"""

import dataclasses
from collections import deque
from collections.abc import Callable

from tui_player.audio.engine import feeder_messages as feeding
from tui_player.audio.engine.feeder import Feeder
from tui_player.audio.engine.feeder_messages import Mark, Play
from tui_player.audio.engine.spectrum import SpectrumWatch
from tui_player.audio.outputs import device_worker as speaking
from tui_player.audio.outputs.device_worker import (
    DeviceInterrupted,
    DeviceLost,
    DeviceMissing,
    DeviceReady,
    DevicesListed,
    DeviceWorker,
)
from tui_player.audio.outputs.output import OutputController
from tui_player.audio.pcm.mixer import Mixer
from tui_player.audio.pcm.ring_buffer import PcmRing
from tui_player.audio.protocol import (
    Alive,
    Order,
    Report,
    Sought,
    SpectrumMeasured,
    WatchSpectrum,
)
from tui_player.messages import commands, events

POSITION_EVERY_S = 0.25
# The player takes silence for longer than a few of these for death.
ALIVE_EVERY_S = 0.2
# A file that cannot be read for so long (a dead network mount) is passed over.
STUCK_AFTER_S = 5.0

Message = Order | feeding.Note | speaking.Note


class SoundEngine:
    """State of what is played; `take` brings news, `tick` does what time brings."""

    def __init__(
        self,
        report: Callable[[Report], None],
        make_feeder: Callable[[], Feeder],
        speaker: DeviceWorker,
        mixer: Mixer,
        clock: Callable[[], float],
        device: str | None = None,
    ) -> None:
        self._send = report
        self._make_feeder = make_feeder
        self._feeder = make_feeder()
        self._mixer = mixer
        self._output = OutputController(speaker, mixer, self._report, clock, device)
        self._clock = clock
        self._generation = 0
        self._present: Play | None = None
        self._next: Play | None = None
        self._crossfade_s = 0.0  # of the next
        self._ended = False  # the present play ran out, and nothing was set to follow
        self._paused = False
        self._tempo = 1.0  # how fast all is played
        self._ring: PcmRing | None = None  # None while loading
        self._rate_hz = 0
        self._marks: deque[Mark] = deque()  # the first is what is heard
        self._announced = False  # whether the first mark's play was reported
        self._told_ran_dry = 0
        self._spectrum = SpectrumWatch(
            lambda levels: self._report(SpectrumMeasured(levels.hex())), clock
        )
        self._reported_at_s = self._positioned_at_s = clock()

    def start(self) -> None:
        """Start the feeder, and look whether there is a device at all."""
        self._feeder.start()
        self._output.start()

    def stop(self, limit_s: float) -> None:
        """Fall silent and close all files, waiting no longer than `limit_s`."""
        self._output.halt()
        self._feeder.stop(limit_s)

    # -- news ------------------------------------------------------------------------------

    def take(self, message: Message) -> None:
        """Carry out a command, or take note of what feeder or speaker told."""
        match message:
            case DeviceInterrupted(by_others):
                self._report(events.MusicInterrupted(by_others))
            case DeviceReady() | DeviceLost() | DeviceMissing():
                self._output.take(message)
            case DevicesListed(names, chosen):
                self._report(events.SpeakersListed(names, chosen))
            case feeding.Loaded() | feeding.Marked() | feeding.Unmarked() | feeding.Failed():
                if message.generation == self._generation:
                    self._take_from_feeder(message)
            case _:
                self._obey(message)

    def _obey(self, command: Order) -> None:
        match command:
            case commands.PlayNow():
                self._play_now(command)
            case commands.SetUpNext():
                self._set_up_next(command)
            case commands.Pause():
                self._pause()
            case commands.Resume():
                self._resume()
            case commands.Seek(position_s):
                self._report(Sought())
                self._load_present(position_s)
            case commands.StopPlaying():
                self._output.halt()
                self._forget_all()
            case _:
                self._set(command)

    def _set(self, command: Order) -> None:
        """Carry out what holds for every play."""
        match command:
            case commands.OutputVolume(percent):
                self._mixer.set_volume(percent)
                self._output.renew_volume()
            case commands.SetRate(rate):
                self._set_tempo(rate)
            case commands.UseDevice(name):
                self._output.choose(name)
            case commands.QueryDevices():
                self._output.list_devices()
            case WatchSpectrum(wanted):
                self._spectrum.watch(wanted)

    def _take_from_feeder(self, note: feeding.Note) -> None:
        match note:
            case feeding.Loaded():
                self._loaded(note)
            case feeding.Marked(_, mark):
                self._unmark(mark.frame)
                self._marks.append(mark)
            case feeding.Unmarked(_, frame):
                self._unmark(frame)
            case feeding.Failed(_, play_id, reason):
                self._failed(play_id, reason)

    def _unmark(self, frame: int) -> None:
        """Forget the marks from this frame on, but for the one that is heard."""
        while len(self._marks) > 1 and self._marks[-1].frame >= frame:
            self._marks.pop()

    def _failed(self, play_id: int, reason: str) -> None:
        self._report(events.TrackUnplayable(play_id, reason))
        if self._present is None or play_id == self._present.play_id:
            self._output.halt()
            self._forget_all()
        elif self._next is not None and play_id == self._next.play_id:
            self._next = None

    # -- commands ----------------------------------------------------------------------------

    def _play_now(self, command: commands.PlayNow) -> None:
        sounds = self._ring is not None and not self._paused
        self._present = Play(
            command.play_id, command.path, command.position_s, command.gain_db, self._tempo
        )
        self._next = None
        self._paused = command.paused
        self._announced = False
        if sounds and command.fade_s > 0 and not command.paused:
            self._fade_to(self._present, command.fade_s)
        else:
            self._load(self._present)

    def _fade_to(self, play: Play, fade_s: float) -> None:
        """Let what is handed over go on, fading into this play, whose mark will tell when."""
        self._marks.clear()
        self._generation += 1
        self._feeder.post(feeding.FadeTo(self._generation, play, fade_s))

    def _load(self, play: Play) -> None:
        """Drop all that is queued, and begin with this play."""
        self._output.halt()
        self._present = play
        self._ring, self._ended = None, False
        self._marks.clear()
        self._generation += 1
        self._feeder.post(feeding.Load(self._generation, play))
        if self._next is not None:
            self._post_follow()

    def _load_present(self, position_s: float) -> None:
        if self._present is not None:
            self._load(dataclasses.replace(self._present, position_s=max(0.0, position_s)))

    def _set_tempo(self, rate: float) -> None:
        """Play on at another rate, from what is heard now."""
        if rate == self._tempo:
            return
        self._tempo = rate
        if self._next is not None:
            self._next = dataclasses.replace(self._next, rate=rate)
        if self._present is None:
            return
        frame = self._output.heard_frame()
        if frame is None and self._ring is not None:
            frame = self._ring.taken
        position_s = self._begins_at_s if frame is None else self._position_s(frame)
        self._present = dataclasses.replace(self._present, rate=rate)
        self._load_present(position_s)

    def _set_up_next(self, command: commands.SetUpNext) -> None:
        play_id, path, gain_db = command.play_id, command.path, command.gain_db
        if self._ended and path is not None:
            # It came a moment too late to follow without a gap.
            self._play_now(commands.PlayNow(play_id, path, paused=self._paused, gain_db=gain_db))
            return
        self._next = None if path is None else Play(play_id, path, 0.0, gain_db, self._tempo)
        self._crossfade_s = command.crossfade_s
        if self._present is not None:
            self._post_follow()

    def _post_follow(self) -> None:
        assert self._present is not None
        after = self._present.play_id
        self._feeder.post(feeding.Follow(self._generation, after, self._next, self._crossfade_s))

    def _pause(self) -> None:
        self._paused = True
        if self._ring is not None:
            frame = self._output.halt()
            if frame is not None:
                self._pass_marks(frame)

    def _resume(self) -> None:
        if self._paused:
            self._paused = False
            if self._ring is not None:
                self._run()

    def _forget_all(self) -> None:
        self._present = self._next = self._ring = None
        self._marks.clear()
        self._ended = False
        self._generation += 1
        self._feeder.post(feeding.Unload())

    # -- running -----------------------------------------------------------------------------

    def _loaded(self, note: feeding.Loaded) -> None:
        self._ring, self._rate_hz = note.ring, note.rate_hz
        self._marks = deque([note.mark])
        if self._announced or self._paused:
            self._report_position(self._begins_at_s)
        if not self._paused:
            self._run()

    def _run(self) -> None:
        assert self._ring is not None
        is_midway = self._ring.taken > 0 or self._begins_at_s > 0
        self._output.run(self._ring, self._rate_hz, softly=is_midway)

    def tick(self) -> float:
        """Do what is due; return in how many seconds something may be due again."""
        self._watch_feeder()
        self._output.tick()
        frame = None if self._ring is None else self._output.heard_frame()
        if frame is not None:
            self._pass_marks(frame)
            is_due = self._clock() - self._positioned_at_s >= POSITION_EVERY_S
            if is_due and self._announced and self._marks:
                self._report_position(self._position_s(frame))
        self._spectrum.look(self._ring, frame, self._rate_hz)
        self._report_troubles()
        if self._clock() - self._reported_at_s >= ALIVE_EVERY_S:
            self._report(Alive())
        return self._next_due_s(frame)

    def _next_due_s(self, frame: int | None) -> float:
        now_s = self._clock()
        dues_s = [ALIVE_EVERY_S - (now_s - self._reported_at_s)]
        if frame is not None:
            dues_s.append(POSITION_EVERY_S - (now_s - self._positioned_at_s))
        output_due_s = self._output.next_due_s()
        if output_due_s is not None:
            dues_s.append(output_due_s)
        spectrum_due_s = self._spectrum.due_s
        if spectrum_due_s is not None:
            dues_s.append(spectrum_due_s)
        marks_ahead = [mark.frame - frame for mark in self._marks if frame and mark.frame > frame]
        if marks_ahead:
            dues_s.append(marks_ahead[0] / self._rate_hz)
        return max(0.005, min(dues_s))

    def _pass_marks(self, frame: int) -> None:
        """Report the plays that began and ended up to this frame."""
        if not self._announced and self._marks and self._marks[0].frame <= frame:
            self._announced = True
            self._report_start(self._marks[0])
        while len(self._marks) > 1 and self._marks[1].frame <= frame:
            before = self._marks.popleft()
            mark = self._marks[0]
            assert before.play is not None
            if mark.complaint:
                self._report(events.TrackUnplayable(before.play.play_id, mark.complaint))
            else:
                self._report(events.TrackEnded(before.play.play_id))
            if mark.play is None:
                self._run_out(mark)
                return
            is_next = self._next is not None and self._next.play_id == mark.play.play_id
            self._present = mark.play
            self._report_start(mark)
            if is_next:
                self._next = None
            elif self._next is not None:
                self._post_follow()  # it was set when the one that began was under way already

    def _run_out(self, mark: Mark) -> None:
        """All is heard, and nothing has followed in the ring."""
        following = self._next
        self._output.run_out()
        self._forget_all()
        self._ended = not mark.complaint
        if self._ended and following is not None:  # it is being opened, too late to be joined
            self._play_now(
                commands.PlayNow(following.play_id, following.path, gain_db=following.gain_db)
            )

    @property
    def _begins_at_s(self) -> float:
        return 0.0 if self._present is None else self._present.position_s

    def _position_s(self, frame: int) -> float:
        if not self._marks:
            return self._begins_at_s
        assert self._present is not None
        heard_s = max(0, frame - self._marks[0].frame) / self._rate_hz
        return self._begins_at_s + heard_s * self._present.rate

    def _watch_feeder(self) -> None:
        """Pass over a file that cannot be read, and leave the thread that tries to itself."""
        play_id = self._feeder.stuck_on(STUCK_AFTER_S)
        if play_id is None:
            return
        self._feeder.abandon()
        self._feeder = self._make_feeder()
        self._feeder.start()
        self._failed(play_id, "the file cannot be read in time")
        if self._present is not None and self._ring is not None:
            frame = self._output.heard_frame()
            self._load_present(self._position_s(self._ring.taken if frame is None else frame))

    # -- reports -----------------------------------------------------------------------------

    def _report(self, report: Report) -> None:
        self._reported_at_s = self._clock()
        self._send(report)

    def _report_start(self, mark: Mark) -> None:
        assert mark.play is not None
        self._report(events.TrackStarted(mark.play.play_id, mark.duration_s))
        self._report_position(mark.play.position_s)

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
