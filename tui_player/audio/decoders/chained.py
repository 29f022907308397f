"""Plays an Ogg file of several streams one after another, as recordings of radio stations are."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

from tui_player.audio.decoders.av import AvDecoder
from tui_player.audio.decoders.decoder import Decoder, UndecodableError
from tui_player.audio.decoders.resampler import ResampledDecoder
from tui_player.media.ffmpeg import FilePart
from tui_player.media.ogg_length import OggLink, ogg_links


def chained_decoder(path: str) -> "ChainedDecoder | None":
    """The decoder of a file that is a chain of streams; None if it is none.

    Raises OSError, and UndecodableError where the first of them cannot be decoded.
    """
    with Path(path).open("rb") as file:
        links = ogg_links(file, Path(path).stat().st_size)
    return ChainedDecoder(path, links) if len(links) > 1 else None


class ChainedDecoder:
    """A Decoder that opens one link of a chain after another, all at the sample rate of the first.

    FFmpeg reads a chain from its beginning to its end, but takes the last link's length for that
    of all, and searches the first alone.
    """

    def __init__(self, path: str, links: Sequence[OggLink]) -> None:
        """Open the first of `links`. Raises UndecodableError."""
        self._path, self._links = path, links
        self._starts_s = [0.0, *accumulate(link.length_s for link in links)]
        self._number = 0
        self._inner: Decoder = self._opened(0)
        self.rate_hz = self._inner.rate_hz
        self.duration_s: float | None = self._starts_s[-1]
        self.duration_is_exact = True

    def read(self, frames: int) -> bytes:
        """Return up to `frames` frames, left and right interleaved; empty at the end."""
        while not (data := self._inner.read(frames)):
            if not self._open_from(self._number + 1):
                break
        return data

    def seek(self, position_s: float) -> None:
        """Go on at the frame nearest to `position_s`; past the end the next read is empty."""
        number = min(bisect_right(self._starts_s, position_s), len(self._links)) - 1
        if number == self._number or self._open_from(max(number, 0)):
            self._inner.seek(max(position_s - self._starts_s[self._number], 0.0))

    def close(self) -> None:
        """Give the file back."""
        self._inner.close()

    def _open_from(self, number: int) -> bool:
        """Open this link, or the next one after it that can be decoded; False if there is none."""
        for other in range(number, len(self._links)):
            try:
                inner = self._at_one_rate(self._opened(other))
            except UndecodableError:
                continue  # damaged: as FFmpeg does, go on where sound is next
            self._inner.close()
            self._inner, self._number = inner, other
            return True
        return False

    def _opened(self, number: int) -> AvDecoder:
        link = self._links[number]
        return AvDecoder(self._path, FilePart(link.start, link.end), link.length_s)

    def _at_one_rate(self, inner: Decoder) -> Decoder:
        return inner if inner.rate_hz == self.rate_hz else ResampledDecoder(inner, self.rate_hz)
