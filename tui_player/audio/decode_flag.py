"""Two numbers shared with the sound process: the plays whose files are being decoded right now.

They lie in memory that both processes map, so they are still readable after a crash, and writing
them costs nothing.
"""

import mmap
import os
import struct

_NUMBER = struct.Struct("<q")
_NOBODY = -1
_PRESENT, _FOLLOWING = 0, _NUMBER.size


class DecodeFlag:
    """The shared numbers; the parent makes them, the child opens them by its inherited descriptor.

    One is of what sounds, the other of what is opened to follow it, each by a thread of its own.
    """

    def __init__(self, descriptor: int | None = None) -> None:
        self._is_ours = descriptor is None
        if descriptor is None:
            # No file: on a full disk writing to the memory it is mapped to ends the process.
            descriptor = os.memfd_create("decode-flag")
            os.ftruncate(descriptor, 2 * _NUMBER.size)
        self.descriptor = descriptor
        self._memory = mmap.mmap(descriptor, 2 * _NUMBER.size)
        if self._is_ours:
            self.set(None)
            self.set_following(None)

    def set(self, play_id: int | None) -> None:
        """Say which play is being decoded from now on; None: no one."""
        _NUMBER.pack_into(self._memory, _PRESENT, _NOBODY if play_id is None else play_id)

    def set_following(self, play_id: int | None) -> None:
        """Say which play is being opened from now on, to follow the other; None: no one."""
        _NUMBER.pack_into(self._memory, _FOLLOWING, _NOBODY if play_id is None else play_id)

    def get(self) -> int | None:
        """Return the play being decoded, if any.

        Of two it is the one being opened: what sounds has been decoded well so far.
        """
        for place in (_FOLLOWING, _PRESENT):
            (play_id,) = _NUMBER.unpack_from(self._memory, place)
            if play_id != _NOBODY:
                return int(play_id)
        return None

    def close(self) -> None:
        """Give the memory back."""
        self._memory.close()
        if self._is_ours:
            os.close(self.descriptor)
