"""The tables that ship with the program: moods, genre families and words of MOOD tags."""

from functools import lru_cache
from typing import Any

from tui_player.settings.paths import settings_table
from tui_player.util.small_files import read_toml


@lru_cache(4)
def shipped_table(name: str) -> dict[str, Any]:
    """A table that ships with the program, such as `moods.toml`, as it is written; read once."""
    table, _ = read_toml(settings_table(name))
    return table
