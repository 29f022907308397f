"""Reads small pieces of a file by their places, neighbours of which come with one look at it."""

import os
from typing import BinaryIO

_WINDOW_BYTES = 4096


class FileWindow:
    """A file of which one stretch is kept at a time; its own position stays where it is."""

    def __init__(self, file: BinaryIO) -> None:
        self._descriptor = file.fileno()
        self._start = self._end = 0  # as far as the stretch reaches, be the file shorter
        self._bytes = b""

    def read(self, place: int, count: int) -> bytes:
        """The bytes from a place on; fewer at the end of the file. Raises OSError."""
        if not self._start <= place <= place + count <= self._end:
            if not 0 <= place < 2**63:
                return b""
            asked = max(count, _WINDOW_BYTES)
            self._start, self._end = place, place + asked
            self._bytes = os.pread(self._descriptor, asked, place)
        first = place - self._start
        return self._bytes[first : first + count]

    def number(self, place: int, count: int) -> int:
        """An unsigned big-endian number of so many bytes; 0 past the end. Raises OSError."""
        return int.from_bytes(self.read(place, count), "big")
