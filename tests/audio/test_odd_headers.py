"""Headers that tell of what no sound is, or of what nobody can decode: refused in words."""

import os
import resource
from pathlib import Path

import numpy as np
import pytest

from tests.audio.decoders.test_registry import everything, refusal
from tests.media.wav_files import chunk, form, wav
from tests.media_files import noise, tone, without_decoder, write_audio, write_pcm
from tui_player.audio.decoders.decoder import UndecodableError
from tui_player.audio.decoders.opening import open_source
from tui_player.audio.decoders.registry import open_decoder
from tui_player.audio.engine.feeder_messages import Play

SOUND = noise(0.5)


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def with_head(tmp_path: Path, head: bytes, sound: bytes = SOUND.tobytes()) -> Path:
    return written(tmp_path / "odd.wav", wav(head, chunk(b"data", sound)))


@pytest.mark.parametrize("rate_hz", [1, 2, 100, 999, 4_000_000, 400_000_000, 2**31 - 1])
@pytest.mark.parametrize("coding", [1, 2], ids=["plain", "compressed"])
def test_a_rate_that_no_sound_has_is_refused_at_no_cost(
    coding: int, rate_hz: int, tmp_path: Path
) -> None:
    path = with_head(tmp_path, form(coding, rate_hz=rate_hz))
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(UndecodableError, match=f"sample rate of {rate_hz:,} Hz|damaged"):
        open_source(open_decoder, Play(1, str(path)))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb < 100_000


@pytest.mark.parametrize("rate_hz", [0, 2**31, 2**32 - 1])
def test_a_rate_that_is_none_is_refused(rate_hz: int, tmp_path: Path) -> None:
    assert "damaged" in refusal(with_head(tmp_path, form(rate_hz=rate_hz)))


@pytest.mark.parametrize("rate_hz", [1_000, 8_000, 384_000, 768_000, 2_822_400])
def test_every_rate_that_sound_has_is_played(rate_hz: int, tmp_path: Path) -> None:
    source = open_source(open_decoder, Play(1, str(with_head(tmp_path, form(rate_hz=rate_hz)))))
    frames = 0
    while not source.ended:
        frames += len(source.read(8_192))
    source.close()
    played_s = frames / source.decoder.rate_hz
    assert played_s == pytest.approx(len(SOUND) / rate_hz, abs=0.002, rel=0.001)
    assert 44_100 <= source.decoder.rate_hz <= 192_000


@pytest.mark.parametrize("bits", [0, 65, 128, 65_535])
def test_sample_sizes_that_cannot_be_are_refused(bits: int, tmp_path: Path) -> None:
    assert "no decoder" in refusal(with_head(tmp_path, form(bits=bits)))


@pytest.mark.parametrize("coding", [0, 5, 0x92, 0x1234, 0xFFFE, 0xFFFF])
def test_codings_that_nobody_knows_are_refused(coding: int, tmp_path: Path) -> None:
    path = with_head(tmp_path, form(coding), bytes(64))
    assert path.stat().st_size == 108
    assert refusal(path) == "there is no decoder for the kind of sound in it"


@pytest.mark.parametrize("coding", [2, 0x11, 0x31, 0x50, 0x55, 0x61, 0xFF, 0x2000, 0x2001])
def test_codings_without_sound_of_theirs_are_refused(coding: int, tmp_path: Path) -> None:
    assert refusal(with_head(tmp_path, form(coding), bytes(64)))


@pytest.mark.parametrize("channels", [0, 1_000, 65_535])
def test_numbers_of_channels_that_cannot_be_are_refused(channels: int, tmp_path: Path) -> None:
    assert refusal(with_head(tmp_path, form(channels=channels)))


@pytest.mark.parametrize("channels", [3, 4, 6, 8, 9, 11, 16, 33, 64, 65, 255])
@pytest.mark.parametrize("bits", [8, 16, 32])
def test_many_channels_are_mixed_down(channels: int, bits: int, tmp_path: Path) -> None:
    wave = tone(0.2, 440.0, amplitude=0.2)[:, :1].repeat(channels, axis=1)
    samples = {
        8: (wave // 256 + 128).astype(np.uint8).tobytes(),
        16: wave.tobytes(),
        32: (wave.astype("<i4") << 16).tobytes(),
    }
    head = form(channels=channels, bits=bits)
    decoder = open_decoder(str(with_head(tmp_path, head, samples[bits])))
    mixed = everything(decoder)
    decoder.close()
    assert len(mixed) == len(wave)
    for side in (0, 1):
        likeness = np.corrcoef(mixed[:, side].astype(float), wave[:, 0].astype(float))[0, 1]
        assert likeness > 0.99
    assert 2_000 < mixed.max() < 32_767


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (b"ac-4", "there is no decoder for the kind of sound in it (Dolby AC-4)"),
        (b"zzzz", "there is no decoder for the kind of sound in it (zzzz)"),
        (b"drms", "its sound is copy-protected"),
        (b"enca", "its sound is copy-protected"),
    ],
    ids=str,
)
def test_what_no_decoder_knows_is_named(kind: bytes, words: str, tmp_path: Path) -> None:
    assert refusal(without_decoder(tmp_path / "a.m4a", kind)) == words


def test_an_unknown_coding_in_matroska_is_refused(tmp_path: Path) -> None:
    path = write_audio(tmp_path / "a.mka", 1.0)
    written(path, path.read_bytes().replace(b"A_FLAC", b"A_XYZW"))
    assert refusal(path) == "there is no decoder for the kind of sound in it"


CONTENT_ENCRYPTION = bytes.fromhex("fbb3112223bdd211b4b700a0c955fc6e")
PADDING = bytes.fromhex("74d40618dfca0945a4ba9aabcb96aae8")


def test_copy_protected_wma_is_refused(tmp_path: Path) -> None:
    path = write_audio(tmp_path / "a.wma", 1.0)
    decoder = open_decoder(str(path))
    decoder.close()
    data = path.read_bytes()
    header_size = int.from_bytes(data[16:24], "little")
    more = CONTENT_ENCRYPTION + (24 + 16).to_bytes(8, "little") + bytes(16)
    new_size = (header_size + len(more)).to_bytes(8, "little")
    written(path, data[:16] + new_size + data[24:header_size] + more + data[header_size:])
    assert refusal(path) == "its sound is copy-protected"


def test_a_pipe_and_a_device_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mp3")
    (tmp_path / "zero.mp3").symlink_to("/dev/zero")
    assert refusal(tmp_path / "pipe.mp3") == "it is a pipe or a device, not a file"
    assert refusal(tmp_path / "zero.mp3") == "it is a pipe or a device, not a file"


def test_more_sound_than_a_file_can_hold_is_not_believed(tmp_path: Path) -> None:
    path = write_pcm(tmp_path / "a.wma", SOUND)
    data = bytearray(path.read_bytes())
    at = data.index(bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365"))  # file properties
    data[at + 64 : at + 72] = (10**15).to_bytes(8, "little")  # how long it plays, in 100 ns
    written(path, bytes(data))
    decoder = open_decoder(str(path))
    assert decoder.duration_s is None or decoder.duration_s < 2.0
    decoder.close()
