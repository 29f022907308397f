"""Decodes the files named on its input and says how each ended; run by the test of damaged files.

For each line with a path: opens, reads, seeks about and closes, and answers with one line:
"frames BYTES N" or "refused BYTES REASON", BYTES being the most memory so far. What else happens is
the end of this process, which the test sees.
"""

import faulthandler
import resource
import sys

from tui_player.audio.decoders.decoder import BYTES_A_FRAME, UndecodableError
from tui_player.audio.decoders.registry import open_decoder

CHUNK_FRAMES = 8_192
MOST_FRAMES = 2_000_000  # a header may promise hours: no need to hear them


def try_all(path: str) -> str:
    """Do to a file what playing may do."""
    try:
        decoder = open_decoder(path)
    except UndecodableError as error:
        return f"refused {most_memory_bytes()} {error}"
    frames = 0
    for position_s in (None, 0.15, 0.0, 99.0):
        if position_s is not None:
            decoder.seek(position_s)
        read = 0
        while read < MOST_FRAMES:
            data = decoder.read(CHUNK_FRAMES)
            if not data:
                break
            read += len(data) // BYTES_A_FRAME
        frames += read
    decoder.close()
    return f"frames {most_memory_bytes()} {frames}"


def most_memory_bytes() -> int:
    """The most physical memory that this process has had."""
    return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # kB, see getrusage(2)


if __name__ == "__main__":
    faulthandler.enable()
    for line in sys.stdin:
        print(try_all(line.rstrip("\n")).replace("\n", " "), flush=True)
