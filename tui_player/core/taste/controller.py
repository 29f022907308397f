"""Taste: likes and dislikes, and what plays and skips have taught."""

from collections.abc import Callable

from tui_player.core.context import CoreContext
from tui_player.core.playback.autoplay import Autoplay
from tui_player.core.taste.feedback import naming
from tui_player.core.taste.report import learned_moods
from tui_player.core.undo import FactChange
from tui_player.messages import requests
from tui_player.messages.commands import Command
from tui_player.messages.facts import LearningForgotten, OpinionGiven
from tui_player.model.mood.moods import MoodName
from tui_player.model.music.taste import LearnedMood
from tui_player.model.music.track import Track


class TasteController:
    """Owns the report of what was learned, made when somebody looks at it.

    `present_mood` is what music follows at this moment: likes and dislikes belong to it.
    """

    def __init__(
        self,
        context: CoreContext,
        autoplay: Autoplay,
        present_mood: Callable[[], MoodName | None],
    ) -> None:
        self._context = context
        self._autoplay = autoplay
        self._present_mood = present_mood
        self._report: tuple[LearnedMood, ...] | None = None  # until somebody looks

    def handle(self, request: requests.TasteRequest) -> list[Command]:
        """Like or dislike what plays, look at what was learned, or forget it."""
        match request:
            case requests.Like():
                self._give_opinion(1)
            case requests.Dislike():
                if self._give_opinion(-1) == -1:
                    return [*self._autoplay.transport.skip()]
            case requests.LookAtLearned():
                self._report = learned_moods(self._context.memory)
            case requests.ForgetLearned(emotion):
                self._forget(LearningForgotten(emotion))
        return []

    def view(self) -> tuple[LearnedMood, ...] | None:
        """The report for the snapshot; None until somebody looked."""
        return self._report

    def _give_opinion(self, opinion: int) -> int:
        """Like or dislike the present track in the present mood; asked twice, neither."""
        now, emotion = self._autoplay.transport.queue.now, self._present_mood()
        if now is None or emotion is None:
            missing = "Nothing is playing" if now is None else "No mood detected yet"
            self._context.notify(f"{missing}: likes and dislikes belong to a track and a mood.")
            return 0
        given = self._record_opinion(now.track, emotion, opinion)
        words = {1: "Liked", -1: "Disliked", 0: "No longer liked or disliked"}[given]
        self._context.notify(f"{words} while {emotion}: {now.track.title}")
        return given

    def _record_opinion(self, track: Track, emotion: MoodName, opinion: int) -> int:
        """Remember the opinion, and for undo the one before; the opinion that counts now."""
        context = self._context
        before = context.memory.opinion(track.id, emotion)
        given = 0 if before == opinion else opinion
        for fact in naming(track, context.memory):
            context.remember(fact)
        context.remember(OpinionGiven(track.id, emotion, given))
        was = OpinionGiven(track.id, emotion, before)
        context.undo.add(FactChange(f"your opinion of {track.title}", was))
        return given

    def _forget(self, forgotten: LearningForgotten) -> None:
        self._context.remember(forgotten)
        self._context.undo.forget(forgotten.covers)
        # What is up next was weighed with what is forgotten now.
        self._autoplay.choose_again()
        when = "" if forgotten.emotion is None else f" while {forgotten.emotion}"
        self._context.notify(f"Forgot everything that was learned{when}.")
        self._report = learned_moods(self._context.memory)
