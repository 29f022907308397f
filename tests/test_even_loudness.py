"""Even loudness through all its parts: engine, meter and history, on real files."""

import queue
from contextlib import ExitStack
from pathlib import Path
from random import Random

import pytest

from tests.core.stage import RULES
from tests.fakes import ListCatalog
from tests.media_files import tone, write_pcm
from tui_player.app.engine import Engine
from tui_player.audio.loudness.worker import LoudnessMeter
from tui_player.core.director import Director
from tui_player.core.director_settings import DirectorSettings
from tui_player.core.playback.loudness_planner import UNKNOWN_GAIN_DB
from tui_player.history.worker import HistoryStore
from tui_player.messages.commands import Command, MeasureLoudness, PlayNow, Remember, SetUpNext
from tui_player.messages.events import LibraryChanged, TrackStarted
from tui_player.model.clock import Moment
from tui_player.model.music.track import Track, TrackId

DEADLINE_S = 30.0
# Of the tone in each file; both sides of it have as many LUFS.
PEAKS_DBFS = {"loud": -6.0, "middling": -12.0, "soft": -24.0}


@pytest.fixture
def catalog(tmp_path: Path) -> ListCatalog:
    """Three untagged files of different loudness."""
    paths = {
        name: write_pcm(tmp_path / f"{name}.flac", tone(2.0, 997.0, amplitude=10 ** (peak / 20)))
        for name, peak in PEAKS_DBFS.items()
    }
    return ListCatalog(
        Track(TrackId(path.name), str(path), title=name, duration_s=2.0)
        for name, path in paths.items()
    )


class Run:
    """One run of the player without screen, camera, scanner and sound process.

    `orders` are those to the sound process, which begins each track it is told to play.
    """

    def __init__(self, catalog: ListCatalog, history_file: Path) -> None:
        self.orders: queue.Queue[PlayNow | SetUpNext] = queue.Queue()
        self._catalog = catalog
        self._running = ExitStack()
        self._engine = Engine(lambda _: None, lambda: Moment(0.0, 1_790_000_000.0))
        self._history = HistoryStore(history_file, self._engine.emit)
        self._meter = LoudnessMeter(self._engine.emit)

    def __enter__(self) -> "Run":
        for worker in (self._history, self._meter):
            worker.start()
            self._running.callback(worker.stop)
        self._engine.start(self._build_director, self)
        self._running.callback(self._engine.stop)
        self._engine.emit(LibraryChanged(tracks=len(self._catalog.tracks), genres=0))
        return self

    def __exit__(self, *_: object) -> None:
        self._running.close()

    def post(self, command: Command) -> None:
        match command:
            case MeasureLoudness():
                self._meter.post(command)
            case Remember():
                self._history.post(command)
            case PlayNow(play_id):
                self.orders.put(command)
                self._engine.emit(TrackStarted(play_id, 2.0))
            case SetUpNext():
                self.orders.put(command)

    def wait_for_gain(self) -> PlayNow | SetUpNext:
        """The next order with a gain that was measured."""
        while (order := self.orders.get(timeout=DEADLINE_S)).gain_db == UNKNOWN_GAIN_DB:
            pass
        return order

    def _build_director(self) -> Director:
        settings = DirectorSettings(folder="~/Music", camera_wanted=False, resume=False)
        return Director(settings, RULES, self._catalog, self._history.load(), Random(2))


def wanted_gain_db(order: PlayNow | SetUpNext) -> float:
    """What brings the order's file to -18 LUFS."""
    assert order.path is not None
    return -18.0 - PEAKS_DBFS[Path(order.path).stem]


def test_untagged_files_are_measured_while_others_play_and_known_in_the_next_run(
    catalog: ListCatalog, tmp_path: Path
) -> None:
    history_file = tmp_path / "data" / "history.db"
    with Run(catalog, history_file) as run:
        first = run.wait_for_gain()
        assert isinstance(first, SetUpNext)
        assert first.gain_db == pytest.approx(wanted_gain_db(first), abs=0.1)
    track_id = TrackId(Path(first.path or "").name)
    alone = ListCatalog([catalog.tracks[track_id]])
    with Run(alone, history_file) as run:
        again = run.orders.get(timeout=DEADLINE_S)
    assert isinstance(again, PlayNow)
    assert again.gain_db == first.gain_db
