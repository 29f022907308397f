"""Answers what is asked about the mood: pins, rejections, goals. All of it can be undone."""

from tui_player.core.mood.controller import MoodChange
from tui_player.core.mood.pin import MoodPin
from tui_player.core.state import Parts
from tui_player.core.undo import Change
from tui_player.messages import requests
from tui_player.model.mood.goal import GoalKind
from tui_player.model.mood.pin_span import PinSpan


def answer_about_mood(parts: Parts, request: requests.MoodRequest) -> None:
    """Change the mood by hand, and note for undo how it was."""
    programme, before = parts.programme, parts.mood.mark()
    _change_mood(parts, request)
    if before != (after := parts.mood.mark()):
        change = MoodChange(before, after)
        queue, plan = programme.playback.queue, programme.plan
        parts.undo.add(Change("the change of the mood", queue, plan, change))


def _change_mood(parts: Parts, request: requests.MoodRequest) -> None:
    mood = parts.mood
    match request:
        case requests.PinMood(emotion, span):
            mood.pin = MoodPin.for_span(emotion, span, parts.now_s)
        case requests.PinFor(span):
            _pin_present(parts, span)
        case requests.TogglePin() if mood.pin is None:
            _pin_present(parts, PinSpan())
        case requests.TogglePin() | requests.Unpin():
            mood.pin = None
        case requests.RejectMood():
            _reject(parts)
        case requests.NextGoal():
            _next_goal(parts)


def _pin_present(parts: Parts, span: PinSpan) -> None:
    emotion = parts.mood.emotion
    if emotion is None:
        parts.say("No mood to pin yet: each of the seven has a key that pins it.")
        return
    parts.mood.pin = MoodPin.for_span(emotion, span, parts.now_s)


def _reject(parts: Parts) -> None:
    dropped = parts.mood.reject(parts.now_s)
    if dropped is None:
        parts.say("No mood to drop yet.")
        return
    back_to = parts.mood.emotion
    parts.say(f"Not {dropped}." if back_to is None else f"Not {dropped}: back to {back_to}.")


_ROUND = (None, GoalKind.LIFT, GoalKind.RAMP)


def _next_goal(parts: Parts) -> None:
    mood = parts.mood
    present = None if mood.goal is None else mood.goal.kind
    mood.set_goal(_ROUND[(_ROUND.index(present) + 1) % len(_ROUND)])
    goal = mood.goal
    if goal is None:
        parts.say("Goal: match. The music follows your face.")
        return
    if len(goal.path) > 1:
        way = f"goes {' → '.join(goal.path)}"
    else:
        way = f"stays {goal.target}" if goal.path else f"goes to {goal.target}, once a mood is read"
    held = "" if mood.pin is None else " It begins when the pin ends."
    parts.say(f"Goal: {goal.kind}. The music {way}.{held}")
