"""What can be taken back: changes of Up next, of the mood by hand, likes, given families."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from tui_player.core.mood.change import MoodChange
from tui_player.core.playback.queue import PlayQueue
from tui_player.messages.facts import FamilyGiven, OpinionGiven
from tui_player.messages.snapshot import UpNextEntry
from tui_player.model.mood.moods import MoodName
from tui_player.model.mood.plan import MusicPlan
from tui_player.model.music.family_overrides import renamed_scope
from tui_player.model.music.track import TrackId

KEPT = 20


@dataclass(frozen=True, slots=True)
class Change:
    """How Up next was before a change, told as `what`, and the plan it was chosen by.

    `mood` is None if the mood had no part in it.
    """

    what: str
    queue: PlayQueue
    plan: MusicPlan
    mood: MoodChange | None = None

    def up_next_after(self, present: PlayQueue, gone: Collection[int]) -> tuple[UpNextEntry, ...]:
        """Up next as it was, without what has been played since or is `gone` (play ids)."""
        out = {*_played(present), *gone}
        return tuple(entry for entry in self.queue.up_next if entry.play_id not in out)

    def plan_after(self, present: PlayQueue) -> MusicPlan:
        """The plan as it was, without the places that have been played since."""
        plan, played = self.plan, _played(present)
        for entry in self.queue.up_next:
            if entry.play_id in played and not entry.asked_for:
                plan = plan.after_track()
        return plan


@dataclass(frozen=True, slots=True)
class FactChange:
    """The like, dislike or given family as it was before a change, told as `what`."""

    what: str
    fact: OpinionGiven | FamilyGiven


def _played(present: PlayQueue) -> set[int]:
    """The plays that have begun."""
    now = [present.now] if present.now else []
    return {entry.play_id for entry in (*present.heard, *now)}


class UndoList:
    """The changes that can be taken back, the last one first."""

    def __init__(self) -> None:
        self._changes: list[Change | FactChange] = []

    def add(self, change: Change | FactChange) -> None:
        """Note how things were."""
        self._changes = [*self._changes[1 - KEPT :], change]

    def take(self) -> Change | FactChange | None:
        """The last change, which is then no longer kept."""
        return self._changes.pop() if self._changes else None

    def forget(self, is_gone: Callable[[MoodName], bool]) -> None:
        """Likes and dislikes of these moods are wiped out: none of them can be brought back."""

        def is_of_them(change: Change | FactChange) -> bool:
            fact = change.fact if isinstance(change, FactChange) else None
            return isinstance(fact, OpinionGiven) and is_gone(fact.emotion)

        self._changes = [change for change in self._changes if not is_of_them(change)]

    @property
    def queues(self) -> list[PlayQueue]:
        """The queues kept, oldest first."""
        return [change.queue for change in self._changes if isinstance(change, Change)]

    def tracks_moved(self, queues: Iterable[PlayQueue], new_ids: Mapping[TrackId, TrackId]) -> None:
        """Files have moved: these queues in place of those kept; likes and families go along."""
        renewed = iter(queues)
        self._changes = [
            replace(change, queue=next(renewed))
            if isinstance(change, Change)
            else replace(change, fact=_renamed(change.fact, new_ids))
            for change in self._changes
        ]


def _renamed(
    fact: OpinionGiven | FamilyGiven, new_ids: Mapping[TrackId, TrackId]
) -> OpinionGiven | FamilyGiven:
    match fact:
        case OpinionGiven(track_id):
            return replace(fact, track_id=new_ids.get(track_id, track_id))
        case FamilyGiven(scope):
            return replace(fact, scope=renamed_scope(scope, new_ids))
