"""A front end without a screen: a line a change on standard output, keys from standard input."""

import os
import select
from collections.abc import Callable, Iterable, Sequence
from typing import TextIO

from textual.message import Message

from tui_player.messages.requests import Request, SleepAfter, StopMeasuring
from tui_player.messages.snapshot import Snapshot
from tui_player.ui.bridge import QuitAsked, ScreenBridge
from tui_player.ui.drawing.glyphs import Charset
from tui_player.ui.keys.actions import Action, Where
from tui_player.ui.keys.hints import KeyHints
from tui_player.ui.keys.layouts import KeyPlaces
from tui_player.ui.overlays.explanation import why_text
from tui_player.ui.plain.changes import changes, key_lines, state_lines
from tui_player.ui.plain.keys import PlainKeys
from tui_player.ui.plain.search import PlainSearch, SearchTracks
from tui_player.ui.terminal.driver import terminal_reader
from tui_player.ui.terminal.key_terminal import KeyTerminal
from tui_player.ui.terminal.signals import TERMINAL_LOST, EndSignals
from tui_player.util.standard_streams import OutputLostError, output_descriptor

_READ_BYTES = 256
# How often to look whether a program that a shell has in the background is in front again.
_LOOKS_EVERY_S = 0.5
_ENDS = frozenset({"quit", "interrupt"})
_DONE_HERE = _ENDS | {"help", "why", "search", "sleep_timer"}


class PlainFrontEnd:
    """Tells what changes until the person quits, the input ends or a signal comes.

    `post` takes the requests and must not wait. Without a terminal for `keys` (a descriptor)
    nothing is read from it, and only one of the `signals` or a closed output ends the run.
    `language`: the person's own, as LANG begins; it tells layouts of keyboards apart.
    """

    def __init__(
        self,
        *,
        post: Callable[[Request], None],
        bridge: ScreenBridge,
        actions: Sequence[Action],
        charset: Charset,
        output: TextIO,
        keys: int,
        signals: EndSignals,
        search: SearchTracks | None = None,
        language: str = "",
    ) -> None:
        self._post = post
        self._bridge = bridge
        self._charset = charset
        self._output = output
        self._status_without_output = TERMINAL_LOST if output.isatty() else 0
        self._keys = keys
        self._pressed = PlainKeys(terminal_reader())
        self._places = KeyPlaces(language)
        self._signals = signals
        self._actions = tuple(a for a in actions if is_plain(a))
        self._by_key = {key: action for action in self._actions for key in action.keys}
        # While words are typed `q` is a letter.
        self._end_keys = {key for a in self._actions if a.name == "interrupt" for key in a.keys}
        self._told = Snapshot()
        self._search = (
            None
            if search is None
            else PlainSearch(search, post, lambda line: self._say(charset.show(line)), self._echo)
        )
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_write, False)
        self._status: int | None = None

    def run(self, on_start: Callable[[], None]) -> int:
        """The exit status: 0, or 128 and the number of the signal that ended the run."""
        try:
            with KeyTerminal(self._keys) as terminal:
                self._bridge.attach(self._wake)
                self._signals.tell(self._end_on_signal)
                self._say(self._greeting(terminal.is_there))
                if self._status is None:
                    on_start()
                self._listen(terminal)
        except OutputLostError as lost:
            if not lost.is_for_nobody:
                raise
            self._status = self._status_without_output
        finally:
            self._bridge.detach()
        return self._status or 0

    def _greeting(self, has_keys: bool) -> str:
        key = KeyHints(self._actions, self._charset.key_names).key("help")
        return f"tui-player. Press {key} for the keys." if has_keys and key else "tui-player."

    def close(self) -> None:
        """Close what it opened; to be called when nobody publishes any more."""
        os.close(self._wake_read)
        os.close(self._wake_write)

    def _listen(self, terminal: KeyTerminal) -> None:
        waiting = select.poll()
        for source in (self._wake_read, self._signals):
            waiting.register(source, select.POLLIN)
        output = output_descriptor(self._output)
        if output is not None:
            waiting.register(output, 0)  # to hear that nobody reads it any more
        while self._status is None:
            ready = self._wait(waiting, terminal)
            self._signals.take()
            if self._wake_read in ready:
                os.read(self._wake_read, _READ_BYTES)
                self._tell_changes()
            if self._status is None and self._keys in ready:
                self._take_keys()
            if self._status is None and output is not None and output in ready:
                self._status = self._status_without_output

    def _wait(self, waiting: select.poll, terminal: KeyTerminal) -> dict[int, int]:
        """The descriptors at which something has happened; the keys' only while they are ours."""
        has_keys = terminal.take()
        patience_s = self._pressed.patience_s if has_keys else None
        if has_keys:
            waiting.register(self._keys, select.POLLIN)
        elif terminal.is_there:
            patience_s = _LOOKS_EVERY_S
        ready = dict(waiting.poll(None if patience_s is None else patience_s * 1000))
        if has_keys:
            waiting.unregister(self._keys)
        if self._keys not in ready:
            self._press_all(self._pressed.expire())
        return ready

    def _tell_changes(self) -> None:
        snapshot = self._bridge.snapshot
        if snapshot is not None:
            old, self._told = self._told, snapshot
            for line in changes(old, snapshot, self._charset):
                self._say(line)

    def _take_keys(self) -> None:
        try:
            typed = os.read(self._keys, _READ_BYTES)
        except OSError:
            typed = b""
        if not typed:
            self._status = TERMINAL_LOST
        self._press_all(self._pressed.feed(typed))

    def _press_all(self, keys: Iterable[str]) -> None:
        for key in keys:
            if self._status is None:
                self._places.note(key)
                self._press(key)

    def _press(self, key: str) -> None:
        if self._search is not None and self._search.is_open and key not in self._end_keys:
            self._search.press(key if self._search.knows(key) else self._at_its_place(key))
            return
        action = self._by_key.get(key) or self._by_key.get(self._at_its_place(key))
        if action is None:
            if key == "escape" and self._told.mood.rest is not None:
                self._post(StopMeasuring())
            elif key == "enter":
                self._say(*state_lines(self._told, self._charset))
        elif action.request is not None:
            self._post(action.request)
        else:
            self._do(action.name)

    def _at_its_place(self, key: str) -> str:
        """The key that the US layout has there; the same if none is known."""
        return self._places.us_key(key) or key if len(key) == 1 else key

    def _do(self, name: str) -> None:
        """What the screen's panes do otherwise."""
        if name in _ENDS:
            self._status = 0
        elif name == "search":
            if self._search is not None:
                self._search.open()
        elif name == "why":
            self._say(*why_text(self._told.now_playing, self._charset))
        elif name == "sleep_timer":
            # There is no list to choose from: after this track, or not.
            is_set = self._told.ending.stops_after_track
            self._post(SleepAfter(None if is_set else 0))
        else:
            self._say(*key_lines(self._actions, self._charset.key_names))

    def _say(self, *lines: str) -> None:
        for line in lines:
            print(line, file=self._output)
        self._output.flush()

    def _echo(self, text: str) -> None:
        self._output.write(text)
        self._output.flush()

    def _wake(self, message: Message) -> bool:
        if isinstance(message, QuitAsked):
            self._status = 0
        try:
            os.write(self._wake_write, b"!")
        except BlockingIOError:
            # It has been woken so often already that the pipe is full.
            return True
        return True

    def _end_on_signal(self, number: int) -> None:
        self._status = 128 + number


def is_plain(action: Action) -> bool:
    """Whether an action makes sense without a screen."""
    if action.where is not Where.EVERYWHERE:
        return False
    return action.request is not None or action.name in _DONE_HERE
