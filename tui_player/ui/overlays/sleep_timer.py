"""Chooses when the music is to pause by itself."""

from textual.reactive import reactive
from textual.widget import Widget

from tui_player.messages.requests import SleepAfter
from tui_player.messages.snapshot import EndingView, Snapshot
from tui_player.ui.drawing.glyphs import Charset
from tui_player.ui.messages import RequestPosted
from tui_player.ui.overlays.chooser import Choice, ChoiceList, Chooser
from tui_player.ui.text import ending_sentence

_MINUTES: tuple[int | None, ...] = (0, 15, 30, 45, 60, 90, None)


class SleepChooser(Chooser):
    """After this track, or with the track that plays in so many minutes."""

    BORDER_TITLE = "Pause the music"

    snapshot: reactive[Snapshot | None] = reactive(None, repaint=False, init=False)

    def __init__(self, charset: Charset) -> None:
        super().__init__(charset, id="sleep")

    def prepare(self) -> Widget:
        """The soonest first; what is set already is told beside the last."""
        ending = EndingView() if self.snapshot is None else self.snapshot.ending
        stops = ending_sentence(EndingView("", ending.stops_after_track, ending.sleep_min))
        self.show(
            [
                Choice(str(n), _name(minutes), stops if minutes is None else "")
                for n, minutes in enumerate(_MINUTES)
            ]
        )
        self.choices.action_first()
        return self.choices

    def on_choice_list_taken(self, message: ChoiceList.Taken) -> None:
        """Set it, or put it off."""
        message.stop()
        if message.choice.value is not None:
            self.post_message(RequestPosted(SleepAfter(_MINUTES[int(message.choice.value)])))
        self.close()


def _name(minutes: int | None) -> str:
    if minutes is None:
        return "not at all"
    return "after this track" if minutes == 0 else f"in {minutes} minutes, when its track ends"
