"""One more sound process that stands by: loading all that one needs would be heard as a gap."""

from collections.abc import Callable

from tui_player.audio.child import SoundChild


class StandbyProcess:
    """Keeps up to one child ready; used by the player's thread alone."""

    def __init__(self, make: Callable[[], SoundChild]) -> None:
        """`make` starts a child, or raises OSError."""
        self._make = make
        self._child: SoundChild | None = None
        self._is_prepared = False

    def take(self) -> SoundChild:
        """Return the child that stands by, or a new one. Raises OSError."""
        child, self._child, self._is_prepared = self._child, None, False
        if child is None:
            return self._make()
        if child.has_ended:
            _end(child)
            return self._make()
        return child

    def prepare(self) -> None:
        """Have a child stand by, if one can be started; without one `take` just takes longer."""
        if self._is_prepared:
            return
        self._is_prepared = True
        try:
            self._child = self._make()
        except OSError:
            self._child = None

    def close(self) -> None:
        """End the child that stands by."""
        child, self._child = self._child, None
        if child is not None:
            _end(child)


def _end(child: SoundChild) -> None:
    child.end(at_once=True)
    child.close()
