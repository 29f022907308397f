"""The process of an isolated reader.

Started as `python -m tui_player.library.scanner.isolated_process DESCRIPTOR`.

The descriptor is that of a connection, over which comes first what is to answer and for how long
nothing may be asked, then each question; back go a None once it listens, then each answer. It ends
when the other end closes.
"""

import os
import resource
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from tui_player.util.child_processes import end_once_closed

# Tags with the largest picture that ID3v2 can hold are read with a quarter of this.
MOST_MEMORY_BYTES = 1024**3


def main() -> None:
    """Answer until the asking end is closed, or nothing more is asked."""
    descriptor = int(sys.argv[1])
    os.set_inheritable(descriptor, False)
    end_once_closed(descriptor)
    limit_memory()
    with suppress(EOFError, OSError), Connection(descriptor) as connection:
        read: Callable[[Any], Any]
        read, idle_s = connection.recv()
        connection.send(None)
        while connection.poll(idle_s):
            connection.send(read(connection.recv()))


def limit_memory() -> None:
    """From now on this process gets no more memory than reading tags can take."""
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limits = [MOST_MEMORY_BYTES, *(n for n in (soft, hard) if n != resource.RLIM_INFINITY)]
    resource.setrlimit(resource.RLIMIT_DATA, (min(limits), hard))


if __name__ == "__main__":
    main()
