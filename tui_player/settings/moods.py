"""Reads the moods: the table that ships, with the person's `[moods.…]` joined into it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tui_player.model.errors import TuiPlayerError, join_problems
from tui_player.model.mood.emotion import EMOTIONS, Emotion
from tui_player.model.mood.moods import Mood, Moods, is_mood_name
from tui_player.model.text import nearest
from tui_player.settings.shipped_tables import shipped_table

_SHOWN = ("key", "emoji", "ascii_face", "emotion", "after_min", "step", "colour", "letter")
_CHOSEN = ("plays", "unheard_factor")
_FIELDS = (*_SHOWN, *_CHOSEN)
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
# Names that stand for other things beside moods.
_TAKEN = ("follow", "all", "none")
LONGEST_AFTER_MIN = 600
_SECONDS_PER_MINUTE = 60.0


class MoodsError(TuiPlayerError):
    """The moods of the configuration make no sense; the message names every wrong place."""


def joined_tables(configured: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Each mood's table: what ships, with what the configuration says of it in its place.

    `configured` is the table `[moods]` of config.toml, here and below.
    """
    shipped = shipped_table("moods.toml")["moods"]
    own = {name: table for name, table in configured.items() if isinstance(table, Mapping)}
    return {name: {**shipped.get(name, {}), **own.get(name, {})} for name in {**shipped, **own}}


def load_moods(configured: Mapping[str, Any]) -> Moods:
    """The moods that ship and the person's own. Raises MoodsError."""
    if problems := mood_problems(configured):
        raise MoodsError(join_problems(problems))
    return Moods(_row(name, table) for name, table in joined_tables(configured).items())


def mood_problems(configured: Mapping[str, Any]) -> list[str]:
    """A sentence for each thing wrong with the configuration's moods; families are not checked."""
    if not configured:
        return []
    tables = joined_tables(configured)
    problems = [
        problem for name, table in configured.items() for problem in _wrong(name, table, tables)
    ]
    keys: dict[str, str] = {}
    for name, table in tables.items():
        key = table.get("key", "")
        if key and isinstance(key, str) and keys.setdefault(key, name) != name:
            problems.append(f"moods.{name}.key: {key!r} already pins {keys[key]}")
    return problems


def _wrong(name: str, table: object, tables: Mapping[str, Mapping[str, Any]]) -> list[str]:
    place = f"moods.{name}"
    others = [other for other in tables if other != name]
    if not isinstance(table, Mapping):
        return [f"{place}: must be a table, e.g. plays = {{ pop = 1.0 }}"]
    if not is_mood_name(name) or name in _TAKEN:
        return [f"{place}: a mood's name is a short word in small letters{nearest(name, others)}"]
    if "plays" not in tables[name]:
        near = nearest(name, others)
        return [f"{place}: no such mood{near}; a mood of your own needs plays = {{ pop = 1.0 }}"]
    unknown = sorted(str(field) for field in table if field not in _FIELDS)
    known = ", ".join(_FIELDS)
    problems = [f"{place}: no setting {', '.join(unknown)}; there are {known}"] if unknown else []
    return problems + [f"{place}.{problem}" for problem in _wrong_values(table)]


def _wrong_values(table: Mapping[str, Any]) -> list[str]:
    problems = []
    key = table.get("key", "")
    if not isinstance(key, str) or (key and not re.fullmatch("[1-9]", key)):
        problems.append('key: must be a digit in quotes, "1" to "9"')
    for field in ("emoji", "ascii_face", "letter"):
        text = table.get(field, "x")
        if not isinstance(text, str) or not 0 < len(text) <= 8 or not text.isprintable():
            problems.append(f"{field}: must be a short text in quotes")
    if (emotion := table.get("emotion", "happy")) not in EMOTIONS:
        near = nearest(str(emotion), [e.value for e in EMOTIONS])
        problems.append(f"emotion: must be one of {', '.join(EMOTIONS)}{near}")
    after = table.get("after_min", 0)
    if not _is_number(after) or not 0 <= after <= LONGEST_AFTER_MIN:
        problems.append(f"after_min: must be minutes from 0 to {LONGEST_AFTER_MIN}")
    if table.get("step", 0) not in (-1, 0, 1) or isinstance(table.get("step", 0), bool):
        problems.append("step: must be -1, 0 or 1")
    colour = table.get("colour", "#000000")
    if not isinstance(colour, str) or not _COLOUR.fullmatch(colour):
        problems.append(f'colour: must look like "#1a2b3c", not {colour!r}')
    return problems


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _row(name: str, table: Mapping[str, Any]) -> Mood:
    emotion = table.get("emotion")
    return Mood(
        name,
        key=table.get("key", ""),
        emoji=table.get("emoji", Mood._field_defaults["emoji"]),
        ascii_face=table.get("ascii_face", Mood._field_defaults["ascii_face"]),
        emotion=None if emotion is None else Emotion(emotion),
        after_s=float(table.get("after_min", 0)) * _SECONDS_PER_MINUTE,
        step=table.get("step", 0),
        colour=table.get("colour", "").lower(),
        letter=table.get("letter", name[0]),
    )
