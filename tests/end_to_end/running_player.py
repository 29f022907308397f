"""The installed player without a screen, with a home of its own, spoken to by `ctl`."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from tests.end_to_end.null_sink import NullSink

# Generous: an emulated machine is fifty times slower.
DEADLINE_S = 180.0
LOOK_EVERY_S = 0.2

PROGRAM = Path(sys.executable).with_name("tui-player")


class CheckError(Exception):
    """What does not work, in words."""


def wait_for(what: str, true: Callable[[], bool]) -> None:
    """Look until it is true. Raises CheckError after a long while."""
    never = threading.Event()
    for _ in range(round(DEADLINE_S / LOOK_EVERY_S)):
        if true():
            return
        never.wait(LOOK_EVERY_S)
    raise CheckError(f"{what} did not happen within {DEADLINE_S:.0f} s")


def run(folder: Path, *words: str) -> str:
    """What a command of the program prints. Raises CheckError where it fails or complains."""
    done = subprocess.run(
        [PROGRAM, *words],
        cwd=folder,
        env=environ(folder),
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        check=False,
    )
    if done.returncode or done.stderr:
        said = " ".join((done.stdout + done.stderr).split())
        raise CheckError(f"{words[0]} left with {done.returncode}: {said}")
    return done.stdout


def environ(folder: Path) -> dict[str, str]:
    """Nothing of the person's own but the way to programs."""
    return {"PATH": os.environ["PATH"], "HOME": str(folder / "home"), "LANG": "C.UTF-8"}


class RunningPlayer:
    """`tui-player --headless`; use as a context manager."""

    def __init__(self, folder: Path, picture: Path, sink: NullSink | None) -> None:
        """`folder` holds the music, and gets the home; without a sink it plays unheard."""
        self.folder = folder
        self._errors = folder / "errors"
        faces = folder / "camera"
        faces.mkdir()
        (faces / picture.name).write_bytes(picture.read_bytes())
        device = () if sink else ("--audio-device", "null")
        self._command = (PROGRAM, "--headless", "--camera", faces, *device, folder / "Music")
        self._environ = environ(folder) | (sink.environ if sink else {})

    def __enter__(self) -> Self:
        with self._errors.open("wb") as errors:
            self._process = subprocess.Popen(
                self._command,
                cwd=self.folder,
                env=self._environ,
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
            )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()

    def ctl(self, *words: str) -> str:
        """What `ctl` prints. Raises CheckError."""
        return run(self.folder, "ctl", *words)

    def snapshot(self) -> dict[str, Any] | None:
        """All that the player shows, once it runs. Raises CheckError if it ended."""
        if self._process.poll() is not None:
            raise CheckError(f"the player ended: {self._said()}")
        try:
            shown: dict[str, Any] = json.loads(self.ctl("status", "--json"))
        except CheckError:  # it has only just been started
            return None
        return shown

    def quit(self) -> str:
        """Have it end in order. Raises CheckError if it complained in its life."""
        self.ctl("quit")
        status = self._process.wait(DEADLINE_S)
        said = self._said()
        if status or len(said.splitlines()) != 1:
            raise CheckError(f"it left with {status} and said: {said}")
        return "it left with 0 and complained of nothing"

    def _said(self) -> str:
        return self._errors.read_text(encoding="utf-8", errors="replace")
