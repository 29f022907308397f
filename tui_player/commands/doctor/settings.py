"""The doctor's look at what the person configured: config.toml, rules, genres and themes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from tui_player.commands.doctor.findings import Finding, fails, sentence_of, works
from tui_player.core.selection.rules import MoodRules
from tui_player.core.settings import PickerSettings
from tui_player.model.errors import TuiPlayerError
from tui_player.model.music.genres import GenreFamilies
from tui_player.settings.config import (
    Config,
    load_choosing,
    load_config,
    load_genre_families,
    load_rules,
)
from tui_player.settings.paths import UserPaths, shipped_dir
from tui_player.settings.themes import load_themes
from tui_player.ui.keys.keymap import chosen_keys

_Loaded = TypeVar("_Loaded")


@dataclass(frozen=True, slots=True)
class CheckedSettings:
    """The settings as far as they can be used, and what was found on the way."""

    config: Config
    rules: MoodRules
    families: GenreFamilies
    findings: tuple[Finding, ...] = field(repr=False)


def load_settings(config_file: Path | None, paths: UserPaths) -> CheckedSettings:
    """Read the configuration; in place of what is wrong in it stand the defaults."""
    findings: list[Finding] = []
    file = config_file or paths.config_file
    config = _or_default(
        lambda: load_config(file, must_exist=config_file is not None), Config(), findings
    )
    rules = _or_default(
        lambda: load_rules(config), load_rules(config._replace(moods={}, genres={})), findings
    )
    _or_default(lambda: load_choosing(config), PickerSettings(), findings)
    no_keys: dict[str, tuple[str, ...]] = {}
    _or_default(lambda: chosen_keys(config.keys), no_keys, findings)
    if not findings:
        no_file = f"No {file}: everything is as it comes."
        findings.append(works(f"{file} is fine." if file.exists() else no_file))
    return CheckedSettings(config, rules, load_genre_families(config), tuple(findings))


def check_themes(config: Config, paths: UserPaths) -> Iterator[Finding]:
    """Findings on the themes and the choice among them."""
    loaded = load_themes([shipped_dir("themes"), paths.themes_dir])
    names = [theme.name for theme in loaded.themes]
    for problem in loaded.problems:
        yield fails(f"{problem}.", f"mend it, or remove it from {paths.themes_dir}")
    yield works(f"Themes: {', '.join(names)}.")
    if config.theme is not None and config.theme not in names:
        yield fails(f"There is no theme {config.theme!r}.", f'theme = "{names[0]}" in config.toml')


def _or_default(load: Callable[[], _Loaded], default: _Loaded, findings: list[Finding]) -> _Loaded:
    try:
        return load()
    except TuiPlayerError as error:
        findings.append(fails(sentence_of(error), "until then tui-player does not start"))
        return default
