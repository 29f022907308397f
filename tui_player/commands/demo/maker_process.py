"""A process of its own that makes the demo's tracks, one after another, into a folder."""

import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from tui_player.commands.demo.music.first_pieces import FIRST_PIECES
from tui_player.commands.demo.music.more_pieces import MORE_PIECES
from tui_player.commands.demo.track_files import write_cover, write_track

PIECES = (*FIRST_PIECES, *MORE_PIECES)
# By how much it steps back behind the music, once there is some.
NICENESS = 3
ABANDONED = 3


def main(arguments: Sequence[str]) -> int:
    """Make all tracks into the folder named, unless standard input ends before."""
    threading.Thread(target=_leave_when_abandoned, daemon=True).start()
    folder = Path(os.fsdecode(arguments[0]))
    for number, piece in enumerate(PIECES):
        try:
            write_cover(piece, folder)
            write_track(piece, folder)
        except OSError as error:
            print(f"{error.filename or folder}: {error.strerror}", flush=True)  # noqa: T201 - read by the player
            return 1
        if number == 0:
            os.nice(NICENESS)
    return 0


def _leave_when_abandoned() -> None:
    """End with the player, however that ended: its end of the pipe closes."""
    os.read(sys.stdin.fileno(), 1)  # a buffered read would abort the process at its own end
    os._exit(ABANDONED)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
