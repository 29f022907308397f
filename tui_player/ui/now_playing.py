"""The track that sounds: what it is, how far it is, why it plays, how loud."""

from collections.abc import Sequence
from textwrap import wrap

from textual import events
from textual.geometry import Size

from tui_player.domain.events import SpeakerState
from tui_player.domain.requests import ChangeVolume, SeekTo
from tui_player.domain.snapshot import NowPlaying, Snapshot, SpeakerView
from tui_player.ui.charset import Charset
from tui_player.ui.lines import EMPTY_LINE, Line, LinesPane, Span, line_width, spread
from tui_player.ui.messages import Asked
from tui_player.ui.words import about_track, duration

_VOLUME_CELLS = 7
_WIDE_CELLS = 70
_LEAST_LINES = 4
_SILENT_LINES = 2
_TALL_WINDOW = 30
_MOST_TROUBLE_LINES = 3
_LEAST_WRAPPED = 8


class NowPlayingPane(LinesPane):
    """Title, artist and album, progress, reason and volume; a click on the bar seeks."""

    BORDER_TITLE = "Now playing"

    def __init__(self, charset: Charset) -> None:
        super().__init__(charset, id="now-playing")
        self._bar = range(0)
        self._bar_line = -1
        # What the height depends on: the sentence about the sound, and whether nothing plays.
        self._needs = ("", False)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Four lines, five in a tall window, and those on what is wrong with the sound."""
        lines = _LEAST_LINES + (viewport.height >= _TALL_WINDOW)
        if self.snapshot is None:
            return lines
        trouble = len(self._trouble(self.snapshot.speaker, width))
        if self.snapshot.now_playing is None:
            return max(lines, _SILENT_LINES + trouble)
        return lines + trouble

    def watch_snapshot(self) -> None:
        """Paint what changed; the frame tells of a pause."""
        paused = self.snapshot is not None and self.snapshot.paused
        title = "Paused" if paused else "Now playing"
        if self.border_title != title:
            self.border_title = title
        needs = ("", False)
        if self.snapshot is not None:
            needs = (self.snapshot.speaker.sentence, self.snapshot.now_playing is None)
        if needs != self._needs:
            self._needs = needs
            self.refresh(layout=True)
        super().watch_snapshot()

    def lines(self, snapshot: Snapshot | None, width: int, height: int) -> Sequence[Line]:
        """Five lines or six, with what is wrong with the sound last."""
        self._bar = range(0)
        if snapshot is None:
            return ()
        now = snapshot.now_playing
        if now is None:
            return self._silence(snapshot, width)
        trouble = self._trouble(snapshot.speaker, width)
        top = [self._title(now, width), self._about(now, width)]
        if height > _LEAST_LINES + len(trouble):
            top.append(EMPTY_LINE)
        self._bar_line = len(top)
        volume = _volume(snapshot.speaker, self.charset)
        aside = volume if width >= _WIDE_CELLS else EMPTY_LINE
        progress = self._progress(now, snapshot.paused, width, aside)
        why = (Span("why ", "quiet"), Span(self.charset.fit(now.reason, width // 2), "text"))
        reason = why if aside else spread(why, volume, width)
        return [*top, progress, reason, *trouble]

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

    def _progress(self, now: NowPlaying, paused: bool, width: int, aside: Line) -> Line:
        """The sign, the time, the bar, the length; `aside` at the end of the line."""
        charset = self.charset
        total_s = now.duration_s if now.duration_s is not None else now.track.duration_s
        sign = f"{charset.paused if paused else charset.playing} "
        before, after = f"{duration(now.position_s)} ", f" {duration(total_s)}"
        gap = 3 if aside else 0
        room = width - len(sign + before + after) - gap - line_width(aside)
        cells = max(room, 0)
        self._bar = range(len(sign + before), len(sign + before) + cells)
        done = _done_cells(now.position_s, total_s, cells)
        return (
            Span(sign, "warning" if paused else "accent", "pause"),
            Span(before),
            Span(charset.line_done * done, "accent"),
            Span(charset.line_knob if cells else "", "accent"),
            Span(charset.line_left * (cells - done - 1), "faint"),
            Span(after, "quiet"),
            Span(" " * gap),
            *aside,
        )

    def _trouble(self, speaker: SpeakerView, width: int) -> Sequence[Line]:
        """What is wrong with the sound, on a few lines at most."""
        if not speaker.sentence:
            return ()
        look = "quiet" if speaker.state is SpeakerState.OK else "warning"
        sentence = self.charset.show(f"{self.charset.warning} {speaker.sentence}")
        lines = wrap(sentence, max(width, _LEAST_WRAPPED), subsequent_indent="  ")
        if len(lines) > _MOST_TROUBLE_LINES:
            rest = " ".join(line.strip() for line in lines[_MOST_TROUBLE_LINES - 1 :])
            last = self.charset.fit(f"  {rest}", width)
            lines = [*lines[: _MOST_TROUBLE_LINES - 1], last]
        return [(Span(line, look),) for line in lines]

    def on_click(self, event: events.Click) -> None:
        """Seek where the bar was clicked; Textual lets the base class see to the signs too."""
        place = event.get_content_offset(self)
        if place is not None and place.y == self._bar_line and place.x in self._bar:
            fraction = (place.x - self._bar.start) / max(len(self._bar) - 1, 1)
            self.post_message(Asked(SeekTo(fraction)))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Louder."""
        event.stop()
        self.post_message(Asked(ChangeVolume(4)))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Quieter."""
        event.stop()
        self.post_message(Asked(ChangeVolume(-4)))


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
