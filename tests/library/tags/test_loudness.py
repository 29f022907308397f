"""How loud tracks are by their tags, in every kind of file and as sloppily as they are written."""

import io
import os
from pathlib import Path
from typing import Any

import av
import mutagen
import mutagen.id3
import numpy as np
import pytest
from av.audio.resampler import AudioResampler
from mutagen.mp4 import MP4
from mutagen.ogg import OggPage

from tests.library.listening import ScannedLibrary
from tests.media_files import write_audio
from tui_player.library.tags.loudness import loudness_of
from tui_player.library.tags.reader import read_tags
from tui_player.model.music.loudness import Loudness

WRITTEN = {
    "replaygain_track_gain": "-7.03 dB",
    "replaygain_track_peak": "0.988553",
    "replaygain_album_gain": "+1.50 dB",
    "replaygain_album_peak": "1.021454",
}
READ = Loudness(-7.03, 0.988553, 1.5, 1.021454)


def tag(path: Path, tags: dict[str, str]) -> None:
    """Write tags as ReplayGain scanners do: TXXX frames, MP4 freeform atoms, else comments."""
    file: Any = mutagen.File(path)
    if file.tags is None:
        file.add_tags()
    for name, text in tags.items():
        if isinstance(file, MP4):
            file[f"----:com.apple.iTunes:{name}"] = text.encode()
        elif isinstance(file.tags, mutagen.id3.ID3):
            id3: Any = mutagen.id3
            file.tags.add(id3.TXXX(encoding=3, desc=name.upper(), text=[text]))
        else:
            file[name.upper()] = text
    file.save()


@pytest.mark.parametrize(
    "suffix", [".mp3", ".flac", ".ogg", ".oga", ".opus", ".m4a", ".wma", ".wav", ".aiff"]
)
def test_is_read_from_every_kind_of_file(tmp_path: Path, suffix: str) -> None:
    path = write_audio(tmp_path / f"a{suffix}", 0.5)
    tag(path, WRITTEN)
    assert read_tags(os.fsencode(path)).loudness == READ


def test_is_read_where_ffmpeg_reads_the_tags(tmp_path: Path) -> None:
    path = write_audio(tmp_path / "a.mka", 0.5, tags=WRITTEN)
    assert read_tags(os.fsencode(path)).loudness == READ


def test_is_unknown_without_tags(tmp_path: Path) -> None:
    tags = read_tags(os.fsencode(write_audio(tmp_path / "a.mp3", 0.5)))
    assert tags.loudness == Loudness()
    assert not tags.loudness.is_known


@pytest.mark.parametrize(
    ("text", "gain_db"),
    [
        ("-7.03 dB", -7.03),
        ("+1.2dB", 1.2),
        (" 3 DB ", 3.0),
        ("-6,5 dB", -6.5),
        ("\N{MINUS SIGN}3.20 dB", -3.2),
        ("\N{EN DASH}3.20 dB", -3.2),
        ("\N{FULLWIDTH HYPHEN-MINUS}3.20 dB", -3.2),
        ("-.50 dB", -0.5),
        ("+,5 dB", 0.5),
        ("- 3.20 dB", -3.2),
        ("-3. dB", -3.0),
        ("-3.20db ", -3.2),
        ("-3.20 dBFS", -3.2),
        ("-3.2e0 dB", -3.2),
        ("1.#QNAN0 dB", None),
        ("-1.#IND00 dB", None),
        ("--3 dB", None),
        (". dB", None),
        ("0.00", 0.0),
        ("64.82 dB", None),
        ("", None),
        ("dB", None),
        ("nan", None),
        ("-inf dB", None),
        ("1e999", None),
        ("-7.03 LU", None),
    ],
)
def test_gains_as_they_are_written(text: str, gain_db: float | None) -> None:
    assert loudness_of({"replaygain_track_gain": [text]}).track_gain_db == gain_db


@pytest.mark.parametrize(
    ("text", "peak"), [("1.5", 1.5), ("0,98", 0.98), ("0.000000", None), ("-1", None), ("x", None)]
)
def test_peaks_as_they_are_written(text: str, peak: float | None) -> None:
    assert loudness_of({"replaygain_album_peak": [text]}).album_peak == peak


class TestOpus:
    """RFC 7845: whole numbers of 1/256 dB towards -23 LUFS."""

    @pytest.mark.parametrize(
        ("text", "gain_db"),
        [
            ("0", 5.0),
            ("-1280", 0.0),
            ("256", 6.0),
            ("+256", 6.0),
            ("\N{MINUS SIGN}1280", 0.0),
            ("-573", -573 / 256 + 5),
            ("40000", None),
        ],
    )
    def test_gains_are_brought_to_the_common_reference(
        self, text: str, gain_db: float | None
    ) -> None:
        assert loudness_of({"r128_track_gain": [text]}).track_gain_db == gain_db
        assert loudness_of({"r128_album_gain": [text]}).album_gain_db == gain_db

    def test_its_own_tag_counts_before_replaygain(self) -> None:
        tags = {"r128_track_gain": ["-1280"], "replaygain_track_gain": ["-9 dB"]}
        assert loudness_of(tags).track_gain_db == 0.0

    def test_is_read_from_a_file(self, tmp_path: Path) -> None:
        path = write_audio(tmp_path / "a.opus", 0.5)
        tag(path, {"R128_TRACK_GAIN": "-1536", "R128_ALBUM_GAIN": "-1792"})
        assert read_tags(os.fsencode(path)).loudness == Loudness(-1.0, None, -2.0, None)

    def test_the_gain_in_the_header_is_applied_by_the_decoder(self, tmp_path: Path) -> None:
        plain = write_audio(tmp_path / "plain.opus", 1.0)
        lowered = tmp_path / "lowered.opus"
        lowered.write_bytes(_with_output_gain(plain.read_bytes(), -6 * 256))
        change_db = 20 * np.log10(_rms(lowered) / _rms(plain))
        assert change_db == pytest.approx(-6.0, abs=0.1)


def test_is_kept_in_the_index(library: ScannedLibrary, music: Path) -> None:
    tag(write_audio(music / "loud.flac", 0.5, tags={"genre": "Jazz"}), WRITTEN)
    write_audio(music / "plain.flac", 0.5, tags={"genre": "Rock"})
    library.start()
    by_id = {str(track.id): track.loudness for track in library.tracks()}
    assert by_id == {"loud.flac": READ, "plain.flac": Loudness()}


def _with_output_gain(ogg: bytes, gain: int) -> bytes:
    """The Opus file with another output gain (bytes 16 and 17 of its first packet)."""
    stream = io.BytesIO(ogg)
    page: Any = OggPage(stream)
    head = page.packets[0]
    page.packets = [head[:16] + gain.to_bytes(2, "little", signed=True) + head[18:]]
    return bytes(page.write()) + stream.read()


def _rms(path: Path) -> float:
    """The root mean square of all samples, full scale being 1."""
    resampler = AudioResampler("flt", "stereo", 48_000)
    with av.open(str(path)) as container:
        frames = [f for frame in container.decode(audio=0) for f in resampler.resample(frame)]
    samples = np.concatenate([frame.to_ndarray().ravel() for frame in frames])
    return float(np.sqrt(np.mean(np.square(samples))))
