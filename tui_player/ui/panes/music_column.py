"""What plays and what there is to play: the panes beside the mood."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive

from tui_player.model.severity import Severity
from tui_player.ui.messages import NoticePosted
from tui_player.ui.panes.album_art import AlbumArt
from tui_player.ui.panes.extras_worker import SleeveReader
from tui_player.ui.panes.lyrics import LyricsPane
from tui_player.ui.panes.now_playing import NowPlayingPane

if TYPE_CHECKING:
    from tui_player.messages.snapshot import Snapshot
    from tui_player.model.music.track import Track, TrackId
    from tui_player.model.music.track_extras import CoverRead, LyricsRead
    from tui_player.ui.library.pane import LibraryPane
    from tui_player.ui.options import ScreenSettings
    from tui_player.ui.panes.up_next import UpNextPane
from tui_player.ui.text import ending_sentence


class CoverFound(Message):
    """The cover of a track was looked for."""

    def __init__(self, read: CoverRead) -> None:
        super().__init__()
        self.read = read


class LyricsFound(Message):
    """The lyrics of a track were looked for."""

    def __init__(self, read: LyricsRead) -> None:
        super().__init__()
        self.read = read


def _no_cover(track: Track, problem: str) -> CoverRead:
    from tui_player.model.music.track_extras import CoverRead

    return CoverRead(track.id, problems=(problem,))


def _no_lyrics(track: Track, problem: str) -> LyricsRead:
    from tui_player.model.music.track_extras import LyricsRead

    return LyricsRead(track.id, problems=(problem,))


class NowPlayingBox(Horizontal):
    """The frame around the cover and what is said of the track; it tells of a pause."""

    snapshot: reactive[Snapshot | None] = reactive(None, repaint=False, init=False)

    def __init__(self, art: AlbumArt, pane: NowPlayingPane) -> None:
        super().__init__(id="now-playing-box")
        self._art = art
        self._pane = pane
        self.border_title = "Now playing"

    def compose(self) -> ComposeResult:
        """The cover beside the words."""
        yield self._art
        yield self._pane.data_bind(NowPlayingBox.snapshot)

    def watch_snapshot(self) -> None:
        """Say whether it is paused, and on the frame below what follows."""
        if (snapshot := self.snapshot) is None:
            return
        title = "Paused" if snapshot.paused else "Now playing"
        if self.border_title != title:
            self.border_title = title
        told = self._pane.charset.show(ending_sentence(snapshot.ending))
        if self.border_subtitle != told:
            self.border_subtitle = told


class MusicColumn(Vertical):
    """Now playing, Up next, lyrics and Library; fetches what comes with the track that plays."""

    snapshot: reactive[Snapshot | None] = reactive(None, repaint=False, init=False)

    def __init__(
        self,
        settings: ScreenSettings,
        up_next: UpNextPane,
        library: LibraryPane,
        clock: Callable[[], float],
    ) -> None:
        super().__init__(id="music")
        charset = settings.look.charset
        self._up_next = up_next
        self._library = library
        self._art = AlbumArt(charset, settings.look.colours)
        self._pane = NowPlayingPane(charset, self._art, tint=settings.mood_tint)
        self.lyrics = LyricsPane(charset, clock)
        self._covers: SleeveReader[CoverRead] | None = None
        self._words: SleeveReader[LyricsRead] | None = None
        if settings.read_cover is not None:
            self._covers = SleeveReader("cover", settings.read_cover, _no_cover, self._cover_read)
        if settings.read_lyrics is not None:
            self._words = SleeveReader("lyrics", settings.read_lyrics, _no_lyrics, self._words_read)
        self.art_is_on = settings.album_art
        self._art.switch(self.art_is_on)
        self._track: Track | None = None
        self._fetched: TrackId | None = None
        self._told_problems: set[str] = set()

    def compose(self) -> ComposeResult:
        """The panes, one under the other."""
        snapshot = MusicColumn.snapshot
        yield NowPlayingBox(self._art, self._pane).data_bind(snapshot)
        yield self._up_next.data_bind(snapshot)
        yield self.lyrics.data_bind(snapshot)
        yield self._library.data_bind(snapshot)

    def on_unmount(self) -> None:
        """Read no more."""
        for reader in (self._covers, self._words):
            if reader is not None:
                reader.stop()

    def on_resize(self, event: events.Resize) -> None:
        """The cover may have more room, or none."""
        self.fit_into(self.app.size)

    def fit_into(self, window: Size) -> None:
        """Give the cover the size that is right for a window of this size."""
        before = self._art.rows
        self._art.fit_into(window)
        if self._art.rows != before:
            self._pane.refresh(layout=True)

    def watch_snapshot(self) -> None:
        """Fetch what comes with another track."""
        now = None if self.snapshot is None else self.snapshot.now_playing
        track = None if now is None else now.track
        before, self._track = self._track, track
        if track is None or before is None or track.id != before.id:
            if track is not before:
                self.lyrics.expect(track)
            self._fetch()

    def _fetch(self) -> None:
        if self._track is None or self._track.id == self._fetched:
            return
        if self.art_is_on or self.has_class("-lyrics"):
            self._fetched = self._track.id
            for reader in (self._covers, self._words):
                if reader is not None:
                    reader.ask(self._track)

    def _cover_read(self, read: CoverRead) -> None:
        self.post_message(CoverFound(read))

    def _words_read(self, read: LyricsRead) -> None:
        self.post_message(LyricsFound(read))

    def on_cover_found(self, message: CoverFound) -> None:
        """Show the cover, or that there is none."""
        message.stop()
        if self._track is None or message.read.track_id != self._track.id:
            return
        before = self._art.rows
        self._art.show_cover(message.read.cover)
        if self._art.rows != before:
            self._pane.refresh(layout=True)
        self._tell(message.read.problems)

    def on_lyrics_found(self, message: LyricsFound) -> None:
        """Show the lyrics, or that there are none."""
        message.stop()
        if self._track is None or message.read.track_id != self._track.id:
            return
        self.lyrics.show_lyrics(message.read.lyrics)
        self._tell(message.read.problems)

    def _tell(self, problems: Sequence[str]) -> None:
        """Each problem is told once."""
        for problem in problems:
            if problem not in self._told_problems:
                self._told_problems.add(problem)
                self.post_message(NoticePosted(problem, Severity.WARNING))

    def show_pixels(self, write: Callable[[str], None]) -> None:
        """Show covers in real pixels, sent to the terminal by `write`."""
        self._art.show_pixels(write)

    def switch_art(self) -> bool:
        """Show covers, or no longer; whether they are shown now."""
        self.art_is_on = not self.art_is_on
        self._art.switch(self.art_is_on)
        self._pane.refresh(layout=True)
        self._fetch()
        return self.art_is_on

    def switch_lyrics(self) -> bool:
        """Show lyrics, or no longer; whether they are shown now."""
        is_on = not self.has_class("-lyrics")
        self.set_class(is_on, "-lyrics")
        if is_on:
            self._fetch()
        return is_on

    def switch_time_left(self) -> None:
        """Tell the time left of the track, or its length again."""
        self._pane.switch_time_left()

    def switch_spectrum(self) -> bool:
        """Show the spectrum, or no longer; whether it is shown now."""
        return self._pane.switch_spectrum()

    def show_spectrum(self, levels: bytes | None) -> None:
        """Draw these levels of the spectrum, None for none."""
        self._pane.show_spectrum(levels)
