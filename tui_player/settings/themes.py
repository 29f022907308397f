"""Reads themes from TOML files; a broken one becomes a sentence, never a crash."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import NamedTuple

from tui_player.model.errors import TuiPlayerError
from tui_player.model.mood.emotion import EMOTIONS
from tui_player.model.mood.moods import is_mood_name
from tui_player.model.text import brief, nearest
from tui_player.model.theme import Theme
from tui_player.util.small_files import SmallFileError, read_toml

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_TOP_LEVEL = ("name", "dark", "colours", "moods")
_COLOUR_NAMES = tuple(
    field.name for field in fields(Theme) if field.name not in ("name", "dark", "moods")
)
_MOOD_NAMES = tuple(emotion.value for emotion in EMOTIONS)


class ThemeError(TuiPlayerError):
    """A theme was asked for that does not exist."""


class ThemeLoadResult(NamedTuple):
    """The themes that can be used, sorted by name, and one sentence per thing wrong."""

    themes: tuple[Theme, ...]
    problems: tuple[str, ...]


def load_themes(directories: Iterable[Path]) -> ThemeLoadResult:
    """Read every `*.toml` in the directories; of two themes with one name the later wins.

    A directory that does not exist holds no themes. Never raises for what a file holds.
    """
    themes: dict[str, Theme] = {}
    problems: list[str] = []
    for path in _theme_files(directories, problems):
        found: list[str] = []
        theme = _read_theme(path, found)
        problems += [f"theme {path.name}: {problem}" for problem in found]
        if theme is not None:
            themes[theme.name] = theme
    return ThemeLoadResult(tuple(themes[name] for name in sorted(themes)), tuple(problems))


def require_theme(name: str, result: ThemeLoadResult) -> None:
    """Raise ThemeError, which lists the themes there are, unless one is called `name`."""
    names = [theme.name for theme in result.themes]
    if name not in names:
        broken = "".join(f"; {problem}" for problem in result.problems)
        raise ThemeError(
            f"no theme is called {name!r}{nearest(name, names)}; "
            f"there are: {', '.join(names)}{broken}"
        )


def themes_stamp(directories: Iterable[Path]) -> tuple[tuple[str, int, int], ...]:
    """Name, time of change in ns and size in bytes of every theme file: equal while none changes.

    What cannot be looked at is left out.
    """
    stamp = []
    for path in _theme_files(directories, []):
        try:
            status = path.stat()
        except OSError:
            continue
        stamp.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(stamp)


def _theme_files(directories: Iterable[Path], problems: list[str]) -> list[Path]:
    files: list[Path] = []
    for directory in directories:
        try:
            files += sorted(path for path in directory.iterdir() if path.suffix == ".toml")
        except FileNotFoundError:
            continue
        except OSError as error:
            problems.append(f"themes folder {directory} cannot be read: {error.strerror}")
    return files


def _read_theme(path: Path, problems: list[str]) -> Theme | None:
    """The theme in one file, or None with at least one sentence added to `problems`."""
    try:
        document, _ = read_toml(path)
    except SmallFileError as error:
        problems.append(f"cannot be read: {error.reason}")
        return None
    return _theme_from(document, path.stem, problems)


def _theme_from(
    document: Mapping[str, object], default_name: str, problems: list[str]
) -> Theme | None:
    before = len(problems)
    _name_the_unknown(document, _TOP_LEVEL, "key", problems)
    name = document.get("name", default_name)
    if not isinstance(name, str) or not name.strip():
        problems.append("name must be a word in quotes")
    dark = document.get("dark", True)
    if not isinstance(dark, bool):
        problems.append("dark must be true or false")
    colours = _colours(document, "colours", _COLOUR_NAMES, problems)
    others = tuple(filter(is_mood_name, _own_moods(document)))
    moods = _colours(document, "moods", (*_MOOD_NAMES, *others), problems)
    if len(problems) > before:
        return None
    return Theme(
        name=str(name).strip(),
        dark=bool(dark),
        moods=moods,
        **colours,
    )


def _own_moods(document: Mapping[str, object]) -> tuple[object, ...]:
    """The names in [moods] besides those that must be there: colours for a person's own moods."""
    section = document.get("moods")
    return tuple(n for n in section if n not in _MOOD_NAMES) if isinstance(section, dict) else ()


def _colours(
    document: Mapping[str, object], table: str, names: tuple[str, ...], problems: list[str]
) -> dict[str, str]:
    """The colours of one table, checked; what is wrong is added to `problems`."""
    section = document.get(table)
    if not isinstance(section, dict):
        problems.append(f"the table [{table}] is missing")
        return {}
    _name_the_unknown(section, names, f"colour in [{table}]", problems)
    colours = {}
    for name in names:
        colour = section.get(name)
        if colour is None:
            problems.append(f"[{table}] lacks {name}")
        elif not isinstance(colour, str) or not _COLOUR.fullmatch(colour):
            problems.append(f'{name} in [{table}] must look like "#1a2b3c", not {brief(colour)}')
        else:
            colours[name] = colour.lower()
    return colours


def _name_the_unknown(
    found: Mapping[str, object], known: tuple[str, ...], kind: str, problems: list[str]
) -> None:
    for name in found:
        if name not in known:
            problems.append(f"{name} is no known {kind}{nearest(name, known)}")
