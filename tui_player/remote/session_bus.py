"""Finds the message bus of the desktop session, where there is one."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

# What a D-Bus address may hold as it is (D-Bus specification, "Server addresses").
_UNESCAPED = "-_/.\\*"


def session_bus_address(environment: Mapping[str, str]) -> str | None:
    """The D-Bus address of the session bus; None where no desktop runs, as after a login by ssh.

    Where no variable tells it, it is looked for where systemd puts the bus of a user.
    """
    address = environment.get("DBUS_SESSION_BUS_ADDRESS")
    if address:
        return address
    runtime_folder = environment.get("XDG_RUNTIME_DIR")
    if not runtime_folder:
        return None
    socket = Path(runtime_folder) / "bus"
    return f"unix:path={quote(str(socket), safe=_UNESCAPED)}" if socket.is_socket() else None
