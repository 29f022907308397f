"""The tracks that come, numbered, each with the reason it was chosen."""

from collections.abc import Sequence
from textwrap import wrap
from typing import ClassVar

from textual.binding import BindingType
from textual.reactive import reactive

from tui_player.domain.requests import MoveInUpNext, PlayTrack, RemoveFromUpNext
from tui_player.domain.snapshot import Snapshot, UpNextEntry
from tui_player.ui.actions import Where, bindings_for
from tui_player.ui.charset import Charset
from tui_player.ui.lines import EMPTY_LINE, Line, Span
from tui_player.ui.now_playing import Asked
from tui_player.ui.track_list import TrackList
from tui_player.ui.words import style_of_track

_WITH_STYLE_CELLS = 72


class UpNextPane(TrackList[UpNextEntry]):
    """Up next, where tracks can be moved and taken out."""

    BORDER_TITLE = "Up next"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.UP_NEXT)]

    snapshot: reactive[Snapshot | None] = reactive(None, repaint=False, init=False)

    def __init__(self, charset: Charset) -> None:
        super().__init__(charset, id="up-next")
        self._sentence = ""

    def watch_snapshot(self) -> None:
        """Show the new queue; with it moves the cursor, so that it stays on its track."""
        if self.snapshot is None:
            return
        sentence = self.snapshot.library.sentence
        if sentence != self._sentence:
            self._sentence = sentence
            self.refresh()
        chosen = self.current
        if self.snapshot.up_next != self.rows:
            self.show_rows(self.snapshot.up_next)
            self._follow(chosen)

    def _follow(self, chosen: UpNextEntry | None) -> None:
        if chosen is None or not self.has_focus:
            return
        for index, entry in enumerate(self.rows):
            if entry.play_id == chosen.play_id:
                self.cursor = index

    def empty_lines(self, width: int) -> Sequence[Line]:
        """Why nothing comes."""
        if self.snapshot is None:
            return (EMPTY_LINE,)
        sentence = self._sentence or "nothing queued: search with / and press a"
        return [
            (Span("  "), Span(line, "quiet"))
            for line in wrap(self.charset.show(sentence), width - 2)
        ]

    def row_line(self, index: int, row: UpNextEntry, width: int) -> Line:
        """Number, title, artist, style where there is room, and the reason."""
        charset, track = self.charset, row.track
        room = width - 4
        shares = (0.36, 0.24, 0.15) if width >= _WITH_STYLE_CELLS else (0.42, 0.24, 0.0)
        title, artist, style = (int(room * share) for share in shares)
        reason = room - title - artist - style
        return (
            Span(f"{index + 1:2}  ", "quiet"),
            Span(charset.column(track.title, title - 2) + "  ", "text"),
            Span(charset.column(track.artist, artist - 2) + "  ", "quiet"),
            Span(_column(charset, style_of_track(track), style), "quiet"),
            Span(charset.fit(row.reason, reason), "accent" if row.asked_for else "quiet"),
        )

    def action_remove(self) -> None:
        """Take the track under the cursor out."""
        if (entry := self.current) is not None:
            self.post_message(Asked(RemoveFromUpNext(entry.play_id)))

    def action_move_up(self) -> None:
        """Move the track under the cursor one place up."""
        self._move(-1)

    def action_move_down(self) -> None:
        """Move the track under the cursor one place down."""
        self._move(1)

    def _move(self, places: int) -> None:
        if (entry := self.current) is not None:
            self.post_message(Asked(MoveInUpNext(entry.play_id, places)))

    def on_track_list_row_chosen(self) -> None:
        """Play the double-clicked track now."""
        if (entry := self.current) is not None:
            self.post_message(Asked(RemoveFromUpNext(entry.play_id)))
            self.post_message(Asked(PlayTrack(entry.track.id)))


def _column(charset: Charset, text: str, cells: int) -> str:
    return charset.column(text, cells - 2) + "  " if cells > 2 else ""
