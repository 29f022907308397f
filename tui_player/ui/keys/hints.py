"""Which keys to tell in a sentence: those that hold, whatever a person's configuration says."""

from collections.abc import Iterable, Mapping

from tui_player.ui.keys.actions import Action, first_keys


class KeyHints:
    """The first key of each action that has one, as people write it."""

    def __init__(self, actions: Iterable[Action], key_names: Mapping[str, str]) -> None:
        self._keys = first_keys(actions, key_names)

    def key(self, action: str) -> str:
        """The key of the action with this name; empty if it has none."""
        return self._keys.get(action, "")

    def pieces(self, *told: tuple[str, str]) -> list[str]:
        """Key and word of each of these actions that has a key: `Esc closes`."""
        return [f"{self._keys[name]} {word}" for name, word in told if name in self._keys]
