"""The one mind: takes events, changes state, and answers with commands and a snapshot."""

from dataclasses import dataclass, field, replace

from tui_player.domain import events, requests
from tui_player.domain.catalog import Catalog, Randomness
from tui_player.domain.commands import (
    ChooseSpeaker,
    Command,
    ListSpeakers,
    OpenCamera,
    ReleaseCamera,
    ScanFolder,
    SetVolume,
)
from tui_player.domain.library_keeper import LibraryEvent, LibraryKeeper
from tui_player.domain.memory import Memory
from tui_player.domain.moment import Moment
from tui_player.domain.mood import MoodSettings
from tui_player.domain.mood_keeper import MoodKeeper
from tui_player.domain.notices import NoticeBoard
from tui_player.domain.pin import MoodPin, PinSpan
from tui_player.domain.programme import Programme, SoundSettings
from tui_player.domain.rules import MoodRules
from tui_player.domain.snapshot import Severity, Snapshot, SpeakerView, UpNextEntry
from tui_player.domain.track import TrackId
from tui_player.domain.transport import obey
from tui_player.domain.undo import Change, UndoList

# How long the music waits for a first scan to come upon the track it left off with.
RESUME_PATIENCE_S = 4.0


@dataclass(frozen=True, slots=True)
class DirectorSettings:
    """What the configuration decides for the Director.

    With `change_at_once` a change of mood does not wait for the track to end.
    """

    folder: str
    camera_wanted: bool = True
    resume: bool = True
    change_at_once: bool = False
    mood: MoodSettings = MoodSettings()
    sound: SoundSettings = field(default_factory=SoundSettings)


