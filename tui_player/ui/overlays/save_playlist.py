"""Saves Up next as a playlist under a name that is typed."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, Label

from tui_player.messages.snapshot import Snapshot
from tui_player.model.errors import PlaylistExistsError, TuiPlayerError
from tui_player.model.music.track import Track
from tui_player.model.severity import Severity
from tui_player.ui.drawing.glyphs import Charset
from tui_player.ui.messages import NoticePosted
from tui_player.ui.overlays.chooser import Overlay

# Name, tracks, and whether one of that name may be replaced; gives where it lies now.
SavePlaylist = Callable[[str, Sequence[Track], bool], Path]


class PlaylistSaver(Overlay):
    """A line for the name. `save` is called in a thread of its own.

    One that is there already is replaced only when Enter is pressed a second time.
    """

    BORDER_TITLE = "Save Up next as a playlist"

    snapshot: reactive[Snapshot | None] = reactive(None, repaint=False, init=False)

    def __init__(self, charset: Charset, save: SavePlaylist | None, home: str) -> None:
        super().__init__("save-playlist")
        self._charset = charset
        self._save = save
        self._home = home
        self._typed = Input(compact=True)
        self._may_replace = ""
        self._tracks: tuple[Track, ...] = ()

    def keys_told(self) -> list[str]:
        """Enter is the line's own."""
        return ["Enter saves", *self.hints.pieces(("leave", "closes"))]

    def compose(self) -> ComposeResult:
        """The line alone."""
        with Horizontal(classes="typing"):
            yield Label("name: ")
            yield self._typed

    def be_about_up_next(self) -> bool:
        """Take what is up next now, named after the mood; False if that is nothing."""
        snapshot = self.snapshot
        self._tracks = () if snapshot is None else tuple(e.track for e in snapshot.up_next)
        mood = None if snapshot is None else snapshot.mood.emotion
        self._typed.value = "Up next" if mood is None else mood
        return bool(self._tracks) and self._save is not None

    def prepare(self) -> Widget:
        """The name is there to be typed over."""
        self._may_replace = ""
        self.tell_keys()
        self._typed.action_select_all()
        return self._typed

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another name: nothing was said of that one."""
        event.stop()
        self._may_replace = ""
        self.tell_keys()

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save, or ask whether one of that name may go."""
        event.stop()
        name = self._typed.value.strip()
        if self._save is None or not name:
            return
        try:
            path = await asyncio.to_thread(
                self._save, name, self._tracks, self._may_replace == name
            )
        except PlaylistExistsError as error:
            self._may_replace = name
            self.border_subtitle = self._charset.fit(
                f"{error} is there already: Enter again replaces it", 58
            )
            return
        except (OSError, TuiPlayerError) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
            self.post_message(
                NoticePosted(f"the playlist could not be saved: {reason}", Severity.WARNING)
            )
        else:
            told = str(path)
            if self._home and told.startswith(self._home + "/"):
                told = "~" + told[len(self._home) :]
            self.post_message(NoticePosted(f"saved {len(self._tracks)} tracks as {told}"))
        self.close()
