"""The installed player without a screen, spoken to by `ctl`."""

import json
import subprocess
from pathlib import Path
from typing import Any, Self

from tests.end_to_end.null_sink import NullSink
from tests.end_to_end.place import PROGRAM, CheckError, Place


class RunningPlayer:
    """`tui-player --headless`; use as a context manager."""

    def __init__(self, place: Place, picture: Path, sink: NullSink | None) -> None:
        """The camera sees nothing but the picture; without a sink it plays unheard."""
        self.place = place
        self._errors = place.folder / "errors"
        faces = place.folder / "camera"
        faces.mkdir()
        (faces / picture.name).write_bytes(picture.read_bytes())
        device = () if sink else ("--audio-device", "null")
        self._command = (PROGRAM, "--headless", "--camera", faces, *device, place.music)
        self._environ = place.environ | (sink.environ if sink else {})

    def __enter__(self) -> Self:
        with self._errors.open("wb") as errors:
            self._process = subprocess.Popen(
                self._command,
                cwd=self.place.folder,
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
        return self.place.run("ctl", *words)

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
        status = self._process.wait(self.place.deadline_s)
        said = self._said()
        if status or len(said.splitlines()) != 1:
            raise CheckError(f"it left with {status} and said: {said}")
        return "it left with 0 and complained of nothing"

    def _said(self) -> str:
        return self._errors.read_text(encoding="utf-8", errors="replace")
