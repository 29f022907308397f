"""Chooses the sound device the music goes to."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.reactive import reactive
from textual.widget import Widget

from tui_player.messages.requests import ChooseSpeaker, ListSpeakers
from tui_player.messages.snapshot import Snapshot, SpeakerView
from tui_player.model.device_states import SpeakerState
from tui_player.ui.drawing.glyphs import Charset
from tui_player.ui.drawing.lines import Line, LinesPane, Span
from tui_player.ui.messages import RequestPosted
from tui_player.ui.overlays.chooser import Choice, ChoiceList, Chooser

_DEFAULT = "the system's default"


class PresentSpeaker(LinesPane):
    """The device that sounds now and the way to it."""

    def lines(self, snapshot: Snapshot | None, width: int, height: int) -> Sequence[Line]:
        """One line."""
        speaker = SpeakerView() if snapshot is None else snapshot.speaker
        sounds = speaker.state is SpeakerState.OK and bool(speaker.device)
        told = _name_and_backend(speaker, self.charset) if sounds else "no device sounds now"
        return ((Span("now ", "quiet"), Span(self.charset.fit(told, width - 4))),)


class SpeakerChooser(Chooser):
    """The system's default and the devices by name; the answer to the question comes later."""

    BORDER_TITLE = "Audio output"

    snapshot: reactive[Snapshot | None] = reactive(None, repaint=False, init=False)

    def __init__(self, charset: Charset) -> None:
        super().__init__(charset, id="speakers")
        self._present = PresentSpeaker(charset)

    def compose(self) -> ComposeResult:
        """What sounds now, and the list."""
        yield self._present.data_bind(SpeakerChooser.snapshot)
        yield self.choices

    def prepare(self) -> Widget:
        """Ask which devices there are; those known so far are shown at once."""
        self.post_message(RequestPosted(ListSpeakers()))
        self.choices.show_rows(())
        self._show()
        return self.choices

    def watch_snapshot(self) -> None:
        """The answer may have come."""
        if self.is_open:
            self._show()

    def _show(self) -> None:
        speaker = SpeakerView() if self.snapshot is None else self.snapshot.speaker
        rows = speaker_choices(speaker)
        if rows != self.choices.rows:
            self.show(rows)

    def on_choice_list_taken(self, message: ChoiceList.Taken) -> None:
        """Play there from now on."""
        message.stop()
        self.post_message(RequestPosted(ChooseSpeaker(message.choice.value)))
        self.close()


def speaker_choices(speaker: SpeakerView) -> tuple[Choice, ...]:
    """The default first, then the devices there are; the chosen one also while it is not there."""
    chosen = speaker.chosen
    default = Choice(None, _DEFAULT, is_chosen=chosen is None)
    there = tuple(Choice(name, name, is_chosen=name == chosen) for name in speaker.names)
    if chosen is None or chosen in speaker.names:
        return (default, *there)
    aside = "not there now" if speaker.names else ""
    return (default, *there, Choice(chosen, chosen, aside, is_chosen=True))


def _name_and_backend(speaker: SpeakerView, charset: Charset) -> str:
    if not speaker.backend:
        return speaker.device
    return f"{speaker.device} {charset.separator} {speaker.backend}"
