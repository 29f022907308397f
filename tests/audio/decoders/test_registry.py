import os
from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np
import pytest

from tests.audio.conftest import open_files
from tests.media_files import Pcm, noise, tone, write_pcm
from tui_player.audio.decoders.av import AvDecoder
from tui_player.audio.decoders.decoder import Decoder, UndecodableError
from tui_player.audio.decoders.mending import MendingDecoder
from tui_player.audio.decoders.miniaudio import MiniaudioDecoder
from tui_player.audio.decoders.registry import open_decoder
from tui_player.audio.decoders.resampler import ResampledDecoder

RATE_HZ = 44_100
SECONDS = 2.37
SOUND = noise(SECONDS)
LOSSLESS = (".wav", ".aiff", ".flac", ".oga", ".mka", ".alac", ".wv", ".tta")
EXACT = (*LOSSLESS, ".mp3", ".ogg", ".m4a")
ALL = (*EXACT, ".opus", ".wma")
# Material that a lossy encoder returns alike each time: with noise AAC invents its own.
NOTE = tone(SECONDS, 440.0)


def everything(decoder: Decoder, chunk: int = 4_096) -> Pcm:
    """Decode to the end, as 16-bit sound."""
    data = b"".join(iter(lambda: decoder.read(chunk), b""))
    return to_16_bit(data)


def to_16_bit(data: bytes) -> Pcm:
    floats = np.frombuffer(data, np.float32).reshape(-1, 2)
    pcm: Pcm = np.clip(np.rint(floats * 32_768), -32_768, 32_767).astype(np.int16)
    return pcm


def refusal(path: Path) -> str:
    with pytest.raises(UndecodableError) as caught:
        open_decoder(str(path))
    return str(caught.value)


@pytest.mark.parametrize("suffix", LOSSLESS)
def test_lossless_formats_give_every_sample(suffix: str, tmp_path: Path) -> None:
    decoder = open_decoder(str(write_pcm(tmp_path / f"a{suffix}", SOUND)))
    assert decoder.rate_hz == RATE_HZ
    np.testing.assert_array_equal(everything(decoder), SOUND)
    decoder.close()


@pytest.mark.parametrize("suffix", EXACT)
def test_neither_padding_nor_a_hole_is_added_or_lost(suffix: str, tmp_path: Path) -> None:
    decoder = open_decoder(str(write_pcm(tmp_path / f"a{suffix}", SOUND)))
    assert len(everything(decoder)) == len(SOUND)
    decoder.close()


def test_opus_is_as_long_as_it_was_to_one_frame(tmp_path: Path) -> None:
    decoder = open_decoder(str(write_pcm(tmp_path / "a.opus", SOUND)))
    assert decoder.rate_hz == 48_000
    assert abs(len(everything(decoder)) - len(SOUND) * 48_000 / RATE_HZ) <= 1
    decoder.close()


@pytest.mark.parametrize("suffix", ALL)
def test_durations_are_right_to_50_ms(suffix: str, tmp_path: Path) -> None:
    decoder = open_decoder(str(write_pcm(tmp_path / f"a{suffix}", SOUND)))
    assert decoder.duration_s == pytest.approx(SECONDS, abs=0.05)
    decoder.close()


@pytest.mark.parametrize(
    "suffix",
    [".wav", ".aiff", ".flac", ".mp3", ".ogg", ".oga", ".m4a", ".opus", ".alac", ".wv", ".tta"],
)
def test_a_seek_lands_on_the_very_sample(suffix: str, tmp_path: Path) -> None:
    path = str(write_pcm(tmp_path / f"a{suffix}", NOTE))
    decoder = open_decoder(path)
    whole = everything(decoder)
    for position_s in (1.5, 0.1, 0.0, 2.2, 0.7):
        decoder.seek(position_s)
        first = round(position_s * decoder.rate_hz)
        part = to_16_bit(decoder.read(2_000)).astype(int)
        expected = whole[first : first + 2_000].astype(int)
        # Opus keeps a memory longer than the pre-roll, some 1 % of full scale off at first.
        assert np.abs(part - expected).max() <= (700 if suffix == ".opus" else 1), position_s
    decoder.close()


@pytest.mark.parametrize("suffix", ALL)
def test_a_seek_past_the_end_gives_the_end(suffix: str, tmp_path: Path) -> None:
    decoder = open_decoder(str(write_pcm(tmp_path / f"a{suffix}", NOTE)))
    decoder.seek(99.0)
    assert decoder.read(100) == b""
    decoder.seek(0.5)
    assert decoder.read(100) != b""
    decoder.close()


def test_mono_is_as_loud_on_both_sides_by_either_decoder(tmp_path: Path) -> None:
    mono = tone(0.5, 440.0)[:, :1]
    path = tmp_path / "mono.wav"
    with av.open(str(path), "w", format="wav") as container:
        stream = container.add_stream("pcm_s16le", rate=RATE_HZ, layout="mono")
        assert isinstance(stream, av.AudioStream)
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(mono.reshape(1, -1)), format="s16", layout="mono"
        )
        frame.sample_rate = RATE_HZ
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    decoders: Sequence[Decoder] = (MiniaudioDecoder(str(path), "wav"), AvDecoder(str(path)))
    for decoder in decoders:
        np.testing.assert_array_equal(everything(decoder), np.repeat(mono, 2, axis=1))
        decoder.close()


