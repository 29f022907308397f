"""A crash leaves nothing of what the camera saw on the disk."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.vision.frames import astronaut, write_picture
from tui_player.vision.no_core_dump import forbid_core_dump

ROOT = Path(__file__).resolve().parents[2]
GET_DUMPABLE = "import ctypes; print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"  # linux/prctl.h


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    write_picture(folder / "face.png", astronaut())
    return folder


def crashed(number: signal.Signals, folder: Path, *camera: str) -> int:
    """How the kernel ended a program that crashed, its present folder being this one."""
    line = [sys.executable, "-P", "-m", "tests.vision.crashes_with_a_camera", str(int(number))]
    process = subprocess.Popen(
        [*line, *camera], cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    _, status = os.waitpid(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == -number
    return status


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT])
def test_a_crash_with_a_camera_leaves_no_core_dump(
    number: signal.Signals, tmp_path: Path, pictures: Path
) -> None:
    status = crashed(number, tmp_path, str(pictures))
    assert not os.WCOREDUMP(status)
    assert list(tmp_path.iterdir()) == [pictures]


def test_a_crash_without_one_may_leave_it(tmp_path: Path) -> None:
    if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
        pytest.skip("this machine allows no core dump to anybody")
    if not os.WCOREDUMP(crashed(signal.SIGABRT, tmp_path)):
        pytest.skip("this machine's kernel leads core dumps nowhere")


def test_what_is_started_from_there_is_dumpable_again() -> None:
    code = (
        "import subprocess, sys\n"
        "from tui_player.vision.no_core_dump import forbid_core_dump\n"
        f"forbid_core_dump()\n{GET_DUMPABLE}\n"
        f"subprocess.run([sys.executable, '-c', {GET_DUMPABLE!r}])\n"
    )
    done = subprocess.run(
        [sys.executable, "-u", "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split() == ["0", "1"]


def test_where_a_sandbox_forbids_that_the_size_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    class Sandboxed:
        """A C library whose calls are refused."""

        def __init__(self, *_: object, **__: object) -> None:
            self.prctl = lambda *_: -1

    limits: list[object] = []
    monkeypatch.setattr("ctypes.CDLL", Sandboxed)
    monkeypatch.setattr("resource.setrlimit", lambda *limit: limits.append(limit))
    forbid_core_dump()
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    assert limits == [(resource.RLIMIT_CORE, (0, hard))]
