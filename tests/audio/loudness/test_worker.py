"""Measuring loudness: right by the standard, newest first, quick to stop, never an error."""

import queue
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.audio.conftest import is_running, wait_until
from tests.media_files import Pcm, tone, write_pcm
from tui_player.audio.loudness import worker
from tui_player.audio.loudness.ebur128 import LoudnessMeasurement
from tui_player.audio.loudness.worker import WISHES_KEPT, LoudnessMeter
from tui_player.messages.commands import MeasureLoudness
from tui_player.messages.events import Event, LoudnessMeasured, WorkerFailed
from tui_player.model.music.loudness import LARGEST_PEAK, FileState, Loudness
from tui_player.model.music.track import TrackId

DEADLINE_S = 30.0
TROUBLED = [sys.executable, "-m", "tests.audio.troubled_loudness_process"]


def sine(peak_dbfs: float, seconds: float = 3.0, *, sample_rate_hz: int = 44_100) -> Pcm:
    """A tone at 997 Hz, on which BS.1770 is defined: on both sides it has as many LUFS as dBFS."""
    amplitude = 10 ** (peak_dbfs / 20)
    return tone(seconds, 997.0, sample_rate_hz=sample_rate_hz, amplitude=amplitude)


def measured(path: Path) -> Loudness:
    measurement = LoudnessMeasurement(str(path))
    try:
        while measurement.step(0.7):
            pass
        return measurement.loudness
    finally:
        measurement.close()


class TestMeasurement:
    @pytest.mark.parametrize("peak_dbfs", [-6.0, -18.0, -30.0])
    def test_a_tone_is_as_loud_as_the_standard_says(self, tmp_path: Path, peak_dbfs: float) -> None:
        loudness = measured(write_pcm(tmp_path / "tone.flac", sine(peak_dbfs)))
        assert loudness.track_gain_db == pytest.approx(-18.0 - peak_dbfs, abs=0.1)
        assert loudness.track_peak == pytest.approx(10 ** (peak_dbfs / 20), rel=0.01)
        assert loudness.album_gain_db is None

    @pytest.mark.parametrize("suffix", [".wav", ".mp3", ".ogg", ".opus", ".m4a", ".wma"])
    def test_every_format_measures_alike(self, tmp_path: Path, suffix: str) -> None:
        loudness = measured(write_pcm(tmp_path / f"tone{suffix}", sine(-12.0)))
        assert loudness.track_gain_db == pytest.approx(-6.0, abs=0.3)

    @pytest.mark.parametrize("sample_rate_hz", [8_000, 96_000])
    def test_every_sample_rate_measures_alike(self, tmp_path: Path, sample_rate_hz: int) -> None:
        pcm = sine(-12.0, sample_rate_hz=sample_rate_hz)
        path = write_pcm(tmp_path / "tone.flac", pcm, sample_rate_hz=sample_rate_hz)
        assert measured(path).track_gain_db == pytest.approx(-6.0, abs=0.2)

    def test_one_side_alone_is_half_as_loud(self, tmp_path: Path) -> None:
        pcm = sine(-12.0)
        pcm[:, 1] = 0
        loudness = measured(write_pcm(tmp_path / "left.flac", pcm))
        assert loudness.track_gain_db == pytest.approx(-3.0, abs=0.1)

    def test_mono_is_measured_as_it_sounds_on_both_sides(self, tmp_path: Path) -> None:
        path = tmp_path / "mono.wav"
        soundfile.write(path, sine(-12.0)[:, 0], 44_100)
        assert measured(path).track_gain_db == pytest.approx(-6.0, abs=0.1)

    def test_silence_between_the_music_does_not_count(self, tmp_path: Path) -> None:
        pcm = np.concatenate([sine(-12.0), np.zeros((400_000, 2), np.int16), sine(-12.0)])
        loudness = measured(write_pcm(tmp_path / "gap.flac", pcm))
        # Blocks half in silence count a little; all of it counted would make it 4.6 dB.
        assert loudness.track_gain_db == pytest.approx(-6.0, abs=0.4)

    def test_the_last_sample_counts_for_the_peak(self, tmp_path: Path) -> None:
        pcm = sine(-30.0)
        pcm[-1] = 29_491
        loudness = measured(write_pcm(tmp_path / "click.flac", pcm))
        assert loudness.track_peak == pytest.approx(0.9, abs=0.001)

    def test_cries_of_a_decoder_over_damage_do_not_count_as_music(self, tmp_path: Path) -> None:
        samples = sine(-12.0, 10.0).astype(np.float32) / 32_768
        samples[50_000:50_020] = 400.0
        samples[100_000:100_020] = -np.inf
        samples[200_000:200_020] = np.nan
        path = tmp_path / "damaged.wav"
        soundfile.write(path, samples, 44_100, subtype="FLOAT")
        loudness = measured(path)
        assert loudness.track_gain_db == pytest.approx(-6.0, abs=0.3)
        assert loudness.track_peak == LARGEST_PEAK

    @pytest.mark.parametrize("frames", [88_200, 4_410])
    def test_nothing_is_known_of_silence_and_of_a_blip(self, tmp_path: Path, frames: int) -> None:
        pcm = np.zeros((frames, 2), np.int16) if frames > 44_100 else sine(-12.0)[:frames]
        assert measured(write_pcm(tmp_path / "short.flac", pcm)) == Loudness()


