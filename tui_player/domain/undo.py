"""What can be taken back: changes of Up next, of the mood by hand, likes, given families."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from tui_player.domain.given_family import renamed_scope
from tui_player.domain.memory import FamilyGiven, OpinionGiven
from tui_player.domain.mood_keeper import MoodMark
from tui_player.domain.play_queue import PlayQueue
from tui_player.domain.snapshot import UpNextEntry
from tui_player.domain.track import TrackId

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

    def tracks_moved(self, queues: Iterable[PlayQueue], new_ids: Mapping[TrackId, TrackId]) -> None:
        """Files have moved: these queues in place of those kept; likes and families go along."""
        pairs = zip(self._changes, queues, strict=True)
        self._changes = [
            replace(change, queue=queue, fact=_renamed(change.fact, new_ids))
            for change, queue in pairs
        ]


def _renamed(
    fact: OpinionGiven | FamilyGiven | None, new_ids: Mapping[TrackId, TrackId]
) -> OpinionGiven | FamilyGiven | None:
    match fact:
        case OpinionGiven(track_id):
            return replace(fact, track_id=new_ids.get(track_id, track_id))
        case FamilyGiven(scope):
            return replace(fact, scope=renamed_scope(scope, new_ids))
    return None
