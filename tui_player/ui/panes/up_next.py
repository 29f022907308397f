"""The tracks that come, numbered, each with the reason it was chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len
from textual.binding import BindingType
from textual.reactive import reactive

from tui_player.ui.drawing.lines import EMPTY_LINE, Line, Span
from tui_player.ui.drawing.row_list import RowList
from tui_player.ui.keys.actions import Where, bindings_for
from tui_player.ui.messages import RequestPosted
from tui_player.ui.text import style_of_track

if TYPE_CHECKING:
    from tui_player.messages.snapshot import Snapshot, UpNextEntry
    from tui_player.model.music.track import Track
    from tui_player.ui.drawing.glyphs import Charset

_IN_COLUMNS_CELLS = 72
_LEAST_ARTIST_CELLS = 6
_HASTE_S = 0.6
_GAP_CELLS = 2
# What title, artist and style get of the room when all want more, in percent.
_SHARES = (46, 32, 22)


def shared_room(room: int, wanted: Sequence[int]) -> list[int]:
    """The cells each of three columns gets: as wanted if there is room, else by fair shares.

    What a column does not want goes to those that want more, and what nobody wants to all.
    """
    given = [min(want, room * share // 100) for want, share in zip(wanted, _SHARES, strict=True)]
    for index, want in enumerate(wanted):
        given[index] += min(want - given[index], room - sum(given))
    left = room - sum(given)
    given = [cells + left * share // 100 for cells, share in zip(given, _SHARES, strict=True)]
    given[0] += room - sum(given)
    return given


class _Wanted(NamedTuple):
    """The cells that the longest reason wants, and those of title, artist and style."""

    reason: int = 0
    columns: tuple[int, ...] = (0, 0, 0)


class UpNextPane(RowList["UpNextEntry"]):
    """Up next, where tracks can be moved and taken out."""

    BORDER_TITLE = "Up next"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.UP_NEXT)]

    snapshot: reactive[Snapshot | None] = reactive(None, repaint=False, init=False)

    def __init__(self, charset: Charset, clock: Callable[[], float]) -> None:
        super().__init__(charset, id="up-next")
        self._sentence = ""
        self._wanted = _Wanted()
        self._measured: dict[int, tuple[UpNextEntry, tuple[int, int, int, int]]] = {}
        self._clock = clock
        self._played_at_s = float("-inf")
        self._pointed_play: int | None = None

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

    @property
    def pointed_at(self) -> UpNextEntry | None:
        """The entry that the cursor was put on by hand, as long as it is there."""
        entry = self.current
        return entry if entry is not None and entry.play_id == self._pointed_play else None

    def point_at(self, index: int) -> None:
        """The cursor is put on a row: that one is meant."""
        super().point_at(index)
        self._pointed_play = None if self.current is None else self.current.play_id

    def show_rows(self, rows: Sequence[UpNextEntry]) -> None:
        """Show these; all are painted again where the columns become others."""
        before, self._wanted = self._wanted, self._wanted_by(rows)
        super().show_rows(rows)
        if self._wanted != before:
            self.refresh()

    def _wanted_by(self, rows: Sequence[UpNextEntry]) -> _Wanted:
        """Each row is measured once, however often the others change: there may be thousands."""
        before, self._measured = self._measured, {}
        for row in rows:
            known = before.get(row.play_id)
            if known is None or known[0] is not row:
                known = row, self._cells_of(row)
            self._measured[row.play_id] = known
        if not rows:
            return _Wanted()
        cells = (cells for _, cells in self._measured.values())
        reason, *columns = map(max, zip(*cells, strict=True))
        return _Wanted(reason, tuple(columns))

    def _cells_of(self, row: UpNextEntry) -> tuple[int, int, int, int]:
        """What a row's reason, title, artist and style want."""
        told = (row.track.title, row.track.artist, style_of_track(row.track))
        title, artist, style = (cell_len(self.charset.show(text)) for text in told)
        return cell_len(row.reason), title, artist, style

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
        search, queue = self.hints.key("search"), self.hints.key("queue_last")
        way = f": search with {search} and press {queue}" if search and queue else ""
        sentence = self._sentence or f"nothing queued{way}"
        if self._sentence and not self.screen.has_class("-short"):
            # The Library pane is there to tell why there is no music at all.
            sentence = ""
        return self.sentence_lines(sentence, width)

    def row_line(self, index: int, row: UpNextEntry, width: int) -> Line:
        """Number, title, artist, style where there is room, and the reason."""
        number = Span(f"{index + 1:2}  ", "quiet")
        room = width - 4
        reason_cells = min(max(room * 2 // 5, 16), 32, self._wanted.reason)
        reason = Span(
            self.charset.fit(row.reason, reason_cells), "accent" if row.asked_for else "quiet"
        )
        room -= reason_cells
        about = self._columns if width >= _IN_COLUMNS_CELLS else self._in_a_row
        return (number, *about(row.track, room), reason)

    def _columns(self, track: Track, room: int) -> Line:
        """Title, artist and style under one another with the other rows'."""
        title, artist, style = shared_room(room - 3 * _GAP_CELLS, self._wanted.columns)
        gap = " " * _GAP_CELLS
        return (
            Span(self.charset.column(track.title, title) + gap),
            Span(self.charset.column(track.artist, artist) + gap, "quiet"),
            Span(self.charset.column(style_of_track(track), style) + gap, "quiet"),
        )

    def _in_a_row(self, track: Track, room: int) -> Line:
        """Title, and the artist as far as it leaves room."""
        title = self.charset.fit(track.title, room - 2)
        left = room - cell_len(title) - 2
        artist = self.charset.column(track.artist, left - 2) if left > _LEAST_ARTIST_CELLS else ""
        gap = " " * (left + 2 - cell_len(artist) - 2)
        return (Span(f"{title}  "), Span(f"{artist}{gap}", "quiet"))

    def action_remove(self) -> None:
        """Take the track under the cursor out."""
        from tui_player.messages.requests import RemoveFromUpNext

        if (entry := self.current) is not None:
            self.post_message(RequestPosted(RemoveFromUpNext(entry.play_id)))

    def action_move_up(self) -> None:
        """Move the track under the cursor one place up."""
        self._move(-1)

    def action_move_down(self) -> None:
        """Move the track under the cursor one place down."""
        self._move(1)

    def _move(self, places: int) -> None:
        from tui_player.messages.requests import MoveInUpNext

        if (entry := self.current) is not None:
            self.post_message(RequestPosted(MoveInUpNext(entry.play_id, places)))

    def on_row_list_row_chosen(self) -> None:
        """Play the double-clicked track now."""
        self.action_play_now()

    def action_play_now(self) -> None:
        """Play the track under the cursor now.

        It leaves the list, and the one below comes under the cursor: a key pressed twice in
        haste must not play that one too.
        """
        from tui_player.messages.requests import PlayFromUpNext

        entry, now_s = self.current, self._clock()
        if entry is not None and now_s - self._played_at_s > _HASTE_S:
            self._played_at_s = now_s
            self.post_message(RequestPosted(PlayFromUpNext(entry.play_id)))
