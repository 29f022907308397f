"""Ogg files of several streams, one after another: recordings of radio stations."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.media_files import write_audio
from tui_player.audio.decoders.decoder import Decoder
from tui_player.audio.decoders.registry import open_decoder
from tui_player.media.ogg_length import ogg_links

PITCHES_HZ = (440.0, 660.0, 880.0)
LENGTHS_S = (3.0, 5.0, 4.0)
BLOCK_FRAMES = 4_096


def write_chain(path: Path, rates_hz: tuple[int, ...] = (44_100,) * 3) -> Path:
    parts = [
        write_audio(
            path.with_stem(f"part{rate_hz}{pitch_hz}"), length_s, pitch_hz, sample_rate_hz=rate_hz
        ).read_bytes()
        for rate_hz, pitch_hz, length_s in zip(rates_hz, PITCHES_HZ, LENGTHS_S, strict=True)
    ]
    path.write_bytes(b"".join(parts))
    return path


def left(decoder: Decoder) -> np.ndarray:
    """All that a decoder has left, of the left channel."""
    blocks = list(iter(lambda: decoder.read(BLOCK_FRAMES), b""))
    return np.frombuffer(b"".join(blocks), np.float32)[::2]


def pitch_hz(sound: np.ndarray, rate_hz: int) -> float:
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    return float(np.argmax(spectrum)) * rate_hz / len(sound)


@pytest.fixture(params=[".ogg", ".opus", ".oga"])
def chain(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return write_chain(tmp_path / f"chain{request.param}")


def test_a_chain_plays_from_its_first_stream_to_its_last(chain: Path) -> None:
    decoder = open_decoder(str(chain))
    assert decoder.duration_s == pytest.approx(12.0, abs=0.05)
    assert decoder.duration_is_exact
    sound, rate_hz = left(decoder), decoder.rate_hz
    decoder.close()
    assert len(sound) / rate_hz == pytest.approx(12.0, abs=0.05)
    for (begin_s, end_s), expected_hz in zip(
        pairwise((0.0, 3.0, 8.0, 12.0)), PITCHES_HZ, strict=True
    ):
        heard = sound[round((begin_s + 0.5) * rate_hz) : round((end_s - 0.5) * rate_hz)]
        assert pitch_hz(heard, rate_hz) == pytest.approx(expected_hz, rel=0.01)


@pytest.mark.parametrize(
    ("position_s", "expected_hz"), [(1.0, 440.0), (3.5, 660.0), (7.0, 660.0), (11.0, 880.0)]
)
def test_any_place_of_a_chain_is_found(chain: Path, position_s: float, expected_hz: float) -> None:
    decoder = open_decoder(str(chain))
    for begin_s in (11.5, position_s):  # forth and back
        decoder.seek(begin_s)
    sound, rate_hz = left(decoder), decoder.rate_hz
    decoder.close()
    assert len(sound) / rate_hz == pytest.approx(12.0 - position_s, abs=0.05)
    assert pitch_hz(sound[: rate_hz // 2], rate_hz) == pytest.approx(expected_hz, rel=0.01)


def test_past_the_end_of_a_chain_there_is_nothing(chain: Path) -> None:
    decoder = open_decoder(str(chain))
    decoder.seek(12.5)
    assert not decoder.read(BLOCK_FRAMES)
    decoder.seek(0.0)
    assert decoder.read(BLOCK_FRAMES)
    decoder.close()


def test_the_streams_of_a_chain_may_have_several_sample_rates(tmp_path: Path) -> None:
    decoder = open_decoder(str(write_chain(tmp_path / "chain.ogg", (44_100, 22_050, 48_000))))
    sound = left(decoder)
    decoder.close()
    assert decoder.rate_hz == 44_100
    assert len(sound) / 44_100 == pytest.approx(12.0, abs=0.05)
    assert pitch_hz(sound[4 * 44_100 : 7 * 44_100], 44_100) == pytest.approx(660.0, rel=0.01)


def test_a_damaged_stream_of_a_chain_costs_only_itself(tmp_path: Path) -> None:
    path = write_chain(tmp_path / "chain.ogg")
    content = bytearray(path.read_bytes())
    with path.open("rb") as file:
        damaged = ogg_links(file, len(content))[1]
    # Its second page has the tables that Vorbis is decoded by.
    begin = content.index(b"OggS", damaged.start + 4)
    content[begin + 40 : begin + 2_000] = bytes(1_960)
    path.write_bytes(content)
    decoder = open_decoder(str(path))
    sound = left(decoder)
    decoder.close()
    assert len(sound) / decoder.rate_hz == pytest.approx(7.0, abs=0.1)
    assert pitch_hz(sound[-44_100:], 44_100) == pytest.approx(880.0, rel=0.01)


def test_a_name_of_any_letters_is_no_address(tmp_path: Path) -> None:
    folder = tmp_path / "a,,:b"
    folder.mkdir()
    decoder = open_decoder(str(write_chain(folder / "file:x,,end,1,,:y.ogg")))
    assert len(left(decoder)) / decoder.rate_hz == pytest.approx(12.0, abs=0.05)
    decoder.close()