class Bench:
    """A started meter, and what it told."""

    def __init__(self, arguments: Sequence[str] | None = None) -> None:
        self.told: queue.Queue[Event] = queue.Queue()
        self.meter = LoudnessMeter(self.told.put, arguments=arguments)

    def wish(self, *paths: Path) -> None:
        for path in paths:
            self.meter.post(MeasureLoudness(TrackId(path.name), str(path)))

    def next_measured(self) -> LoudnessMeasured:
        event = self.told.get(timeout=DEADLINE_S)
        assert isinstance(event, LoudnessMeasured)
        return event


@pytest.fixture
def bench() -> Iterator[Bench]:
    bench = Bench()
    yield bench
    bench.meter.stop()


class TestMeter:
    def test_a_wish_is_measured(self, bench: Bench, tmp_path: Path) -> None:
        path = write_pcm(tmp_path / "a.flac", sine(-12.0))
        bench.meter.start()
        bench.wish(path)
        event = bench.next_measured()
        assert event.track_id == "a.flac"
        assert event.loudness is not None
        state = event.loudness.measured_from
        assert state == FileState(path.stat().st_size, path.stat().st_mtime_ns)
        assert event.loudness == replace(measured(path), measured_from=state)

    def test_the_newest_wish_comes_first_and_each_once(self, bench: Bench, tmp_path: Path) -> None:
        paths = [write_pcm(tmp_path / f"{n}.wav", sine(-12.0, 0.5)) for n in range(3)]
        bench.wish(*paths, paths[0])
        bench.meter.start()
        assert [bench.next_measured().track_id for _ in paths] == ["0.wav", "2.wav", "1.wav"]

    def test_too_many_wishes_push_the_oldest_out(self, bench: Bench, tmp_path: Path) -> None:
        missing = [tmp_path / f"{n}" for n in range(WISHES_KEPT + 5)]
        bench.wish(*missing)
        bench.meter.start()
        names = [bench.next_measured().track_id for _ in range(WISHES_KEPT)]
        assert names == [path.name for path in reversed(missing[5:])]
        assert bench.told.empty()

    @pytest.mark.parametrize(
        "content", [None, b"", b"no music at all" * 100], ids=["missing", "empty", "text"]
    )
    def test_what_cannot_be_measured_is_told_with_nothing_known(
        self, bench: Bench, tmp_path: Path, content: bytes | None
    ) -> None:
        path = tmp_path / "broken.mp3"
        if content is not None:
            path.write_bytes(content)
        bench.meter.start()
        bench.wish(path)
        assert bench.next_measured() == LoudnessMeasured(TrackId("broken.mp3"), Loudness())

    def test_a_file_that_was_measured_as_it_is_is_left(self, bench: Bench, tmp_path: Path) -> None:
        path = write_pcm(tmp_path / "a.flac", sine(-12.0))
        bench.meter.start()
        bench.wish(path)
        loudness = bench.next_measured().loudness
        assert loudness is not None
        bench.meter.post(MeasureLoudness(TrackId("a"), str(path), loudness.measured_from))
        assert bench.next_measured() == LoudnessMeasured(TrackId("a"), None)
        write_pcm(path, sine(-18.0, 2.0))
        bench.meter.post(MeasureLoudness(TrackId("a"), str(path), loudness.measured_from))
        changed = bench.next_measured().loudness
        assert changed is not None
        assert changed.track_gain_db == pytest.approx(0.0, abs=0.1)

    @pytest.mark.parametrize("name", ["error", "abort"])
    def test_trouble_with_one_file_leaves_the_next_to_be_measured(
        self, name: str, tmp_path: Path
    ) -> None:
        bench = Bench(arguments=TROUBLED)
        bench.meter.start()
        bench.wish(tmp_path / name)
        if name == "error":
            failed = bench.told.get(timeout=DEADLINE_S)
            assert isinstance(failed, WorkerFailed)
            assert "out of order" in failed.sentence
        assert bench.next_measured() == LoudnessMeasured(TrackId(name), Loudness())
        bench.wish(write_pcm(tmp_path / "well.flac", sine(-12.0)))
        assert bench.next_measured().loudness != Loudness()
        bench.meter.stop()

    def test_a_sign_of_life_and_the_answer_may_come_together(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(worker, "SILENT_S", 1.0)
        answers = 'null\\n{"gain_db": -3.5, "peak": 0.5}\\n'
        script = f"import os, sys\nfor line in sys.stdin: os.write(1, b'{answers}')"
        bench = Bench(arguments=[sys.executable, "-c", script])
        bench.meter.start()
        bench.wish(tmp_path / "a")
        assert bench.next_measured().loudness == Loudness(-3.5, 0.5)
        bench.meter.stop()

    def test_it_stops_in_the_middle_of_a_file(self, tmp_path: Path) -> None:
        bench = Bench(arguments=TROUBLED)
        bench.meter.start()
        bench.wish(tmp_path / "endless")
        wait_until(lambda: (tmp_path / "endless").exists())
        pid = int((tmp_path / "endless").read_text())
        bench.meter.stop()
        assert bench.told.empty()
        assert not is_running(pid)

    def test_a_process_that_cannot_be_started_is_told(self, tmp_path: Path) -> None:
        bench = Bench(arguments=["/no/such/program"])
        bench.meter.start()
        bench.wish(tmp_path / "a")
        assert isinstance(bench.told.get(timeout=DEADLINE_S), WorkerFailed)
        assert bench.next_measured() == LoudnessMeasured(TrackId("a"), Loudness())
        bench.meter.stop()

    def test_stopping_without_starting_does_nothing(self) -> None:
        Bench().meter.stop()


def test_it_ends_with_its_player_even_while_a_file_holds_it(tmp_path: Path) -> None:
    script = (
        "import json, subprocess, sys, threading\n"
        "words = {'stdin': subprocess.PIPE, 'stdout': subprocess.PIPE}\n"
        "process = subprocess.Popen(sys.argv[2:], **words)\n"
        "process.stdin.write(json.dumps(sys.argv[1]).encode() + b'\\n')\n"
        "process.stdin.flush()\n"
        "threading.Event().wait()\n"
    )
    line = [sys.executable, "-c", script, str(tmp_path / "held"), *TROUBLED]
    pid_at = tmp_path / "held.pid"
    with pid_at.open("wb") as noise, subprocess.Popen(line, stderr=noise) as parent:
        wait_until(lambda: pid_at.read_text().strip().isdigit())
        pid = int(pid_at.read_text())
        assert is_running(pid)
        parent.kill()
    wait_until(lambda: not is_running(pid))


@pytest.mark.parametrize(("in_own_session", "told"), [(True, "10"), (False, "0")])
def test_it_steps_back_among_sessions_but_lowers_no_session_of_others(
    tmp_path: Path, in_own_session: bool, told: str
) -> None:
    autogroup = tmp_path / "autogroup"
    autogroup.write_text("0")
    program = (
        "import pathlib, sys; from tui_player.audio.loudness import process;"
        "process.step_back_among_sessions(pathlib.Path(sys.argv[1]))"
    )
    line = [sys.executable, "-c", program, str(autogroup)]
    subprocess.run(line, start_new_session=in_own_session, check=True)
    assert autogroup.read_text() == told
