"""One run of the player behind whatever shows it: the engine and the workers, start to end."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import cached_property
from logging.handlers import RotatingFileHandler
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Protocol

from tui_player.model.clean_text import escaped
from tui_player.settings.config import (
    load_choosing,
    load_genre_families,
    load_mood_words,
    load_rules,
)
from tui_player.settings.paths import remember_folder

if TYPE_CHECKING:
    from tui_player.app.engine import Engine
    from tui_player.app.run_plan import RunPlan
    from tui_player.app.workers import Workers
    from tui_player.audio.player import Player
    from tui_player.core.director import Director
    from tui_player.core.selection.rules import MoodRules
    from tui_player.library.browse.browser import LibraryBrowser
    from tui_player.library.index.catalog import LibraryCatalog
    from tui_player.messages.requests import Request
    from tui_player.messages.snapshot import Snapshot
    from tui_player.model.clock import Moment
    from tui_player.model.music.genres import GenreFamilies
    from tui_player.model.music.track import Track, TrackId
    from tui_player.model.picture import CameraPicture, PixelSize
    from tui_player.remote.control.doors import Doors
    from tui_player.vision.cameras.replay import ReplayedCamera
    from tui_player.vision.worker import MoodCamera

LOG_BYTES = 1_000_000

log = logging.getLogger(__name__)


class FrontEnd(Protocol):
    """What a run is shown on; each is called from another thread and never waits."""

    def publish(self, snapshot: Snapshot) -> None:
        """Show the newest snapshot."""

    def show_picture(self, picture: CameraPicture | None) -> None:
        """Show the newest camera picture, None for none any more."""

    def show_spectrum(self, levels: bytes | None) -> None:
        """Show the newest spectrum, None for none any more."""

    def quit(self) -> None:
        """End the run as the person's own key would: it was asked for from elsewhere."""


class RunLibrary:
    """The library of a run, for all who look at it beside the scanner."""

    def __init__(self, plan: RunPlan) -> None:
        self._plan = plan

    @cached_property
    def families(self) -> GenreFamilies:
        """The table of genre names: first asked for after the first paint, as it takes a while."""
        return load_genre_families(self._plan.config)

    @cached_property
    def _rules(self) -> MoodRules:
        return load_rules(self._plan.config)

    def open_browser(self) -> LibraryBrowser:
        """The library to look around in, with a connection of its own for whoever asks."""
        from tui_player.library.browse.browser import LibraryBrowser

        plan = self._plan
        return LibraryBrowser(
            plan.index_file,
            plan.settings.folder,
            self._rules.families_by_mood,
            self.families,
            plan.settings.playlists,
        )

    def save_playlist(self, name: str, tracks: Sequence[Track], may_replace: bool) -> Path:
        """Write tracks as a playlist; see write_playlist."""
        from tui_player.library.browse.playlist_files import write_playlist

        return write_playlist(self._plan.settings.playlists, name, tracks, replace=may_replace)

    def open_catalog(self) -> LibraryCatalog:
        """A read-only connection to the index, for whoever asks and only there."""
        from tui_player.library.index.catalog import LibraryCatalog

        plan = self._plan
        return LibraryCatalog.open(
            plan.index_file, plan.settings.folder, self._rules.families_by_mood
        )

    def find_track(self, path: str) -> TrackId | None:
        """The track of the library with this path, if there is one; for whichever thread asks."""
        with closing(self.open_catalog()) as catalog:
            for track_id in _ids(path, self._plan.settings.folder):
                if catalog.track(track_id) is not None:
                    return track_id
        return None


