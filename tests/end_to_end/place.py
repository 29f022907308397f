"""Where an end-to-end check happens: a folder with a home in it, and how long it has patience."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

LOOK_EVERY_S = 0.2

PROGRAM = Path(sys.executable).with_name("tui-player")


class CheckError(Exception):
    """What does not work, in words."""


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of its own, for commands of the installed program."""

    folder: Path
    deadline_s: float

    @property
    def music(self) -> Path:
        """The folder of music."""
        return self.folder / "Music"

    @property
    def home(self) -> Path:
        """The home of whoever runs the program."""
        return self.folder / "home"

    @property
    def environ(self) -> dict[str, str]:
        """Nothing of the person's own but the way to programs."""
        return {"PATH": os.environ["PATH"], "HOME": str(self.home), "LANG": "C.UTF-8"}

    def run(self, *words: str) -> str:
        """What a command of the program prints. Raises CheckError where it fails or complains."""
        try:
            done = subprocess.run(
                [PROGRAM, *words],
                cwd=self.folder,
                env=self.environ,
                capture_output=True,
                text=True,
                timeout=self.deadline_s,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise CheckError(f"{words[0]} did not end within {self.deadline_s:.0f} s") from error
        if done.returncode or done.stderr:
            said = " ".join((done.stdout + done.stderr).split())
            raise CheckError(f"{words[0]} left with {done.returncode}: {said}")
        return done.stdout

    def wait_for(self, what: str, is_true: Callable[[], bool]) -> None:
        """Look until it is true. Raises CheckError once patience is at an end."""
        never, ends_s = threading.Event(), time.monotonic() + self.deadline_s
        while not is_true():
            if time.monotonic() > ends_s:
                raise CheckError(f"{what} did not happen within {self.deadline_s:.0f} s")
            never.wait(LOOK_EVERY_S)
