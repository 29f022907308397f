"""How long until something is to be seen, beside a bare Textual app in the same terminal.

Run from the checkout: python -m tests.benchmarks.first_paint [ROUNDS]
Told are medians of wall time and of the processor time that was used, and their ratios; the
latter stay true on a busy machine. Python's compiled files are written once, before the first
round, as an installed program has them.
"""

import os
import pty
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from tests.terminal import TerminalSession, session_environ

BARE = """
from textual.app import App
from textual.widgets import Label

class Bare(App):
    def compose(self):
        yield Label("Up next")

    def on_mount(self):
        self.call_after_refresh(tell)

Bare().run()
"""
# The program itself, up to where it would begin to load what is not needed for the first paint.
OURS = """
import sys, threading
from tui_player.cli import main

start = threading.Thread.start
threading.Thread.start = lambda thread: tell() if thread.name == "starter" else start(thread)
main(sys.argv[1:])
"""
TELL = """
import os, resource, time

def tell():
    used = resource.getrusage(resource.RUSAGE_SELF)
    told = f"{time.time()} {used.ru_utime + used.ru_stime}"
    with open(os.environ["TOLD"], "w") as file:
        file.write(told)
    os._exit(0)
"""


def time_to_paint(program: str, arguments: list[str], environ: dict[str, str]) -> Sequence[float]:
    """Wall and processor milliseconds until a program in a terminal has painted its screen."""
    begin_s = time.time()
    process_id, terminal = pty.fork()
    if process_id == 0:
        TerminalSession.resize_terminal(0, 120, 36)
        os.execve(sys.executable, [sys.executable, "-c", TELL + program, *arguments], environ)
    try:
        while os.read(terminal, 65_536):
            pass
    except OSError:  # its end of the terminal is closed
        pass
    os.close(terminal)
    os.waitpid(process_id, 0)
    at_s, used_s = map(float, Path(environ["TOLD"]).read_text(encoding="ascii").split())
    return 1000 * (at_s - begin_s), 1000 * used_s


def main(arguments: list[str]) -> None:
    """Print the medians."""
    rounds = int(arguments[0]) if arguments else 15
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "Music").mkdir()
        environ = session_environ(
            home, PYTHONPYCACHEPREFIX=str(home / "compiled"), TOLD=str(home / "told")
        )
        arguments = [str(home / "Music"), "--no-camera"]
        programs = {"bare": (BARE, list[str]()), "tui-player": (OURS, arguments)}
        found: dict[str, list[Sequence[float]]] = {name: [] for name in programs}
        for number in range(rounds + 1):
            for name, (program, of_program) in programs.items():
                taken = time_to_paint(program, of_program, environ)
                if number:
                    found[name].append(taken)
    medians = {
        name: [median(column) for column in zip(*of, strict=True)] for name, of in found.items()
    }
    for name, (wall_ms, processor) in medians.items():
        print(f"{name:<12}{wall_ms:8.0f} ms wall{processor:8.0f} ms processor")
    ratios = [
        ours / bare for ours, bare in zip(medians["tui-player"], medians["bare"], strict=True)
    ]
    print(f"{'ratio':<12}{ratios[0]:8.2f}   wall{ratios[1]:8.2f}    processor")


if __name__ == "__main__":
    main(sys.argv[1:])
