"""Where the control socket is: the user's alone, one player at a time, dead ones cleared away."""

import os
import socket
import stat
import threading
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tui_player.remote.control import address
from tui_player.remote.control.address import (
    LOCK_NAME,
    SOCKET_NAME,
    Claim,
    ControlError,
    ForeignFolderError,
    call,
)

DEADLINE_S = 20.0


def reached(folder: Path) -> None:
    call(folder, DEADLINE_S).close()


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
    for use in (Claim, reached):
        with pytest.raises(ForeignFolderError, match="no folder of yours"):
            use(tmp_path / "link")
    (tmp_path / "file").touch()
    with pytest.raises(ControlError, match="cannot be used for control"):
        Claim(tmp_path / "file")


def test_a_folder_of_another_user_is_not_used(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.mkdir(mode=0o700)
    monkeypatch.setattr(os, "getuid", lambda: 12_345_678)
    for use in (Claim, reached):
        with pytest.raises(ForeignFolderError, match=r"belongs to the user .*: it is not used"):
            use(folder)


def test_a_player_of_another_user_is_not_spoken_to(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = Claim(folder)
    with closing(claim.listen()):
        monkeypatch.setattr(address, "peer_of", lambda _: (1, 12_345_678, 1))
        with pytest.raises(ForeignFolderError, match="is the user 12345678, not you"):
            reached(folder)
    claim.let_go()


def test_a_lock_that_a_link_leads_to_is_not_taken(folder: Path, tmp_path: Path) -> None:
    folder.mkdir(mode=0o700)
    (tmp_path / "theirs").touch()
    (folder / LOCK_NAME).symlink_to(tmp_path / "theirs")
    with pytest.raises(ControlError, match="cannot be used for control"):
        Claim(folder)


def test_what_the_system_makes_is_not_made(tmp_path: Path) -> None:
    given = tmp_path / "run"
    with pytest.raises(ControlError, match="No such file"):
        Claim(given / "tui-player", given)
    given.mkdir()
    Claim(given / "tui-player", given).let_go()


def test_many_at_once_are_let_in(folder: Path) -> None:
    claim = Claim(folder)
    with closing(claim.listen()) as listening, ExitStack() as stack:
        listening.listen(1)  # room for few
        callers = [threading.Thread(target=reached, args=(folder,)) for _ in range(20)]
        for caller in callers:
            caller.start()
        listening.setblocking(True)
        for _ in callers:
            stack.enter_context(closing(listening.accept()[0]))
        for caller in callers:
            caller.join(DEADLINE_S)
            assert not caller.is_alive()
    claim.let_go()


def test_nobody_listens_where_no_player_runs(folder: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        call(folder, 5.0)
