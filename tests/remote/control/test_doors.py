"""The doors of a player: all or none are its own, and those that are cleared are made again."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tui_player.remote.control.address import SOCKET_NAME, Claim, ControlError, call
from tui_player.remote.control.doors import Doors

LIMIT_S = 20.0

MakeDoors = Callable[..., Doors]


@pytest.fixture
def make_doors(tmp_path: Path) -> Iterator[MakeDoors]:
    """Doors in folders of these names."""
    with ExitStack() as stack:

        def make(*names: str, given: Path | None = None) -> Doors:
            doors = Doors([tmp_path / name for name in names], given)
            stack.callback(doors.close)
            return doors

        yield make


def is_reached(folder: Path) -> bool:
    try:
        call(folder, LIMIT_S).close()
    except OSError:
        return False
    return True


def test_a_player_is_reached_at_all_of_them(make_doors: MakeDoors, tmp_path: Path) -> None:
    doors = make_doors("run", "state/control")
    assert doors.claim()
    doors.look_after()
    assert is_reached(tmp_path / "run")
    assert is_reached(tmp_path / "state" / "control")
    doors.close()
    assert not (tmp_path / "run" / SOCKET_NAME).exists()
    assert not is_reached(tmp_path / "state" / "control")


def test_who_shares_a_folder_with_a_player_takes_none(
    make_doors: MakeDoors, tmp_path: Path
) -> None:
    first, second = make_doors("state"), make_doors("run", "state")
    assert first.claim()
    assert not second.claim()
    first.look_after()
    assert not second.sockets
    third = make_doors("run")
    assert third.claim(), "the second has let it go again"
    third.close()
    first.close()
    assert second.claim()
    second.look_after()
    assert is_reached(tmp_path / "run")


def test_folders_that_are_one_are_claimed_once(make_doors: MakeDoors, tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "state")
    doors = make_doors("state/control", "link/control")
    for _ in range(2):
        assert doors.claim()
    doors.look_after()
    assert len(doors.sockets) == 1


@pytest.mark.parametrize("cleared", ["run/tui-player", "run/tui-player/control.sock", "run"])
def test_what_is_cleared_is_made_again(make_doors: MakeDoors, tmp_path: Path, cleared: str) -> None:
    (tmp_path / "run").mkdir()
    doors = make_doors("run/tui-player", given=tmp_path / "run")
    assert doors.claim()
    doors.look_after()
    path = tmp_path / cleared
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    doors.look_after()
    if cleared == "run":  # as at logout: nothing is made in its place
        assert not path.exists()
        assert not doors.sockets
        path.mkdir(mode=0o700)
        doors.look_after()
    assert is_reached(tmp_path / "run" / "tui-player")
    other = Claim(tmp_path / "run" / "tui-player")
    assert not other.take()
    other.let_go()


def test_what_another_player_took_meanwhile_is_left_to_it(
    make_doors: MakeDoors, tmp_path: Path
) -> None:
    first, second = make_doors("run"), make_doors("run")
    assert first.claim()
    first.look_after()
    shutil.rmtree(tmp_path / "run")
    assert second.claim()
    second.look_after()
    first.look_after()
    assert not first.sockets
    first.close()
    assert is_reached(tmp_path / "run")
    second.close()
    first.look_after()
    assert is_reached(tmp_path / "run")


def test_a_folder_that_cannot_be_used_leaves_the_others(
    make_doors: MakeDoors, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    doors = make_doors("file", "run")
    assert doors.claim()
    for _ in range(3):
        doors.look_after()
    assert is_reached(tmp_path / "run")
    (refusal,) = doors.refusals
    assert "file cannot be used for control" in refusal
    assert caplog.text.count(refusal) == 1, "it is told once"


def test_without_a_folder_that_can_be_used_it_says_why(
    make_doors: MakeDoors, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    doors = make_doors("file", "file/below")
    with pytest.raises(ControlError, match=r"file cannot be used .*; .*below cannot"):
        doors.claim()
