"""Starts the program: quiet when Ctrl-C is pressed early, and with any standard streams."""

import os
import signal
import sys
from types import FrameType


def main() -> int:
    """Run tui-player with the arguments of the process; the exit status."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave_at_once)
    from tui_player.util.standard_streams import (
        OutputLostError,
        finish_output,
        give_output_up,
        open_standard_streams,
    )

    open_standard_streams()
    status = 0
    try:
        status = _run()
        finish_output()
    except OutputLostError as lost:
        of_the_loss = give_output_up(lost)
        status = status or of_the_loss
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # Python's own end would tell of it
    return status


def _run() -> int:
    from tui_player.cli import main as run

    try:
        return run()
    except SystemExit as leaving:  # as argparse leaves; what it printed is still to be written
        return leaving.code if isinstance(leaving.code, int) else 0


def _leave_at_once(number: int, _frame: FrameType | None) -> None:
    """Until a command says otherwise there is nothing to put in order."""
    os._exit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
