"""Starts the process that makes the demo's tracks, and ends it."""

import subprocess
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from tui_player.util.child_processes import child_environment, python_command

STOPPING_S = 2.0


class MusicMaker:
    """Makes tracks into a folder in a process of its own, as a context manager.

    So the screen and the music are not held up, and the first tracks come while the rest of the
    program is loaded.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.trouble = ""  # what went wrong, once it has ended

    def __enter__(self) -> Self:
        """Start it. Raises OSError."""
        self._process = subprocess.Popen(
            [*python_command("tui_player.commands.demo.maker_process"), str(self._folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # What libraries write there is not for the person who watches the demo.
            stderr=subprocess.DEVNULL,
            env=child_environment(),
            start_new_session=True,  # Ctrl-C in the terminal ends it by way of the player
        )
        return self

    @property
    def is_working(self) -> bool:
        """Whether there are tracks to come."""
        return self._process.poll() is None

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """End it, and note what it complained about if it had ended by itself."""
        status = self._process.poll()
        if status is None:
            self._process.kill()
        complaint = b""
        # A disk that hangs holds even a killed process; it ends when it can.
        with suppress(subprocess.TimeoutExpired):
            complaint, _ = self._process.communicate(timeout=STOPPING_S)
        if status:
            lines = complaint.decode("utf-8", "replace").strip().splitlines()
            self.trouble = lines[-1] if lines else f"it ended with status {status}"
