"""Where the control socket is: the user's alone, one player at a time, dead ones cleared away."""

import socket
import stat
from contextlib import closing
from pathlib import Path

import pytest

from tui_player.remote.address import SOCKET_NAME, Claim, ControlError, call


@pytest.fixture(params=["short", "long" * 40])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder that is not there yet; the second is too long for the kernel's address."""
    return tmp_path / str(request.param)


def test_the_player_is_reached_and_nobody_else_can(folder: Path) -> None:
    claim = Claim(folder)
    assert claim.take()
    with closing(claim.listen()) as listening, closing(call(folder, 5.0)) as caller:
        listening.setblocking(True)
        with closing(listening.accept()[0]) as accepted:
            caller.sendall(b"hello")
            assert accepted.recv(5) == b"hello"
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((folder / SOCKET_NAME).stat().st_mode) == 0o600
    claim.let_go()
    assert not (folder / SOCKET_NAME).exists()


def test_a_second_player_waits_and_leaves_the_first_its_socket(folder: Path) -> None:
    first, second = Claim(folder), Claim(folder)
    assert first.take()
    with closing(first.listen()):
        assert not second.take()
        second.let_go()
        call(folder, 5.0).close()
    third = Claim(folder)
    assert not third.take()
    first.let_go()
    assert third.take()
    third.let_go()


def test_the_socket_of_a_player_that_was_killed_is_replaced(folder: Path) -> None:
    folder.mkdir(mode=0o755)
    if len(str(folder)) < 100:
        with closing(socket.socket(socket.AF_UNIX)) as dead:
            dead.bind(str(folder / SOCKET_NAME))
    else:
        (folder / SOCKET_NAME).touch()
    with pytest.raises(OSError, match="refused"):
        call(folder, 5.0)
    claim = Claim(folder)
    assert claim.take()
    with closing(claim.listen()):
        call(folder, 5.0).close()
    claim.let_go()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700, "others are shut out again"


def test_a_folder_that_is_none_of_the_users_is_not_used(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (tmp_path / "link").symlink_to(theirs)
    with pytest.raises(ControlError, match="no folder of yours"):
        Claim(tmp_path / "link")
    (tmp_path / "file").touch()
    with pytest.raises(ControlError, match="cannot be used for control"):
        Claim(tmp_path / "file")


def test_nobody_listens_where_no_player_runs(folder: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        call(folder, 5.0)
