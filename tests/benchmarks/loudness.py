"""What measuring loudness costs, against decoding alone, and what it takes from the other threads.

Run from the checkout: python -m tests.benchmarks.loudness
"""

import queue
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.media_files import noise, write_pcm
from tui_player.audio.decoders.av import AvDecoder
from tui_player.audio.loudness.ebur128 import LoudnessMeasurement
from tui_player.audio.loudness.process import STEP_S
from tui_player.audio.loudness.worker import LoudnessMeter
from tui_player.messages.commands import MeasureLoudness
from tui_player.messages.events import Event
from tui_player.model.music.track import TrackId

SOUND_S = 240.0
NAP_S = 0.005
QUIET_S = 5.0


def decode(path: Path) -> None:
    """Decode a file as it is for measuring, and nothing else."""
    decoder = AvDecoder(str(path))
    while decoder.read(round(STEP_S * decoder.rate_hz)):
        pass
    decoder.close()


def measure(path: Path) -> None:
    """Measure a file without resting."""
    measurement = LoudnessMeasurement(str(path))
    while measurement.step(STEP_S):
        pass
    measurement.close()


def cpu_s(work: Callable[[Path], None], path: Path) -> float:
    """Processor time of this thread, the least of three goes."""
    goes = []
    for _ in range(3):
        began_s = time.thread_time()
        work(path)
        goes.append(time.thread_time() - began_s)
    return min(goes)


def lateness_ms(done: Callable[[], bool]) -> float:
    """How late naps of this thread end, the 99th percentile, until `done`."""
    late = []
    while not done():
        began_s = time.perf_counter()
        time.sleep(NAP_S)
        late.append(time.perf_counter() - began_s - NAP_S)
    late.sort()
    return 1000 * late[int(len(late) * 0.99)]


def timer(seconds: float) -> Callable[[], bool]:
    """Tells whether so many seconds have passed since."""
    end_s = time.perf_counter() + seconds
    return lambda: time.perf_counter() > end_s


def in_the_background(path: Path) -> tuple[float, float, float]:
    """The meter's share of a core, its seconds for the file, and the others' lateness in ms."""
    told: queue.Queue[Event] = queue.Queue()
    meter = LoudnessMeter(told.put)
    meter.start()
    began_s, began_cpu_s = time.perf_counter(), children_cpu_s()
    meter.post(MeasureLoudness(TrackId(path.name), str(path)))
    late_ms = lateness_ms(lambda: not told.empty())
    took_s = time.perf_counter() - began_s
    meter.stop()
    return (children_cpu_s() - began_cpu_s) / took_s, took_s, late_ms


def children_cpu_s() -> float:
    """Processor time of the processes that have ended, the meter's among them."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Print the figures for three formats."""
    with tempfile.TemporaryDirectory() as folder:
        for suffix in (".flac", ".mp3", ".m4a"):
            path = write_pcm(Path(folder) / f"music{suffix}", noise(SOUND_S))
            ratio = cpu_s(measure, path) / cpu_s(decode, path)
            quiet_ms = lateness_ms(timer(QUIET_S))
            share, took_s, late_ms = in_the_background(path)
            print(
                f"{suffix}: measuring costs {ratio:.1f} times decoding; in the background"
                f" {SOUND_S / took_s:.0f} times real time with {share:.0%} of a core;"
                f" others late by {late_ms:.1f} ms (p99), else {quiet_ms:.1f} ms"
            )


if __name__ == "__main__":
    main()
