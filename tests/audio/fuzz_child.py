"""Decodes the files named on its input and says how each ended; run by the test of damaged files.

For each line with a path: opens, reads, seeks about and closes, and answers with one line:
"frames N" or "refused REASON". What else happens is the end of this process, which the test sees.
"""

import faulthandler
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
        return f"refused {error}"
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
    return f"frames {frames}"


if __name__ == "__main__":
    faulthandler.enable()
    for line in sys.stdin:
        print(try_all(line.rstrip("\n")).replace("\n", " "), flush=True)
