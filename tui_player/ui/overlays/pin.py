"""Chooses how long a mood stays pinned."""

from textual.widget import Widget

from tui_player.messages.requests import PinFor
from tui_player.model.mood.pin_span import PinSpan
from tui_player.ui.drawing.glyphs import Charset
from tui_player.ui.messages import RequestPosted
from tui_player.ui.overlays.chooser import Choice, ChoiceList, Chooser

# The values of the choices are numbers of this table.
SPANS: tuple[tuple[str, PinSpan], ...] = (
    ("for this track", PinSpan(tracks=1)),
    ("for three tracks", PinSpan(tracks=3)),
    ("for ten tracks", PinSpan(tracks=10)),
    ("for 30 minutes", PinSpan(seconds=1800.0)),
    ("for two hours", PinSpan(seconds=7200.0)),
    ("until unpinned", PinSpan()),
)


class PinChooser(Chooser):
    """The spans a pin can have; the one taken begins now, for the mood that counts now."""

    BORDER_TITLE = "Pin this mood"

    def __init__(self, charset: Charset) -> None:
        super().__init__(charset, id="pins")

    def prepare(self) -> Widget:
        """Show the spans, the shortest first."""
        self.show([Choice(str(number), name) for number, (name, _) in enumerate(SPANS)])
        return self.choices

    def on_choice_list_taken(self, message: ChoiceList.Taken) -> None:
        """Pin from now on for this long."""
        message.stop()
        if message.choice.value is not None:
            self.post_message(RequestPosted(PinFor(SPANS[int(message.choice.value)][1])))
        self.close()
