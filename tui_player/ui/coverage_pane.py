"""Shows how the library covers the moods, and what in it needs attention."""

from collections.abc import Callable, Iterator
from textwrap import wrap

from textual.app import ComposeResult
from textual.widget import Widget

from tui_player.domain.coverage import Coverage, counted, families_told, genres_told, moods_told
from tui_player.ui.charset import Charset
from tui_player.ui.choices import Overlay
from tui_player.ui.help_pane import HelpText
from tui_player.ui.lines import EMPTY_LINE, Line, Span

_WIDTH = 72
_MOST_TOLD = 200

TakeCoverage = Callable[[Coverage | None, str], None]


class CoveragePane(Overlay):
    """Tracks by mood, genres that lead to no mood, files that cannot be read and why.

    `ask` has the library looked over, which may take a second, and hands on what was found.
    """

    BORDER_TITLE = "How the library covers the moods"

    def __init__(self, charset: Charset, ask: Callable[[TakeCoverage], None]) -> None:
        super().__init__("coverage")
        self._charset = charset
        self._ask = ask
        self._text = HelpText(charset)
        self.border_subtitle = "down, up: more; Esc closes"

    def compose(self) -> ComposeResult:
        """The text alone."""
        yield self._text

    def prepare(self) -> Widget:
        """Look anew."""
        self._show(((Span("looking through the library", "quiet"),),))
        self._ask(self._take)
        return self._text

    def _take(self, coverage: Coverage | None, trouble: str) -> None:
        if coverage is None:
            sentence = trouble or "The music folder was not read yet."
            self._show(((Span(self._charset.show(sentence), "warning"),),))
        else:
            self._show(tuple(coverage_lines(coverage, self._charset)))

    def _show(self, lines: tuple[Line, ...]) -> None:
        self.styles.width = _WIDTH + self.gutter.width
        self._text.show_rows(lines)
        self._text.action_first()


def coverage_lines(coverage: Coverage, charset: Charset) -> Iterator[Line]:
    """All that is to be told, in lines."""
    moods = f" {charset.separator} ".join(moods_told(coverage))
    yield from _told(f"{counted(coverage.tracks, 'track')}.", charset)
    yield from _told(
        f"Tracks per mood: {moods}.", charset, "warning" if coverage.thin_moods else ""
    )
    yield EMPTY_LINE
    if coverage.untagged:
        yield from _told(
            f"{counted(coverage.untagged, 'track')} without a genre: no mood chooses them."
            " Give them a family with f in the Library.",
            charset,
        )
    for sentence in families_told(coverage):
        yield from _told(sentence, charset)
    yield from _list(
        "Genres that belong to no family:", genres_told(coverage.unknown_genres), charset
    )
    yield from _list(
        f"{counted(len(coverage.unreadable), 'file')} cannot be read:",
        tuple(f"{file.path}: {file.reason}" for file in coverage.unreadable),
        charset,
    )


def _list(title: str, items: tuple[str, ...], charset: Charset) -> Iterator[Line]:
    if not items:
        return
    yield EMPTY_LINE
    yield from _told(title, charset, "strong")
    for item in items[:_MOST_TOLD]:
        yield (Span("  "), Span(charset.fit(item, _WIDTH - 2)))
    if len(items) > _MOST_TOLD:
        yield (Span(f"  and {len(items) - _MOST_TOLD} more: tui-player doctor --all", "quiet"),)


def _told(text: str, charset: Charset, look: str = "") -> Iterator[Line]:
    """A sentence in as many lines as it needs."""
    for line in wrap(charset.show(text), _WIDTH):
        yield (Span(line, look or "text"),)
