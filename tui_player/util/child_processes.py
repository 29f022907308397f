"""How to run modules of this package as processes of their own."""

import os
import select
import sys
import threading
from pathlib import Path

import tui_player


def python_command(module: str) -> list[str]:
    """Return how to run a module of this package as a process."""
    # -P: a file numpy.py in the present folder is not ours to run.
    return [sys.executable, "-P", "-m", module]


def child_environment() -> dict[str, str]:
    """Let the child find this package wherever it was imported from; numpy needs one thread."""
    root = str(Path(tui_player.__file__).parent.parent)
    paths = [root, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(paths),
        "OPENBLAS_NUM_THREADS": "1",
    }


def end_once_closed(descriptor: int) -> None:
    """In a child: end it as soon as the other end of a pipe or socket closes, busy as it may be.

    Nothing else tells it that its player was killed while a disk that hangs holds it.
    """

    def wait() -> None:
        waiting = select.poll()
        waiting.register(descriptor, 0)  # for no data: that it is closed is told in any case
        waiting.poll()
        os._exit(0)

    threading.Thread(target=wait, name="other end's end", daemon=True).start()
