"""The real sound process, but with files that kill it: run by the tests of the player.

A file whose name holds "abort" aborts the process while it is decoded, "freeze" stops it dead,
"killed" kills it once and decodes well the second time.
"""

import os
import signal
import threading
from pathlib import Path

from tui_player.audio.decoders.decoder import Decoder
from tui_player.audio.decoders.registry import open_decoder
from tui_player.audio.engine import process


def open_or_die(path: str) -> Decoder:
    """Do to this process what the file's name says, or open the file."""
    name = Path(path).name
    if "abort" in name:
        os.abort()
    if "freeze" in name:
        os.kill(os.getpid(), signal.SIGSTOP)
        threading.Event().wait()  # the signal may take its time to reach this thread
    if "killed" in name:
        been_here = Path(path + ".been")
        if not been_here.exists():
            been_here.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return open_decoder(path)


if __name__ == "__main__":
    process.main(open_file=open_or_die)
