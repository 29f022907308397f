"""Reads the table `[sound]` of config.toml: even loudness, crossfades and fades."""

from collections.abc import Mapping
from typing import Any

from tui_player.core.playback.crossfade import LONGEST_S, CrossfadeSettings
from tui_player.core.playback.gain import LoudnessMode, LoudnessSettings
from tui_player.core.settings import SoundSettings
from tui_player.model.text import nearest

# Smallest and largest value of each number.
_RANGES: Mapping[str, tuple[float, float]] = {
    "preamp_db": (-15.0, 15.0),
    "crossfade_s": (0.0, LONGEST_S),
    "fade_s": (0.0, LONGEST_S),
}
SOUND_NAMES = ("loudness", *_RANGES)


def sound_problems(table: Mapping[str, Any]) -> list[str]:
    """What has no meaning in the table `[sound]`, a sentence each."""
    problems = [
        f"sound.{name}: no such setting{nearest(name, SOUND_NAMES)}"
        for name in table
        if name not in SOUND_NAMES
    ]
    modes = [mode.value for mode in LoudnessMode]
    mode = table.get("loudness", LoudnessMode.AUTO.value)
    if mode not in modes:
        hint = nearest(mode, modes) if isinstance(mode, str) else ""
        problems.append(f"sound.loudness: must be one of {', '.join(modes)}{hint}")
    for name, (lowest, highest) in _RANGES.items():
        value = table.get(name, 0)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not lowest <= value <= highest:
            problems.append(f"sound.{name}: must be a number from {lowest:g} to {highest:g}")
    return problems


def sound_settings(table: Mapping[str, Any]) -> SoundSettings:
    """The settings that a table without problems makes; the defaults where it says nothing."""
    loudness, crossfade = LoudnessSettings(), CrossfadeSettings()
    return SoundSettings(
        LoudnessSettings(
            LoudnessMode(table.get("loudness", loudness.mode)),
            float(table.get("preamp_db", loudness.preamp_db)),
        ),
        CrossfadeSettings(
            float(table.get("crossfade_s", crossfade.crossfade_s)),
            float(table.get("fade_s", crossfade.fade_s)),
        ),
    )
