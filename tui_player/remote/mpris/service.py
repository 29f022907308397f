"""The player on the desktop's message bus: media keys, widgets and playerctl reach it by MPRIS."""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from selectors import EVENT_READ, DefaultSelector
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    MessageFlag,
    MessageType,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.bus import get_bus
from jeepney.bus_messages import DBusNameFlags, message_bus
from jeepney.io.blocking import DBusConnection, prep_socket
from jeepney.wrappers import DBusErrorResponse, unwrap_msg

from tui_player.messages.snapshot import Snapshot
from tui_player.model.errors import TuiPlayerError
from tui_player.remote.mpris.calls import BusError
from tui_player.remote.mpris.interfaces import BUS_NAME, OBJECT_PATH, PLAYER, PROPERTIES
from tui_player.remote.mpris.player_object import Call, MediaPlayerObject, Orders
from tui_player.remote.mpris.position import ShownPosition, has_jumped
from tui_player.remote.mpris.properties import Variant, bus_text, what_tells

# A bus answers within a millisecond; one that takes longer than this is left alone.
BUS_LIMIT_S = 2.0
STOP_LIMIT_S = 1.0
# What the bus answers to who has got the name asked for (D-Bus specification, RequestName).
_IS_OWNER = 1

# A bus may come late, as with the first login, and again after it was restarted.
NEXT_TRY_S = 5.0
# Each message that cannot be read takes another connection, so many of them at once.
MOST_CONNECTIONS = 10
UNREACHED = "media keys and desktop widgets do not reach the player"

log = logging.getLogger(__name__)


class UnreadableMessageError(TuiPlayerError):
    """Somebody sent what cannot be read; the connection cannot go on."""


