"""Finds the message bus of the desktop session, where there is one."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

# What a D-Bus address may hold as it is (D-Bus specification, "Server addresses").
_UNESCAPED = "-_/.\\*"


def session_bus_addresses(
    environment: Mapping[str, str], runtime_folder: Path | None
) -> tuple[str, ...]:
    """The D-Bus addresses where the session bus may be now; none where no desktop runs, as after
    a login by ssh.

    The one that the environment tells comes first. It may be that of a session which has ended
    meanwhile: then the bus of the next one is where systemd puts the bus of a user.
    """
    told = environment.get("DBUS_SESSION_BUS_ADDRESS")
    found = [told] if told else []
    socket = None if runtime_folder is None else runtime_folder / "bus"
    if socket is not None and socket.is_socket():
        found.append(f"unix:path={quote(str(socket), safe=_UNESCAPED)}")
    return tuple(dict.fromkeys(found))
