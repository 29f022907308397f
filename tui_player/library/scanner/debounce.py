"""Decides when a path that was touched may be read, so that no half-copied file is."""

from collections.abc import Callable
from dataclasses import dataclass

from tui_player.library.scanner.walk import Signature

# Touches come in bursts; a burst is worked off together.
GATHER_S = 0.1
# A file that appeared without being closed was moved in, if it then lies still for so long.
STILL_S = 0.6
# A file seen growing is still being copied; its writer closes it, or gave up.
GROWING_STILL_S = 5.0


@dataclass(slots=True)
class _Waiting:
    """A path and what it looked like last; `signature` None for one that needs no second look."""

    due_s: float
    signature: Signature | None = None


class Debouncer:
    """Paths that were touched and wait to be read. `look` gives what a file looks like now."""

    def __init__(self, look: Callable[[bytes], Signature | None]) -> None:
        self._look = look
        self._waiting: dict[bytes, _Waiting] = {}

    def touched(self, path: bytes, *, complete: bool, now_s: float) -> None:
        """A path was touched; `complete` if nothing more is being written to it."""
        waiting = self._waiting.get(path)
        signature = None if complete else self._look(path)
        if signature is None:
            gathering = waiting is not None and waiting.signature is None
            due_s = waiting.due_s if waiting and gathering else now_s + GATHER_S
            self._waiting[path] = _Waiting(due_s)
        elif waiting is None:
            still_s = STILL_S if signature.size else GROWING_STILL_S
            self._waiting[path] = _Waiting(now_s + still_s, signature)

    def due(self, now_s: float) -> list[bytes]:
        """The paths that may be read now; they no longer wait."""
        over = [path for path, waiting in self._waiting.items() if waiting.due_s <= now_s]
        ready = [path for path in over if self._lies_still(path, now_s)]
        for path in ready:
            del self._waiting[path]
        return ready

    def next_due_s(self) -> float | None:
        """When to ask `due` again; None if nothing waits."""
        return min((waiting.due_s for waiting in self._waiting.values()), default=None)

    def forget(self) -> None:
        """Nothing waits any more: all is going to be read anyway."""
        self._waiting.clear()

    def _lies_still(self, path: bytes, now_s: float) -> bool:
        """Whether a path is as it was when it was looked at last; if not, it waits anew."""
        waiting = self._waiting[path]
        if waiting.signature is None:
            return True
        signature = self._look(path)
        if signature is None or signature == waiting.signature:
            return True
        self._waiting[path] = _Waiting(now_s + GROWING_STILL_S, signature)
        return False
