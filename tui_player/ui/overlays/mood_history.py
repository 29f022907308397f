"""The moods of the last half hour as a chart, and whether they may be kept."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.reactive import reactive
from textual.widget import Widget

from tui_player.messages.requests import EraseMoodHistory, KeepMoodHistory, Request
from tui_player.messages.snapshot import MoodHistoryView, Snapshot
from tui_player.model.mood.emotion import EMOTIONS, Emotion
from tui_player.model.mood.mood_minute import RECENT_MINUTES, MoodMinute
from tui_player.ui.drawing.glyphs import Charset
from tui_player.ui.drawing.lines import Line, LinesPane, Span
from tui_player.ui.messages import RequestPosted
from tui_player.ui.overlays.chooser import Choice, ChoiceList, Chooser

_NAME_CELLS = max(len(emotion.value) for emotion in EMOTIONS) + 1
_BEGINS, _ENDS = f"{RECENT_MINUTES} min ago", "now"

_SENTENCES: dict[bool | None, str] = {
    None: "Shown from memory; nothing is written down. Keep it?",
    True: "Kept on this machine: one emotion a minute, no pictures.",
    False: "Shown from memory; nothing more is written down.",
}
# The values of the choices are numbers of these tables.
_KEEP = ("keep it: one emotion a minute", KeepMoodHistory(allowed=True))
_STOP = ("keep it no longer", KeepMoodHistory(allowed=False))
_NO = ("do not keep it", KeepMoodHistory(allowed=False))
_ERASE = ("erase all that is kept", EraseMoodHistory())
_CHOICES: dict[bool | None, tuple[tuple[str, Request], ...]] = {
    None: (_NO, _KEEP),
    True: (_STOP, _ERASE),
    False: (_KEEP, _ERASE),
}


class HistoryChart(LinesPane):
    """A row an emotion, a column or two a minute: the darker, the surer it was seen."""

    def lines(self, snapshot: Snapshot | None, width: int, height: int) -> Sequence[Line]:
        """The rows, the time below them, and what becomes of it."""
        history = MoodHistoryView() if snapshot is None else snapshot.mood_history
        cells = max(1, (width - _NAME_CELLS) // RECENT_MINUTES)
        rows = [self._row(emotion, history, cells) for emotion in EMOTIONS]
        line_cells = cells * RECENT_MINUTES - len(_BEGINS) - len(_ENDS)
        times = " " * _NAME_CELLS + _BEGINS + " " * line_cells + _ENDS
        if not history.minutes:
            times = " " * _NAME_CELLS + "no face was seen yet"
        told = self.charset.fit(_SENTENCES[history.may_keep], width)
        return (*rows, (Span(times, "quiet"),), (Span(told),))

    def _row(self, emotion: Emotion, history: MoodHistoryView, cells: int) -> Line:
        by_minute = {m.minute: m for m in history.minutes if m.emotion is emotion}
        first = history.until - RECENT_MINUTES
        minutes = (by_minute.get(first + n) for n in range(RECENT_MINUTES))
        drawn = "".join(self._sign(minute) * cells for minute in minutes)
        look = f"mood-{emotion.value}"
        return (Span(f"{emotion.value:{_NAME_CELLS}}", "quiet"), Span(drawn, look))

    def _sign(self, minute: MoodMinute | None) -> str:
        if minute is None:
            return " "
        shades = self.charset.shades[1:]
        return shades[min(int(minute.certainty * len(shades)), len(shades) - 1)]


class HistoryPane(Chooser):
    """The chart, and below it what can be done with the history."""

    BORDER_TITLE = "Moods of the last half hour"

    snapshot: reactive[Snapshot | None] = reactive(None, repaint=False, init=False)

    def __init__(self, charset: Charset) -> None:
        super().__init__(charset, id="history")
        self._chart = HistoryChart(charset)

    def compose(self) -> ComposeResult:
        """The chart and the choices."""
        yield self._chart.data_bind(HistoryPane.snapshot)
        yield self.choices

    def prepare(self) -> Widget:
        """The choices that make sense by now."""
        self.choices.show_rows(())
        self._offer()
        return self.choices

    def watch_snapshot(self) -> None:
        """What may be chosen follows from what was chosen."""
        if self.is_open:
            self._offer()

    def _offer(self) -> None:
        rows = tuple(Choice(str(n), name) for n, (name, _) in enumerate(self._open_choices))
        if rows != self.choices.rows:
            self.show(rows)

    @property
    def _open_choices(self) -> tuple[tuple[str, Request], ...]:
        return _CHOICES[None if self.snapshot is None else self.snapshot.mood_history.may_keep]

    def on_choice_list_taken(self, message: ChoiceList.Taken) -> None:
        """Ask for it; the pane stays, so that what follows is seen."""
        message.stop()
        if message.choice.value is not None:
            self.post_message(RequestPosted(self._open_choices[int(message.choice.value)][1]))
