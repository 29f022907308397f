"""The lyrics of the track that plays: the line that is sung stands out and stays in view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len
from textual.binding import BindingType
from textual.reactive import reactive
from textual.timer import Timer

from tui_player.ui.drawing.lines import Line, Span
from tui_player.ui.drawing.row_list import RowList
from tui_player.ui.keys.actions import Where, bindings_for
from tui_player.ui.messages import RequestPosted

if TYPE_CHECKING:
    from tui_player.messages.snapshot import Snapshot
    from tui_player.model.music.lyrics import LyricLine, Lyrics
    from tui_player.model.music.track import Track
    from tui_player.ui.drawing.glyphs import Charset

# Who has moved in the lyrics reads there for a while before they follow the music again.
_READING_S = 6.0
_LEAST_WRAPPED = 12
# The player tells the time four times a second; what comes sooner is awaited here.
_TOLD_EVERY_S = 0.3


class LyricRow(NamedTuple):
    """One row on the screen: a line of the lyrics, or a part of a long one."""

    text: str
    line: int
    at_s: float | None


class LyricsPane(RowList[LyricRow]):
    """Synced lyrics follow the music, plain ones scroll along; Enter goes to the line's time."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.LYRICS)]

    snapshot: reactive[Snapshot | None] = reactive(None, repaint=False, init=False)

    def __init__(self, charset: Charset, clock: Callable[[], float]) -> None:
        super().__init__(charset, id="lyrics")
        self.border_title = "Lyrics"
        self._clock = clock
        self._track: Track | None = None
        self._lyrics: Lyrics | None = None
        self._is_known = False
        self._sung: int | None = None
        self._moved_at_s = float("-inf")
        self._is_following = False
        self._timer: Timer | None = None

    def expect(self, track: Track | None) -> None:
        """Another track plays, whose lyrics are not known yet."""
        self._track, self._lyrics, self._is_known = track, None, False
        self._moved_at_s = float("-inf")
        self._lay_out()

    def show_lyrics(self, lyrics: Lyrics | None) -> None:
        """Show the lyrics of the track, or that there are none."""
        self._lyrics, self._is_known = lyrics, True
        self._lay_out()
        self._follow()

    def _lay_out(self) -> None:
        """Wrap the lines to the width of the pane."""
        self._sung = None
        lines = () if self._lyrics is None else self._lyrics.lines
        width = max(self.size.width - 6, _LEAST_WRAPPED)
        self._is_following = True  # the cursor may have to leave a row that is no more
        self.show_rows(
            [
                LyricRow(text, number, line.at_s)
                for number, line in enumerate(lines)
                for text in self._wrapped(line, width)
            ]
        )
        self._is_following = False
        self.refresh()

    def _wrapped(self, line: LyricLine, width: int) -> Sequence[str]:
        shown = self.charset.show(line.text)
        if cell_len(shown) <= width:
            return (shown,)
        # East Asian letters take two cells each.
        per_line = width if cell_len(shown) == len(shown) else width // 2
        return wrap(shown, per_line) or ("",)

    def on_resize(self) -> None:
        """Wrap anew; Textual has the base class follow the width as well."""
        self._lay_out()
        self._follow()

    def empty_lines(self, width: int) -> Sequence[Line]:
        """Why there are none."""
        if self._track is None:
            sentence = "nothing plays yet"
        elif not self._is_known:
            sentence = "looking for lyrics"
        else:
            name = self._track.path.rpartition("/")[2].rpartition(".")[0]
            sentence = (
                f"no lyrics: a file {name}.lrc beside the track, or its tags, could tell them"
            )
        return self.sentence_lines(sentence, width)

    def row_line(self, index: int, row: LyricRow, width: int) -> Line:
        """The words; what is sung stands out."""
        if self._lyrics is None or not self._lyrics.is_synced:
            return (Span(row.text),)
        if row.line == self._sung:
            goes_on = index > 0 and self.rows[index - 1].line == row.line
            sign = " " if goes_on else self.charset.current
            return (Span(f"{sign} ", "accent"), Span(row.text, "strong"))
        return (Span(f"  {row.text}", "quiet"),)

    @property
    def shows_cursor(self) -> bool:
        """While a person moves it: what is sung has a sign of its own."""
        return self.has_focus and self._is_read

    @property
    def _is_read(self) -> bool:
        """Whether a person has moved in the lyrics just now."""
        return self._clock() - self._moved_at_s < _READING_S

    # -- following the music -----------------------------------------------------------------

    def watch_snapshot(self) -> None:
        """Follow the music."""
        self._follow()

    def _follow(self) -> None:
        now = None if self.snapshot is None else self.snapshot.now_playing
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if now is None or self._lyrics is None or not self.display or not self.size.height:
            return
        if not self._lyrics.is_synced:
            length_s = now.duration_s or now.track.duration_s
            if length_s:
                self._centre(round(now.position_s / length_s * (len(self.rows) - 1)))
            return
        self._mark(self._lyrics.index_at(now.position_s))
        assert self.snapshot is not None
        if not self.snapshot.paused:
            self._await_next(self._lyrics, now.position_s)

    def _await_next(self, lyrics: Lyrics, position_s: float) -> None:
        """Mark the next line in time if it comes before the player tells the time again."""
        following = 0 if self._sung is None else self._sung + 1
        if following >= len(lyrics.lines):
            return
        wait_s = (lyrics.lines[following].at_s or 0.0) - position_s
        if 0 < wait_s <= _TOLD_EVERY_S:
            self._timer = self.set_timer(wait_s, lambda: self._mark(following))

    def _mark(self, sung: int | None) -> None:
        if sung == self._sung:
            return
        before, self._sung = self._sung, sung
        for index, row in enumerate(self.rows):
            if row.line in (before, sung):
                self._refresh_row(index)
        places = [index for index, row in enumerate(self.rows) if row.line == sung]
        self._centre(places[0] if places else 0)

    def _centre(self, index: int) -> None:
        """Bring a row into the middle, unless a person is reading elsewhere."""
        if self._is_read:
            return
        self._is_following = True
        self.cursor = min(max(index, 0), max(len(self.rows) - 1, 0))
        self._is_following = False
        top = max(self.cursor - self.size.height // 2, 0)
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)

    def watch_cursor(self, old: int, new: int) -> None:
        """Leave a person who moves in the lyrics alone for a while."""
        if self._is_following:
            self._refresh_row(old)
            self._refresh_row(new)
            return
        self._moved_at_s = self._clock()
        super().watch_cursor(old, new)

    def action_sing_from_here(self) -> None:
        """Go on with the music at the line under the cursor."""
        from tui_player.messages.requests import SeekTo

        now = None if self.snapshot is None else self.snapshot.now_playing
        row = self.current
        if now is None or row is None or row.at_s is None:
            return
        length_s = now.duration_s or now.track.duration_s
        if length_s:
            self._moved_at_s = float("-inf")
            self.post_message(RequestPosted(SeekTo(min(row.at_s / length_s, 1.0))))

    def on_row_list_row_chosen(self) -> None:
        """A double click sings from there."""
        self.action_sing_from_here()
