"""The command `demo` as a person meets it: on the screen, and afterwards on the disk."""

import errno
import os
import select
import shutil
import signal
import tempfile
import time
from pathlib import Path

import pytest

from tests.terminal import TerminalSession, session_environ
from tui_player import cli
from tui_player.commands.demo.maker import MusicMaker
from tui_player.commands.demo.maker_process import PIECES
from tui_player.model.errors import TuiPlayerError
from tui_player.settings.run_settings import RunOptions

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """A folder for temporary files, by itself."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


def demo(home: Path, temporary: Path, *arguments: str) -> TerminalSession:
    environ = session_environ(home, TMPDIR=str(temporary))
    return TerminalSession(["demo", *arguments], environ)


def left_in(temporary: Path) -> list[Path]:
    """What of the demo is there; sound libraries put files of their own beside it."""
    return [*temporary.glob("tui-player*")]


def files_in(home: Path) -> list[Path]:
    return [path for path in home.rglob("*tui-player*/**/*") if path.is_file()]


def test_it_plays_its_own_music_by_replayed_readings_says_so_and_leaves_nothing(
    own_home: Path, temporary: Path
) -> None:
    with demo(own_home, temporary) as program:
        program.wait_for("DEMO: replayed readings, no camera", "looks neutral", "Demo Music")
        program.wait_for("Window Seat", "0:01")
        program.wait_for("23 tracks")
        program.press("1")
        program.wait_for("pin happy", "pinned: happy")
        program.press("q")
        assert program.wait_for_end() == 0
    assert left_in(temporary) == []
    assert files_in(own_home) == []


def test_it_tells_in_lines_that_there_is_no_camera(own_home: Path, temporary: Path) -> None:
    with demo(own_home, temporary, "--plain") as program:
        program.wait_for("No camera. Demo readings on.", "Looks neutral", "Plays ")
        program.press("q")
        assert program.wait_for_end() == 0
    assert left_in(temporary) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_it_begins_leaves_nothing(
    own_home: Path, temporary: Path, number: signal.Signals
) -> None:
    with demo(own_home, temporary) as program:
        program.wait_until(lambda: bool(left_in(temporary)))
        program.send(number)
        assert program.wait_for_end() == 128 + number
    assert left_in(temporary) == []


def test_too_small_a_disk_is_told_before_anything_is_made(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tui_player.commands.demo.command.NEEDED_BYTES", 10**18)
    assert cli.main(["demo"]) == 2
    told = capsys.readouterr().err
    assert "MB left for the demo; TMPDIR names another" in told


def test_music_that_cannot_be_made_is_told_afterwards(
    own_home: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = temporary / "broken"
    (broken / "av").mkdir(parents=True)
    (broken / "av" / "__init__.py").write_text("raise ImportError('no av here')")
    before = os.environ.get("PYTHONPATH", "")
    environ = session_environ(own_home, TMPDIR=str(temporary), PYTHONPATH=f"{broken}:{before}")
    with TerminalSession(["demo"], environ) as program:
        program.wait_for("DEMO:")
        program.press("q")
        assert program.wait_for_end() == 2
        assert "the demo's music could not all be made" in program.written.decode()


def test_the_maker_ends_in_peace_and_at_once_when_it_is_abandoned(temporary: Path) -> None:
    with MusicMaker(temporary) as maker:
        deadline_s = time.monotonic() + 60
        while maker.is_working and time.monotonic() < deadline_s:
            select.select([], [], [], 0.05)
    assert maker.trouble == ""
    assert len([*temporary.rglob("*.flac")]) == len(PIECES)
    with MusicMaker(temporary) as maker:
        pass
    assert maker.trouble == ""


def test_music_is_not_made_into_a_folder_that_is_gone(temporary: Path) -> None:
    with MusicMaker(temporary / "gone") as maker:
        deadline_s = time.monotonic() + 60
        while maker.is_working and time.monotonic() < deadline_s:
            select.select([], [], [], 0.05)
    assert "No such file or directory" in maker.trouble
    assert not (temporary / "gone").exists()


def test_a_maker_that_does_not_end_in_time_is_no_trouble(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with MusicMaker(temporary) as maker:
        monkeypatch.setattr("tui_player.commands.demo.maker.STOPPING_S", -1.0)
    assert maker.trouble == ""


def test_a_folder_still_written_to_is_removed_and_the_status_kept(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove = shutil.rmtree
    written = iter(["late.flac"])

    def remove_while_written(folder: Path, *, ignore_errors: bool = False) -> None:
        for name in written:
            # A folder in which a file appears cannot be removed.
            if not ignore_errors:
                raise OSError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY), str(folder / name))
            return
        remove(folder, ignore_errors=ignore_errors)

    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setattr("tui_player.app.startup.play", lambda *_, **__: 3)
    monkeypatch.setattr(shutil, "rmtree", remove_while_written)
    assert cli.main(["demo"]) == 3
    assert left_in(temporary) == []


def test_only_what_keeps_it_from_being_made_is_told_as_that(
    temporary: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object, plain: bool) -> int:
        raise OSError(errno.EIO, f"the terminal is gone, {plain=}")

    monkeypatch.setattr("tui_player.app.startup.play", fails)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    with pytest.raises(OSError, match="the terminal is gone"):
        cli.main(["demo"])
    assert left_in(temporary) == []
    monkeypatch.setattr(tempfile, "tempdir", str(temporary / "missing"))
    assert cli.main(["demo"]) == 2
    assert f"cannot be made in {temporary / 'missing'}" in capsys.readouterr().err


@pytest.mark.parametrize("is_told_in_log", [True, False])
def test_only_a_log_that_tells_of_an_error_is_left(
    temporary: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    is_told_in_log: bool,
) -> None:
    def fails(options: RunOptions, *_: object, plain: bool) -> int:
        assert options.paths is not None
        if is_told_in_log:
            options.paths.create()
            options.paths.log_file.write_text("what went wrong")
        raise TuiPlayerError("the screen met an error")

    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setattr("tui_player.app.startup.play", fails)
    handler = signal.getsignal(signal.SIGTERM)
    assert cli.main(["demo"]) == 2
    assert "the screen met an error" in capsys.readouterr().err
    assert [*temporary.rglob("*.log")] == [*temporary.glob("*/state/tui-player.log")]
    assert bool(left_in(temporary)) == is_told_in_log
    assert signal.getsignal(signal.SIGTERM) == handler
