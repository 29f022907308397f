"""The track that sounds: what it is, how far it is, why it plays, how loud."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from textual import events
from textual.geometry import Size

from tui_player.model.device_states import SpeakerState
from tui_player.ui.drawing.lines import EMPTY_LINE, Line, LinesPane, Span, line_width, spread
from tui_player.ui.messages import ActionClicked, RequestPosted
from tui_player.ui.panes.spectrum import spectrum_lines
from tui_player.ui.text import about_lines, about_track, duration, speed_sign

if TYPE_CHECKING:
    from tui_player.messages.snapshot import NowPlaying, Snapshot, SpeakerView
    from tui_player.ui.drawing.glyphs import Charset
    from tui_player.ui.panes.album_art import AlbumArt

_VOLUME_CELLS = 7
_WIDE_CELLS = 70
_LEAST_LINES = 4
_SPACIOUS_LINES = 8
_SPECTRUM_LINES = 2
_FOOT_LINES = 2
_SILENT_LINES = 2
_MEDIUM_WINDOW, _TALL_WINDOW = 22, 30
_MOST_TROUBLE_LINES = 3
_LEAST_WRAPPED = 8


class NowPlayingPane(LinesPane):
    """Title, artist and album, progress, reason and volume; a click on the bar seeks."""

    def __init__(self, charset: Charset, art: AlbumArt, *, tint: bool = True) -> None:
        """`tint` lets the mood colour the accent."""
        super().__init__(charset, id="now-playing")
        self._art = art
        self._tint = tint
        self._spectrum_is_on = False
        self._shows_time_left = False
        self._levels: bytes | None = None
        self._bar = range(0)
        self._bar_line = -1
        # What the height depends on: the sentence about the sound, and whether nothing plays.
        self._needs = ("", False)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Four lines, five in a tall window, those on what is wrong with the sound, the spectrum;
        no fewer than the cover has."""
        lines = _LEAST_LINES + (viewport.height >= _TALL_WINDOW)
        if self._spectrum_is_on:
            lines = _LEAST_LINES + _SPECTRUM_LINES
        if self.snapshot is None:
            return max(lines, self._art.rows)
        trouble = len(self._trouble(self.snapshot.speaker, width))
        if self.snapshot.now_playing is None:
            return max(lines, _SILENT_LINES + trouble, self._art.rows)
        return max(lines + trouble, self._art.rows)

    def watch_snapshot(self) -> None:
        """Paint what changed; make room for what is wrong with the sound."""
        needs = ("", False)
        if self.snapshot is not None:
            needs = (self.snapshot.speaker.sentence, self.snapshot.now_playing is None)
        if needs != self._needs:
            self._needs = needs
            self.refresh(layout=True)
        super().watch_snapshot()

    def lines(self, snapshot: Snapshot | None, width: int, height: int) -> Sequence[Line]:
        """What it is at the top, how far it is below, and what is wrong with the sound last.

        What is left of the height in between is the spectrum's.
        """
        self._bar = range(0)
        if snapshot is None:
            return ()
        now = snapshot.now_playing
        if now is None:
            return self._silence(snapshot, width)
        trouble = self._trouble(snapshot.speaker, width)
        accent = self._accent(snapshot)
        top = self._head(now, width, is_spacious=height - len(trouble) >= _SPACIOUS_LINES)
        room = max(height - len(top) - _FOOT_LINES - len(trouble), 0)
        top += self._between(width, room, accent)
        self._bar_line = len(top)
        volume = _volume(snapshot.speaker, self.charset)
        aside = volume if width >= _WIDE_CELLS else EMPTY_LINE
        speed = speed_sign(snapshot.rate, self.charset)
        if speed:
            aside = (Span(f"{speed}  ", "warning", "normal_speed"), *aside)
        progress = self._progress(now, snapshot.paused, width, aside, accent)
        why = (Span("why ", "quiet"), Span(self.charset.fit(now.reason, width // 2), "text"))
        reason = why if width >= _WIDE_CELLS else spread(why, volume, width)
        return [*top, progress, reason, *trouble]

    def _accent(self, snapshot: Snapshot) -> str:
        """The accent, a little in the colour of the mood."""
        emotion = snapshot.mood.emotion if self._tint else None
        return "accent" if emotion is None else f"tint-{emotion}"

    def _head(self, now: NowPlaying, width: int, *, is_spacious: bool) -> list[Line]:
        """Title, artist, album and genres: in two lines, or with room a line each."""
        title = self._title(now, width)
        if not is_spacious:
            return [title, self._about(now, width)]
        artist, *others = about_lines(now.track)
        fit = self.charset.fit
        return [
            title,
            (Span(fit(artist, width), "text"),),
            *((Span(fit(line, width), "quiet"),) for line in others),
        ]

    def _between(self, width: int, room: int, accent: str) -> list[Line]:
        """The spectrum, or nothing; an empty line above it if there is room for one."""
        if not self._spectrum_is_on or not room:
            return [EMPTY_LINE] * room
        rows = room if room <= _SPECTRUM_LINES else room - 1
        gap: list[Line] = [EMPTY_LINE] * (room - rows)
        levels = b"" if self._levels is None else self._levels
        return [*gap, *spectrum_lines(levels, width, rows, self.charset, accent)]

    def switch_spectrum(self) -> bool:
        """Make room for the spectrum, or no longer; whether it is shown now."""
        self._spectrum_is_on = not self._spectrum_is_on
        self._levels = None
        self.refresh(layout=True)
        self.redraw()
        return self._spectrum_is_on

    def show_spectrum(self, levels: bytes | None) -> None:
        """Draw these levels, 0 to 255 a band."""
        if self._spectrum_is_on and levels != self._levels:
            self._levels = levels
            self.redraw()

    def _silence(self, snapshot: Snapshot, width: int) -> Sequence[Line]:
        return (
            (Span("nothing plays yet", "quiet"),),
            EMPTY_LINE,
            *self._trouble(snapshot.speaker, width),
        )

    def _title(self, now: NowPlaying, width: int) -> Line:
        opinion = {1: (self.charset.liked, "good"), -1: (self.charset.disliked, "warning")}
        right: Line = (Span(*opinion[now.opinion]),) if now.opinion in opinion else ()
        room = width - line_width(right) - 1
        return spread((Span(self.charset.fit(now.track.title, room), "strong"),), right, width)

    def _about(self, now: NowPlaying, width: int) -> Line:
        return (Span(self.charset.fit(about_track(now.track, self.charset), width), "quiet"),)

    def _progress(
        self, now: NowPlaying, paused: bool, width: int, aside: Line, accent: str
    ) -> Line:
        """The sign, the time, the bar, the length; `aside` at the end of the line."""
        charset = self.charset
        total_s = now.told_length_s
        sign = f"{charset.paused if paused else charset.playing} "
        before, after = f"{duration(now.position_s)} ", f" {self._end(now.position_s, total_s)}"
        gap = 3 if aside else 0
        room = width - len(sign + before + after) - gap - line_width(aside)
        cells = max(room, 0)
        self._bar = range(len(sign + before), len(sign + before) + cells)
        done = _done_cells(now.position_s, total_s, cells)
        return (
            Span(sign, "warning" if paused else accent, "pause"),
            Span(before),
            Span(charset.line_done * done, accent),
            Span(charset.line_knob if cells else "", accent),
            Span(charset.line_left * (cells - done - 1), "faint"),
            Span(after, "quiet", "remaining_time"),
            Span(" " * gap),
            *aside,
        )

    def _end(self, position_s: float, total_s: float | None) -> str:
        """How long the track is, or how much of it is left."""
        if total_s is None or not self._shows_time_left:
            return duration(total_s)
        return f"-{duration(total_s - position_s)}"

    def switch_time_left(self) -> None:
        """Tell the time left in place of the length, or the length again."""
        self._shows_time_left = not self._shows_time_left
        self.redraw()

    def _trouble(self, speaker: SpeakerView, width: int) -> Sequence[Line]:
        """What is wrong with the sound, on a few lines at most."""
        if not speaker.sentence:
            return ()
        look = "quiet" if speaker.state is SpeakerState.OK else "warning"
        told = speaker.sentence
        if self.app.size.height < _MEDIUM_WINDOW:  # what to do about it is told in larger ones
            told = told.partition(". ")[0].removesuffix(".") + "."
        sentence = self.charset.show(f"{self.charset.warning} {told}")
        lines = wrap(sentence, max(width, _LEAST_WRAPPED), subsequent_indent="  ")
        if len(lines) > _MOST_TROUBLE_LINES:
            rest = " ".join(line.strip() for line in lines[_MOST_TROUBLE_LINES - 1 :])
            last = self.charset.fit(f"  {rest}", width)
            lines = [*lines[: _MOST_TROUBLE_LINES - 1], last]
        return [(Span(line, look),) for line in lines]

    def on_click(self, event: events.Click) -> None:
        """Seek where the bar was clicked; Textual lets the base class see to the signs too."""
        from tui_player.messages.requests import SeekTo

        place = event.get_content_offset(self)
        if place is not None and place.y == self._bar_line and place.x in self._bar:
            fraction = (place.x - self._bar.start) / max(len(self._bar) - 1, 1)
            self.post_message(RequestPosted(SeekTo(fraction)))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Louder."""
        event.stop()
        self.post_message(ActionClicked("louder"))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Quieter."""
        event.stop()
        self.post_message(ActionClicked("quieter"))


def _done_cells(position_s: float, total_s: float | None, cells: int) -> int:
    """Cells of the bar before the knob."""
    if not total_s or cells <= 0:
        return 0
    return min(int(position_s / total_s * cells), cells - 1)


def _volume(speaker: SpeakerView, charset: Charset) -> Line:
    if speaker.muted:
        return (
            Span("muted ", "warning", "mute"),
            Span(charset.volume_empty * _VOLUME_CELLS, "faint"),
        )
    full = min(max(round(speaker.volume_percent / 100 * _VOLUME_CELLS), 0), _VOLUME_CELLS)
    return (
        Span("vol ", "quiet", "mute"),
        Span(charset.volume_full * full, "text", "mute"),
        Span(charset.volume_empty * (_VOLUME_CELLS - full), "faint", "mute"),
        Span(f"{speaker.volume_percent:4} %", "quiet", "mute"),
    )
