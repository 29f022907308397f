"""Makes a second of sound in each common format, in memory, for the doctor to decode."""

import io
from fractions import Fraction

import av
import numpy as np
import soundfile
from av.audio.stream import AudioStream

RATE_HZ = 48_000  # the only one that Opus has
_AMPLITUDE = 0.25
LOUDNESS = _AMPLITUDE / 2**0.5  # the root mean square of a tone
_TONE_HZ = 440.0
_BITS_PER_S = 128_000

# libsndfile's names of container and coding.
_BY_SOUNDFILE = {
    "mp3": ("MP3", "MPEG_LAYER_III"),
    "ogg": ("OGG", "VORBIS"),
    "opus": ("OGG", "OPUS"),
    "flac": ("FLAC", "PCM_16"),
    "wav": ("WAV", "PCM_16"),
    "aiff": ("AIFF", "PCM_16"),
}
# FFmpeg's names of container, encoder and form of samples.
_BY_FFMPEG = {
    "m4a": ("ipod", "aac", "fltp"),
    "wma": ("asf", "wmav2", "fltp"),
    "wv": ("wv", "wavpack", "s16p"),
}


def sample(name: str) -> bytes:
    """A second of a tone in a format named by its usual suffix; raises what its encoder raises."""
    times_s = np.arange(RATE_HZ) / RATE_HZ
    tone = _AMPLITUDE * np.sin(2 * np.pi * _TONE_HZ * times_s)
    file = io.BytesIO()
    if name in _BY_SOUNDFILE:
        container, coding = _BY_SOUNDFILE[name]
        stereo = np.repeat(tone[:, None], 2, axis=1)
        soundfile.write(file, stereo, RATE_HZ, subtype=coding, format=container)
    else:
        _write_by_ffmpeg(file, name, np.round(tone * 32_767).astype(np.int16))
    return file.getvalue()


def _write_by_ffmpeg(file: io.BytesIO, name: str, tone: "np.typing.NDArray[np.int16]") -> None:
    container_name, encoder, form = _BY_FFMPEG[name]
    pcm = np.repeat(tone, 2).reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(pcm, format="s16", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = RATE_HZ, 0, Fraction(1, RATE_HZ)
    with av.open(file, "w", format=container_name) as container:
        stream = container.add_stream(encoder, rate=RATE_HZ, layout="stereo", format=form)
        assert isinstance(stream, AudioStream)
        stream.bit_rate = _BITS_PER_S
        resampler = av.AudioResampler(form, "stereo", RATE_HZ, stream.frame_size or 4_096)
        for block in (*resampler.resample(frame), *resampler.resample(None)):
            container.mux(stream.encode(block))
        container.mux(stream.encode(None))
