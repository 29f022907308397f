"""The measuring process, in which files of certain names bring it into trouble."""

import os
import signal
import threading
from pathlib import Path

from tui_player.audio.loudness import ebur128, process

_Measurement = ebur128.LoudnessMeasurement


class TroubledMeasurement(_Measurement):
    """Measures, but fails, dies or never ends where the name says so."""

    def __init__(self, path: str) -> None:
        self._name = Path(path).name
        if self._name == "error":
            raise RuntimeError("out of order")
        if self._name == "abort":
            os.kill(os.getpid(), signal.SIGABRT)
        if self._name == "endless":
            Path(path + ".new").write_text(str(os.getpid()))
            os.rename(path + ".new", path)  # noqa: PTH104 - the test waits for the whole of it
        elif self._name != "held":
            super().__init__(path)

    def step(self, seconds: float) -> bool:
        """Measure on; without an end, or a return, for some names."""
        if self._name == "held":
            os.write(2, str(os.getpid()).encode())
            threading.Event().wait()
        return self._name == "endless" or super().step(seconds)


if __name__ == "__main__":
    ebur128.LoudnessMeasurement = TroubledMeasurement  # type: ignore[misc]
    process.main()
