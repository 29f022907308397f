"""Shows how the library covers the moods, and what in it needs attention."""

from collections.abc import Callable, Iterator, Sequence

from textual.widget import Widget

from tui_player.model.music.coverage import Coverage, families_told, genres_told, moods_told
from tui_player.model.text import counted
from tui_player.ui.drawing.glyphs import Charset
from tui_player.ui.drawing.lines import EMPTY_LINE, Line, Span, wrapped
from tui_player.ui.keys.hints import KeyHints
from tui_player.ui.overlays.text_overlay import TextLines, TextOverlay

_WIDTH_CELLS = 76
_MOST_TOLD = 200

TakeCoverage = Callable[[Coverage | None, str], None]


class CoveragePane(TextOverlay):
    """Tracks by mood, genres that lead to no mood, files that cannot be read and why.

    `ask` has the library looked over, which may take a second, and hands on what was found.
    """

    BORDER_TITLE = "How the library covers the moods"

    def __init__(self, charset: Charset, ask: Callable[[TakeCoverage], None]) -> None:
        super().__init__("coverage", TextLines(charset), _WIDTH_CELLS)
        self._charset = charset
        self._ask = ask
        self._found: Coverage | None = None
        self._instead = Span("")

    def prepare(self) -> Widget:
        """Look anew."""
        self._found, self._instead = None, Span("looking through the library", "quiet")
        self._ask(self._take)
        return super().prepare()

    def _take(self, coverage: Coverage | None, trouble: str) -> None:
        sentence = trouble or "The music folder was not read yet."
        self._found, self._instead = coverage, Span(sentence, "warning")
        if self.is_open:
            self.fit_into(self.screen.size)

    def lines_for(self, width: int) -> Sequence[Line]:
        """What was found, or why nothing is known."""
        if self._found is None:
            return tuple(wrapped(self._instead.text, self._charset, width, self._instead.look))
        return tuple(coverage_lines(self._found, self._charset, width, self.hints))


def coverage_lines(
    coverage: Coverage, charset: Charset, width: int, hints: KeyHints
) -> Iterator[Line]:
    """All that is to be told, in lines."""
    moods = f" {charset.separator} ".join(moods_told(coverage))
    yield from wrapped(f"{counted(coverage.tracks, 'track')}.", charset, width)
    yield from wrapped(
        f"Tracks per mood: {moods}.", charset, width, "warning" if coverage.thin_moods else "text"
    )
    if coverage.thin_moods:
        yield from wrapped("Thin: so few that they come again soon.", charset, width, "quiet")
    yield EMPTY_LINE
    if coverage.untagged:
        yield from wrapped(
            f"{counted(coverage.untagged, 'track')} without a genre: no mood chooses them."
            " Give them a family in the Library"
            + (f" with {key}." if (key := hints.key("give_family")) else "."),
            charset,
            width,
        )
    for sentence in families_told(coverage):
        yield from wrapped(sentence, charset, width)
    yield from _list(
        "Genres that belong to no family:", genres_told(coverage.unknown_genres), charset, width
    )
    yield from _list(
        f"{counted(len(coverage.unreadable), 'file')} cannot be read:",
        tuple(f"{file.path}: {file.reason}" for file in coverage.unreadable),
        charset,
        width,
    )


def _list(title: str, items: tuple[str, ...], charset: Charset, width: int) -> Iterator[Line]:
    if not items:
        return
    yield EMPTY_LINE
    yield from wrapped(title, charset, width, "strong")
    for item in items[:_MOST_TOLD]:
        yield (Span("  "), Span(charset.fit(item, width - 2)))
    if len(items) > _MOST_TOLD:
        yield (Span(f"  and {len(items) - _MOST_TOLD} more: tui-player doctor --all", "quiet"),)
