"""Why a track plays or comes next: the full sum of its choice, over the rest of the screen."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from rich.cells import cell_len

from tui_player.core.taste.taste import OPINION_OF_OTHERS, OPINION_OF_TRACK
from tui_player.messages.explanation import ChoiceSum
from tui_player.messages.snapshot import NowPlaying, UpNextEntry
from tui_player.model.music.track import Track
from tui_player.model.text import counted
from tui_player.ui.drawing.glyphs import Charset
from tui_player.ui.drawing.lines import EMPTY_LINE, Line, Span, wrapped
from tui_player.ui.overlays.text_overlay import TextLines, TextOverlay

_WIDTH_CELLS = 76


class WhyPane(TextOverlay):
    """The sum of one choice, as it was when the choice was made."""

    def __init__(self, charset: Charset) -> None:
        super().__init__("why", TextLines(charset), _WIDTH_CELLS)
        self._charset = charset
        self._about: NowPlaying | UpNextEntry | None = None

    def be_about(self, play: NowPlaying | UpNextEntry | None) -> None:
        """Tell of this play when it is opened."""
        self._about = play
        comes = isinstance(play, UpNextEntry)
        self.border_title = "Why this track comes next" if comes else "Why this track plays"

    def lines_for(self, width: int) -> Sequence[Line]:
        """What it is, and the sum."""
        play = self._about
        assert play is not None
        return why_lines(play.track, play.reason, play.sum, self._charset, width)


_NAME_CELLS = 12


_NUMBER_CELLS = 9


_INDENT = "  "


_PLAIN_CELLS = 76


_LIKES = (
    f"A like or dislike is worth {OPINION_OF_TRACK:g} plays of its track,"
    f" {OPINION_OF_OTHERS:g} of its artist and styles."
)


def why_lines(
    track: Track, reason: str, its_sum: ChoiceSum | None, charset: Charset, width: int
) -> tuple[Line, ...]:
    """The whole sum in lines of at most `width` cells; one that was asked for has none."""
    name = " – ".join(part for part in (track.title, track.artist) if part)
    heading = (Span(charset.fit(name, width), "strong"),)
    why = (Span(charset.fit(reason, width), "accent"),)
    if its_sum is None:
        rest = wrapped("Nothing was weighed: it does not come from a draw.", charset, width)
        return (heading, why, EMPTY_LINE, *rest)
    return (heading, why, EMPTY_LINE, *_sum_lines(its_sum, charset, width))


def why_text(now: NowPlaying | None, charset: Charset) -> tuple[str, ...]:
    """Why the present track plays, as plain lines."""
    if now is None:
        return ("Nothing plays.",)
    lines = why_lines(now.track, now.reason, now.sum, charset, _PLAIN_CELLS)
    return tuple("".join(span.text for span in line).rstrip() for line in lines)


def _sum_lines(its_sum: ChoiceSum, charset: Charset, width: int) -> Iterator[Line]:
    times = charset.show("×")
    for factor in its_sum.factors:
        yield from _row(factor.name, f"{times} {factor.value:.3g}", factor.words, charset, width)
    yield (Span((charset.line_left * (_NAME_CELLS + _NUMBER_CELLS))[:width], "quiet"),)
    of_all = f"of {its_sum.all_weights:.3g}, the weights of {counted(its_sum.candidates, 'track')}"
    yield from _row("weight", f"{its_sum.weight:.3g}", of_all, charset, width)
    words = "to be drawn for its place"
    yield from _row("chance", f"{its_sum.chance:.1%}".replace("%", " %"), words, charset, width)
    if its_sum.learned:
        yield EMPTY_LINE
        yield (Span(charset.fit("What was learned, counted in plays", width), "strong"),)
        for line in its_sum.learned:
            yield from wrapped(line, charset, width)
        yield from wrapped(_LIKES, charset, width, "quiet")
    if its_sum.turn:
        yield EMPTY_LINE
        yield (Span("Shuffle bag", "strong"),)
        yield from wrapped(its_sum.turn, charset, width)


def _row(name: str, number: str, words: str, charset: Charset, width: int) -> Iterator[Line]:
    """Name, number and words under one another's; the words go on below where they are many."""
    head = f"{name:<{_NAME_CELLS}}"
    indent = _NAME_CELLS + _NUMBER_CELLS + len(_INDENT)
    told = wrap(charset.show(words), max(width - indent, 12)) or [""]
    value = number + " " * max(_NUMBER_CELLS - cell_len(number), 0)
    yield (Span(head), Span(value, "accent"), Span(_INDENT + told[0], "quiet"))
    for line in told[1:]:
        yield (Span(" " * indent + line, "quiet"),)