def test_a_file_is_known_by_what_it_holds(tmp_path: Path) -> None:
    for suffix, lie in ((".flac", ".mp3"), (".ogg", ".wav"), (".mp3", ".flac"), (".wav", ".ogg")):
        path = write_pcm(tmp_path / f"a{suffix}", SOUND).rename(tmp_path / f"lie{lie}")
        decoder = open_decoder(str(path))
        assert len(everything(decoder)) == len(SOUND)
        decoder.close()


@pytest.mark.parametrize("suffix", [".wav", ".mp3"])
def test_names_that_are_not_utf8_play(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9\xff" + suffix.encode())
    decoder = open_decoder(str(write_pcm(path, SOUND)))
    assert len(everything(decoder)) == len(SOUND)
    decoder.close()


def test_names_that_look_like_addresses_are_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_pcm(Path("http:song.mp3"), SOUND)
    decoder = open_decoder("http:song.mp3")
    assert len(everything(decoder)) == len(SOUND)
    decoder.close()


def test_bad_files_are_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "empty.mp3").write_bytes(b"")
    (tmp_path / "text.mp3").write_text("These are only words. " * 500)
    (tmp_path / "zeros.ogg").write_bytes(bytes(100_000))
    (tmp_path / "head.flac").write_bytes(b"fLaC" + bytes(5_000))
    (tmp_path / "head.wav").write_bytes(b"RIFF\x00\x00\x00\x00WAVE")
    (tmp_path / "list.mp3").write_text("#EXTM3U\nfile:///etc/hostname\n")
    assert refusal(tmp_path / "gone.mp3") == "the file is no longer there"
    assert refusal(tmp_path) == "it is a folder, not a file"
    assert refusal(tmp_path / "empty.mp3") == "the file is empty"
    for name in ("text.mp3", "zeros.ogg", "head.flac", "head.wav", "list.mp3"):
        assert refusal(tmp_path / name)


def test_a_file_that_aborts_miniaudio_is_only_refused() -> None:
    assert refusal(Path(__file__).parents[1] / "crash_stbvorbis.ogg")


@pytest.mark.parametrize("suffix", [".flac", ".mp3", ".ogg"])
def test_damage_in_the_middle_does_not_end_the_track(suffix: str, tmp_path: Path) -> None:
    path = write_pcm(tmp_path / f"a{suffix}", SOUND)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 300] = np.random.default_rng(1).bytes(300)
    path.write_bytes(data)
    decoder = open_decoder(str(path))
    assert len(everything(decoder)) > 0.8 * len(SOUND)
    decoder.close()


def test_after_damage_a_flac_goes_on_with_what_follows(tmp_path: Path) -> None:
    path = write_pcm(tmp_path / "a.flac", SOUND)
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 300] = bytes(300)
    path.write_bytes(data)
    decoder = open_decoder(str(path))
    result, quarter = everything(decoder), len(SOUND) // 4
    decoder.close()
    assert 0 < len(SOUND) - len(result) < 0.2 * RATE_HZ
    np.testing.assert_array_equal(result[:quarter], SOUND[:quarter])
    np.testing.assert_array_equal(result[-quarter:], SOUND[-quarter:])


class _GivesUp:
    """A decoder that ends without a word after one second."""

    duration_is_exact = True

    def __init__(self, inner: Decoder) -> None:
        self._inner = inner
        self.rate_hz, self.duration_s = inner.rate_hz, inner.duration_s
        self._left = self.rate_hz

    def read(self, frames: int) -> bytes:
        frames = min(frames, self._left)
        self._left -= frames
        return self._inner.read(frames)

    def seek(self, position_s: float) -> None:
        self._left = self.rate_hz
        self._inner.seek(position_s)

    def close(self) -> None:
        self._inner.close()


def test_where_one_decoder_gives_up_the_other_goes_on(tmp_path: Path) -> None:
    sound = noise(4.0)
    path = str(write_pcm(tmp_path / "a.flac", sound))
    decoder = MendingDecoder(path, _GivesUp(MiniaudioDecoder(path, "flac")))
    np.testing.assert_array_equal(everything(decoder), sound)
    decoder.seek(0.5)
    np.testing.assert_array_equal(everything(decoder), sound[RATE_HZ // 2 :])
    decoder.close()


@pytest.mark.parametrize(("rate_hz", "suffix"), [(48_000, ".flac"), (22_050, ".wav")])
def test_another_rate_keeps_pitch_and_length(rate_hz: int, suffix: str, tmp_path: Path) -> None:
    sound = tone(1.0, 440.0, sample_rate_hz=rate_hz)
    inner = open_decoder(str(write_pcm(tmp_path / f"a{suffix}", sound, sample_rate_hz=rate_hz)))
    decoder = ResampledDecoder(inner, RATE_HZ)
    expected = tone(1.0, 440.0)
    for _ in range(2):
        result = everything(decoder)
        assert abs(len(result) - RATE_HZ) <= 32
        middle = slice(5_000, 40_000)
        assert np.abs(result[middle].astype(int) - expected[middle]).max() < 200
        decoder.seek(0.0)
    decoder.close()


def test_files_are_given_back(tmp_path: Path) -> None:
    paths = [str(write_pcm(tmp_path / f"a{suffix}", SOUND)) for suffix in ALL]
    before = open_files()
    for path in paths:
        decoder = open_decoder(path)
        decoder.read(100)
        decoder.close()
    refusal(Path(__file__).parents[1] / "crash_stbvorbis.ogg")
    assert open_files() == before
