"""Standard input, output and errors as they may come: closed, full, or with nobody who reads.

A program may be started without them, as key daemons and some init scripts do, and what reads its
output may end first, as in `tui-player moods --day | head -1`.
"""

import errno
import io
import locale
import os
import select
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

# As if the signal of that name had ended the program, which is what ends most others (signal(7)).
READER_LEFT = 128 + 13
OUTPUT_FAILED = 1
# The terminal is gone, or the reader.
_NOBODY_READS = (errno.EPIPE, errno.EIO, errno.ECONNRESET)


class OutputLostError(Exception):
    """Standard output takes no more. No OSError: it must not pass for one of another file's."""

    def __init__(self, error: OSError) -> None:
        super().__init__(f"standard output cannot be written: {error.strerror}")
        self.is_for_nobody = error.errno in _NOBODY_READS


class _Output(io.FileIO):
    """Raises OutputLostError where it cannot write; waits where it could not write at once."""

    def write(self, data: "ReadableBuffer", /) -> int:
        try:
            # None: another program has set the terminal not to make anybody wait.
            while (written := super().write(data)) is None:
                select.select([], [self], [])
        except OSError as error:
            raise OutputLostError(error) from None
        return written


class _Errors(_Output):
    """Drops what cannot be written: there is no better place to say that."""

    def write(self, data: "ReadableBuffer", /) -> int:
        try:
            return super().write(data)
        except OutputLostError:
            return memoryview(data).nbytes


def open_standard_streams() -> None:
    """Make the three usable for all that comes; to be called before any file is opened.

    A closed one becomes /dev/null: else the next file that is opened would take its place, and
    what a library prints would go into it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # Takes the lowest number that is free.
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
    if sys.stdin is None:
        sys.stdin = sys.__stdin__ = open(0, encoding="utf-8", closefd=False)  # type: ignore[misc]  # noqa: SIM115
    sys.stdout = sys.__stdout__ = _text(_Output(1, "w", closefd=False), sys.stdout)  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = _text(_Errors(2, "w", closefd=False), sys.stderr)  # type: ignore[misc]


def output_descriptor(output: TextIO) -> int | None:
    """The descriptor behind an output, None for what is no file of the system's."""
    try:
        return output.fileno()
    except (OSError, ValueError):
        return None


def finish_output() -> None:
    """Write what is left; raises OutputLostError."""
    sys.stdout.flush()
    sys.stderr.flush()


def give_output_up(lost: OutputLostError) -> int:
    """Tell of the loss unless nobody is there to care; the exit status to leave with."""
    # What is left over must not be tried again at the exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if lost.is_for_nobody:
        return READER_LEFT
    print(f"tui-player: {lost}", file=sys.stderr, flush=True)  # noqa: T201 - no screen is up
    return OUTPUT_FAILED


def _text(raw: io.FileIO, before: TextIO | None) -> io.TextIOWrapper:
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=_encoding(before),
        errors="backslashreplace" if raw.fileno() == 2 else "replace",
        line_buffering=raw.isatty() or raw.fileno() == 2,
    )


def _encoding(before: TextIO | None) -> str:
    """The encoding of the locale. For the locale C, Python would take UTF-8 in its place, which
    the screen, and who set that locale, do not."""
    chosen = os.environ.get("PYTHONIOENCODING") or os.environ.get("PYTHONUTF8")
    if before is not None and (chosen or not sys.flags.utf8_mode):
        return before.encoding
    return locale.getencoding()
