"""What plays and what there is to play: the panes beside the mood."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive

from tui_player.domain.severity import Severity
from tui_player.ui.album_art import AlbumArt
from tui_player.ui.lyrics_pane import LyricsPane
from tui_player.ui.messages import Told
from tui_player.ui.now_playing import NowPlayingPane
from tui_player.ui.sleeve_reader import SleeveReader

if TYPE_CHECKING:
    from tui_player.domain.sleeve import Sleeve
    from tui_player.domain.snapshot import Snapshot
    from tui_player.domain.track import Track, TrackId
    from tui_player.ui.library_pane import LibraryPane
    from tui_player.ui.screen_settings import ScreenSettings
    from tui_player.ui.up_next import UpNextPane
from tui_player.ui.words import ending_sentence


class SleeveRead(Message):
    """Cover and lyrics of a track were looked for."""

    def __init__(self, sleeve: Sleeve) -> None:
        super().__init__()
        self.sleeve = sleeve


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
        self._reader = (
            None if settings.read_sleeve is None else SleeveReader(settings.read_sleeve, self._read)
        )
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
        if self._reader is not None:
            self._reader.stop()

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
        if self._track is None or self._reader is None or self._track.id == self._fetched:
            return
        if self.art_is_on or self.has_class("-lyrics"):
            self._fetched = self._track.id
            self._reader.ask(self._track)

    def _read(self, sleeve: Sleeve) -> None:
        self.post_message(SleeveRead(sleeve))

    def on_sleeve_read(self, message: SleeveRead) -> None:
        """Show what was found; each problem is told once."""
        message.stop()
        sleeve = message.sleeve
        if self._track is None or sleeve.track_id != self._track.id:
            return
        before = self._art.rows
        self._art.show_cover(sleeve.cover)
        if self._art.rows != before:
            self._pane.refresh(layout=True)
        self.lyrics.show_lyrics(sleeve.lyrics)
        for problem in sleeve.problems:
            if problem not in self._told_problems:
                self._told_problems.add(problem)
                self.post_message(Told(problem, Severity.WARNING))

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
