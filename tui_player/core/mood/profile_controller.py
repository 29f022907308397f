"""What is stored about the person: the face at rest and the history of moods."""

from typing import assert_never

from tui_player.core.context import CoreContext
from tui_player.core.mood.baseline import MEASURED_FOR_S
from tui_player.core.mood.controller import MoodController
from tui_player.messages import requests
from tui_player.messages.commands import Command
from tui_player.messages.facts import MoodHistoryAllowed, MoodHistoryErased, NeutralFaceSet
from tui_player.messages.snapshot import MoodHistoryView
from tui_player.model.clock import MINUTE_S
from tui_player.model.device_states import CameraState
from tui_player.model.severity import Severity


class ProfileController:
    """Measures the face at rest and keeps the mood history, as the person allows."""

    def __init__(self, context: CoreContext, mood: MoodController) -> None:
        self._context = context
        self._mood = mood

    def handle(self, request: requests.PersonRequest) -> list[Command]:
        """Measure or forget the face at rest; keep, stop keeping, or erase the mood history."""
        match request:
            case requests.MeasureNeutralFace() if not self._mood.resting.is_measured:
                self._begin_measuring()
            case requests.MeasureNeutralFace() | requests.StopMeasuring():
                self._stop_measuring()
            case requests.ForgetNeutralFace():
                self._forget_neutral_face()
            case requests.KeepMoodHistory(allowed):
                self._context.remember(MoodHistoryAllowed(allowed))
                kept = "kept from now on: one emotion a minute" if allowed else "no longer kept"
                self._context.notify(f"The mood history is {kept}.")
            case requests.EraseMoodHistory():
                self._mood.history.forget()
                self._context.remember(MoodHistoryErased())
                self._context.notify("The mood history is erased.")
            case _:
                assert_never(request)
        return []

    def time_passed(self) -> None:
        """Finish a measurement that is over, and note the minute that is."""
        self._finish_measuring()
        minute = self._mood.history.passed_to(self._context.now.unix_s)
        if minute is not None and self._context.memory.person.may_keep_history:
            self._context.remember(minute)

    def view(self) -> MoodHistoryView:
        """The mood history as far as the screen shows it."""
        now_unix_s = self._context.now.unix_s
        return MoodHistoryView(
            self._mood.history.recent(now_unix_s),
            int(now_unix_s // MINUTE_S),
            self._context.memory.person.may_keep_history,
        )

    def _begin_measuring(self) -> None:
        if self._mood.presence.camera_state is not CameraState.OK:
            needs = "Measuring your resting face needs a camera that sees you: turn it on."
            self._context.notify(needs, Severity.WARNING)
            return
        self._mood.resting.measure(self._context.now_s)
        self._context.notify(f"Look ahead and let your face rest for {MEASURED_FOR_S:.0f} seconds.")

    def _stop_measuring(self) -> None:
        if self._mood.resting.is_measured:
            self._mood.resting.stop_measuring()
            self._context.notify("Stopped. Nothing was saved.")

    def _finish_measuring(self) -> None:
        """Keep the face at rest once its time is over, if it was seen often enough."""
        context = self._context
        measurement = self._mood.resting.take_measurement(context.now_s)
        if measurement is None:
            return
        if not measurement.is_enough:
            hardly = "Your face was hardly seen; nothing was saved. In more light, b tries again."
            context.notify(hardly, Severity.WARNING)
            return
        if not measurement.is_steady:
            moved = "Your face was not at rest; nothing was saved. b tries again."
            context.notify(moved, Severity.WARNING)
            return
        face = measurement.neutral_face(context.now.unix_s)
        self._mood.use_neutral_face(face)
        context.remember(NeutralFaceSet(face))
        looks = f"Saved: your resting face looks {face.description()}."
        context.notify(f"{looks} That counts as neutral now.")

    def _forget_neutral_face(self) -> None:
        if self._mood.resting.face is None:
            self._context.notify("No resting face saved; b measures it.")
            return
        self._mood.use_neutral_face(None)
        self._context.remember(NeutralFaceSet(None))
        self._context.notify("Your resting face is forgotten; b measures it again.")
