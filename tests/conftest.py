"""Fixtures for every test: nothing may be left running, nothing of the user's is touched."""

import os
import re
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from multiprocessing import active_children
from pathlib import Path

import pytest

from tests.terminal import own_runtime_dir
from tui_player.ui.terminal.signals import handlers_restored

LEFT_BEHIND_LIMIT_S = 5.0
# Half of the whole suite is waiting: for sound in real time, for screens, for processes.
WORKERS = 2


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Run the whole suite in several processes; parts of it that are named, and `-n 0`, in one."""
    is_whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    if (
        hasattr(config, "workerinput")
        or not is_whole
        or not config.pluginmanager.hasplugin("xdist")
    ):
        return  # one of the several processes comes by here as well
    if config.option.numprocesses is None and not config.option.usepdb:
        config.option.numprocesses, config.option.dist = WORKERS, "worksteal"
        os.environ.setdefault("OMP_NUM_THREADS", "1")  # PyTorch would take all cores in each


def pytest_configure() -> None:
    """Hear Ctrl-C, and let the programs under test hear it, also where the tests were started in
    the background of a shell, which has it ignored."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_IGN:
            is_interrupt = number == signal.SIGINT
            signal.signal(number, signal.default_int_handler if is_interrupt else signal.SIG_DFL)


@pytest.fixture
def tmp_path(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """An empty folder for a test, in the place of pytest's own.

    That one numbers its folders and looks through all there are to find the next number: after
    thousands of tests this took longer than most of them.
    """
    return _new_folder(tmp_path_factory, re.sub(r"\W", "_", request.node.name)[:20])


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, so that tests neither see nor change the user's own files."""
    home = _new_folder(tmp_path_factory, "home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    for name in ("XDG_MUSIC_DIR", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(own_runtime_dir(home)))
    return home


@pytest.fixture(autouse=True)
def signals_as_before() -> Iterator[None]:
    """Whatever a program under test heard, Ctrl-C ends the tests."""
    with handlers_restored():
        yield


@pytest.fixture(autouse=True)
def nothing_left_running() -> Iterator[None]:
    """Fail a test that leaves a thread or a child process behind."""
    before = set(threading.enumerate())
    yield
    deadline_s = time.monotonic() + LEFT_BEHIND_LIMIT_S
    for thread in _ours(before):
        thread.join(max(0.0, deadline_s - time.monotonic()))
    assert not _ours(before), "threads left behind"
    assert not active_children(), "child processes left behind"


def _new_folder(factory: pytest.TempPathFactory, name: str) -> Path:
    return Path(tempfile.mkdtemp(prefix=name, dir=factory.getbasetemp()))


def _ours(before: set[threading.Thread]) -> list[threading.Thread]:
    """Threads started since; a pool that a library keeps for the whole process is its own."""
    kept_by_libraries = ("asyncio_", "ThreadPoolExecutor", "pymp-", "tqdm")
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before and not thread.name.startswith(kept_by_libraries)
    ]
