"""Joins screen, engine and workers, starts them, and stops them in reverse."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import cached_property
from logging.handlers import RotatingFileHandler
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from tui_player.domain.errors import TuiPlayerError
from tui_player.pictures import Pictures
from tui_player.plan import Plan, make_plan
from tui_player.settings.config import (
    load_choosing,
    load_genre_families,
    load_mood_words,
    load_rules,
)
from tui_player.settings.paths import last_theme, remember_folder, remember_theme
from tui_player.settings.themes import load_themes, require_theme, themes_stamp
from tui_player.ui.actions import ACTIONS, with_keys
from tui_player.ui.app import PlayerApp
from tui_player.ui.bridge import ScreenBridge
from tui_player.ui.garbage import settle_garbage_collection
from tui_player.ui.screen_settings import ScreenSettings
from tui_player.ui.signals import handlers_restored, ignore_signals
from tui_player.ui.terminal import StderrGuard, has_title, require_terminal, terminal_look

if TYPE_CHECKING:
    from tui_player.audio.player import Player
    from tui_player.domain.director import Director
    from tui_player.domain.genre import GenreFamilies
    from tui_player.domain.moment import Moment
    from tui_player.domain.picture import PixelSize
    from tui_player.domain.requests import Request
    from tui_player.domain.rules import MoodRules
    from tui_player.domain.theme import Theme
    from tui_player.domain.track import Track
    from tui_player.engine import Engine
    from tui_player.library.browser import LibraryBrowser
    from tui_player.library.index import LibraryCatalog
    from tui_player.settings.run_settings import RunOptions, RunSettings
    from tui_player.ui.terminal_line import TerminalLine
    from tui_player.vision.mood_camera import MoodCamera
    from tui_player.vision.replayed_camera import ReplayedCamera
    from tui_player.workers import Workers

LOG_BYTES = 1_000_000
# What Textual returns when a widget raised; the traceback went to the log.
SCREEN_FAILED = 1

log = logging.getLogger(__name__)


class Run:
    """One run behind the screen: the engine and the workers, from first paint to quit.

    `start` returns at once: what is slow to import and open is done on a thread of its own,
    so that the screen answers from the first moment.
    """

    def __init__(self, plan: Plan, bridge: ScreenBridge) -> None:
        self._plan = plan
        self._bridge = bridge
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
        from tui_player.domain.events import UserAsked

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
        from tui_player.engine import Engine

        with self._engine_making:
            if self._made_engine is None:
                self._made_engine = Engine(self._bridge.publish, _now)
            return self._made_engine

    @cached_property
    def families(self) -> GenreFamilies:
        """The table of genre names: first asked for after the first paint, as it takes a while."""
        return load_genre_families(self._plan.config)

    @cached_property
    def _rules(self) -> MoodRules:
        return load_rules(self._plan.config)

    def open_browser(self) -> LibraryBrowser:
        """The library to look around in, with a connection of its own for whoever asks."""
        from tui_player.library.browser import LibraryBrowser

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
        from tui_player.library.playlists import write_playlist

        return write_playlist(self._plan.settings.playlists, name, tracks, replace=may_replace)

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
        except Exception as error:
            from tui_player.engine import snapshot_of_failed_start

            log.exception("the player could not start")
            self._bridge.publish(snapshot_of_failed_start(error))

    def _start_player(self) -> Player:
        """Before all else is loaded: its process takes longest to be ready, and does so beside."""
        from tui_player.audio.player import Player

        player = self._player = Player(
            self._engine.emit,
            audio_device=self._plan.settings.audio_device,
            log_path=self._plan.paths.sound_log_file,
            show_spectrum=self._bridge.show_spectrum,
        )
        if self._spectrum_wanted:
            player.want_spectrum(True)
        player.start()
        self._running.callback(player.stop)  # again below, in the order of the others
        return player

    def _tell_notices(self) -> None:
        from tui_player.domain.events import WorkerFailed

        for sentence in self._notices:
            self._engine.emit(WorkerFailed("settings", sentence))

    def _note_folder(self) -> None:
        """Note the folder for the next start: a convenience that keeps nobody from playing."""
        try:
            remember_folder(self._plan.paths, self._plan.settings.folder)
        except OSError as error:
            log.warning("the folder could not be noted for the next start: %s", error)

    def _build_workers(self, player: Player) -> Workers:
        from tui_player.workers import build_workers

        plan = self._plan
        workers = build_workers(
            player,
            plan.settings,
            plan.paths,
            plan.index_file,
            self.families,
            self._engine.emit,
            self._bridge.show_picture,
        )
        self._camera = workers.camera
        workers.camera.want_picture(self._picture_size)
        return workers

    def open_catalog(self) -> LibraryCatalog:
        """A read-only connection to the index, for whoever asks and only there."""
        from tui_player.library.index import LibraryCatalog

        plan = self._plan
        return LibraryCatalog.open(
            plan.index_file, plan.settings.folder, self._rules.families_by_mood
        )

    def _build_director(self, workers: Workers, catalog: LibraryCatalog) -> Director:
        from tui_player.domain.commands import UseFamilies
        from tui_player.domain.director import Director
        from tui_player.domain.parts import DirectorSettings

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


def play(options: RunOptions, config_file: Path | None = None, *, plain: bool = False) -> int:
    """Play until the person quits; the exit status. With `plain` there are lines, no screen.

    Raises TuiPlayerError, before the screen comes up, for a folder or configuration that
    cannot be used.
    """
    plan = make_plan(options, config_file)
    if options.theme is not None:
        require_theme(options.theme, load_themes(plan.theme_folders))
    _check_recordings(plan.settings)
    if not plain:
        require_terminal()
    plan.paths.create()
    _log_to(plan.paths.log_file)
    guard = StderrGuard(plan.paths.log_file)
    guard.start()
    try:
        with handlers_restored():
            status = _run_plain(plan) if plain else _run_screen(plan, guard.line)
    finally:
        guard.stop()
    if status == SCREEN_FAILED and not plain:
        raise TuiPlayerError(
            f"the screen met an error and was closed; it is told in {plan.paths.log_file}"
        )
    return status


def _check_recordings(settings: RunSettings) -> None:
    """Raises ReadingLogError while there is a terminal to say it on."""
    if settings.replay is not None:
        from tui_player.vision.replayed_camera import load_readings

        load_readings(settings.replay)
    if settings.record_readings is not None:
        from tui_player.vision.reading_recorder import check_is_new

        check_is_new(settings.record_readings)


def _run_screen(plan: Plan, line: TerminalLine) -> int:
    def read_themes() -> tuple[Sequence[Theme], Sequence[str]]:
        read = load_themes(plan.theme_folders)
        return read.themes, read.problems

    themes, problems = read_themes()
    bridge = ScreenBridge()
    run = Run(plan, bridge)
    pictures = Pictures(plan.settings.pictures)
    app = PlayerApp(
        post=run.ask,
        bridge=bridge,
        settings=ScreenSettings(
            themes=themes,
            theme_name=plan.settings.theme or last_theme(plan.paths),
            look=terminal_look(os.environ),
            shows_pixels=lambda: pictures.are_pixels,
            line=line,
            picture_on=plan.settings.camera_picture,
            album_art=plan.settings.album_art,
            mood_tint=plan.settings.mood_tint,
            terminal_title=plan.settings.terminal_title and has_title(os.environ),
            read_sleeve=pictures.read_sleeve,
            keys=plan.keys,
            home=str(Path.home()),
            load_themes=read_themes,
            themes_stamp=lambda: themes_stamp(plan.theme_folders),
            theme_kept=lambda name: remember_theme(plan.paths, name),
            families=lambda: run.families.family_names,
            save_playlist=run.save_playlist,
        ),
        open_browser=run.open_browser,
        on_first_paint=lambda: run.start(notices=problems),
        picture_wanted=run.want_picture,
        spectrum_wanted=run.want_spectrum,
    )
    try:
        app.run()
    finally:
        ignore_signals()
        run.stop()
    return app.return_code or 0


def _run_plain(plan: Plan) -> int:
    from tui_player.ui.plain import PlainFrontEnd

    bridge = ScreenBridge()
    run = Run(plan._replace(settings=plan.settings._replace(camera_picture=False)), bridge)
    catalog = run.open_catalog()
    front_end = PlainFrontEnd(
        post=run.ask,
        bridge=bridge,
        actions=with_keys(ACTIONS, plan.keys),
        charset=terminal_look(os.environ).charset,
        output=sys.stdout,
        keys=sys.stdin.fileno(),
        search=catalog.search,
    )
    settle_garbage_collection()
    try:
        return front_end.run(run.start)
    finally:
        ignore_signals()
        run.stop()
        front_end.close()
        catalog.close()


def _now() -> Moment:
    from tui_player.domain.moment import Moment

    unix_s = time.time()
    return Moment(time.monotonic(), unix_s, float(time.localtime(unix_s).tm_gmtoff))


def _log_to(path: Path) -> None:
    handler = RotatingFileHandler(
        path, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8", errors="backslashreplace"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
