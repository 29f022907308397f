"""What can be taken back: changes of Up next, of the mood by hand, likes, given families."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from tui_player.domain.memory import FamilyGiven, OpinionGiven
from tui_player.domain.mood_keeper import MoodMark
from tui_player.domain.play_queue import PlayQueue
from tui_player.domain.snapshot import UpNextEntry

KEPT = 20


@dataclass(frozen=True, slots=True)
class Change:
    """How things were before a change, told as `what`.

    `mark` is None if the mood had no part in it, `fact` if it was no like, dislike or given
    family.
    """

    what: str
    queue: PlayQueue
    mark: MoodMark | None = None
    fact: OpinionGiven | FamilyGiven | None = None

    def up_next_after(self, present: PlayQueue, gone: Collection[int]) -> tuple[UpNextEntry, ...]:
        """Up next as it was, without what has been played since or is `gone` (play ids)."""
        played = {entry.play_id for entry in present.heard} | set(gone)
        if present.now is not None:
            played.add(present.now.play_id)
        return tuple(entry for entry in self.queue.up_next if entry.play_id not in played)


class UndoList:
    """The changes that can be taken back, the last one first."""

    def __init__(self) -> None:
        self._changes: list[Change] = []

    def add(self, change: Change) -> None:
        """Note how things were."""
        self._changes = [*self._changes[1 - KEPT :], change]

    def take(self) -> Change | None:
        """The last change, which is then no longer kept."""
        return self._changes.pop() if self._changes else None

    @property
    def queues(self) -> list[PlayQueue]:
        """The queues kept, oldest first."""
        return [change.queue for change in self._changes]

    def put_queues(self, queues: Iterable[PlayQueue]) -> None:
        """Put other queues in the place of those kept: their files have moved."""
        pairs = zip(self._changes, queues, strict=True)
        self._changes = [replace(change, queue=queue) for change, queue in pairs]
