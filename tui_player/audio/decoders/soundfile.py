"""Reads Ogg Vorbis that FFmpeg refuses by libsndfile, that is by Xiph's own libvorbis."""

import os
from pathlib import Path

import numpy as np
import soundfile

from tui_player.audio.decoders.decoder import UndecodableError, refuse_odd_rate
from tui_player.media.sound_length import sound_length


class SoundfileDecoder:
    """A Decoder over libsndfile; its seeks are exact, and it ends at damage."""

    def __init__(self, path: str) -> None:
        """Open `path`. Raises UndecodableError."""
        try:
            # The name as bytes, so that names that are not UTF-8 work.
            self._file = soundfile.SoundFile(os.fsencode(path))
        except (soundfile.SoundFileError, OSError, TypeError) as error:
            raise UndecodableError("it is damaged, or no sound file") from error
        try:
            self._measure(path)
        except BaseException:
            self._file.close()
            raise

    def _measure(self, path: str) -> None:
        if self._file.channels > 2:
            raise UndecodableError(f"its {self._file.channels} channels cannot be mixed down")
        self.rate_hz: int = self._file.samplerate
        refuse_odd_rate(self.rate_hz)
        # libsndfile counts what lies before the beginning and is not played.
        with Path(path).open("rb") as file:
            length = sound_length(file, Path(path).stat().st_size, is_mpeg=False)
        self.duration_s = self._file.frames / self.rate_hz if length is None else length.length_s
        self.duration_is_exact = length is not None

    def read(self, frames: int) -> bytes:
        """Return up to `frames` frames, left and right interleaved; empty at the end."""
        data = np.empty((frames, self._file.channels), np.float32)
        try:
            sound = self._file.read(out=data)
        except soundfile.SoundFileError:
            return b""  # damaged from here on
        return (np.repeat(sound, 2, axis=1) if sound.shape[1] == 1 else sound).tobytes()

    def seek(self, position_s: float) -> None:
        """Go on at the frame nearest to `position_s`; past the end the next read is empty."""
        frame = min(round(position_s * self.rate_hz), self._file.frames)
        try:
            self._file.seek(frame)
        except soundfile.SoundFileError as error:
            raise UndecodableError("it is damaged, and cannot be searched") from error

    def close(self) -> None:
        """Give the file back."""
        self._file.close()
