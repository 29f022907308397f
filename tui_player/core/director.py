"""The one mind: takes events, changes state, and answers with commands and a snapshot."""

from dataclasses import replace
from typing import assert_never

from tui_player.core.devices import answer_about_devices
from tui_player.core.library.family_controller import use_families
from tui_player.core.library.status import LibraryEvent, LibraryStatus
from tui_player.core.memory import Memory
from tui_player.core.mood.absence import AbsencePause
from tui_player.core.mood.camera_policy import CameraRest
from tui_player.core.mood.controller import MoodController
from tui_player.core.mood.history import MoodHistory
from tui_player.core.mood.mood_answers import answer_about_mood
from tui_player.core.mood.profile_controller import answer_about_person, mood_history_view
from tui_player.core.playback.autoplay import Autoplay
from tui_player.core.playback.ending import (
    answer_about_ending,
    ending_view,
    look_at_sleep_timer,
)
from tui_player.core.playback.queue_controller import answer_about_queue, answer_about_track
from tui_player.core.playback.sound_controller import take_sound
from tui_player.core.playback.transport_controller import obey
from tui_player.core.selection.rules import MoodRules
from tui_player.core.state import DirectorSettings, Parts
from tui_player.core.taste.controller import answer_about_learning
from tui_player.core.undo import FactChange
from tui_player.core.upkeep import attend, keep_orders, rest_camera, resume_orders
from tui_player.messages import events, requests
from tui_player.messages.commands import Command, OutputVolume
from tui_player.messages.facts import FamilyGiven
from tui_player.messages.snapshot import Snapshot
from tui_player.model.clock import Moment
from tui_player.model.severity import Severity
from tui_player.ports.catalog import Catalog, Randomness

_UNDO = events.UserAsked(requests.Undo())
# How long the music waits for a first scan to come upon the track it left off with.
RESUME_PATIENCE_S = 4.0


