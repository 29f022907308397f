"""One interface to every file format, and the choice of the decoder that reads a file best."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from tui_player.model.errors import TuiPlayerError

BYTES_A_FRAME = 8  # two float32 samples
# Speech was kept at 4 kHz, and the fastest DSD (512 times 48 kHz, a bit each) is decoded at an
# eighth of its rate. Other rates are damage; resampling from them takes gigabytes.
_SLOWEST_HZ, _FASTEST_HZ = 1_000, 3_072_000


class UndecodableError(TuiPlayerError):
    """A file that cannot be played; its message completes "cannot play X: …"."""


class Decoder(Protocol):
    """Reads one file as stereo float32 sound at the file's own sample rate."""

    rate_hz: int
    duration_s: float | None  # as far as the file tells
    duration_is_exact: bool

    def read(self, frames: int) -> bytes:
        """Return up to `frames` frames, left and right interleaved; empty at the end.

        Raises UndecodableError.
        """
        ...

    def seek(self, position_s: float) -> None:
        """Go on at the frame nearest to `position_s`; past the end the next read is empty.

        Raises UndecodableError.
        """
        ...

    def close(self) -> None:
        """Give the file back; raises nothing."""
        ...


@contextmanager
def as_undecodable() -> Iterator[None]:
    """Let no error out but UndecodableError.

    Bytes from anywhere meet foreign code here: a file may set off any error in it, and no error
    of one file may reach another.
    """
    try:
        yield
    except UndecodableError:
        raise
    except MemoryError as error:
        raise UndecodableError("there is not enough memory to decode it") from error
    except Exception as error:
        raise UndecodableError(
            f"its decoder failed unexpectedly ({type(error).__name__}: {error})"
        ) from error


def refuse_odd_rate(rate_hz: int) -> None:
    """Raise UndecodableError if no sound has this sample rate."""
    if not _SLOWEST_HZ <= rate_hz <= _FASTEST_HZ:
        raise UndecodableError(f"its header is wrong: no sound has a sample rate of {rate_hz:,} Hz")
