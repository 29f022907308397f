"""The library: looked around in place by place, or searched, to be played or queued."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive
from textual.widgets import Input, Label

from tui_player.ports.browser import BrowseLink, Browser, Page, Place, PlaceKind, Row, sorts_of
from tui_player.ui.library.location import ALL_TRACKS, TOP, View, way_to
from tui_player.ui.library.orders import request_for, tracks_from
from tui_player.ui.library.paged_rows import PAGE_ROWS, PagedRows, page_start
from tui_player.ui.library.rows import LibraryRows, mark_of
from tui_player.ui.library.worker import (
    CoverageWanted,
    LibraryAnswer,
    LibraryThread,
    PageWanted,
    TracksWanted,
)
from tui_player.ui.messages import AnswerCame, FamilyWanted, RequestPosted

if TYPE_CHECKING:
    from tui_player.messages.snapshot import Snapshot
    from tui_player.model.music.coverage import Coverage
    from tui_player.model.music.track import Track, TrackId
    from tui_player.ui.drawing.glyphs import Charset
    from tui_player.ui.library.labels import LibraryWords

# More would fill Up next for a month, and take long to look up.
MOST_AT_ONCE = 500
_AHEAD_ROWS = 60


class SearchLine(Input):
    """Where the words to search for are typed; the arrow down goes into the list."""


class LibraryPane(Vertical):
    """The search line, shown while searching, over the rows of one place."""

    # The list below binds these itself; here they are left over from the search line.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "into_list(1)", "into the list", show=False),
        Binding("up", "into_list(-1)", "into the list", show=False),
    ]

    snapshot: reactive[Snapshot | None] = reactive(None, repaint=False, init=False)

    def __init__(
        self, charset: Charset, open_browser: Callable[[], Browser] | None, words: LibraryWords
    ) -> None:
        super().__init__(id="library")
        self.charset = charset
        self._thread = None if open_browser is None else LibraryThread(open_browser, self._answered)
        self._words = SearchLine(placeholder="title, artist, album or genre", compact=True)
        self._frame = words
        self.tracks = LibraryRows(charset)
        self._is_started = False
        self._library_known: tuple[object, ...] = ()
        self._path = [View.of(TOP), View.of(ALL_TRACKS)]
        self._path_before: list[View] = []  # where to go back to once all has been explored
        self._search: View | None = None
        self._rows = PagedRows()
        self._page = Page()
        self._last_number = 0
        self._fresh_from: int | None = 0  # answers from this number on replace all that is shown
        self._asked_first = -1
        self._looked_for: TrackId | None = None  # where the cursor is to be put
        self._plays_when_found = False  # Enter was pressed before the answer came
        self._take_coverage: Callable[[Coverage | None, str], None] | None = None
        self._tell_where()

    def compose(self) -> ComposeResult:
        """The list."""
        yield self.tracks

    async def mount_search_line(self) -> None:
        """Make the search line, which is hidden until it is searched, above the list."""
        line = Horizontal(Label("/ "), self._words, id="search", classes="typing")
        if self.is_attached:  # else the app is ending already
            await self.mount(line, before=self.tracks)

    @property
    def view(self) -> View:
        """What is looked at."""
        return self._search or self._path[-1]

    def on_unmount(self) -> None:
        """End the search thread."""
        if self._thread is not None and self._is_started:
            self._thread.stop()

    def watch_snapshot(self) -> None:
        """Ask again when the library changed."""
        if self.snapshot is None:
            return
        library = self.snapshot.library
        known = (library.tracks, library.genres, library.scanning, library.sentence)
        if known != self._library_known:
            self._library_known = known
            self._reload()

    # -- where to look ---------------------------------------------------------------------------

    def start_search(self) -> None:
        """Open the search line and put the keys there."""
        self.remove_class("-browsing")
        self.add_class("-searching")
        self.screen.set_focus(self._words)
        self._words.action_select_all()

    def leave(self) -> bool:
        """Close the search, else the exploring; False while what it was begun in goes on."""
        was_searching = self.has_class("-searching")
        self.remove_class("-searching", "-browsing")
        self._words.value = ""
        self._end_search()
        if was_searching and self._path_before:
            self.add_class("-browsing")
            self.screen.set_focus(self.tracks)
            return False
        if self._path_before:
            self._path, self._path_before = self._path_before, []
            self._show_view()
        return True

    def browse(self) -> None:
        """Look at the top, from where everything is reached."""
        self.remove_class("-searching")
        self.add_class("-browsing")
        self._words.value = ""
        self.view.cursor = self.tracks.cursor
        self._search = None
        self._path_before = self._path_before or self._path
        self._path = self._path[:1]
        self._show_view()
        self.screen.set_focus(self.tracks)

    def show_track(self, track: Track) -> None:
        """Look at the album of a track, below its artist, with the cursor on the track."""
        self.browse()
        self._path += way_to(track)
        self._looked_for = track.id
        self._show_view()

    def open_place(self, place: Place) -> None:
        """Look at a place that a row leads to."""
        self.view.cursor = self.tracks.cursor
        if self._search is not None:
            self._words.value = ""
            self._search = None
        self._path.append(View.of(place))
        self._show_view()

    def _go_up(self) -> None:
        if self._search is not None:
            self._words.value = ""
            self._end_search()
        elif len(self._path) > 1:
            self._path.pop()
            self._show_view()

    def _end_search(self) -> None:
        if self._search is not None:
            self._search = None
            self._show_view()

    def _sort(self) -> None:
        view = self.view
        sorts = sorts_of(view.place.kind)
        view.sort = sorts[(sorts.index(view.sort) + 1) % len(sorts)]
        view.cursor = 0
        self._show_view()

    def _show_view(self) -> None:
        """Empty the list and ask for what is to be seen now."""
        self.tracks.unmark_all()
        self._rows = PagedRows()
        self.tracks.sentence = ""
        self.tracks.show_page(self._rows, self.view)
        self._tell_where()
        self._reload(self.view.cursor)

    # -- asking and answers ----------------------------------------------------------------------

    def _reload(self, index: int | None = None) -> None:
        """Ask anew for the rows around one; what comes replaces all that is shown."""
        self._asked_first = -1
        self._fresh_from = self._last_number + 1
        self._ask_for(self.tracks.cursor if index is None else index)

    def _ask_for(self, index: int) -> None:
        """Ask for the page with this row, unless that was the last question."""
        first = page_start(max(index, 0))
        if first == self._asked_first:
            return
        self._asked_first = first
        self._last_number += 1
        view = self.view
        self._ask(PageWanted(view.place, view.sort, first, PAGE_ROWS, self._last_number))

    def _ask(self, question: PageWanted | TracksWanted | CoverageWanted) -> None:
        if self._thread is None:
            self.post_message(AnswerCame(LibraryAnswer(question)))
            return
        if not self._is_started:
            self._thread.start()
            self._is_started = True
        self._thread.ask(question)

    def _answered(self, answer: LibraryAnswer) -> None:
        self.post_message(AnswerCame(answer))

    def on_answer_came(self, message: AnswerCame) -> None:
        """Show or do what was asked for."""
        message.stop()
        answer = message.answer
        match answer.question:
            case PageWanted() as wanted:
                self._take_page(wanted, answer)
            case TracksWanted() as wanted if isinstance(answer.found, tuple):
                self._take_tracks(wanted, answer.found)
            case CoverageWanted() if self._take_coverage is not None:
                found = None if isinstance(answer.found, Page | tuple) else answer.found
                self._take_coverage(found, answer.trouble)

    def _take_page(self, wanted: PageWanted, answer: LibraryAnswer) -> None:
        view = self.view
        if (wanted.place, wanted.sort) != (view.place, view.sort):
            return
        page = answer.found if isinstance(answer.found, Page) else Page(wanted.first)
        is_fresh = self._fresh_from is not None and wanted.number >= self._fresh_from
        before = self.tracks.current
        rows = PagedRows() if is_fresh else self._rows
        self._rows = rows.with_page(page.first, page.rows, page.total)
        self._page, self._asked_first = page, -1
        list_ = self.tracks
        why_empty = self._frame.why_empty(view.place, self._library_sentence)
        list_.sentence = answer.trouble or page.sentence or why_empty
        list_.show_page(self._rows, view)
        if is_fresh:
            self._fresh_from = None
            self._place_cursor(before)
            if self._plays_when_found and self._search is not None:
                self._play_found()
            self._plays_when_found = False
        self._tell_below()
        self._fetch_ahead()

    def _place_cursor(self, before: Row | None) -> None:
        """Keep the cursor on its row where that has moved a little; else where it was left."""
        view, list_ = self.view, self.tracks
        if self._looked_for is not None:
            ids = [None if isinstance(row, BrowseLink) else row.id for row in self._page.rows]
            list_.cursor = ids.index(self._looked_for) if self._looked_for in ids else 0
            self._looked_for = None
        elif before is not None and list_.current != before:
            start = page_start(list_.cursor)
            near = range(start, min(start + PAGE_ROWS, len(self._rows)))
            list_.cursor = next((i for i in near if self._rows[i] == before), list_.cursor)
        elif before is None:
            list_.cursor = min(view.cursor, max(len(self._rows) - 1, 0))

    def on_library_rows_missed(self, message: LibraryRows.Missed) -> None:
        """Fetch what is in view."""
        message.stop()
        if message.index < len(self._rows) and not self._rows.has_page_of(message.index):
            self._ask_for(message.index)

    def on_library_rows_moved(self, message: LibraryRows.Moved) -> None:
        """Tell where the cursor is, and fetch rows before it comes to them."""
        message.stop()
        self._tell_below()
        self._fetch_ahead()

    def _fetch_ahead(self) -> None:
        """Ask for rows that are near the cursor and have not come; one page at a time."""
        cursor, total = self.tracks.cursor, len(self._rows)
        for index in (cursor, cursor + _AHEAD_ROWS, cursor - _AHEAD_ROWS):
            if 0 <= index < total and not self._rows.has_page_of(index):
                self._ask_for(index)
                return
        if self._page.may_be_more and total and cursor + _AHEAD_ROWS >= total:
            self._ask_for(total)

    def ask_coverage(self, take: Callable[[Coverage | None, str], None]) -> None:
        """Have `take` called with how the library covers the moods, or why that is not known."""
        self._take_coverage = take
        self._ask(CoverageWanted())

    # -- what keys do ----------------------------------------------------------------------------

    def on_library_rows_wanted(self, message: LibraryRows.Wanted) -> None:
        """Do what a key asks for."""
        message.stop()
        match message.purpose:
            case "up":
                self._go_up()
            case "sort":
                self._sort()
            case "family":
                if (row := self.tracks.current) is not None:
                    self.post_message(FamilyWanted(row))
            case purpose:
                self._act(purpose)

    def _act(self, purpose: str) -> None:
        """Open, play or queue the marked rows, or the one under the cursor."""
        row, has_marks = self.tracks.current, bool(self.tracks.marks)
        if purpose == "play" and isinstance(row, BrowseLink) and not has_marks:
            self.open_place(row.place)
        elif row is not None and not isinstance(row, BrowseLink) and not has_marks:
            is_several = purpose == "play_all"
            several = tracks_from(self._rows, self.tracks.cursor, MOST_AT_ONCE)
            self._request(purpose, several if is_several else (row.id,))
        elif marks := list(self.tracks.marks) or ([] if row is None else [mark_of(row)]):
            places = tuple(mark for mark in marks if isinstance(mark, Place))
            ids = tuple(mark for mark in marks if not isinstance(mark, Place))
            self.tracks.unmark_all()
            self._tell_below()
            if places:
                self._ask(TracksWanted(places, MOST_AT_ONCE, purpose, ids))
            else:
                self._request(purpose, ids[:MOST_AT_ONCE])

    def _take_tracks(self, wanted: TracksWanted, found: Iterable[TrackId]) -> None:
        self._request(wanted.purpose, (*wanted.also, *found)[:MOST_AT_ONCE])

    def _request(self, purpose: str, ids: tuple[TrackId, ...]) -> None:
        if ids:
            self.post_message(RequestPosted(request_for(purpose, ids)))

    def action_into_list(self, places: int) -> None:
        """Leave the search line for the tracks found."""
        self.screen.set_focus(self.tracks)
        self.tracks.move_cursor(places)

    # -- what is told on the frame ---------------------------------------------------------------

    def on_resize(self) -> None:
        """There may be room for more words."""
        self._tell_below()

    def on_descendant_focus(self) -> None:
        """The place of the cursor is of interest now, or no longer."""
        self.tracks.is_typed_for = self._words.has_focus
        self._tell_below()

    on_descendant_blur = on_descendant_focus

    def _tell_where(self) -> None:
        self.border_title = self.charset.show(self._frame.path(self._path, self._search))

    @property
    def _library_sentence(self) -> str:
        return "" if self.snapshot is None else self.snapshot.library.sentence

    def _tell_below(self) -> None:
        """On the frame: the place and the keys, else what there is to say of the library."""
        is_search, width = self._search is not None, max(self.size.width - 4, 0)
        sentence = self._library_sentence
        told = self._frame.below(self.tracks, self._page, sentence, width, is_search=is_search)
        if self.border_subtitle != told:
            self.border_subtitle = told

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search while typing."""
        event.stop()
        text = self._words.value.strip()
        if not text:
            self._end_search()
            return
        if self._search is None:
            self._path[-1].cursor = self.tracks.cursor
        self._plays_when_found = False
        if self._search is None or self._search.place.key != text:
            self._search = View.of(Place(PlaceKind.FOUND, text, label=text))
            self.tracks.unmark_all()
            self.tracks.cursor = 0
            self._tell_where()
            self._reload(0)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter plays the track under the cursor and moves the keys on to the list, if any."""
        event.stop()
        self._plays_when_found = self._fresh_from is not None
        if not self._plays_when_found:
            self._play_found()

    def _play_found(self) -> None:
        track = self.tracks.current
        if track is not None and not isinstance(track, BrowseLink):
            self._request("play", (track.id,))
            self.screen.set_focus(self.tracks)
