"""An app that does what one key asks for before it looks where the next one goes."""

import asyncio
from collections import deque

from textual import constants, events
from textual.app import App
from textual.driver import Driver
from textual.message import Message
from textual.widget import Widget

from tui_player.ui.keys.layouts import KeyPlaces
from tui_player.ui.terminal.driver import TerminalDriver, TerminalLost
from tui_player.ui.terminal.key_sequences import key_name
from tui_player.ui.terminal.signals import TERMINAL_LOST

# A key may set off a message that sets off another: Enter, Submitted, Closed, the focus moves.
_MOST_ROUNDS = 5
# Something that waits for a disk may hold a pane up; the other panes are to answer still. On a
# busy machine so long may pass while nothing could move at all: a key is held up only if it does
# not arrive either while all that is ready to run has had its turn so many times.
_PATIENCE_S = 1.0
_TURNS = 1_000


class KeyFollowed(Message):
    """Runs after a key from widget to widget; where it has come, the key has been before."""

    def __init__(self, key: events.Key | events.Paste, round_number: int) -> None:
        super().__init__()
        self.key = key
        self.round_number = round_number


class KeyHeldUp(Message):
    """A key does not arrive: something that it came upon waits for what may take long."""

    def __init__(self, key: events.Key | events.Paste) -> None:
        super().__init__()
        self.key = key


class OrderedKeysApp(App[None]):
    """Sends keys on one at a time, so that those typed in one burst go where they are meant to.

    Textual hands a key to the widget that has the focus when the key comes in, which is too
    early while a key before it is still on its way to move the focus.
    """

    def __init__(self, *, ansi_color: bool | None = None, language: str = "") -> None:
        """`language`: the person's own, as LANG begins; it tells layouts of keyboards apart."""
        super().__init__(ansi_color=ansi_color)
        self._keys_to_send: deque[events.Key | events.Paste] = deque()
        self._key_on_its_way: events.Key | events.Paste | None = None
        self._takes_keys = False
        self._places = KeyPlaces(language)
        self._watch: asyncio.Task[None] | None = None

    def get_driver_class(self) -> type[Driver]:
        """One that tells Esc soon, unless a person or a test names another."""
        return TerminalDriver if constants.DRIVER is None else super().get_driver_class()

    async def on_event(self, event: events.Event) -> None:
        """Keys and pasted text wait for their turn; all else is dealt with at once."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self._keys_to_send.append(event)
        if not self._takes_keys:
            return
        if self._key_on_its_way is None:
            await self._send_keys()
        elif self._watch is None or self._watch.done():
            self._watch = asyncio.create_task(self._pass_what_is_held_up())

    def on_terminal_lost(self, message: TerminalLost) -> None:
        """End as on SIGHUP."""
        self.exit(return_code=TERMINAL_LOST)

    def on_key(self, event: events.Key) -> None:
        """What has bubbled up and means nothing here counts as the key at its place."""
        if event.character is not None:
            self._put_at_its_place(event)

    @property
    def takes_keys(self) -> bool:
        """Whether all that keys and clicks may open is there by now."""
        return self._takes_keys

    async def take_keys(self) -> None:
        """Begin with the keys: all that they may open is there now."""
        self._takes_keys = True
        await self._send_keys()

    async def on_key_followed(self, message: KeyFollowed) -> None:
        """A key has been everywhere; once what it set off is done as well, the next one goes."""
        if message.key is not self._key_on_its_way or not self.screen_stack:
            return
        is_to_follow = message.round_number < _MOST_ROUNDS and self._is_anything_on_its_way()
        if not is_to_follow or not self._follow(message.key, message.round_number + 1):
            await self._send_keys()

    async def on_key_held_up(self, message: KeyHeldUp) -> None:
        """The next key need not wait any more."""
        if message.key is self._key_on_its_way:
            await self._send_keys()

    async def _pass_what_is_held_up(self) -> None:
        """While keys wait, see to it that the one ahead of them arrives or is passed."""
        while self._keys_to_send and (ahead := self._key_on_its_way) is not None:
            await asyncio.sleep(_PATIENCE_S)
            turns = 0
            while self._key_on_its_way is ahead and turns < _TURNS:
                await asyncio.sleep(0)
                turns += 1
            if self._key_on_its_way is ahead:
                self.post_message(KeyHeldUp(ahead))

    async def _send_keys(self) -> None:
        """Send the next key; more, while they are dealt with at once."""
        self._key_on_its_way = None
        while self._keys_to_send and self._key_on_its_way is None:
            key = self._keys_to_send.popleft()
            self._key_on_its_way = key
            if isinstance(key, events.Key):
                self._note(key)
            await super().on_event(key)
            if not key.is_forwarded or not self._follow(key, 1):
                self._key_on_its_way = None

    def _follow(self, key: events.Key | events.Paste, round_number: int) -> bool:
        """Send a message after the key; False if its widget takes none any more."""
        return self._key_target.post_message(KeyFollowed(key, round_number))

    def _note(self, key: events.Key) -> None:
        """Before a key goes: with ctrl or alt it is no text, so that its place counts at once."""
        if key.character is not None:
            self._places.note(key.character)
        else:
            self._put_at_its_place(key)

    def _put_at_its_place(self, key: events.Key) -> None:
        modifiers, plus, base = key.key.rpartition("+")
        character = key.character or base
        us_key = self._places.us_key(character) if len(character) == 1 else ""
        if us_key and key.key not in self.screen.active_bindings:
            key.key = f"{modifiers}{plus}{key_name(us_key)}"
            key.character = us_key if key.character is not None else None

    @property
    def _key_target(self) -> Widget:
        return self.focused or self.screen

    def _is_anything_on_its_way(self) -> bool:
        pumps = (*self._key_target.ancestors_with_self, self)
        return any(pump.message_queue_size for pump in pumps)
