"""Reads the tables `[goal]` and `[face]` of config.toml: where goals lead, what absence means."""

from collections.abc import Mapping, Sequence
from typing import Any

from tui_player.core.settings import PresenceSettings
from tui_player.model.clock import MINUTE_S
from tui_player.model.mood.goal import GoalSettings
from tui_player.model.text import nearest

MOST_TRACKS = 50
LONGEST_PAUSE_MIN = 1440.0

_GOAL_NAMES = ("target", "low_tracks", "step_tracks")
_FACE_NAMES = ("pause_after_min", "rest_while_pinned")


def goal_problems(table: Mapping[str, Any], moods: Sequence[str]) -> list[str]:
    """What has no meaning in the table `[goal]`, a sentence each; `moods` are all there are."""
    problems = _unknown("goal", table, _GOAL_NAMES)
    target = table.get("target", GoalSettings().target)
    if target not in moods:
        hint = nearest(target, moods) if isinstance(target, str) else ""
        problems.append(f"goal.target: must be one of {', '.join(moods)}{hint}")
    for name in _GOAL_NAMES[1:]:
        value = table.get(name, 1)
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_TRACKS:
            problems.append(f"goal.{name}: must be a whole number from 1 to {MOST_TRACKS}")
    return problems


def face_problems(table: Mapping[str, Any]) -> list[str]:
    """What has no meaning in the table `[face]`, a sentence each."""
    problems = _unknown("face", table, _FACE_NAMES)
    minutes = table.get("pause_after_min", 0)
    is_number = isinstance(minutes, int | float) and not isinstance(minutes, bool)
    if not is_number or not 0 <= minutes <= LONGEST_PAUSE_MIN:
        problems.append(
            f"face.pause_after_min: must be a number from 0 (never) to {LONGEST_PAUSE_MIN:g}"
        )
    if not isinstance(table.get("rest_while_pinned", False), bool):
        problems.append("face.rest_while_pinned: must be true or false")
    return problems


def goal_settings(table: Mapping[str, Any]) -> GoalSettings:
    """The settings that a table without problems makes; the defaults where it says nothing."""
    usual = GoalSettings()
    return GoalSettings(
        table.get("target", usual.target),
        table.get("low_tracks", usual.low_tracks),
        table.get("step_tracks", usual.step_tracks),
    )


def presence_settings(table: Mapping[str, Any]) -> PresenceSettings:
    """The settings that a table without problems makes; the defaults where it says nothing."""
    minutes = table.get("pause_after_min", 0)
    return PresenceSettings(
        pause_after_s=minutes * MINUTE_S if minutes else None,
        camera_rests_while_pinned=table.get("rest_while_pinned", False),
    )


def _unknown(name: str, table: Mapping[str, Any], known: tuple[str, ...]) -> list[str]:
    return [
        f"{name}.{each}: no such setting{nearest(each, known)}"
        for each in table
        if each not in known
    ]
