"""Answers what is asked about the person's own data: the face at rest, the history of moods."""

from tui_player.core.mood.baseline import MEASURED_FOR_S, NeutralMeasurement
from tui_player.core.state import Parts
from tui_player.messages import requests
from tui_player.messages.facts import MoodHistoryAllowed, MoodHistoryErased, NeutralFaceSet
from tui_player.messages.snapshot import MoodHistoryView
from tui_player.model.clock import MINUTE_S
from tui_player.model.device_states import CameraState
from tui_player.model.severity import Severity


def answer_about_person(parts: Parts, request: requests.PersonRequest) -> None:
    """Measure or forget the face at rest; keep, keep no more, or erase the mood history."""
    match request:
        case requests.MeasureNeutralFace() if parts.mood.measurement is None:
            _begin_measuring(parts)
        case requests.MeasureNeutralFace() | requests.StopMeasuring():
            _stop_measuring(parts)
        case requests.ForgetNeutralFace():
            _forget_neutral_face(parts)
        case requests.KeepMoodHistory(allowed):
            parts.programme.remember(MoodHistoryAllowed(allowed))
            kept = "kept from now on: one emotion a minute" if allowed else "no longer kept"
            parts.say(f"The history of moods is {kept}.")
        case requests.EraseMoodHistory():
            parts.history.forget()
            parts.programme.remember(MoodHistoryErased())
            parts.say("The history of moods is erased.")


def finish_measuring(parts: Parts) -> None:
    """Keep the face at rest once its time is over, if it was seen often enough."""
    measurement = parts.mood.measurement
    if measurement is None or measurement.left_s(parts.now_s) > 0:
        return
    parts.mood.measurement = None
    if not measurement.is_enough:
        told = "Your face was hardly seen, and nothing was kept. In more light, b tries again."
        parts.say(told, Severity.WARNING)
        return
    if not measurement.is_steady:
        told = "Your face was not at rest, and nothing was kept. b tries again."
        parts.say(told, Severity.WARNING)
        return
    face = measurement.neutral_face(parts.now.unix_s)
    parts.mood.use_neutral_face(face)
    parts.programme.remember(NeutralFaceSet(face))
    parts.say(f"Kept: your face at rest looks {face.told()}. That counts as neutral now.")


def sum_up_minute(parts: Parts) -> None:
    """Note the minute that is over by now, in the history if the person allowed that."""
    minute = parts.history.passed_to(parts.now.unix_s)
    if minute is not None and parts.programme.person.may_keep_history:
        parts.programme.remember(minute)


def mood_history_view(parts: Parts) -> MoodHistoryView:
    """The mood history as far as the screen shows it."""
    now_unix_s = parts.now.unix_s
    return MoodHistoryView(
        parts.history.recent(now_unix_s),
        int(now_unix_s // MINUTE_S),
        parts.programme.person.may_keep_history,
    )


def _begin_measuring(parts: Parts) -> None:
    if parts.mood.sight.camera_state is not CameraState.OK:
        parts.say("A face at rest needs a camera that sees you: turn it on.", Severity.WARNING)
        return
    parts.mood.measurement = NeutralMeasurement(parts.now_s)
    parts.say(f"Look ahead and let your face rest for {MEASURED_FOR_S:.0f} seconds.")


def _stop_measuring(parts: Parts) -> None:
    if parts.mood.measurement is not None:
        parts.mood.measurement = None
        parts.say("Stopped. Nothing of it was kept.")


def _forget_neutral_face(parts: Parts) -> None:
    if parts.mood.neutral_face is None:
        parts.say("No face at rest is kept: b measures it.")
        return
    parts.mood.use_neutral_face(None)
    parts.programme.remember(NeutralFaceSet(None))
    parts.say("Your face at rest is forgotten. b measures it again.")
