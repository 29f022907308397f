import socket
from pathlib import Path

from jeepney.bus import get_bus

from tui_player.remote.session_bus import session_bus_address


def test_the_variable_of_the_session_comes_first(tmp_path: Path) -> None:
    environment = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/a", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert session_bus_address(environment) == "unix:path=/a"


def test_else_it_is_where_systemd_puts_it(tmp_path: Path) -> None:
    folder = tmp_path / "a, b=c;%"
    folder.mkdir()
    with socket.socket(socket.AF_UNIX) as bus:
        bus.bind(str(folder / "bus"))
        address = session_bus_address({"XDG_RUNTIME_DIR": str(folder)})
    assert address is not None
    assert get_bus(address) == str(folder / "bus")


def test_no_desktop_no_bus(tmp_path: Path) -> None:
    assert session_bus_address({}) is None
    assert session_bus_address({"DBUS_SESSION_BUS_ADDRESS": ""}) is None
    assert session_bus_address({"XDG_RUNTIME_DIR": str(tmp_path)}) is None
    (tmp_path / "bus").touch()  # no socket
    assert session_bus_address({"XDG_RUNTIME_DIR": str(tmp_path)}) is None
