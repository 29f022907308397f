"""Goes on by FFmpeg where another decoder gives up in the middle of a file."""

from tui_player.audio.decoders.decoder import BYTES_A_FRAME, Decoder, UndecodableError


class MendingDecoder:
    """Reads by one decoder and, where that stops long before the file's end, goes on by PyAV.

    miniaudio may end a stream at damage without a word, and PyAV passes over it. Little missing
    at the end is something else: damaged frames that were left out on the way.
    """

    _LEFT_OUT_S = 2.0

    def __init__(self, path: str, first: Decoder) -> None:
        self._path = path
        self._decoder = first
        self._first = first
        self.rate_hz = first.rate_hz
        self.duration_s = first.duration_s
        self.duration_is_exact = first.duration_is_exact
        self._at_frame = 0

    def read(self, frames: int) -> bytes:
        """Return up to `frames` frames, left and right interleaved; empty at the end."""
        data = self._decoder.read(frames)
        if not data and self._decoder is self._first and self._stopped_early():
            self._mend()
            data = self._decoder.read(frames)
        self._at_frame += len(data) // BYTES_A_FRAME
        return data

    def seek(self, position_s: float) -> None:
        """Go on at the frame nearest to `position_s`."""
        if self._decoder is not self._first:
            self._decoder.close()
            self._decoder = self._first
        self._decoder.seek(position_s)
        self._at_frame = round(position_s * self.rate_hz)

    def close(self) -> None:
        """Give the file back."""
        self._first.close()
        if self._decoder is not self._first:
            self._decoder.close()

    def _stopped_early(self) -> bool:
        if self.duration_s is None:
            return False
        return self._at_frame / self.rate_hz < self.duration_s - self._LEFT_OUT_S

    def _mend(self) -> None:
        from tui_player.audio.decoders.av import AvDecoder

        try:
            other = AvDecoder(self._path)
        except UndecodableError:
            return
        if other.rate_hz != self.rate_hz:
            other.close()
            return
        other.seek(self._at_frame / self.rate_hz)
        self._decoder = other
