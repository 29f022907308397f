"""The media player as an object on the message bus: a call in, an answer and requests out."""

from collections.abc import Callable
from typing import NamedTuple

from tui_player.messages.requests import PlayTrack, Request
from tui_player.messages.snapshot import Snapshot
from tui_player.model.music.track import TrackId
from tui_player.remote.mpris import calls as calls
from tui_player.remote.mpris.calls import BusError
from tui_player.remote.mpris.interfaces import (
    APPLICATION,
    INTROSPECTION,
    METHODS,
    OBJECT_PATH,
    PEER,
    PLAYER,
    PROPERTIES,
    PROPERTIES_OF,
    Property,
    described,
)
from tui_player.remote.mpris.position import ShownPosition
from tui_player.remote.mpris.properties import (
    Variant,
    application_properties,
    microseconds,
    player_properties,
)


class Call(NamedTuple):
    """A method call as it came; the bus has made sure that its body fits its signature."""

    path: str
    interface: str | None
    member: str
    signature: str
    body: tuple[object, ...]


class MethodReply(NamedTuple):
    """What a call gives."""

    signature: str = ""
    body: tuple[object, ...] = ()


class Orders(NamedTuple):
    """What calls lead to outside: requests, the end of the run, and how files are found.

    `find_track` gives the id of the track with this path, None if the library has none.
    """

    ask: Callable[[Request], None]
    end: Callable[[], None]
    find_track: Callable[[str], TrackId | None]


class MediaPlayerObject:
    """Answers calls from what it was shown last; for one thread."""

    def __init__(self, orders: Orders, now: Callable[[], float]) -> None:
        self._orders = orders
        self._now = now
        self._shown = ShownPosition(Snapshot(), now())
        self._told = player_properties(self._shown.snapshot)

    @property
    def position_us(self) -> int:
        """How far into the track it is at this moment."""
        return microseconds(self._shown.position_s(self._now()))

    def show(self, shown: ShownPosition, cover: str | None = None) -> dict[str, Variant]:
        """MethodReply from this from now on; the properties that are others by it."""
        before, self._shown = self._told, shown
        self._told = player_properties(shown.snapshot, cover)
        return {
            name: _variant(PLAYER, name, value)
            for name, value in self._told.items()
            if value != before[name]
        }

    def answer(self, call: Call) -> MethodReply:
        """Do what is called for; raises BusError where that cannot be."""
        if (call.interface, call.member) == (PEER, "Ping"):
            return MethodReply()
        description = described(call.path)
        if description is None:
            raise BusError(calls.UNKNOWN_OBJECT, f"There is no object {call.path}.")
        interface = call.interface or _interface_with(call.member)
        self._check(call, interface)
        if interface == INTROSPECTION:
            return MethodReply("s", (description,))
        if interface == PROPERTIES:
            return self._properties(call)
        if interface == APPLICATION:
            if call.member == "Quit":
                self._orders.end()
            return MethodReply()
        for request in self._requests(call):
            self._orders.ask(request)
        return MethodReply()

    def _check(self, call: Call, interface: str) -> None:
        """Raises BusError for a method that is not there, or does not take this."""
        is_player = call.path == OBJECT_PATH
        if interface not in METHODS or not (is_player or interface == INTROSPECTION):
            sentence = f"There is no interface {interface!r} here."
            raise BusError(calls.UNKNOWN_INTERFACE, sentence)
        method = METHODS[interface].get(call.member)
        if method is None:
            raise BusError(calls.UNKNOWN_METHOD, f"{interface} has no method {call.member}.")
        if method.signature != call.signature:
            sentence = f"{call.member} takes {method.signature!r}, not {call.signature!r}."
            raise BusError(calls.INVALID, sentence)

    def _requests(self, call: Call) -> tuple[Request, ...]:
        """What a method of the player asks for; its arguments have the right types."""
        match call.member, call.body:
            case "Seek", (int(offset_us),):
                return calls.asked_by_seek(offset_us, self._shown, self._now())
            case "SetPosition", (str(track), int(position_us)):
                return calls.asked_by_position(track, position_us, self._shown.snapshot)
            case "OpenUri", (str(uri),):
                return (self._open(uri),)
        return calls.asked_by_call(call.member)

    def _open(self, uri: str) -> Request:
        track_id = self._orders.find_track(calls.path_of(uri))
        if track_id is None:
            sentence = "This file is not in the library: only music in the folder is played."
            raise BusError(calls.NOT_FOUND, sentence)
        return PlayTrack(track_id)

    # -- properties ------------------------------------------------------------------------------

    def _properties(self, call: Call) -> MethodReply:
        match call.member, call.body:
            case "Get", (str(interface), str(name)):
                _require_property(interface, name)
                return MethodReply("v", (self._values(interface)[name],))
            case "GetAll", (str(interface),):
                return MethodReply("a{sv}", (self._values(interface),))
            case "Set", (str(interface), str(name), (str(kind), value)):
                self._set(interface, name, kind, value)
        return MethodReply()

    def _values(self, interface: str) -> dict[str, Variant]:
        """All properties of an interface; raises BusError for one that is not there."""
        if interface == PLAYER:
            values = {**self._told, "Position": self.position_us}
        elif interface == APPLICATION:
            values = application_properties()
        elif interface in METHODS:
            values = {}
        else:
            raise BusError(calls.UNKNOWN_INTERFACE, f"There is no interface {interface!r} here.")
        return {name: _variant(interface, name, value) for name, value in values.items()}

    def _set(self, interface: str, name: str, kind: str, value: object) -> None:
        its = _require_property(interface, name)
        if not its.can_be_set:
            raise BusError(calls.READ_ONLY, f"{name} cannot be set.")
        if kind != its.kind:
            raise BusError(calls.INVALID, f"{name} takes {its.kind!r}, not {kind!r}.")
        for request in calls.asked_by_setting(name, value, self._shown.snapshot):
            self._orders.ask(request)


def _variant(interface: str, name: str, value: object) -> Variant:
    return PROPERTIES_OF[interface][name].kind, value


def _require_property(interface: str, name: str) -> Property:
    """Raises BusError for one that is not there."""
    if interface not in METHODS:
        raise BusError(calls.UNKNOWN_INTERFACE, f"There is no interface {interface!r} here.")
    its = PROPERTIES_OF.get(interface, {}).get(name)
    if its is None:
        raise BusError(calls.UNKNOWN_PROPERTY, f"{interface} has no property {name!r}.")
    return its


def _interface_with(member: str) -> str:
    """A call may leave the interface open: the first that has such a method; none has: empty."""
    return next((name for name, methods in METHODS.items() if member in methods), "")
