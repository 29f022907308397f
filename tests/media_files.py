"""Writes real encoded audio files for the tests, in every format the player must know."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import soundfile
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from numpy.typing import NDArray

Pcm = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class _Recipe:
    """How to write one kind of file: FFmpeg's names of container, encoder and sample format."""

    container: str
    encoder: str
    sample_format: str
    sample_rate_hz: int | None = None  # the only rate the encoder takes, where it is choosy


_RECIPES: Mapping[str, _Recipe] = {
    ".wav": _Recipe("wav", "pcm_s16le", "s16"),
    ".aiff": _Recipe("aiff", "pcm_s16be", "s16"),
    ".flac": _Recipe("flac", "flac", "s16"),
    ".oga": _Recipe("ogg", "flac", "s16"),
    ".opus": _Recipe("ogg", "libopus", "s16", 48_000),
    ".aac": _Recipe("adts", "aac", "fltp"),
    ".m4a": _Recipe("ipod", "aac", "fltp"),
    ".wma": _Recipe("asf", "wmav2", "fltp"),
    ".alac": _Recipe("ipod", "alac", "s16p"),
    ".wv": _Recipe("wv", "wavpack", "s16p"),
    ".tta": _Recipe("tta", "tta", "s16"),
    ".mka": _Recipe("matroska", "flac", "s16"),
    ".mp4": _Recipe("mp4", "aac", "fltp"),
    ".m4v": _Recipe("mp4", "aac", "fltp"),
    ".3gp": _Recipe("3gp", "aac", "fltp"),
    ".webm": _Recipe("webm", "libopus", "s16", 48_000),
    ".mp2": _Recipe("mp2", "mp2", "s16"),
    ".mpga": _Recipe("mp2", "mp2", "s16"),
    ".aifc": _Recipe("aiff", "pcm_s16le", "s16"),
    ".caf": _Recipe("caf", "pcm_s16le", "s16"),
    ".au": _Recipe("au", "pcm_s16be", "s16"),
    ".snd": _Recipe("au", "pcm_s16be", "s16"),
    ".w64": _Recipe("w64", "pcm_s16le", "s16"),
    ".voc": _Recipe("voc", "pcm_s16le", "s16"),
    ".ac3": _Recipe("ac3", "ac3", "fltp"),
    ".eac3": _Recipe("eac3", "eac3", "fltp"),
    ".asf": _Recipe("asf", "wmav2", "fltp"),
    ".rm": _Recipe("rm", "ac3", "fltp"),
}

_LIBSNDFILE_FORMATS: Mapping[str, tuple[str, str]] = {
    ".mp3": ("MP3", "MPEG_LAYER_III"),
    ".ogg": ("OGG", "VORBIS"),
}


def write_audio(
    path: Path,
    seconds: float = 2.0,
    frequency_hz: float = 440.0,
    tags: Mapping[str, str] | None = None,
    *,
    sample_rate_hz: int = 44_100,
) -> Path:
    """Write a stereo tone as the file kind that the suffix names, with tags; return the path.

    `tags` uses FFmpeg's names: title, artist, album, album_artist, genre, date, track, disc.
    """
    pcm = tone(seconds, frequency_hz, sample_rate_hz=sample_rate_hz)
    return write_pcm(path, pcm, tags, sample_rate_hz=sample_rate_hz)


