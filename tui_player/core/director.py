"""The Director: routes events and requests to the controllers that own the state they concern."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, get_args

from tui_player.core.context import CoreContext
from tui_player.core.devices import DeviceController
from tui_player.core.director_settings import DirectorSettings
from tui_player.core.library.controller import LibraryController
from tui_player.core.library.family_controller import FamilyController
from tui_player.core.memory import Memory
from tui_player.core.mood.absence import AbsencePause
from tui_player.core.mood.camera_policy import CameraPolicy
from tui_player.core.mood.controller import MoodController
from tui_player.core.mood.profile_controller import ProfileController
from tui_player.core.playback.autoplay import Autoplay
from tui_player.core.playback.continuity import Continuity
from tui_player.core.playback.ending import EndingController
from tui_player.core.playback.queue_controller import QueueController
from tui_player.core.playback.sound_controller import SoundController
from tui_player.core.playback.transport_controller import TransportController
from tui_player.core.selection.rules import MoodRules
from tui_player.core.taste.controller import TasteController
from tui_player.core.undo import FactChange
from tui_player.core.upkeep import Upkeep
from tui_player.messages import events, requests
from tui_player.messages.commands import Command, OutputVolume
from tui_player.messages.facts import FamilyGiven
from tui_player.messages.snapshot import Snapshot
from tui_player.model.clock import Moment
from tui_player.model.mood.moods import MoodName
from tui_player.model.severity import Severity
from tui_player.ports.catalog import Catalog, Randomness

Handler = Callable[[Any], list[Command]]
_UNDO = events.UserAsked(requests.Undo())


class Director:
    """All state of the player, changed only by `handle` on the engine thread.

    Does no I/O, starts no thread, reads no clock: `memory`, `catalog`, `randomness` and every
    moment are passed in. It owns no state of a subject itself: each is a controller's.
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
        self._context = context = CoreContext(memory)
        self._autoplay = autoplay = Autoplay(
            context, rules, catalog, randomness, settings.sound, settings.choosing
        )
        self._mood = MoodController(
            context,
            settings.mood,
            settings.goals,
            settings.moods,
            rules,
            lambda: autoplay.up_next,
        )
        presence = settings.presence
        self._camera = CameraPolicy(
            wanted=settings.camera_wanted, rests_while_pinned=presence.camera_rests_while_pinned
        )
        absence = AbsencePause(presence.pause_after_s)
        self._upkeep = Upkeep(context, self._mood, autoplay.transport, self._camera, absence)
        self._families = FamilyController(context)
        self._library = LibraryController(context, settings.folder, autoplay, self._families)
        self._profile = ProfileController(context, self._mood)
        self._taste = TasteController(context, autoplay, self._present_mood)
        self._ending = EndingController(context, autoplay.transport)
        self._devices = DeviceController(context, self._camera)
        self._continuity = Continuity(context, autoplay, self._mood, self._library, settings)
        self._routes = self._routing_table()
        self._decided: list[Command] = []  # and not handed out yet

    def _routing_table(self) -> dict[type, Handler]:
        """Which controller handles which message."""
        context, autoplay, mood = self._context, self._autoplay, self._mood
        queue = QueueController(context, autoplay, self._present_mood)
        return {
            **_to(mood.handle, events.FaceEvent, requests.MoodRequest),
            **_to(self._profile.handle, requests.PersonRequest),
            **_to(SoundController(context, autoplay, mood.track_started).handle, events.TrackEvent),
            **_to(TransportController(context, autoplay).handle, requests.TransportRequest),
            **_to(queue.handle, requests.QueueRequest),
            **_to(self._ending.handle, requests.EndingRequest),
            **_to(self._taste.handle, requests.TasteRequest),
            **_to(self._families.handle, requests.FamilyRequest),
            **_to(self._library.handle, events.LibraryEvent, requests.LibraryRequest),
            **_to(self._devices.handle, events.SpeakerEvent, requests.DeviceRequest),
            **_to(self._undo, requests.Undo),
            **_to(self._worker_failed, events.WorkerFailed),
            **_to(self._clock_ticked, events.ClockTicked),
        }

    # -- the turns of a run ----------------------------------------------------------------------

    def start(self, now: Moment) -> list[Command]:
        """The first commands of a run."""
        self._context.set_time(now)
        if self._settings.resume:
            self._upkeep.resume_orders()
        volume = OutputVolume(self._autoplay.transport.volume_percent)
        return [volume, *self._upkeep.adjust_camera()]

    def handle(self, event: events.Event, now: Moment) -> list[Command]:
        """Take in one event at one moment; the commands that follow from it."""
        self._context.set_time(now)
        message = event.request if isinstance(event, events.UserAsked) else event
        # Kept at hand: should a later step fail, these orders go out with the next event's.
        self._decided += self._routes[type(message)](message)
        self._decided += self._apply_policies()
        may_cut = not isinstance(event, events.TrackStarted) and event != _UNDO
        self._decided += self._continuity.keep(may_cut=may_cut)
        self._autoplay.resumption.note_edits()
        self._decided += self._context.take_facts()
        decided, self._decided = self._decided, []
        return decided

    def shutdown(self, now: Moment) -> list[Command]:
        """The last commands of a run: where to go on next time."""
        self._context.set_time(now)
        self._upkeep.keep_orders()
        self._autoplay.transport.left()
        self._autoplay.resumption.note()
        return self._context.take_facts()

    def snapshot(self) -> Snapshot:
        """Everything that may be shown, as of the last moment handled."""
        now_s, transport = self._context.now_s, self._autoplay.transport
        camera = self._mood.presence.camera_view(now_s, resting=self._camera.is_resting)
        return Snapshot(
            mood=self._mood.mood_view(now_s),
            camera=replace(camera, replays=self._settings.replays),
            now_playing=self._autoplay.now_playing(),
            paused=transport.paused,
            rate=transport.rate,
            ending=self._ending.view(),
            up_next=transport.queue.up_next,
            speaker=self._devices.view(
                volume_percent=transport.volume_percent, muted=transport.muted
            ),
            library=self._library.view(),
            notices=self._context.notices,
            learned=self._taste.view(),
            mood_history=self._profile.view(),
        )

    def _apply_policies(self) -> list[Command]:
        """What follows by itself from who is there, what is pinned and how time passes."""
        self._profile.time_passed()
        self._upkeep.keep_orders()
        return [*self._upkeep.pause_for_absence(), *self._upkeep.adjust_camera()]

    def _present_mood(self) -> MoodName | None:
        return self._mood.emotion

    # -- what concerns several controllers -------------------------------------------------------

    def _worker_failed(self, event: events.WorkerFailed) -> list[Command]:
        self._context.notify(event.sentence, Severity.ERROR)
        return []

    def _clock_ticked(self, _event: events.ClockTicked) -> list[Command]:
        self._mood.time_passed(self._context.now_s)
        self._ending.ticked()
        return [*self._autoplay.ticked()]

    def _undo(self, _request: requests.Undo) -> list[Command]:
        context = self._context
        change = context.undo.take()
        if change is None:
            context.notify("Nothing to undo.")
            return []
        context.notify(f"Undone: {change.what}.")
        if isinstance(change, FactChange):
            context.remember(change.fact)
            is_family = isinstance(change.fact, FamilyGiven)
            return self._families.use_families() if is_family else []
        if change.mood is not None:
            self._mood.take_back(change.mood, context.now_s)
        self._autoplay.take_back(change)
        return []


def _to(handler: Handler, *messages: object) -> dict[type, Handler]:
    """A row of the routing table: messages, or unions of them, to one handler."""
    return {kind: handler for each in messages for kind in _kinds(each)}


def _kinds(message: Any) -> Iterable[type]:
    return get_args(message) or (message,)
