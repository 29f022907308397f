"""Proves that the installed player works: `python -m tests.end_to_end PICTURE_OF_A_FACE`.

To be run by the Python of the environment that the player is installed in; nothing but the
player's own dependencies is needed. Exit status: 0 where all works, 1 where anything does not.
"""

import argparse
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from importlib.metadata import version
from pathlib import Path

from tests.end_to_end import checks
from tests.end_to_end.music import write_music
from tests.end_to_end.null_sink import NullSink
from tests.end_to_end.place import CheckError, Place
from tests.end_to_end.running_player import RunningPlayer
from tests.end_to_end.screen import screen_is_drawn


def main() -> int:
    """Run every check and print a line about each; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.end_to_end", description=__doc__)
    parser.add_argument("picture", type=Path, help="a picture with one face in it")
    parser.add_argument(
        "--patience",
        type=float,
        default=30.0,
        metavar="SECONDS",
        help="how long to wait for each thing to happen (default: %(default)g)",
    )
    arguments = parser.parse_args()
    print(
        f"Python {platform.python_version()} on {platform.machine()}, PyAV {version('av')}, "
        f"NumPy {version('numpy')}, Textual {version('textual')}"
    )
    failed = 0
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="end-to-end-")))
        place = Place(folder, arguments.patience)
        for name, check in _checks(place, arguments.picture, stack):
            failed += not _passes(name, check)
    print(f"{failed} failed" if failed else "all passed")
    return 1 if failed else 0


def _passes(name: str, check: Callable[[], str]) -> bool:
    try:
        print(f"ok      {name}: {check()}", flush=True)
    except (CheckError, subprocess.TimeoutExpired) as error:
        print(f"FAILED  {name}: {error}", flush=True)
        return False
    return True


def _checks(
    place: Place, picture: Path, stack: ExitStack
) -> Iterator[tuple[str, Callable[[], str]]]:
    """Each check by its name, in the order in which they are to be run."""
    music = write_music(place.music)
    sink = stack.enter_context(NullSink(place.folder / "pulse")) if NullSink.is_there() else None
    yield "scan", partial(checks.library_is_read, place, music)
    player = stack.enter_context(RunningPlayer(place, picture, sink))
    yield "library", partial(checks.library_lists, player, music)
    for piece in music:
        yield f"play {piece.path.suffix}", partial(checks.plays, player, piece, sink)
    yield "face", partial(checks.face_is_read, player)
    yield "loudness", partial(checks.loudness_is_measured, player, music)
    yield "quit", player.quit
    yield "screen", partial(screen_is_drawn, place)


if __name__ == "__main__":
    sys.exit(main())