class Run(RunLibrary):
    """The engine, the workers and who looks on from elsewhere, from first paint to quit.

    `start` returns at once: what is slow to import and open is done on a thread of its own,
    so that the screen answers from the first moment.
    """

    def __init__(self, plan: RunPlan, front_end: FrontEnd, doors: Doors | None = None) -> None:
        """`doors`: where it is spoken to, if the right to be that player is taken already."""
        super().__init__(plan)
        self._front_end = front_end
        self._doors = doors
        self._running = ExitStack()
        self._engine_making = threading.Lock()
        self._made_engine: Engine | None = None
        self._camera: MoodCamera | ReplayedCamera | None = None
        self._player: Player | None = None
        self._picture_size: PixelSize | None = None
        self._spectrum_wanted = False
        self._notices: Sequence[str] = ()
        self._starter = threading.Thread(target=self._start_all, name="starter", daemon=True)

    def start(self, notices: Sequence[str] = ()) -> None:
        """Build and start everything, in the background; the notices are shown first."""
        self._notices = notices
        self._starter.start()

    def stop(self) -> None:
        """Wait for the start to be over, then stop everything in reverse."""
        if self._starter.ident is not None:
            self._starter.join()
        self._running.close()

    def ask(self, request: Request) -> None:
        """Hand a person's request to the engine; never waits."""
        from tui_player.messages.events import UserAsked

        self._engine.emit(UserAsked(request))

    def want_picture(self, size: PixelSize | None) -> None:
        """Make camera pictures of at most this size for the screen, or none any more."""
        self._picture_size = size
        if self._camera is not None:
            self._camera.want_picture(size)

    def want_spectrum(self, wanted: bool) -> None:
        """Have the spectrum of what is heard measured for the screen, or no longer."""
        self._spectrum_wanted = wanted
        if self._player is not None:
            self._player.want_spectrum(wanted)

    @property
    def _engine(self) -> Engine:
        """Made by whichever thread asks first: the starter, or the screen at an early key."""
        from tui_player.app.engine import Engine

        with self._engine_making:
            if self._made_engine is None:
                self._made_engine = Engine(self._front_end.publish, _now)
            return self._made_engine

    def _start_all(self) -> None:
        try:
            player = self._start_player()
            self._tell_notices()
            workers = self._build_workers(player)
            for worker in workers.in_order_of_start:
                if worker is not player:
                    worker.start()
                self._running.callback(worker.stop)
            catalog = self.open_catalog()
            # Before the scanner ends: the last one to close the index tidies up beside it.
            self._running.callback(catalog.close)
            self._engine.start(lambda: self._build_director(workers, catalog), workers)
            self._running.callback(self._engine.stop)
            self._note_folder()
            self._start_onlookers()
        except Exception as error:
            from tui_player.app.engine import snapshot_of_failed_start

            log.exception("the player could not start")
            self._front_end.publish(snapshot_of_failed_start(error))

    def _start_player(self) -> Player:
        """Before all else is loaded: its process takes longest to be ready, and does so beside."""
        from tui_player.audio.player import Player

        player = self._player = Player(
            self._engine.emit,
            audio_device=self._plan.settings.audio_device,
            log_path=self._plan.paths.sound_log_file,
            show_spectrum=self._front_end.show_spectrum,
        )
        if self._spectrum_wanted:
            player.want_spectrum(True)
        player.start()
        self._running.callback(player.stop)  # again below, in the order of the others
        return player

    def _tell_notices(self) -> None:
        from tui_player.messages.events import WorkerFailed

        for sentence in self._notices:
            self._engine.emit(WorkerFailed("settings", sentence))

    def _start_onlookers(self) -> None:
        """The one place where those who look on from outside the screen begin and end."""
        from tui_player.app.observers import build_onlookers
        from tui_player.remote.control.doors import Doors

        paths, look, end = self._plan.paths, self._engine.show_once, self._front_end.quit
        doors = self._doors or Doors(paths.control_dirs, paths.runtime_dir)
        onlookers = build_onlookers(doors, paths.runtime_dir, self.ask, look, end, self.find_track)
        for onlooker in onlookers:
            onlooker.start()
            self._running.callback(onlooker.stop)
            self._engine.show_to(onlooker.publish)

    def _note_folder(self) -> None:
        """Note the folder for the next start: a convenience that keeps nobody from playing."""
        try:
            remember_folder(self._plan.paths, self._plan.settings.folder)
        except OSError as error:
            log.warning("the folder could not be noted for the next start: %s", error)

    def _build_workers(self, player: Player) -> Workers:
        from tui_player.app.workers import build_workers

        plan = self._plan
        workers = build_workers(
            player,
            plan.settings,
            plan.paths,
            plan.index_file,
            self.families,
            self._engine.emit,
            self._front_end.show_picture,
        )
        self._camera = workers.camera
        workers.camera.want_picture(self._picture_size)
        return workers

    def _build_director(self, workers: Workers, catalog: LibraryCatalog) -> Director:
        from tui_player.core.director import Director
        from tui_player.core.director_settings import DirectorSettings
        from tui_player.messages.commands import UseFamilies

        settings, config = self._plan.settings, self._plan.config
        memory = workers.history.load()
        workers.post(UseFamilies(tuple(memory.given_families.items())))
        return Director(
            DirectorSettings(
                folder=str(settings.folder),
                camera_wanted=settings.camera_wanted,
                replays=settings.replays,
                resume=settings.resume,
                change_at_once=settings.change_at_once,
                moods=self._plan.moods,
                goals=config.goal_settings,
                presence=config.presence_settings,
                sound=config.sound_settings,
                choosing=replace(load_choosing(config), mood_words=load_mood_words(config)),
            ),
            self._rules,
            catalog,
            memory,
            Random(),
        )


def _ids(path: str, folder: Path) -> Iterator[TrackId]:
    """What the track at a path may be called in the library of a folder: as it is written, and
    with links followed."""
    from tui_player.model.music.track import TrackId

    written = Path(os.path.normpath(path)), folder
    for file, top in (written, (Path(os.path.realpath(path)), folder.resolve())):
        if file.is_relative_to(top):
            yield TrackId(str(file.relative_to(top)))


def _now() -> Moment:
    from tui_player.model.clock import Moment

    unix_s = time.time()
    return Moment(time.monotonic(), unix_s, float(time.localtime(unix_s).tm_gmtoff))


class LogLines(logging.Formatter):
    """Writes a record so that who reads the log in a terminal sees it, and no order to it.

    A message is one line; only a traceback has more.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """The line of a record."""
        return super().formatMessage(record).replace("\n", "\\n")

    def format(self, record: logging.LogRecord) -> str:
        """The line, and the traceback behind it."""
        return escaped(super().format(record))


class LogFile(RotatingFileHandler):
    """A log that nobody hears of where it cannot be written, as on a full disk."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Leave the record out: logging's own way is a traceback on standard error."""


def log_to(path: Path) -> None:
    """What goes wrong is told in this file from now on, and in its predecessor."""
    handler = LogFile(
        path, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8", errors="backslashreplace"
    )
    handler.setFormatter(LogLines("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