class Director:
    """All state of the player, changed only by `handle` on the engine thread.

    Does no I/O, starts no thread, reads no clock: `memory`, `catalog`, `randomness` and every
    moment are passed in. What it is told and asked is handed on by topic: a module each.
    """

    def __init__(
        self,
        settings: DirectorSettings,
        rules: MoodRules,
        catalog: Catalog,
        memory: Memory,
        randomness: Randomness,
    ) -> None:
        self._parts = Parts(
            settings,
            MoodController(settings.mood, settings.goals, rules),
            Autoplay(rules, catalog, memory, randomness, settings.sound, settings.choosing),
            LibraryStatus(settings.folder),
            CameraRest(
                wanted=settings.camera_wanted,
                rests_while_pinned=settings.presence.camera_rests_while_pinned,
            ),
            AbsencePause(settings.presence.pause_after_s),
            MoodHistory(memory.person.minutes),
        )
        self._parts.mood.neutral_face = memory.person.neutral_face
        self._resume_pending = settings.resume
        self._resume_until_s: float | None = None
        self._decided: list[Command] = []  # and not handed out yet
        self._was_out_of_tracks = False
        self._begun_play: int | None = None

    def begin(self, now: Moment) -> list[Command]:
        """The first commands of a run."""
        self._set_time(now)
        if self._parts.settings.resume:
            resume_orders(self._parts)
        volume = OutputVolume(self._parts.programme.playback.volume_percent)
        return [volume, *rest_camera(self._parts)]

    def handle(self, event: events.Event, now: Moment) -> list[Command]:
        """Take in one event at one moment; the commands that follow from it."""
        self._set_time(now)
        parts = self._parts
        # Kept at hand: should a later step fail, these orders go out with the next event's.
        self._decided += self._take(event)
        self._decided += attend(parts)
        self._count_track()
        programme = parts.programme
        if (parts.mood.wish, parts.mood.plan) != (programme.wish, programme.plan):
            may_cut = not isinstance(event, events.TrackStarted) and event != _UNDO
            self._decided += self._follow_mood(may_cut=may_cut)
        self._decided += self._keep_playing()
        self._count_track()
        programme.note_edits()
        self._decided += parts.programme.take_facts()
        decided, self._decided = self._decided, []
        return decided

    def farewell(self, now: Moment) -> list[Command]:
        """The last commands of a run: where to go on next time."""
        self._set_time(now)
        keep_orders(self._parts)
        self._parts.programme.playback.left()
        self._parts.programme.remember_resume_point()
        return self._parts.programme.take_facts()

    def snapshot(self) -> Snapshot:
        """Everything that may be shown, as of the last moment handled."""
        parts, now_s = self._parts, self._parts.now_s
        playback = parts.programme.playback
        return Snapshot(
            mood=parts.mood.mood_view(now_s),
            camera=replace(
                parts.mood.sight.camera_view(now_s, resting=parts.camera.is_resting),
                replays=parts.settings.replays,
            ),
            now_playing=parts.programme.now_playing(),
            paused=playback.paused,
            rate=playback.rate,
            ending=ending_view(parts),
            up_next=playback.queue.up_next,
            speaker=replace(
                parts.speaker, volume_percent=playback.volume_percent, muted=playback.muted
            ),
            library=parts.library.view,
            notices=parts.notices.fresh(now_s),
            learned=parts.learned,
            mood_history=mood_history_view(parts),
        )

    def _set_time(self, now: Moment) -> None:
        self._parts.now = self._parts.programme.now = now

    # -- events ----------------------------------------------------------------------------------

    def _take(self, event: events.Event) -> list[Command]:
        """Hand an event to the part that it concerns."""
        parts, now_s = self._parts, self._parts.now_s
        match event:
            case events.FaceRead() | events.FaceLost() | events.CameraChanged():
                self._look(event)
            case events.WorkerFailed(_, sentence):
                parts.say(sentence, Severity.ERROR)
            case events.UserAsked(request):
                return self._answer(request)
            case events.ClockTicked():
                parts.mood.time_passed(now_s)
                look_at_sleep_timer(parts)
                return [*parts.programme.ticked()]
            case events.ScanProgressed() | events.LibraryChanged() | events.LibraryTroubled():
                self._take_library(event)
            case events.TracksMoved(moves):
                queues = parts.programme.tracks_moved(moves, parts.undo.queues)
                parts.undo.tracks_moved(queues, dict(moves))
                if parts.programme.given_families:
                    return use_families(parts)
            case _:
                return [*take_sound(parts, event)]
        return []

    def _look(self, event: events.FaceRead | events.FaceLost | events.CameraChanged) -> None:
        parts, now_s = self._parts, self._parts.now_s
        match event:
            case events.FaceRead(reading):
                if parts.mood.face_read(reading, now_s):
                    parts.history.read(parts.mood.mood.smoothed)
            case events.FaceLost():
                parts.mood.sight.face_lost(now_s)
            case events.CameraChanged(state, sentence):
                parts.mood.sight.camera_changed(state, sentence)

    def _take_library(self, event: LibraryEvent) -> None:
        parts = self._parts
        was_in_trouble = parts.library.is_in_trouble
        parts.library.take(event)
        if isinstance(event, events.LibraryTroubled) and event.sentence:
            parts.say(event.sentence, Severity.WARNING)
        if was_in_trouble and not parts.library.is_in_trouble:
            parts.programme.playback.forgive()
        if isinstance(event, events.LibraryChanged):
            parts.programme.library_changed(event.tracks, finished=event.finished)

    # -- requests --------------------------------------------------------------------------------

    def _answer(self, request: requests.Request) -> list[Command]:
        """Hand a request to the module of its topic."""
        parts = self._parts
        if isinstance(request, requests.TransportRequest):
            return [*obey(parts.programme, request)]
        if isinstance(request, requests.MoodRequest):
            answer_about_mood(parts, request)
        elif isinstance(request, requests.PersonRequest):
            answer_about_person(parts, request)
        elif isinstance(request, requests.QueueRequest):
            answer_about_queue(parts, request)
        elif isinstance(request, requests.TrackRequest):
            return [*answer_about_track(parts, request)]
        elif isinstance(request, requests.DeviceRequest):
            return answer_about_devices(parts, request)
        elif isinstance(request, requests.LearningRequest):
            answer_about_learning(parts, request)
        elif isinstance(request, requests.EndingRequest):
            answer_about_ending(parts, request)
        elif isinstance(request, requests.Undo):
            return self._take_back()
        else:
            assert_never(request)
        return []

    def _take_back(self) -> list[Command]:
        parts = self._parts
        change = parts.undo.take()
        if change is None:
            parts.say("Nothing to undo.")
            return []
        parts.say(f"Undone: {change.what}.")
        if isinstance(change, FactChange):
            parts.programme.remember(change.fact)
            return use_families(parts) if isinstance(change.fact, FamilyGiven) else []
        if change.mood is not None:
            parts.mood.take_back(change.mood, parts.now_s)
        parts.programme.take_back(change)
        return []

    # -- keeping the music going -----------------------------------------------------------------

    def _follow_mood(self, *, may_cut: bool) -> list[Command]:
        """The mood that counts has changed: Up next follows, the present track plays on.

        Where a change is to be heard at once it is cut, unless it has only just begun.
        """
        parts = self._parts
        before, playback = parts.programme.wish, parts.programme.playback
        parts.programme.follow(parts.mood.wish, parts.mood.plan)
        changed = before.emotion not in (None, parts.mood.emotion)
        may_cut = may_cut and playback.may_be_cut
        if changed and may_cut and parts.settings.change_at_once:
            return [*playback.give_way()]
        return []

    def _count_track(self) -> None:
        """If another track chosen by the plan sounds now, mood and programme move on alike."""
        now = self._parts.programme.playback.queue.now
        if now is None or now.play_id == self._begun_play:
            return
        self._begun_play = now.play_id
        if not now.asked_for:
            self._parts.programme.chosen_track_began()
            self._parts.mood.chosen_track_began()
            self._parts.programme.wish = self._parts.mood.wish

    def _keep_playing(self) -> list[Command]:
        parts, programme = self._parts, self._parts.programme
        has_tracks = parts.library.has_tracks
        commands: list[Command] = []
        if self._resume_pending and has_tracks and self._is_time_to_resume():
            self._resume_pending = False
            commands += programme.resume()
            now = programme.playback.queue.now
            self._begun_play = None if now is None else now.play_id  # it began in the last run
        may_begin = has_tracks and not self._resume_pending
        if not may_begin and programme.playback.queue.now is None:
            return commands
        commands += programme.keep_playing()
        if programme.is_out_of_tracks and not self._was_out_of_tracks:
            parts.say(programme.why_out_of_tracks(), Severity.WARNING)
        self._was_out_of_tracks = programme.is_out_of_tracks
        return commands

    def _is_time_to_resume(self) -> bool:
        """What was left may come with a later batch of a scan; that is not waited for long."""
        if self._parts.programme.can_resume or not self._parts.library.view.scanning:
            return True
        if self._resume_until_s is None:
            self._resume_until_s = self._parts.now_s + RESUME_PATIENCE_S
        return self._parts.now_s >= self._resume_until_s
