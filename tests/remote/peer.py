"""Another program on the message bus, as media keys and desktop widgets are."""

from collections import deque
from typing import Any

from jeepney import DBusAddress, MatchRule, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import unwrap_msg

from tui_player.remote.mpris.interfaces import BUS_NAME, OBJECT_PATH, PLAYER, PROPERTIES

DEADLINE_S = 20.0


class Peer:
    """Another program on the bus, that hears what the player tells."""

    def __init__(self, address: str) -> None:
        self.bus: DBusConnection = open_dbus_connection(address)
        self.heard: deque[Any] = deque()
        self._owners: deque[Any] = deque()
        self._listen(MatchRule(type="signal", path=OBJECT_PATH), self.heard)
        self._listen(
            MatchRule(type="signal", sender="org.freedesktop.DBus", member="NameOwnerChanged"),
            self._owners,
        )

    def _listen(self, rule: MatchRule, queue: deque[Any]) -> None:
        self.bus.filter(rule, queue=queue)
        unwrap_msg(self.bus.send_and_get_reply(message_bus.AddMatch(rule), timeout=DEADLINE_S))

    def wait_for(self, name: str = BUS_NAME) -> None:
        """Wait until somebody has this name."""
        while True:
            changed, _, owner = self._next(self._owners).body
            if changed == name and owner:
                return

    def call(
        self,
        member: str,
        signature: str | None = None,
        *body: object,
        interface: str = PLAYER,
        name: str = BUS_NAME,
    ) -> tuple[Any, ...]:
        """The answer of the player; raises DBusErrorResponse."""
        to = DBusAddress(OBJECT_PATH, name, interface)
        message = new_method_call(to, member, signature, body)
        reply = self.bus.send_and_get_reply(message, timeout=DEADLINE_S)
        answer: tuple[Any, ...] = unwrap_msg(reply)
        return answer

    def get(self, name: str) -> Any:
        ((_, value),) = self.call("Get", "ss", PLAYER, name, interface=PROPERTIES)
        return value

    def hear(self) -> tuple[str, tuple[Any, ...]]:
        """The next signal of the player: its name and what it tells."""
        message = self._next(self.heard)
        members = [v for k, v in message.header.fields.items() if k.name == "member"]
        return members[0], message.body

    def _next(self, queue: deque[Any]) -> Any:
        return self.bus.recv_until_filtered(queue, timeout=DEADLINE_S)