class Director:
    """All state of the player, changed only by `handle` on the engine thread.

    Does no I/O, starts no thread, reads no clock: `memory`, `catalog`, `randomness` and every
    moment are passed in.
    """

    def __init__(
        self,
        settings: DirectorSettings,
        rules: MoodRules,
        catalog: Catalog,
        memory: Memory,
        randomness: Randomness,
    ) -> None:
        self._settings = settings
        self._mood = MoodKeeper(settings.mood, rules)
        self._programme = Programme(rules, catalog, memory, randomness, settings.sound)
        self._notices = NoticeBoard()
        self._library = LibraryKeeper(settings.folder)
        self._speaker = SpeakerView()
        self._camera_wanted = settings.camera_wanted
        self._resume_pending = settings.resume
        self._resume_until_s: float | None = None
        self._undo = UndoList()
        self._decided: list[Command] = []  # and not handed out yet
        self._was_out_of_tracks = False
        self._now = Moment(0.0, 0.0)

    def begin(self, now: Moment) -> list[Command]:
        """The first commands of a run."""
        self._set_time(now)
        volume = SetVolume(self._programme.playback.volume_percent)
        return [volume, OpenCamera()] if self._camera_wanted else [volume]

    def handle(self, event: events.Event, now: Moment) -> list[Command]:
        """Take in one event at one moment; the commands that follow from it."""
        self._set_time(now)
        # Kept at hand: should a later step fail, these orders go out with the next event's.
        self._decided += self._take(event)
        if self._mood.wish != self._programme.wish:
            may_cut = not isinstance(event, events.TrackStarted)
            self._decided += self._follow_mood(may_cut=may_cut)
        if self._library.has_tracks:
            self._decided += self._keep_playing()
        self._decided += self._programme.take_facts()
        decided, self._decided = self._decided, []
        return decided

    def farewell(self, now: Moment) -> list[Command]:
        """The last commands of a run: where to go on next time."""
        self._set_time(now)
        self._programme.remember_resume_point()
        return self._programme.take_facts()

    def snapshot(self) -> Snapshot:
        """Everything that may be shown, as of the last moment handled."""
        now_s = self._now.steady_s
        playback = self._programme.playback
        return Snapshot(
            mood=self._mood.mood_view(now_s),
            camera=self._mood.camera_view(now_s),
            now_playing=self._programme.now_playing(),
            paused=playback.paused,
            up_next=playback.queue.up_next,
            speaker=replace(
                self._speaker, volume_percent=playback.volume_percent, muted=playback.muted
            ),
            library=self._library.view,
            notices=self._notices.fresh(now_s),
        )

    def _set_time(self, now: Moment) -> None:
        self._now = self._programme.now = now

    def _say(self, text: str, severity: Severity = Severity.INFORMATION) -> None:
        self._notices.say(text, self._now.steady_s, severity)

    # -- events ----------------------------------------------------------------------------------

    def _take(self, event: events.Event) -> list[Command]:
        now_s = self._now.steady_s
        match event:
            case events.FaceRead(reading):
                self._mood.face_read(reading, now_s)
            case events.FaceLost():
                self._mood.face_lost(now_s)
            case events.CameraChanged(state, sentence):
                self._mood.camera_changed(state, sentence)
            case events.WorkerFailed(_, sentence):
                self._say(sentence, Severity.ERROR)
            case events.UserAsked(request):
                return self._answer(request)
            case events.ClockTicked():
                self._mood.time_passed(now_s)
                return [*self._programme.ticked()]
            case events.ScanProgressed() | events.LibraryChanged() | events.LibraryTroubled():
                self._take_library(event)
            case events.TracksMoved(moves):
                self._undo.put_queues(self._programme.tracks_moved(moves, self._undo.queues))
            case _:
                return self._take_sound(event)
        return []

    def _take_library(self, event: LibraryEvent) -> None:
        was_in_trouble = self._library.is_in_trouble
        self._library.take(event)
        if isinstance(event, events.LibraryTroubled) and event.sentence:
            self._say(event.sentence, Severity.WARNING)
        if was_in_trouble and not self._library.is_in_trouble:
            self._programme.playback.forgive()
        if isinstance(event, events.LibraryChanged):
            self._programme.library_changed(event.tracks, finished=event.finished)

    def _take_sound(self, event: events.Event) -> list[Command]:
        playback = self._programme.playback
        match event:
            case events.TrackStarted(play_id, duration_s):
                self._track_started(play_id, duration_s)
            case events.PositionMoved(play_id, position_s):
                playback.moved(play_id, position_s)
            case events.TrackEnded(play_id):
                return [*playback.ended(play_id, self._now.steady_s)]
            case events.TrackUnplayable(play_id, reason):
                return self._pass_over(play_id, reason)
            case events.SpeakerChanged(state, device, backend, sentence):
                self._speaker = replace(
                    self._speaker, state=state, device=device, backend=backend, sentence=sentence
                )
            case events.SpeakersListed(names, chosen):
                self._speaker = replace(self._speaker, names=names, chosen=chosen)
            case events.LoudnessMeasured(track_id, loudness):
                self._programme.loudness_measured(track_id, loudness)
            case events.RingRanDry(count):
                self._speaker = replace(self._speaker, ran_dry_count=count)
            case _:
                raise TypeError(f"no rule for the event {event!r}")
        return []

    def _track_started(self, play_id: int, duration_s: float | None) -> None:
        playback = self._programme.playback
        if not playback.started(play_id, duration_s):
            return
        if play_id != playback.gave_way_to:  # a pin that began it has not had its track yet
            self._mood.track_started()
        self._programme.remember_resume_point()

    def _pass_over(self, play_id: int, reason: str) -> list[Command]:
        playback = self._programme.playback
        entry, commands = playback.failed(play_id, self._now.steady_s)
        if entry is not None:
            text = f"Cannot play {entry.track.title}: {reason}. Skipped."
            if playback.is_worn_out and playback.queue.now is None:
                text = f"Stopped: many tracks in a row cannot be played. The last: {reason}."
            self._say(text, Severity.WARNING)
        return [*commands]

    # -- requests --------------------------------------------------------------------------------

    def _answer(self, request: requests.Request) -> list[Command]:
        if isinstance(request, requests.PlanRequest):
            self._change_plans_undoably(request)
            return []
        if isinstance(request, requests.TransportRequest):
            commands: list[Command] = [*obey(self._programme.playback, request)]
            if isinstance(request, requests.TogglePause):
                self._programme.remember_resume_point()
            return commands
        match request:
            case requests.SeekTo(fraction):
                return self._seek_to(fraction)
            case requests.ChangeMusicNow():
                return self._change_music_now()
            case requests.PlayTrack(track_id):
                entry = self._asked_entry(track_id)
                return [] if entry is None else [*self._programme.playback.play(entry)]
            case requests.Like():
                self._give_opinion(1)
            case requests.Dislike():
                disliked = self._give_opinion(-1) == -1
                return [*self._programme.playback.skip()] if disliked else []
            case requests.Undo():
                self._take_back()
            case _:
                return self._answer_about_devices(request)
        return []

    def _answer_about_devices(self, request: requests.Request) -> list[Command]:
        match request:
            case requests.ToggleCamera():
                self._camera_wanted = not self._camera_wanted
                return [OpenCamera() if self._camera_wanted else ReleaseCamera()]
            case requests.ListSpeakers():
                return [ListSpeakers()]
            case requests.ChooseSpeaker(name):
                return [ChooseSpeaker(name), ListSpeakers()]
            case requests.Rescan():
                self._programme.playback.forgive()
                self._say("Looking through the music folder again.")
                return [ScanFolder()]
            case _:
                raise TypeError(f"no rule for the request {request!r}")

    def _change_music_now(self) -> list[Command]:
        """Go on with the first of Up next, which fits the mood already."""
        if self._mood.emotion is None:
            self._say("No mood known yet: press 1 to 7 to pin one of the seven.")
            return []
        return [*self._programme.playback.give_way()]

    def _seek_to(self, fraction: float) -> list[Command]:
        playback = self._programme.playback
        if playback.duration_s is None:
            self._say("The length of this track is not known: the arrow keys move in it.")
            return []
        return [*playback.seek_to(fraction * playback.duration_s)]

    def _change_plans_undoably(self, request: requests.PlanRequest) -> None:
        queue, mark = self._programme.playback.queue, self._mood.mark()
        self._change_plans(request)
        if mark != self._mood.mark():
            self._undo.add(Change("the change of the mood", queue, mark))
        elif queue.up_next != self._programme.playback.queue.up_next:
            self._undo.add(Change("the change of Up next", queue))

    def _change_plans(self, request: requests.PlanRequest) -> None:
        playback = self._programme.playback
        match request:
            case requests.QueueTrack(track_id, first):
                self._queue(track_id, first=first)
            case requests.RemoveFromUpNext(play_id):
                playback.queue = playback.queue.without([play_id])
            case requests.MoveInUpNext(play_id, places):
                playback.queue = playback.queue.moved(play_id, places)
            case _:
                self._change_mood(request)

    def _change_mood(self, request: requests.PlanRequest) -> None:
        match request:
            case requests.PinMood(emotion, span):
                self._mood.pin = MoodPin.for_span(emotion, span, self._now.steady_s)
            case requests.PinFor(span):
                self._pin_present(span)
            case requests.TogglePin() if self._mood.pin is None:
                self._pin_present(PinSpan())
            case requests.TogglePin() | requests.Unpin():
                self._mood.pin = None
            case requests.RejectMood():
                self._reject_mood()

    def _queue(self, track_id: TrackId, *, first: bool) -> None:
        entry = self._asked_entry(track_id)
        if entry is None:
            return
        playback = self._programme.playback
        queue = playback.queue.without_chosen(track_id)
        playback.queue = queue.with_first(entry) if first else queue.with_asked(entry)
        self._say(f"{'Next' if first else 'Queued'}: {entry.track.title}")

    def _asked_entry(self, track_id: TrackId) -> UpNextEntry | None:
        entry = self._programme.asked_entry(track_id)
        if entry is None:
            self._say("That track is not in the library any more.")
        return entry

    def _pin_present(self, span: PinSpan) -> None:
        emotion = self._mood.emotion
        if emotion is None:
            self._say("No mood to pin yet: press 1 to 7 to pin one of the seven.")
            return
        self._mood.pin = MoodPin.for_span(emotion, span, self._now.steady_s)

    def _reject_mood(self) -> None:
        dropped = self._mood.reject(self._now.steady_s)
        if dropped is None:
            self._say("No mood to drop yet.")
            return
        back_to = self._mood.emotion
        self._say(f"Not {dropped}." if back_to is None else f"Not {dropped}: back to {back_to}.")

    def _give_opinion(self, opinion: int) -> int:
        """Like or dislike the present track in the present mood; asked twice, neither."""
        now, emotion = self._programme.playback.queue.now, self._mood.emotion
        if now is None or emotion is None:
            missing = "No track plays" if now is None else "No mood known yet"
            self._say(f"{missing}: likes and dislikes belong to a track and a mood.")
            return 0
        change, given = self._programme.give_opinion(emotion, opinion)
        self._undo.add(change)
        words = {1: "Liked", -1: "Disliked", 0: "No opinion any more"}[given]
        self._say(f"{words} while {emotion}: {now.track.title}")
        return given

    def _take_back(self) -> None:
        change = self._undo.take()
        if change is None:
            self._say("Nothing to undo.")
            return
        if change.mark is not None:
            self._mood.return_to(change.mark)
            # The plans of then belong to the mood of then.
            self._programme.wish = self._mood.wish
        self._programme.take_back(change)
        self._say(f"Undone: {change.what}.")

    # -- keeping the music going -----------------------------------------------------------------

    def _follow_mood(self, *, may_cut: bool) -> list[Command]:
        """The mood that counts has changed: Up next follows, the present track plays on.

        Where a change is to be heard at once it is cut, unless it has only just begun.
        """
        before = self._programme.wish
        self._programme.follow(self._mood.wish)
        changed = before.emotion not in (None, self._mood.emotion)
        if changed and may_cut and self._settings.change_at_once:
            return [*self._programme.playback.give_way()]
        return []

    def _keep_playing(self) -> list[Command]:
        commands: list[Command] = []
        if self._resume_pending and self._is_time_to_resume():
            self._resume_pending = False
            commands += self._programme.resume()
        elif self._resume_pending:
            return []
        commands += self._programme.keep_playing()
        if self._programme.is_out_of_tracks and not self._was_out_of_tracks:
            self._say("Nothing here can be played. Press u to look again.", Severity.WARNING)
        self._was_out_of_tracks = self._programme.is_out_of_tracks
        return commands

    def _is_time_to_resume(self) -> bool:
        """What was left may come with a later batch of a scan; that is not waited for long."""
        if self._programme.can_resume or not self._library.view.scanning:
            return True
        if self._resume_until_s is None:
            self._resume_until_s = self._now.steady_s + RESUME_PATIENCE_S
        return self._now.steady_s >= self._resume_until_s
