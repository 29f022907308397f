"""What the program writes to its terminal a second, on real music with a camera.

Run from the checkout: python -m tests.benchmarks.terminal_traffic MUSIC CAMERA [SECONDS]
CAMERA is a video file or a folder of pictures. Each line is a terminal of 120 × 36 at rest in
one state; what an opened pane costs is told in bytes for opening and closing it.
"""

import sys
import tempfile
import time
from pathlib import Path

from tests.terminal import TerminalSession, session_environ

STATES = {
    "picture on": "",
    "picture off": "v",
    "and lyrics": "y",
    "and spectrum": "w",
}
OVERLAYS = {"help": "?", "commands": ":", "themes": "t"}


def bytes_in(program: TerminalSession, seconds: float) -> int:
    """What is written within so many seconds."""
    before, until_s = len(program.written), time.monotonic() + seconds
    program.wait_until(lambda: time.monotonic() >= until_s)
    return len(program.written) - before


def main(arguments: list[str]) -> None:
    """Print bytes a second for each state, and bytes for each overlay."""
    music, camera, *rest = arguments
    seconds = float(rest[0]) if rest else 20.0
    for colours in ({}, {"COLORTERM": "truecolor"}):
        print("24-bit colours" if colours else "256 colours")
        with tempfile.TemporaryDirectory() as home:
            environ = session_environ(Path(home), **colours)
            with TerminalSession([music, "--camera", camera], environ) as program:
                program.wait_for("CAM", "looks", "Up next")
                for state, keys in STATES.items():
                    program.press(keys)
                    bytes_in(program, 7.0)  # what is said about the key goes again
                    told = bytes_in(program, seconds) / seconds
                    print(f"  {state:<14}{told / 1000:8.1f} kB/s", flush=True)
                program.press("wy")
                bytes_in(program, 7.0)
                for name, key in OVERLAYS.items():
                    quiet = bytes_in(program, 2.0)
                    program.press(key)
                    opened = bytes_in(program, 2.0) - quiet
                    program.press("\x1b")
                    closed = bytes_in(program, 2.0) - quiet
                    print(f"  {name:<14}{opened:8} bytes to open{closed:8} to close", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
