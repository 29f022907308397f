"""The library: all tracks by artist, or what a search finds, to be played or queued."""

from collections.abc import Callable, Sequence
from textwrap import wrap
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, Label

from tui_player.domain.catalog import Catalog
from tui_player.domain.requests import PlayTrack, QueueTrack, Request
from tui_player.domain.snapshot import Snapshot
from tui_player.domain.track import Track
from tui_player.ui.actions import Where, bindings_for
from tui_player.ui.catalog_search import CatalogSearch, SearchAnswer
from tui_player.ui.charset import Charset
from tui_player.ui.lines import Line, Span
from tui_player.ui.messages import Asked
from tui_player.ui.row_list import RowList
from tui_player.ui.words import duration, style_of_track, thousands

# Asked for at first; so many times more each time the cursor comes near the end.
_FIRST_ROWS = 1000
_MORE_TIMES = 4
_MOST_ROWS = 64_000
_NEAR_END_ROWS = 100
_WITH_STYLE_CELLS = 72


class Found(Message):
    """The catalog answered."""

    def __init__(self, answer: SearchAnswer) -> None:
        super().__init__()
        self.answer = answer


class SearchLine(Input):
    """Where the words to search for are typed; the arrow down goes into the list."""


class FoundTracks(RowList[Track]):
    """The tracks of the library that match."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.LIBRARY)]

    class Moved(Message):
        """The cursor came to another row."""

    def __init__(self, charset: Charset) -> None:
        super().__init__(charset, id="found")
        self.sentence = ""
        self.is_by_artist = True

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
        shares = (0.29, 0.43, 0.28) if width >= _WITH_STYLE_CELLS else (0.38, 0.62, 0.0)
        artist, title, style = (int(room * share) for share in shares)
        title += room - artist - title - style
        shown_artist = "" if self._goes_on(index) else row.artist or "unknown artist"
        return (
            Span(charset.column(shown_artist, artist - 2) + "  ", "quiet"),
            Span(charset.column(row.title, title - 2) + "  ", "text"),
            Span(
                charset.column(style_of_track(row), style - 2) + "  " if style > 2 else "", "quiet"
            ),
            Span(f"{length:>8}", "quiet"),
        )

    def _goes_on(self, index: int) -> bool:
        """Whether the row above, in view as well, tells the same artist already."""
        if not self.is_by_artist or index == self.cursor or index <= self.scroll_offset.y:
            return False
        return self.rows[index].artist == self.rows[index - 1].artist

    def watch_cursor(self, old: int, new: int) -> None:
        """Tell of it."""
        super().watch_cursor(old, new)
        self.post_message(self.Moved())

    def show_tracks(self, tracks: Sequence[Track], *, is_by_artist: bool) -> None:
        """Show these; those of one artist as a group if they are in the order of artists."""
        self.is_by_artist = is_by_artist
        self.show_rows(tracks)
        # What a row shows depends on the one above it too.
        self.refresh()

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

    def on_row_list_row_chosen(self) -> None:
        """A double click plays."""
        self.action_play_selected()


class LibraryPane(Vertical):
    """The search line, shown while searching, over the tracks it finds."""

    # The list below binds these itself; here they are left over from the search line.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "into_list(1)", "into the list", show=False),
        Binding("up", "into_list(-1)", "into the list", show=False),
    ]

    snapshot: reactive[Snapshot | None] = reactive(None, repaint=False, init=False)

    def __init__(self, charset: Charset, open_catalog: Callable[[], Catalog] | None) -> None:
        super().__init__(id="library")
        self.charset = charset
        self.border_title = charset.show("Library · / search")
        self._search = None if open_catalog is None else CatalogSearch(open_catalog, self._found)
        self._words = SearchLine(placeholder="title, artist, album or genre", compact=True)
        self.tracks = FoundTracks(charset)
        self._is_started = False
        self._tracks_known = -1
        self._sentence = ""
        self._shown = SearchAnswer("")
        self._most_rows = _FIRST_ROWS

    def compose(self) -> ComposeResult:
        """The search line and the list."""
        with Horizontal(id="search", classes="typing"):
            yield Label("/ ")
            yield self._words
        yield self.tracks

    @property
    def is_typing(self) -> bool:
        """Whether keys go to the search line."""
        return self._words.has_focus

    def on_unmount(self) -> None:
        """End the search thread."""
        if self._search is not None and self._is_started:
            self._search.stop()

    def watch_snapshot(self) -> None:
        """Ask again when the library changed."""
        if self.snapshot is None:
            return
        library = self.snapshot.library
        if (library.tracks, library.sentence) != (self._tracks_known, self._sentence):
            self._tracks_known, self._sentence = library.tracks, library.sentence
            self._ask()

    def start_search(self) -> None:
        """Open the search line and put the keys there."""
        self.add_class("-searching")
        self._words.focus()
        self._words.action_select_all()

    def leave_search(self) -> None:
        """Close the search line and show the whole library again."""
        self.remove_class("-searching")
        if self._words.value:
            self._words.value = ""

    def action_into_list(self, places: int) -> None:
        """Leave the search line for the tracks found."""
        found = self.tracks
        found.focus()
        found.move_cursor(places)

    def _ask(self) -> None:
        if self._search is None:
            self.post_message(Found(SearchAnswer("")))
            return
        if not self._is_started:
            self._search.start()
            self._is_started = True
        self._search.ask(self._words.value.strip(), self._most_rows)

    def _found(self, answer: SearchAnswer) -> None:
        self.post_message(Found(answer))

    def on_found(self, message: Found) -> None:
        """Show what was found."""
        message.stop()
        answer = message.answer
        if self._search is not None and answer.text != self._words.value.strip():
            return
        found = self.tracks
        found.sentence = answer.trouble or self._why_empty(answer.text)
        found.show_tracks(answer.tracks, is_by_artist=not answer.text)
        if answer.text != self._shown.text:
            found.cursor = 0
        self._shown = answer
        self._tell_below()

    def on_found_tracks_moved(self, message: FoundTracks.Moved) -> None:
        """Tell where the cursor is, and fetch more rows before it comes to the last."""
        message.stop()
        self._tell_below()
        is_near_end = self.tracks.cursor >= len(self._shown.tracks) - _NEAR_END_ROWS
        is_waiting = self._most_rows > len(self._shown.tracks)
        may_ask = self._shown.may_be_more and self._most_rows < _MOST_ROWS
        if is_near_end and may_ask and not is_waiting:
            self._most_rows = min(self._most_rows * _MORE_TIMES, _MOST_ROWS)
            self._ask()

    def on_descendant_focus(self) -> None:
        """The place of the cursor is of interest now."""
        self._tell_below()

    def on_descendant_blur(self) -> None:
        """The place of the cursor is of no interest any more."""
        self._tell_below()

    def _tell_below(self) -> None:
        """On the frame: the place in what was found, else what there is to say of the library."""
        told = self._place()
        if not told and self._shown.tracks and self.snapshot is not None:
            told = self.charset.fit(self.snapshot.library.sentence, max(self.size.width - 4, 0))
        if self.border_subtitle != told:
            self.border_subtitle = told

    def _place(self) -> str:
        """`n of m`, where a person is looking."""
        shown, count = self._shown, len(self._shown.tracks)
        if not shown.text and not (self.tracks.has_focus and count):
            return ""
        known = 0 if shown.text or self.snapshot is None else self.snapshot.library.tracks
        more = "+" if shown.may_be_more and known <= count else ""
        place = f"{thousands(self.tracks.cursor + 1)} of " if count else ""
        found = " found" if shown.text else ""
        return f"{place}{thousands(max(count, known))}{more}{found}"

    def _why_empty(self, text: str) -> str:
        if text:
            return f"nothing found for {text}"
        return "" if self.snapshot is None else self.snapshot.library.sentence

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search while typing."""
        event.stop()
        self._most_rows = _FIRST_ROWS
        self._ask()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter plays the track under the cursor and moves the keys on to the list."""
        event.stop()
        found = self.tracks
        if (track := found.current) is not None:
            self.post_message(Asked(PlayTrack(track.id)))
        found.focus()
