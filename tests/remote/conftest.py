"""A message bus of one's own."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator

import pytest

from tests.remote.peer import Peer


@pytest.fixture
def bus() -> Iterator[subprocess.Popen[str]]:
    """A message bus that nobody else is on; its address is the first line it prints."""
    if shutil.which("dbus-daemon") is None:
        pytest.skip("needs the program dbus-daemon")
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"]
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(
            [*command, f"--address=unix:path={folder}/bus"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as daemon,
    ):
        yield daemon
        daemon.kill()


@pytest.fixture
def address(bus: subprocess.Popen[str]) -> str:
    assert bus.stdout is not None
    return bus.stdout.readline().strip()


@pytest.fixture
def peer(address: str) -> Iterator[Peer]:
    peer = Peer(address)
    with peer.bus:
        yield peer
