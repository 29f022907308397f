"""The library: all tracks by artist, or what a search finds, to be played or queued."""

from collections.abc import Callable, Sequence
from textwrap import wrap
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input

from tui_player.domain.catalog import Catalog
from tui_player.domain.requests import PlayTrack, QueueTrack, Request
from tui_player.domain.snapshot import Snapshot
from tui_player.domain.track import Track
from tui_player.ui.actions import Where, bindings_for
from tui_player.ui.catalog_search import CatalogSearch, SearchAnswer
from tui_player.ui.charset import Charset
from tui_player.ui.lines import Line, Span
from tui_player.ui.now_playing import Asked
from tui_player.ui.track_list import TrackList
from tui_player.ui.words import duration, style_of_track, thousands

_MOST_ROWS = 1000
_WITH_STYLE_CELLS = 72


class Found(Message):
    """The catalog answered."""

    def __init__(self, answer: SearchAnswer) -> None:
        super().__init__()
        self.answer = answer


class SearchLine(Input, inherit_bindings=True):
    """Where the words to search for are typed; arrows move the cursor of the list below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", show=False),
    ]


class FoundTracks(TrackList[Track]):
    """The tracks of the library that match."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.LIBRARY)]

    def __init__(self, charset: Charset) -> None:
        super().__init__(charset, id="found")
        self.sentence = ""

    @property
    def shows_cursor(self) -> bool:
        """Also while words are typed: Enter plays the track under the cursor."""
        parent = self.parent
        return isinstance(parent, LibraryPane) and (self.has_focus or parent.is_typing)

    def empty_lines(self, width: int) -> Sequence[Line]:
        """Why there is nothing to see."""
        shown = self.charset.show(self.sentence)
        return [(Span("  "), Span(line, "quiet")) for line in wrap(shown, max(width - 2, 8))]

    def row_line(self, index: int, row: Track, width: int) -> Line:
        """Artist, title, style where there is room, and length."""
        charset = self.charset
        length = duration(row.duration_s)
        room = width - 8
        shares = (0.30, 0.50, 0.20) if width >= _WITH_STYLE_CELLS else (0.38, 0.62, 0.0)
        artist, title, style = (int(room * share) for share in shares)
        title += room - artist - title - style
        return (
            Span(charset.column(row.artist or "unknown artist", artist - 2) + "  ", "quiet"),
            Span(charset.column(row.title, title - 2) + "  ", "text"),
            Span(
                charset.column(style_of_track(row), style - 2) + "  " if style > 2 else "", "quiet"
            ),
            Span(f"{length:>8}", "quiet"),
        )

    def action_play_selected(self) -> None:
        """Play the track under the cursor now."""
        self._ask(lambda track: PlayTrack(track.id))

    def action_queue_last(self) -> None:
        """Queue it behind all that was asked for."""
        self._ask(lambda track: QueueTrack(track.id))

    def action_queue_next(self) -> None:
        """Queue it at the head of Up next."""
        self._ask(lambda track: QueueTrack(track.id, first=True))

    def _ask(self, request: Callable[[Track], Request]) -> None:
        if (track := self.current) is not None:
            self.post_message(Asked(request(track)))

    def on_track_list_row_chosen(self) -> None:
        """A double click plays."""
        self.action_play_selected()


class LibraryPane(Vertical):
    """The search line, shown while searching, over the tracks it finds."""

    BORDER_TITLE = "Library · / search"

    snapshot: reactive[Snapshot | None] = reactive(None, repaint=False, init=False)

    def __init__(self, charset: Charset, open_catalog: Callable[[], Catalog] | None) -> None:
        super().__init__(id="library")
        self.charset = charset
        self.border_title = charset.show("Library · / search")
        self._search = (
            None if open_catalog is None else CatalogSearch(open_catalog, self._found, _MOST_ROWS)
        )
        self._is_started = False
        self._tracks_known = -1

    def compose(self) -> ComposeResult:
        """The search line and the list."""
        yield SearchLine(placeholder="title, artist, album or genre", compact=True, id="words")
        yield FoundTracks(self.charset)

    @property
    def is_typing(self) -> bool:
        """Whether keys go to the search line."""
        return self.query_one(SearchLine).has_focus

    def on_unmount(self) -> None:
        """End the search thread."""
        if self._search is not None and self._is_started:
            self._search.stop()

    def watch_snapshot(self) -> None:
        """Ask again when the library changed."""
        if self.snapshot is None:
            return
        found = self.query_one(FoundTracks)
        sentence = self.snapshot.library.sentence
        if not found.rows and sentence and found.sentence != sentence:
            found.sentence = sentence
            found.refresh()
        if self.snapshot.library.tracks != self._tracks_known:
            self._tracks_known = self.snapshot.library.tracks
            self._ask()

    def start_search(self) -> None:
        """Open the search line and put the keys there."""
        self.add_class("-searching")
        words = self.query_one(SearchLine)
        words.focus()
        words.action_select_all()

    def leave_search(self) -> None:
        """Close the search line and show the whole library again."""
        self.remove_class("-searching")
        words = self.query_one(SearchLine)
        if words.value:
            words.value = ""

    def _ask(self) -> None:
        if self._search is None:
            return
        if not self._is_started:
            self._search.start()
            self._is_started = True
        self._search.ask(self.query_one(SearchLine).value.strip())

    def _found(self, answer: SearchAnswer) -> None:
        self.post_message(Found(answer))

    def on_found(self, message: Found) -> None:
        """Show what was found."""
        message.stop()
        answer = message.answer
        if answer.text != self.query_one(SearchLine).value.strip():
            return
        found = self.query_one(FoundTracks)
        found.sentence = answer.trouble or self._why_empty(answer.text)
        found.show_rows(answer.tracks)
        found.cursor = 0
        count = len(answer.tracks)
        more = "first " if count >= _MOST_ROWS else ""
        self.border_subtitle = f"{more}{thousands(count)} found" if answer.text else None

    def _why_empty(self, text: str) -> str:
        if text:
            return f"nothing found for {text}"
        return "" if self.snapshot is None else self.snapshot.library.sentence

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search while typing."""
        event.stop()
        self._ask()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter plays the track under the cursor."""
        event.stop()
        self.query_one(FoundTracks).action_play_selected()