def write_pcm(
    path: Path,
    pcm: Pcm,
    tags: Mapping[str, str] | None = None,
    *,
    sample_rate_hz: int = 44_100,
    bit_rate: int = 128_000,
) -> Path:
    """Write 16-bit stereo sound of shape (frames, 2) as the file kind that the suffix names.

    Opus is resampled to 48 kHz, the only rate of these that its encoder takes.
    """
    if path.suffix.lower() in _LIBSNDFILE_FORMATS:
        return _write_by_libsndfile(path, pcm, tags or {}, sample_rate_hz)
    recipe = _RECIPES[path.suffix.lower()]
    # A file object, not a name: a name that is not UTF-8 must work too.
    with (
        path.open("wb") as file,
        av.open(file, "w", format=recipe.container) as container,
    ):
        stream = container.add_stream(recipe.encoder, rate=recipe.sample_rate_hz or sample_rate_hz)
        assert isinstance(stream, AudioStream)
        stream.layout = "stereo"
        stream.format = recipe.sample_format
        stream.bit_rate = bit_rate
        for holder in (container, stream):  # Ogg keeps tags on the stream, the others on the file
            holder.metadata.update(tags or {})
        resampler = av.AudioResampler(
            recipe.sample_format, "stereo", recipe.sample_rate_hz or sample_rate_hz
        )
        for whole in _frames(pcm, sample_rate_hz):
            for frame in resampler.resample(whole):
                container.mux(stream.encode(frame))
        for frame in resampler.resample(None):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def _write_by_libsndfile(
    path: Path, pcm: Pcm, tags: Mapping[str, str], sample_rate_hz: int
) -> Path:
    """Write MP3 or Ogg Vorbis of exact length, which PyAV's encoders round up."""
    container, subtype = _LIBSNDFILE_FORMATS[path.suffix.lower()]
    with (
        path.open("wb") as file,
        soundfile.SoundFile(file, "w", sample_rate_hz, 2, subtype, format=container) as encoder,
    ):
        # Vorbis in libsndfile overflows the stack when given a minute or more at once, and its
        # MP3 garbles whole numbers.
        scaled = pcm.astype(np.float32) / 32_768
        for start in range(0, len(scaled), sample_rate_hz):
            encoder.write(scaled[start : start + sample_rate_hz])
    if tags:
        import mutagen  # from the extra `dev`, which who wants no tags can do without

        tagged: Any = mutagen.File(path, easy=True)
        if tagged.tags is None:
            tagged.add_tags()
        names = {"album_artist": "albumartist", "track": "tracknumber", "disc": "discnumber"}
        tagged.update({names.get(name, name): [value] for name, value in tags.items()})
        tagged.save()
    return path


def without_decoder(path: Path, kind: bytes = b"ac-4") -> Path:
    """Write an MP4 file whose sound is of a kind (four letters) for which there is no decoder."""
    data = write_audio(path, 2.0).read_bytes()
    entry = data.index(b"mp4a", data.index(b"stsd"))
    changed = data[:entry] + kind + data[entry + 4 :]
    path.write_bytes(changed.replace(b"esds", b"d" + kind[:3]))
    return path


def tone(
    seconds: float, frequency_hz: float, *, sample_rate_hz: int = 44_100, amplitude: float = 0.5
) -> Pcm:
    """Return a steady sine in both channels as 16-bit sound of shape (frames, 2)."""
    times_s = np.arange(round(seconds * sample_rate_hz)) / sample_rate_hz
    wave: Pcm = np.round(amplitude * 32_767 * np.sin(2 * np.pi * frequency_hz * times_s)).astype(
        np.int16
    )
    return np.repeat(wave[:, None], 2, axis=1)


def noise(seconds: float, *, seed: int = 7, sample_rate_hz: int = 44_100) -> Pcm:
    """Return two channels of music-like noise (the lows are loudest) of shape (frames, 2).

    No stretch of it resembles another, so any shift, loss or repeat shows in a comparison.
    """
    white = np.random.default_rng(seed).standard_normal((round(seconds * sample_rate_hz), 2))
    smooth = np.zeros_like(white)
    for lag in range(12):
        smooth[lag:] += white[: len(white) - lag]
    pcm: Pcm = np.round(smooth / np.abs(smooth).max() * 24_000).astype(np.int16)
    return pcm


def _frames(pcm: Pcm, sample_rate_hz: int, size: int = 1_024) -> Iterator[AudioFrame]:
    for start in range(0, len(pcm), size):
        block = np.ascontiguousarray(pcm[start : start + size].reshape(1, -1))
        frame = AudioFrame.from_ndarray(block, format="s16", layout="stereo")
        frame.sample_rate = sample_rate_hz
        frame.pts = start
        frame.time_base = Fraction(1, sample_rate_hz)
        yield frame
