"""Joins screen, engine and workers, starts them, and stops them in reverse."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tui_player.app.image_support import Pictures
from tui_player.app.run import Run, log_to
from tui_player.app.run_plan import RunPlan, check_recordings, make_plan
from tui_player.model.errors import TuiPlayerError
from tui_player.settings.paths import home_dir, last_theme, remember_theme
from tui_player.settings.stand_in_folders import writable_paths
from tui_player.settings.themes import load_themes, require_theme, themes_stamp
from tui_player.ui.app import PlayerApp
from tui_player.ui.bridge import ScreenBridge
from tui_player.ui.keys.actions import actions_for
from tui_player.ui.keys.layouts import language_of
from tui_player.ui.options import ScreenSettings
from tui_player.ui.terminal.capabilities import (
    StderrGuard,
    has_title,
    require_terminal,
    terminal_look,
)
from tui_player.ui.terminal.gc_tuning import settle_garbage_collection
from tui_player.ui.terminal.signals import EndSignals, ignore_signals

if TYPE_CHECKING:
    from tui_player.messages.requests import Request
    from tui_player.model.music.genres import GenreFamilies
    from tui_player.model.music.track import Track
    from tui_player.model.picture import PixelSize
    from tui_player.model.theme import Theme
    from tui_player.ports.browser import Browser
    from tui_player.settings.run_settings import RunOptions
    from tui_player.ui.terminal.throughput import TerminalLine

# What Textual returns when a widget raised; the traceback went to the log.
SCREEN_FAILED = 1


class ScreenRun(Protocol):
    """What the screen shows and asks: a run in this process, or in another."""

    @property
    def families(self) -> GenreFamilies:
        """The table of genre names."""

    def start(self, notices: Sequence[str] = ()) -> None:
        """Begin, in the background; the notices are shown first."""

    def stop(self) -> None:
        """End, within a limit."""

    def ask(self, request: Request) -> None:
        """Hand on what a person asks; never waits."""

    def want_picture(self, size: PixelSize | None) -> None:
        """Show camera pictures of at most this size, or none any more."""

    def want_spectrum(self, wanted: bool) -> None:
        """Show the spectrum, or no longer."""

    def open_browser(self) -> Browser:
        """The library to look around in, for whoever asks."""

    def save_playlist(self, name: str, tracks: Sequence[Track], may_replace: bool) -> Path:
        """Write tracks as a playlist."""


def play(
    options: RunOptions,
    config_file: Path | None = None,
    *,
    plain: bool = False,
    make_run: Callable[[RunPlan, ScreenBridge], ScreenRun] = Run,
    kept_back: str = "",
) -> int:
    """Play until the person quits; the exit status. With `plain` there are lines, no screen.

    `make_run` makes what the screen shows; ScreenSettings tells what `kept_back` is. Raises
    TuiPlayerError, before the screen comes up, for a folder or configuration that cannot be used.
    """
    plan = make_plan(options, config_file)
    if options.theme is not None:
        require_theme(options.theme, load_themes(plan.theme_folders))
    check_recordings(plan.settings)
    if not plain:
        require_terminal()
    with writable_paths(plan.paths, plan.settings.folder, os.environ) as writable:
        plan = plan._replace(paths=writable.paths, notices=(*plan.notices, *writable.notices))
        log_to(plan.paths.log_file)
        guard = StderrGuard(plan.paths.log_file)
        guard.start()
        try:
            with EndSignals() as signals:
                if plain:
                    status = _run_plain(plan, signals)
                else:
                    status = _run_screen(plan, guard.line, signals, make_run, kept_back)
        finally:
            guard.stop()
        if status == SCREEN_FAILED and not plain:
            raise TuiPlayerError(
                f"the screen met an error and was closed; it is told in {plan.paths.log_file}"
            )
    return status


def _run_screen(
    plan: RunPlan,
    line: TerminalLine,
    signals: EndSignals,
    make_run: Callable[[RunPlan, ScreenBridge], ScreenRun],
    kept_back: str,
) -> int:
    def read_themes() -> tuple[Sequence[Theme], Sequence[str]]:
        read = load_themes(plan.theme_folders)
        return read.themes, read.problems

    themes, problems = read_themes()
    bridge = ScreenBridge()
    run = make_run(plan, bridge)
    pictures = Pictures(plan.settings.pictures)
    look = terminal_look(os.environ)
    look = look._replace(charset=look.charset.with_moods(plan.moods))
    app = PlayerApp(
        post=run.ask,
        bridge=bridge,
        settings=ScreenSettings(
            themes=themes,
            theme_name=plan.settings.theme or last_theme(plan.paths),
            moods=plan.moods,
            look=look,
            shows_pixels=lambda: pictures.are_pixels,
            line=line,
            signals=signals,
            picture_on=plan.settings.camera_picture,
            album_art=plan.settings.album_art,
            mood_tint=plan.settings.mood_tint,
            terminal_title=plan.settings.terminal_title and has_title(os.environ),
            read_cover=pictures.read_cover,
            read_lyrics=pictures.read_lyrics,
            keys=plan.keys,
            language=language_of(os.environ),
            home=home_dir(),
            load_themes=read_themes,
            themes_stamp=lambda: themes_stamp(plan.theme_folders),
            theme_kept=lambda name: remember_theme(plan.paths, name),
            families=lambda: run.families.family_names,
            save_playlist=run.save_playlist,
            kept_back=kept_back,
        ),
        open_browser=run.open_browser,
        on_first_paint=lambda: run.start(notices=(*plan.notices, *problems)),
        picture_wanted=run.want_picture,
        spectrum_wanted=run.want_spectrum,
    )
    try:
        app.run()
    finally:
        ignore_signals()
        run.stop()
        pictures.close()
    return app.return_code or 0


def _run_plain(plan: RunPlan, signals: EndSignals) -> int:
    from tui_player.ui.plain.front_end import PlainFrontEnd

    bridge = ScreenBridge()
    run = Run(plan._replace(settings=plan.settings._replace(camera_picture=False)), bridge)
    catalog = run.open_catalog()
    front_end = PlainFrontEnd(
        post=run.ask,
        bridge=bridge,
        actions=actions_for(plan.moods, plan.keys),
        charset=terminal_look(os.environ).charset.with_moods(plan.moods),
        output=sys.stdout,
        keys=sys.stdin.fileno(),
        signals=signals,
        search=catalog.search,
        language=language_of(os.environ),
    )
    settle_garbage_collection()
    try:
        return front_end.run(lambda: run.start(plan.notices))
    finally:
        ignore_signals()
        run.stop()
        front_end.close()
        catalog.close()
