"""Lets nothing but UndecodableError out of a decoder, whatever its file sets off in it."""

from contextlib import suppress

from tui_player.audio.decoders.decoder import Decoder, UndecodableError, as_undecodable


class GuardedDecoder:
    """A Decoder around another, whose every error becomes an UndecodableError."""

    def __init__(self, inner: Decoder) -> None:
        self._inner = inner
        self.rate_hz = inner.rate_hz
        self.duration_s = inner.duration_s
        self.duration_is_exact = inner.duration_is_exact

    def read(self, frames: int) -> bytes:
        """Return up to `frames` frames; empty at the end. Raises UndecodableError."""
        with as_undecodable():
            return self._inner.read(frames)

    def seek(self, position_s: float) -> None:
        """Go on at the frame nearest to `position_s`. Raises UndecodableError."""
        with as_undecodable():
            self._inner.seek(position_s)

    def close(self) -> None:
        """Give the file back. What fails here is of no use to anyone any more."""
        with suppress(UndecodableError), as_undecodable():
            self._inner.close()
