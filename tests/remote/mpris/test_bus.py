"""Where the bus of the desktop session is looked for."""

import socket
from pathlib import Path

from jeepney.bus import get_bus

from tui_player.remote.mpris.bus import session_bus_addresses

TOLD = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/a"}


def test_the_variable_of_the_session_comes_first_and_the_place_of_systemd_next(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "a, b=c;%"
    folder.mkdir()
    assert session_bus_addresses(TOLD, folder) == ("unix:path=/a",)
    with socket.socket(socket.AF_UNIX) as bus:
        bus.bind(str(folder / "bus"))
        first, second = session_bus_addresses(TOLD, folder)
        assert session_bus_addresses({}, folder) == (second,)
    assert first == "unix:path=/a"
    assert get_bus(second) == str(folder / "bus")


def test_no_desktop_no_bus(tmp_path: Path) -> None:
    assert session_bus_addresses({}, None) == ()
    assert session_bus_addresses({"DBUS_SESSION_BUS_ADDRESS": ""}, tmp_path) == ()
    (tmp_path / "bus").touch()  # no socket
    assert session_bus_addresses({}, tmp_path) == ()
