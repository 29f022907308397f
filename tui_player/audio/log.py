"""The file for the noise of sound libraries: begun afresh at each start, and kept short."""

import contextlib
import os
from io import FileIO
from pathlib import Path

LONGEST_BYTES = 1_000_000


class SoundLog:
    """A file that sound processes append to; one that grows too long is begun again."""

    def __init__(self, path: Path) -> None:
        """Begin the file afresh. Raises OSError."""
        path.write_bytes(b"")
        self.file: FileIO = path.open("ab", buffering=0)

    def note(self, sentence: str) -> None:
        """Append a line of the player's own, if there is room for it."""
        with contextlib.suppress(OSError):  # what is noted is told on the screen as well
            self.file.write(f"{sentence}\n".encode(errors="replace"))

    def keep_short(self) -> None:
        """Begin the file again if it has grown too long; whoever appends goes on in it."""
        if os.fstat(self.file.fileno()).st_size > LONGEST_BYTES:
            os.ftruncate(self.file.fileno(), 0)

    def close(self) -> None:
        """Close the file."""
        self.file.close()
