"""Answers what is asked about what was learned: shows it, wipes it out."""

from tui_player.core.state import Parts
from tui_player.core.taste.report import learned_moods
from tui_player.messages import requests
from tui_player.messages.facts import LearningForgotten


def answer_about_learning(parts: Parts, request: requests.LearningRequest) -> None:
    """Look at what was learned, or forget it."""
    programme = parts.programme
    match request:
        case requests.LookAtLearned():
            pass
        case requests.ForgetLearned(emotion):
            forgotten = LearningForgotten(emotion)
            programme.remember(forgotten)
            parts.undo.forget(forgotten.emotions)
            # What is up next was weighed with what is forgotten now.
            programme.choose_afresh()
            when = "" if emotion is None else f" while {emotion}"
            parts.say(f"Forgotten: all that was learned{when}.")
    parts.learned = learned_moods(programme.memory)
