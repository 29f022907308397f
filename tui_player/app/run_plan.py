"""What a run is made from: command line and configuration, checked before the screen comes up."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

from tui_player.model.errors import TuiPlayerError
from tui_player.model.mood.moods import PLAIN_MOODS, Moods
from tui_player.settings.config import (
    Config,
    UnreachableConfigError,
    config_error,
    load_choosing,
    load_config,
    load_rules,
)
from tui_player.settings.moods import load_moods
from tui_player.settings.paths import UserPaths, shipped_dir
from tui_player.settings.run_settings import RunOptions, RunSettings, settle

_Part = TypeVar("_Part")


class RunPlan(NamedTuple):
    """What a run is made from, all checked before the screen comes up."""

    settings: RunSettings
    paths: UserPaths
    config: Config
    keys: Mapping[str, tuple[str, ...]]
    moods: Moods = PLAIN_MOODS
    notices: tuple[str, ...] = ()  # of what could not be had, and the run does without

    @property
    def index_file(self) -> Path:
        """The index of this run's music folder."""
        return self.paths.index_file(self.settings.folder)

    @property
    def theme_folders(self) -> tuple[Path, ...]:
        """Where themes lie; of two with one name, that in the later folder is used."""
        return (shipped_dir("themes"), self.paths.themes_dir)


def make_plan(options: RunOptions, config_file: Path | None) -> RunPlan:
    """Everything a run needs to know; raises TuiPlayerError that names what is wrong."""
    paths = options.paths or UserPaths.of_this_user()
    file = config_file or paths.config_file
    notices: tuple[str, ...] = ()
    try:
        config = load_config(file, must_exist=config_file is not None)
    except UnreachableConfigError as error:
        if config_file is not None:
            raise
        config = Config()
        notices = (f"{str(error)[0].upper()}{str(error)[1:]}. This run goes by the defaults.",)
    keys = _checked_keys(config, file)
    settings = settle(options, config, paths, os.environ)
    return RunPlan(settings, paths, config, keys, load_moods(config.moods), notices)


def _checked_keys(config: Config, file: Path) -> dict[str, tuple[str, ...]]:
    """The keys, once all that is checked on its own is right; the error names all mistakes."""
    problems: list[str] = []

    def checked(read: Callable[[], _Part]) -> _Part | None:
        try:
            return read()
        except TuiPlayerError as error:
            problems.extend(line.strip() for line in str(error).strip().splitlines())
            return None

    # What ships is right: there is nothing to check where the configuration adds nothing to it.
    moods_are_right = checked(lambda: load_moods(config.moods)) if config.moods else None
    if moods_are_right:
        checked(lambda: load_rules(config))
    if config.context:
        checked(lambda: load_choosing(config))
    keys = checked(lambda: _chosen_keys(config)) if config.keys else {}
    if problems or keys is None:
        raise config_error(file, problems)
    return keys


def _chosen_keys(config: Config) -> dict[str, tuple[str, ...]]:
    from tui_player.ui.keys.actions import actions_for
    from tui_player.ui.keys.keymap import chosen_keys

    return chosen_keys(config.keys, actions_for(load_moods(config.moods), {}))


def check_recordings(settings: RunSettings) -> None:
    """Raises ReadingLogError while there is a terminal to say it on."""
    if settings.replay is not None:
        from tui_player.vision.cameras.replay import load_readings

        load_readings(settings.replay)
    if settings.record_readings is not None:
        from tui_player.vision.recorder import check_is_new

        check_is_new(settings.record_readings)
