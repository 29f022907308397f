"""The screen: one snapshot in, requests out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.dom import DOMNode
from textual.driver import Driver
from textual.widget import Widget

from tui_player.model.severity import Severity
from tui_player.ui.drawing.row_list import RowList
from tui_player.ui.keys.actions import Action, Where, bindings_for, keymap
from tui_player.ui.overlay_app import OverlayApp
from tui_player.ui.panes.camera_hint import AdviceLine
from tui_player.ui.panes.camera_view import Sight
from tui_player.ui.panes.footer import KeyLine
from tui_player.ui.panes.mood_bars import MoodBars
from tui_player.ui.panes.music_column import MusicColumn
from tui_player.ui.panes.status_line import StatusLine
from tui_player.ui.panes.too_small import TooSmall
from tui_player.ui.terminal.capabilities import tell_descriptor_of_errors
from tui_player.ui.terminal.gc_tuning import collect_what_is_new, settle_garbage_collection
from tui_player.ui.terminal.pacing import LinePace
from tui_player.ui.terminal.signals import end_on_signals
from tui_player.ui.terminal.title import TerminalTitle

if TYPE_CHECKING:
    from tui_player.messages.requests import Request
    from tui_player.model.picture import PixelSize
    from tui_player.ports.browser import Browser
    from tui_player.ui.bridge import (
        PictureTaken,
        QuitAsked,
        ScreenBridge,
        SnapshotPublished,
        SpectrumTaken,
    )
    from tui_player.ui.messages import ActionClicked, NoticePosted, RequestPosted
    from tui_player.ui.options import ScreenSettings


# Camera, network and library are there by then, on a slow machine too.
_ALL_IS_LOADED_AFTER_S = 30.0


def _nothing() -> None:
    """What happens after the first paint if nobody says."""


def _nobody_minds(_: object) -> None:
    """What happens when a picture is switched if nobody says."""


class PlayerApp(OverlayApp):
    """Draws the newest snapshot; every key and click becomes a request.

    `post` takes the requests and must not wait. `open_browser` is called in the search thread,
    at the first look around. `on_first_paint` is called once, when the screen is there to be seen;
    `picture_wanted` is told how large a camera picture is of use, None for none, whenever that
    changes; `spectrum_wanted` whenever the spectrum is.
    """

    CSS_PATH = "styles.tcss"
    TITLE = "tui-player"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    AUTO_FOCUS = "UpNextPane"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it without ClassVar
        (0, "-too-narrow"),
        (60, "-narrow"),
        (76, "-normal"),
        (100, "-wide"),
        (160, "-desk"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-too-short"),
        (16, "-short"),
        (22, "-medium"),
        (30, "-tall"),
        (44, "-high"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.EVERYWHERE)]

    def __init__(
        self,
        *,
        post: Callable[[Request], None],
        bridge: ScreenBridge,
        settings: ScreenSettings,
        open_browser: Callable[[], Browser] | None = None,
        on_first_paint: Callable[[], None] = _nothing,
        picture_wanted: Callable[[PixelSize | None], None] = _nobody_minds,
        spectrum_wanted: Callable[[bool], None] = _nobody_minds,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(settings, open_browser, clock)
        self._post_request = post
        self._bridge = bridge
        self._on_first_paint = on_first_paint
        self._picture_wanted = picture_wanted
        self._spectrum_wanted = spectrum_wanted
        self._picture_on = settings.picture_on and not settings.kept_back
        self._focused_before_search: Widget | None = None
        self._picture_size: PixelSize | None = None
        charset = settings.look.charset
        self._sight = Sight(charset, clock, settings.look.colours, settings.line)
        self._status = StatusLine(charset, settings.home)
        self._music = MusicColumn(settings, self.up_next, self.library, clock)
        self._key_line = KeyLine(charset, self.actions)
        self._advice = AdviceLine(charset)
        self._pace = LinePace(settings.line, self._status)
        self._title = TerminalTitle(charset, lambda text: self._write(text))

    def compose(self) -> ComposeResult:
        """The panes, each bound to the snapshot."""
        # Textual would add them only when the screen is painted already, for another size.
        self.screen.add_class(*self._breakpoint_classes(), update=False)
        charset = self._settings.look.charset
        snapshot = PlayerApp.snapshot
        yield self._status.data_bind(snapshot)
        with Horizontal(id="body"):
            with Vertical(id="mood"):
                yield self._sight.data_bind(snapshot)
                yield MoodBars(charset, self._settings.moods, id="bars").data_bind(snapshot)
            yield self._music.data_bind(snapshot)
        yield self._advice.data_bind(snapshot)
        yield self._key_line.data_bind(snapshot)
        yield TooSmall(charset).data_bind(snapshot)

    def _breakpoint_classes(self) -> Iterator[str]:
        width, height = self.size
        for cells, points in (
            (width, self.HORIZONTAL_BREAKPOINTS),
            (height, self.VERTICAL_BREAKPOINTS),
        ):
            yield max(point for point in points if point[0] <= cells)[1]

    def on_mount(self) -> None:
        """Take on the keys and the signals; then fetch what is already known."""
        tell_descriptor_of_errors()
        if self._settings.keys:
            self.set_keymap(keymap(self.actions))
        if self._settings.look.charset.border == "ascii":
            self.add_class("-ascii")
        self.query_one("#mood").border_title = "Mood"
        end_on_signals(self, self._settings.line, self._settings.signals)
        self._bridge.attach(self.post_message)
        if self._settings.theme_name not in ("", self.theme):
            self.tell(f"no theme is called {self._settings.theme_name}", Severity.WARNING)
        self.call_after_refresh(self._painted)

    async def _painted(self) -> None:
        self._want_picture()
        self._on_first_paint()
        self.take_all_themes()
        await self.library.mount_search_line()
        await self.mount_overlays()
        settle_garbage_collection()
        self.set_timer(_ALL_IS_LOADED_AFTER_S, collect_what_is_new)
        await self.take_keys()
        self.watch_theme_files()
        self._pace.start()
        if await asyncio.to_thread(self._settings.shows_pixels):
            self._sight.show_pixels(self._write)
            self._music.show_pixels(self._write)
            self._want_picture()

    def _write(self, text: str) -> None:
        """Send text to the terminal as it is, in turn with what is painted."""
        if self._driver is not None:
            self._driver.write(text)

    def on_unmount(self) -> None:
        """Nobody is to wake an app that is gone."""
        self._title.bring_back_old()
        self._bridge.detach()

    def tell(self, text: str, severity: Severity = Severity.INFORMATION) -> None:
        """Show a sentence on the bottom line for a while."""
        from tui_player.messages.snapshot import Notice

        self._key_line.tell(Notice(0, text, severity))

    def on_snapshot_published(self, message: SnapshotPublished) -> None:
        """Show the newest snapshot."""
        self._pace.ask(self._show_snapshot)

    def _show_snapshot(self) -> None:
        self.snapshot = self._bridge.snapshot
        if self._settings.terminal_title and self.snapshot is not None:
            self._title.show(self.snapshot)

    def on_picture_taken(self, message: PictureTaken) -> None:
        """Show the newest camera picture."""
        picture = self._bridge.picture if self._picture_size else None
        self._sight.show_picture(picture)

    def on_spectrum_taken(self, message: SpectrumTaken) -> None:
        """Show the newest spectrum."""
        if not self._settings.line.is_slow:
            self._music.show_spectrum(self._bridge.spectrum)

    @on(Driver.SignalResume)
    def paint_all_again(self) -> None:
        """After it was stopped: a shell has had the terminal meanwhile."""
        self.screen.refresh(layout=True)

    def on_quit_asked(self, message: QuitAsked) -> None:
        """End as `quit` does: it was asked for from elsewhere."""
        self.exit()

    def on_notice_posted(self, message: NoticePosted) -> None:
        """Say what a pane has to say."""
        self.tell(message.text, message.severity)

    def on_request_posted(self, message: RequestPosted) -> None:
        """Hand a pane's request on."""
        self._post_request(message.request)

    async def on_action_clicked(self, message: ActionClicked) -> None:
        """Do what the key of the clicked word or of the chosen command does."""
        action = self.action_by_name[message.name]
        if not self.takes_keys:
            return
        if action.request is None:
            await self.run_action(action.name, self._place_of(action))
        else:
            self._post_request(action.request)

    def _place_of(self, action: Action) -> DOMNode:
        """Who does this action: the app, or the list it is for."""
        focused = self.screen.focused
        match action.where:
            case Where.UP_NEXT:
                return self.up_next
            case Where.LIBRARY:
                return self.library.tracks
            case Where.LYRICS:
                return self._music.lyrics
            case Where.LEARNED:
                return self.panes.learned.text
            case Where.LISTS | Where.CHOICES:
                return focused if isinstance(focused, RowList) else self.up_next
            case Where.EVERYWHERE:
                return self

    def action_ask(self, name: str) -> None:
        """Post the request of the action with this name."""
        request = self.action_by_name[name].request
        if request is not None:
            self._post_request(request)

    def action_picture(self) -> None:
        """Show the camera picture, or hide it."""
        if self._settings.kept_back:
            self.tell(self._settings.kept_back)
            return
        self._picture_on = not self._picture_on
        self.tell(f"camera picture {'on' if self._picture_on else 'off'}")
        self._want_picture()

    def _want_picture(self) -> None:
        """Say whether pictures are of use: switched on, and with room on the screen."""
        size = self._sight.picture_size if self._picture_on and self._sight.has_room else None
        if size != self._picture_size:
            self._picture_size = size
            self._picture_wanted(size)
        if size is None:
            self._sight.show_picture(None)

    def on_sight_room_changed(self) -> None:
        """The picture may have lost or found its place."""
        self._want_picture()
        self._advice.face_is_shown(self._sight.has_room)

    def action_album_art(self) -> None:
        """Show the album's cover, or hide it."""
        self.tell(f"album cover {'on' if self._music.switch_art() else 'off'}")

    def action_remaining_time(self) -> None:
        """Tell the time left of the track, or its length again."""
        self._music.switch_time_left()

    def action_lyrics(self) -> None:
        """Show the lyrics, or hide them."""
        self.overlays.close(self.screen)
        self._music.switch_lyrics()

    def action_spectrum(self) -> None:
        """Show the spectrum, or hide it."""
        if self._settings.kept_back:
            self.tell(self._settings.kept_back)
            return
        is_on = self._music.switch_spectrum()
        self._spectrum_wanted(is_on)
        self.tell(f"spectrum {'on' if is_on else 'off'}")

    def action_interrupt(self) -> None:
        """End as `quit` does, also from the search line."""
        self.exit()

    def action_search(self) -> None:
        """Put the keys into the search line."""
        self._give_room_to_library()
        self.library.start_search()

    def action_browse(self) -> None:
        """Look around in the Library, from its top."""
        self._give_room_to_library()
        self.library.browse()

    def action_show_playing(self) -> None:
        """Look at the album of the track that plays, in the Library."""
        now = None if self.snapshot is None else self.snapshot.now_playing
        if now is None:
            self.tell("Nothing plays.")
            return
        self._give_room_to_library()
        self.library.show_track(now.track)

    def _give_room_to_library(self) -> None:
        self.overlays.close(self.screen)
        if not self._music.has_class("-searching"):
            self._focused_before_search = self.focused
        self._music.add_class("-searching")

    def action_leave(self) -> None:
        """Close what is open: an overlay, the search, a notice or advice."""
        if self.overlays.close(self.screen):
            return
        if self._music.has_class("-searching"):
            if self.library.leave():
                self._music.remove_class("-searching")
                self.screen.set_focus(self._focused_before_search or self.up_next)
        elif not self._key_line.dismiss():
            self._advice.hide()

    def action_next_pane(self) -> None:
        """Move the keys to the next pane; not out of an overlay."""
        if not self.overlays.is_open:
            self.screen.focus_next()