class Mpris:
    """Owns the one thread that speaks with the bus, now or once there is one.

    `find_addresses` tells where it may be at the moment. `find_cover` gives the path
    of a picture for the track at a path; it may read the disk.
    """

    def __init__(
        self,
        find_addresses: Callable[[], Sequence[str]],
        orders: Orders,
        find_cover: Callable[[str], str | None],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._find_addresses = find_addresses
        self._told_trouble = ""
        self._find_cover = find_cover
        self._now = now
        self._object = MediaPlayerObject(orders, now)
        self._shown = ShownPosition(Snapshot(), now())
        self._has_jumped = False
        self._cover: tuple[int | None, str | None] = (None, None)  # of this play
        self._stopping = threading.Event()
        self._socket: socket.socket | None = None
        self._waker, self._woken = socket.socketpair()
        self._waker.setblocking(False)
        self._woken.setblocking(False)
        self._thread = threading.Thread(target=self._run, name="mpris", daemon=True)

    def start(self) -> None:
        """Go to the bus, in the background."""
        self._thread.start()

    def publish(self, snapshot: Snapshot) -> None:
        """Tell the bus what is new by this snapshot; on the engine thread, never waits."""
        before = self._shown
        self._shown = before.followed_by(snapshot, self._now())
        if has_jumped(before, self._shown):
            self._has_jumped = True
        if self._has_jumped or what_tells(snapshot) != what_tells(before.snapshot):
            self._wake()

    def stop(self) -> None:
        """Leave the bus; one that hangs is left behind."""
        self._stopping.set()
        self._wake()
        if self._thread.ident is None:
            self._waker.close()
            self._woken.close()
            return
        self._thread.join(STOP_LIMIT_S)
        bus_socket = self._socket
        if self._thread.is_alive() and bus_socket is not None:
            with suppress(OSError):  # it was closed just now
                bus_socket.shutdown(socket.SHUT_RDWR)
            self._thread.join(STOP_LIMIT_S)

    def _wake(self) -> None:
        with suppress(OSError):  # it is about to wake up anyway, or has ended
            self._waker.send(b"\0")

    # -- the thread ------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                for address in self._find_addresses():
                    if not self._stopping.is_set():
                        self._try(address)
                self._stopping.wait(NEXT_TRY_S)
        except Exception:
            # The outermost loop; nothing on the bus may disturb the player.
            log.exception(UNREACHED)
        finally:
            self._waker.close()
            self._woken.close()

    def _try(self, address: str) -> None:
        """Serve on the bus at an address until one of them ends; what is wrong is logged once."""
        try:
            self._serve_again_and_again(address)
        except (OSError, ValueError, RuntimeError, DBusErrorResponse) as error:
            if not self._stopping.is_set() and str(error) != self._told_trouble:
                log.warning("%s: %s", UNREACHED, error)
                self._told_trouble = str(error)

    def _serve_again_and_again(self, address: str) -> None:
        for _ in range(MOST_CONNECTIONS):
            try:
                return self._serve(address)
            except UnreadableMessageError as error:
                log.warning("%s", error)
        raise RuntimeError("too many messages on the bus could not be read")

    def _serve(self, address: str) -> None:
        with prep_socket(get_bus(address), timeout=BUS_LIMIT_S) as self._socket:
            self._socket.settimeout(BUS_LIMIT_S)
            with DBusConnection(self._socket) as bus, DefaultSelector() as selector:
                self._has_jumped = False  # what was before is no news
                self._show()
                log.info("on the desktop's message bus as %s", _take_name(bus))
                self._told_trouble = ""
                selector.register(self._socket, EVENT_READ)
                selector.register(self._woken, EVENT_READ)
                while not self._stopping.is_set():
                    self._tell(bus)
                    self._answer(bus)
                    selector.select()
                    with suppress(BlockingIOError):  # it may be the bus that has news
                        self._woken.recv(4096)

    def _tell(self, bus: Any) -> None:
        """Send what is new as signals."""
        has_jumped = self._has_jumped
        if has_jumped:  # before looking at where to: what jumps from here on is told next time
            self._has_jumped = False
        changed = self._show()
        if changed:
            _send_signal(bus, PROPERTIES, "PropertiesChanged", "sa{sv}as", (PLAYER, changed, []))
        if has_jumped:
            _send_signal(bus, PLAYER, "Seeked", "x", (self._object.position_us,))

    def _show(self) -> dict[str, Variant]:
        """Answer calls from the newest snapshot; what is new by it."""
        shown = self._shown
        playing = shown.snapshot.now_playing
        if playing is None:
            self._cover = None, None
        elif self._cover[0] != playing.play_id:
            self._cover = playing.play_id, self._find_cover(playing.track.path)
        return self._object.show(shown, self._cover[1])

    def _answer(self, bus: Any) -> None:
        """Answer all calls that have come."""
        while not self._stopping.is_set() and (message := _receive(bus)) is not None:
            if message.header.message_type is MessageType.method_call:
                self._tell(bus)  # what a peer was told by an answer it need not be told as news
                answer = self._answer_to(message)
                if not message.header.flags & MessageFlag.no_reply_expected:
                    bus.send(answer)

    def _answer_to(self, message: Any) -> Any:
        fields = message.header.fields
        call = Call(
            fields[HeaderFields.path],
            fields.get(HeaderFields.interface),
            fields[HeaderFields.member],
            fields.get(HeaderFields.signature, ""),
            message.body,
        )
        try:
            answer = self._object.answer(call)
        except BusError as error:
            return new_error(message, error.name, "s", (bus_text(str(error)),))
        return new_method_return(message, answer.signature or None, answer.body)


def _receive(bus: Any) -> Any:
    """The next message that has come; None for none.

    Raises UnreadableMessageError for what jeepney cannot take apart, such as a file descriptor
    that does not come along: it would find the same message again and again.
    """
    try:
        return bus.receive(timeout=0)
    except TimeoutError:
        return None
    except OSError:
        raise
    except Exception as error:
        raise UnreadableMessageError(f"a message on the bus cannot be read: {error!r}") from error


def _take_name(bus: Any) -> str:
    """The name it has on the bus from now on: another tui-player may have the usual one."""
    for name in (BUS_NAME, f"{BUS_NAME}.instance{os.getpid()}"):
        request = message_bus.RequestName(name, DBusNameFlags.do_not_queue)
        reply = unwrap_msg(bus.send_and_get_reply(request, timeout=BUS_LIMIT_S))
        if reply == (_IS_OWNER,):
            return name
    raise RuntimeError(f"the bus gives nobody the name {BUS_NAME}")


def _send_signal(
    bus: Any, interface: str, member: str, signature: str, body: tuple[object, ...]
) -> None:
    bus.send(new_signal(DBusAddress(OBJECT_PATH, interface=interface), member, signature, body))
