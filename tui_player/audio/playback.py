"""The conductor of the sound process: takes commands, joins feeder and output, and reports.

It runs on one thread and never waits for a file or a device.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from tui_player.audio import feeder as feeding
from tui_player.audio import speaker as speaking
from tui_player.audio.feeder import Feeder, Mark
from tui_player.audio.mixer import Mixer
from tui_player.audio.output import Output
from tui_player.audio.pcm_ring import PcmRing
from tui_player.audio.protocol import Alive, Report
from tui_player.audio.speaker import DeviceMissing, DeviceReady, Speaker
from tui_player.domain import commands, events

POSITION_EVERY_S = 0.25
# The player takes silence for longer than a few of these for death.
ALIVE_EVERY_S = 0.2
# A file that cannot be read for so long (a dead network mount) is passed over.
STUCK_AFTER_S = 5.0

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
        self._mixer = mixer
        self._output = Output(speaker, mixer, self._report, clock)
        self._clock = clock
        self._generation = 0
        self._present: _Play | None = None
        self._next: _Play | None = None
        self._ended = False  # the present play ran out, and nothing was set to follow
        self._paused = False
        self._ring: PcmRing | None = None  # None while loading
        self._rate_hz = 0
        self._marks: deque[Mark] = deque()  # the first is what is heard
        self._announced = False  # whether the first mark's play was reported
        self._told_ran_dry = 0
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
            case DeviceReady() | DeviceMissing():
                self._output.take(message)
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
                if self._present is not None:
                    self._load(max(0.0, position_s))
            case commands.SetVolume(percent):
                self._mixer.set_volume(percent)
            case commands.StopPlaying():
                self._output.halt()
                self._forget_all()

    def _take_from_feeder(self, note: feeding.Note) -> None:
        match note:
            case feeding.Loaded():
                self._loaded(note)
            case feeding.Marked(_, mark):
                while len(self._marks) > 1 and self._marks[-1].frame >= mark.frame:
                    self._marks.pop()
                self._marks.append(mark)
            case feeding.Failed(_, play_id, reason):
                self._failed(play_id, reason)

    def _failed(self, play_id: int, reason: str) -> None:
        self._report(events.TrackUnplayable(play_id, reason))
        if self._present is None or play_id == self._present.play_id:
            self._output.halt()
            self._forget_all()
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
        self._output.halt()
        self._ring, self._ended = None, False
        self._marks.clear()
        self._generation += 1
        play = self._present
        self._feeder.post(feeding.Load(self._generation, play.play_id, play.path, position_s))
        if self._next is not None:
            self._post_follow()

    def _set_up_next(self, play: _Play | None) -> None:
        if self._ended and play is not None:
            # It came a moment too late to follow without a gap.
            self._play_now(commands.PlayNow(play.play_id, play.path, paused=self._paused))
            return
        self._next = play
        if self._present is not None:
            self._post_follow()

    def _post_follow(self) -> None:
        assert self._present is not None
        play_id, path = (0, None) if self._next is None else (self._next.play_id, self._next.path)
        self._feeder.post(feeding.Follow(self._generation, self._present.play_id, play_id, path))

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
            self._report_position(note.mark.position_s)
        if not self._paused:
            self._run()

    def _run(self) -> None:
        assert self._ring is not None
        is_midway = self._ring.taken > 0 or self._marks[0].position_s > 0
        self._output.run(self._ring, self._rate_hz, softly=is_midway)

    def tick(self) -> float:
        """Do what is due; return in how many seconds something may be due again."""
        self._watch_feeder()
        self._output.tick()
        frame = None if self._ring is None else self._output.heard_frame()
        if frame is not None:
            self._pass_marks(frame)
            if self._marks and self._clock() - self._positioned_at_s >= POSITION_EVERY_S:
                self._report_position(self._position_s(frame))
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
        if frame is not None and len(self._marks) > 1:
            dues_s.append((self._marks[1].frame - frame) / self._rate_hz)
        return max(0.005, min(dues_s))

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
                self._output.run_out()
                self._forget_all()
                self._ended = not mark.complaint
                return
            self._present = _Play(mark.play_id, mark.path)
            self._report_start(mark)
            if self._next == self._present:
                self._next = None
            elif self._next is not None:
                self._post_follow()  # it was set when the one that began was under way already

    def _position_s(self, frame: int) -> float:
        mark = self._marks[0]
        return mark.position_s + max(0, frame - mark.frame) / self._rate_hz

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
            self._load(self._position_s(self._ring.taken if frame is None else frame))

    # -- reports -----------------------------------------------------------------------------

    def _report(self, report: Report) -> None:
        self._reported_at_s = self._clock()
        self._send(report)

    def _report_start(self, mark: Mark) -> None:
        assert mark.play_id is not None
        self._report(events.TrackStarted(mark.play_id, mark.duration_s))
        self._report_position(mark.position_s)

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
