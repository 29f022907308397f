"""The list in the Library: tracks, and what leads on to tracks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from textual.binding import BindingType
from textual.message import Message

from tui_player.ports.browser import BrowseLink, PlaceKind, Sort
from tui_player.ui.drawing.lines import Line, Span
from tui_player.ui.drawing.row_list import RowList
from tui_player.ui.keys.actions import Where, bindings_for
from tui_player.ui.text import album_told, duration, style_of_track, thousands

if TYPE_CHECKING:
    from tui_player.model.music.track import Track, TrackId
    from tui_player.ports.browser import Place, Row
    from tui_player.ui.drawing.glyphs import Charset
    from tui_player.ui.library.location import View
    from tui_player.ui.library.paged_rows import PagedRows

_WITH_ALBUM_CELLS = 108
_WITH_STYLE_CELLS = 72
_WITH_ASIDE_CELLS = 48
_MARK_CELLS = 2
_LENGTH_CELLS = 8

# What tells rows apart: a track by its id, a shelf by where it leads.
Mark: TypeAlias = "TrackId | Place"


def mark_of(row: Row) -> Mark:
    """What tells a row from others."""
    return row.place if isinstance(row, BrowseLink) else row.id


class LibraryRows(RowList["Row | None"]):
    """Rows of one place in the library; what has not come yet is left empty until it does."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.LIBRARY)]

    class Moved(Message):
        """The cursor came to another row."""

    class Missed(Message):
        """A row is in view that has not come yet."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Wanted(Message):
        """A key asks for something to be done here."""

        def __init__(self, purpose: str) -> None:
            super().__init__()
            self.purpose = purpose

    def __init__(self, charset: Charset) -> None:
        super().__init__(charset, id="found")
        self.sentence = ""
        self.is_by_artist = True
        self.is_album = False
        self.is_typed_for = False  # Enter in the search line plays the row under the cursor
        self.marks: dict[Mark, None] = {}

    @property
    def shows_cursor(self) -> bool:
        """Also while words are typed: Enter plays the track under the cursor."""
        return self.has_focus or self.is_typed_for

    def empty_lines(self, width: int) -> Sequence[Line]:
        """Why there is nothing to see."""
        return self.sentence_lines(self.sentence, width)

    def row_line(self, index: int, row: Row | None, width: int) -> Line:
        """The sign of a marked row, then what it is."""
        if row is None:
            self.post_message(self.Missed(index))
            return ()
        if not self.marks:
            return self._told(index, row, width)
        sign = f"{self.charset.chosen} " if mark_of(row) in self.marks else " " * _MARK_CELLS
        return (Span(sign, "accent"), *self._told(index, row, width - _MARK_CELLS))

    def _told(self, index: int, row: Row, width: int) -> Line:
        if isinstance(row, BrowseLink):
            return self._shelf_line(row, width)
        return self._track_line(index, row, width)

    def _shelf_line(self, shelf: BrowseLink, width: int) -> Line:
        """Its name, what else there is to say, and how many tracks are there."""
        charset = self.charset
        number = shelf.aside if shelf.tracks is None else thousands(shelf.tracks)
        room = width - 9
        has_aside = shelf.tracks is not None and shelf.aside and width >= _WITH_ASIDE_CELLS
        aside = int(room * 0.4) if has_aside else 0
        return (
            Span(charset.column(shelf.place.label, room - aside - 2) + "  ", "text"),
            Span(charset.column(shelf.aside, aside) if aside else "", "quiet"),
            Span(f"{charset.show(number):>9}", "quiet"),
        )

    def _track_line(self, index: int, row: Track, width: int) -> Line:
        """Artist, title, album and style where there is room, and length."""
        charset = self.charset
        artist, title, album, style = self._widths(width - _LENGTH_CELLS, width)
        if self.is_album and row.artist == row.filed_under:
            number = f"{row.track_number or '':>3}  "
            title += artist - len(number)
            first = Span(number, "quiet")
        else:
            shown_artist = "" if self._goes_on(index, row) else row.artist or "unknown artist"
            first = Span(charset.column(shown_artist, artist - 2) + "  ", "quiet")
        asides = ((album_told(row), album), (style_of_track(row), style))
        return (
            first,
            Span(charset.column(row.title, title - 2) + "  ", "text"),
            *(Span(charset.column(text, w - 2) + "  ", "quiet") for text, w in asides if w > 2),
            Span(f"{duration(row.duration_s):>{_LENGTH_CELLS}}", "quiet"),
        )

    def _widths(self, room: int, width: int) -> tuple[int, int, int, int]:
        """The cells of artist, title, album and style; an album's tracks need not tell it."""
        if width >= _WITH_ALBUM_CELLS and not self.is_album:
            shares = (0.24, 0.34, 0.27, 0.15)
        elif width >= _WITH_STYLE_CELLS:
            shares = (0.29, 0.43, 0.0, 0.28)
        else:
            shares = (0.38, 0.62, 0.0, 0.0)
        artist, title, album, style = (int(room * share) for share in shares)
        return artist, title + room - artist - title - album - style, album, style

    def _goes_on(self, index: int, row: Track) -> bool:
        """Whether the row above, in view as well, tells the same artist already."""
        is_pointed_at = index == self.cursor and self.shows_cursor
        if not self.is_by_artist or is_pointed_at or index <= self.scroll_offset.y:
            return False
        above = self.rows[index - 1]
        if above is None or isinstance(above, BrowseLink):
            return False
        return above.artist == row.artist

    def watch_cursor(self, old: int, new: int) -> None:
        """Tell of it; the rows below show or hide their artist."""
        super().watch_cursor(old, new)
        for index in (old + 1, new + 1):
            self._refresh_row(index)
        self.post_message(self.Moved())

    def show_page(self, rows: PagedRows, view: View) -> None:
        """Show these; those of one artist as a group if they are in the order of artists."""
        kind = view.place.kind
        by_artist = kind in (PlaceKind.TRACKS, PlaceKind.GENRE)
        self.is_by_artist = by_artist and view.sort is Sort.ARTIST
        self.is_album = kind is PlaceKind.ALBUM
        self.show_rows(rows)
        # What a row shows depends on the one above it too.
        self.refresh()

    def action_play_selected(self) -> None:
        """Open what leads on; play the marked tracks, or the one under the cursor."""
        self.post_message(self.Wanted("play"))

    def action_play_all(self) -> None:
        """Play all of it, or this track and what follows it here."""
        self.post_message(self.Wanted("play_all"))

    def action_queue_last(self) -> None:
        """Queue it behind all that was asked for."""
        self.post_message(self.Wanted("last"))

    def action_queue_next(self) -> None:
        """Queue it at the head of Up next."""
        self.post_message(self.Wanted("next"))

    def action_go_up(self) -> None:
        """Back to where this was opened from."""
        self.post_message(self.Wanted("up"))

    def action_sort(self) -> None:
        """The next order of the rows."""
        self.post_message(self.Wanted("sort"))

    def action_give_family(self) -> None:
        """Give the artist, album or track a genre family."""
        self.post_message(self.Wanted("family"))

    def action_mark(self) -> None:
        """Mark the row, or unmark it, and go on to the next."""
        row = self.current
        if row is None:
            return
        mark = mark_of(row)
        if mark in self.marks:
            del self.marks[mark]
        else:
            self.marks[mark] = None
        self.refresh()
        self.move_cursor(1)
        self.post_message(self.Moved())

    def unmark_all(self) -> None:
        """Nothing is marked any more."""
        if self.marks:
            self.marks = {}
            self.refresh()

    def on_row_list_row_chosen(self) -> None:
        """A double click opens or plays."""
        self.action_play_selected()
