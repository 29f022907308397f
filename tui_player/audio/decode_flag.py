"""One number shared with the sound process: the play whose file is being decoded right now.

It lies in memory that both processes map, so it is still readable after a crash, and writing it
costs nothing.
"""

import mmap
import os
import struct

_NUMBER = struct.Struct("<q")
_NOBODY = -1


class DecodeFlag:
    """The shared number; the parent makes it, the child opens it by its inherited descriptor."""

    def __init__(self, descriptor: int | None = None) -> None:
        self._is_ours = descriptor is None
        if descriptor is None:
            # No file: on a full disk writing to the memory it is mapped to ends the process.
            descriptor = os.memfd_create("decode-flag")
            os.ftruncate(descriptor, _NUMBER.size)
        self.descriptor = descriptor
        self._memory = mmap.mmap(descriptor, _NUMBER.size)
        if self._is_ours:
            self.set(None)

    def set(self, play_id: int | None) -> None:
        """Say which play is being decoded from now on; None: no one."""
        _NUMBER.pack_into(self._memory, 0, _NOBODY if play_id is None else play_id)

    def get(self) -> int | None:
        """Return the play being decoded, if any."""
        (play_id,) = _NUMBER.unpack_from(self._memory)
        return None if play_id == _NOBODY else int(play_id)

    def close(self) -> None:
        """Give the memory back."""
        self._memory.close()
        if self._is_ours:
            os.close(self.descriptor)
