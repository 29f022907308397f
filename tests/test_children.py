"""Processes that the program starts: gone as soon as it is, and what their libraries print is
nobody's news."""

import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tui_player.commands.demo.maker import MusicMaker

DEADLINE_S = 60.0

# In place of a library that opens a device and hangs.
HANGING_DEVICE = """
import os, pathlib, threading

class DeviceOpener:
    def __call__(self, *_):
        pathlib.Path({pid!r}).write_text(str(os.getpid()))
        threading.Event().wait()
"""
ASKING = """
import sys, types
from tui_player.commands.doctor.sound import check_sound

list(check_sound(None, [sys.executable, {probe!r}], 600.0))
"""
PROBE = """
import sys, types
module = types.ModuleType("tui_player.audio.outputs.registry")
exec({device!r}, module.__dict__)
sys.modules[module.__name__] = module
from tui_player.commands.doctor.sound_probe import main
main()
"""
# Python runs this at each start.
BANNER = """
import atexit, os
atexit.register(os.write, 2, b"OpenBLAS blas_thread_init: pthread_create failed\\n")
"""


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + DEADLINE_S
    while not is_so():
        assert time.monotonic() < deadline_s
        select.select([], [], [], 0.02)


def is_running(process_id: int) -> bool:
    """Whether there is such a process that has not ended yet (proc_pid_stat(5))."""
    try:
        stat = Path(f"/proc/{process_id}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in ("Z", "X")


def test_the_probe_of_the_sound_device_ends_with_doctor(tmp_path: Path) -> None:
    pid, probe = tmp_path / "pid", tmp_path / "probe.py"
    device = HANGING_DEVICE.format(pid=str(pid))
    probe.write_text(PROBE.format(device=device))
    doctor = subprocess.Popen([sys.executable, "-c", ASKING.format(probe=str(probe))])
    wait_until(lambda: pid.exists() and bool(pid.read_text()))
    assert is_running(int(pid.read_text()))
    doctor.send_signal(signal.SIGKILL)
    doctor.wait()
    wait_until(lambda: not is_running(int(pid.read_text())))


def test_what_a_library_prints_is_not_told_as_trouble_of_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text(BANNER)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with MusicMaker(tmp_path / "gone") as maker:
        wait_until(lambda: not maker.is_working)
    assert maker.trouble.startswith(f"{tmp_path}/gone/")
    assert maker.trouble.endswith(": No such file or directory")
