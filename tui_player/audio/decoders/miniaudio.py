"""Reads WAV, AIFF and FLAC by miniaudio: exact to the sample, and its seeks cost nothing."""

import os
from pathlib import Path

import miniaudio
from miniaudio import ffi, lib

from tui_player.audio.decoders.decoder import BYTES_A_FRAME, UndecodableError, refuse_odd_rate
from tui_player.media.sound_length import is_plausible

# Whole numbers, two kinds of ADPCM, floats, A-law, µ-law: any other it takes for silence.
_CODINGS = (1, 2, 3, 6, 7, 0x11)


class MiniaudioDecoder:
    """A Decoder over miniaudio's C interface.

    That interface takes the name as bytes, so names that are not UTF-8 work, and keeps the
    decoder open for seeking; miniaudio's Python functions do neither.
    """

    def __init__(self, path: str, encoding: str) -> None:
        """Open `path`, whose content is "wav" (AIFF too) or "flac". Raises UndecodableError."""
        self._name, self._encoding = os.fsencode(path), encoding
        channels, self.rate_hz, frames = _probe(self._name, encoding)
        refuse_odd_rate(self.rate_hz)
        if channels > 2:
            raise UndecodableError("more than two channels are mixed down by the other decoder")
        self.duration_s: float | None = frames / self.rate_hz
        if not is_plausible(self.duration_s, Path(path).stat().st_size):
            raise UndecodableError("its header tells of more sound than there can be")
        self.duration_is_exact = True
        self._past_end = self._open = False
        self._begin()

    def _begin(self) -> None:
        """Open the file, or open it again from the start. Raises UndecodableError."""
        self.close()
        config = lib.ma_decoder_config_init(miniaudio.SampleFormat.FLOAT32.value, 2, self.rate_hz)
        kind = miniaudio.FileFormat.FLAC if self._encoding == "flac" else miniaudio.FileFormat.WAV
        config.encodingFormat = kind.value
        self._decoder = ffi.new("ma_decoder *")
        result = lib.ma_decoder_init_file(self._name, ffi.addressof(config), self._decoder)
        if result != lib.MA_SUCCESS:
            raise UndecodableError(f"its sound cannot be decoded (miniaudio error {result})")
        self._open, self._came_to_an_end = True, False

    def read(self, frames: int) -> bytes:
        """Return up to `frames` frames, left and right interleaved; empty at the end."""
        if self._past_end:
            return b""
        data = ffi.new("float[]", frames * 2)
        count = ffi.new("ma_uint64 *")
        result = lib.ma_decoder_read_pcm_frames(self._decoder, data, frames, count)
        if result not in (lib.MA_SUCCESS, lib.MA_AT_END):
            self._came_to_an_end = True
            return b""
        self._came_to_an_end = count[0] < frames
        return bytes(ffi.buffer(data, count[0] * BYTES_A_FRAME))

    def seek(self, position_s: float) -> None:
        """Go on at the frame nearest to `position_s`; past the end the next read is empty."""
        frame = round(position_s * self.rate_hz)
        assert self.duration_s is not None
        self._past_end = frame >= round(self.duration_s * self.rate_hz)
        if self._past_end:
            return
        if self._came_to_an_end and not self._begun_again():
            return
        result = lib.ma_decoder_seek_to_pcm_frame(self._decoder, frame)
        self._past_end = self._came_to_an_end = result != lib.MA_SUCCESS

    def _begun_again(self) -> bool:
        """Open the file afresh before a seek.

        After the broken last frame of a truncated FLAC file a seek in the same decoder ends the
        process.
        """
        try:
            self._begin()
        except UndecodableError:
            self._past_end = True
        return not self._past_end

    def close(self) -> None:
        """Give the file back."""
        if self._open:
            self._open = False
            lib.ma_decoder_uninit(self._decoder)


def _probe(name: bytes, encoding: str) -> tuple[int, int, int]:
    """Return channels, sample rate and frames as the file's header tells them."""
    if encoding == "flac":
        flac = lib.ma_dr_flac_open_file(name, ffi.NULL)
        if not flac:
            raise UndecodableError("its FLAC header cannot be read")
        found = (flac.channels, flac.sampleRate, flac.totalPCMFrameCount)
        lib.ma_dr_flac_close(flac)
    else:
        wav = ffi.new("ma_dr_wav *")
        if not lib.ma_dr_wav_init_file(wav, name, ffi.NULL):
            raise UndecodableError("its WAV header cannot be read")
        found = (wav.channels, wav.sampleRate, wav.totalPCMFrameCount)
        coding = wav.translatedFormatTag
        lib.ma_dr_wav_uninit(wav)
        if coding not in _CODINGS:
            raise UndecodableError("its sound is coded in a way that the other decoder may know")
    if not all(found):  # a stream of unknown length, or a header that lies
        raise UndecodableError("its header does not tell how long it is")
    return found
