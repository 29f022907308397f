"""The queue: what was heard, what sounds, what is up next; every change is a new queue."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tui_player.messages.snapshot import UpNextEntry
from tui_player.model.music.track import Track, TrackId

# Enough to go back for an evening; older plays are in the history database.
HEARD_KEPT = 200


@dataclass(frozen=True, slots=True)
class PlayQueue:
    """Entries in playing order. In `up_next` what is asked for is put before what is chosen.

    `taken_out` are the tracks that somebody took out of it in the present mood.
    """

    heard: tuple[UpNextEntry, ...] = ()
    now: UpNextEntry | None = None
    up_next: tuple[UpNextEntry, ...] = ()
    taken_out: frozenset[TrackId] = frozenset()

    @property
    def next_entry(self) -> UpNextEntry | None:
        """What follows the present track."""
        return self.up_next[0] if self.up_next else None

    @property
    def asked_for(self) -> tuple[UpNextEntry, ...]:
        """Entries of Up next that the person asked for."""
        return tuple([entry for entry in self.up_next if entry.asked_for])

    @property
    def entries(self) -> tuple[UpNextEntry, ...]:
        """All plays: heard, now, up next."""
        return (*self.heard, *((self.now,) if self.now else ()), *self.up_next)

    @property
    def track_ids(self) -> frozenset[TrackId]:
        """Every track that sounds or is up next."""
        entries = self.up_next if self.now is None else (self.now, *self.up_next)
        return frozenset(entry.track.id for entry in entries)

    def advanced(self) -> "PlayQueue":
        """The present track is heard, the next one is now."""
        heard = self.heard if self.now is None else (*self.heard, self.now)
        heard = heard[-HEARD_KEPT:]
        return replace(self, heard=heard, now=self.next_entry, up_next=self.up_next[1:])

    def stepped_back(self) -> "PlayQueue":
        """The track before is now, the present one is up next again."""
        if not self.heard:
            return self
        up_next = self.up_next if self.now is None else (self.now, *self.up_next)
        return replace(self, heard=self.heard[:-1], now=self.heard[-1], up_next=up_next)

    def with_now(self, entry: UpNextEntry) -> "PlayQueue":
        """`entry` sounds now; what sounded counts as heard."""
        heard = self.heard if self.now is None else (*self.heard, self.now)
        return replace(self, heard=heard[-HEARD_KEPT:], now=entry)

    def with_first(self, entry: UpNextEntry) -> "PlayQueue":
        """`entry` follows the present track."""
        return replace(self, up_next=(entry, *self.up_next))

    def with_asked(self, entry: UpNextEntry) -> "PlayQueue":
        """`entry` comes behind all that was asked for before, ahead of what was chosen."""
        place = max((i + 1 for i, e in enumerate(self.up_next) if e.asked_for), default=0)
        return replace(self, up_next=(*self.up_next[:place], entry, *self.up_next[place:]))

    def with_several(self, entries: Sequence[UpNextEntry], *, first: bool) -> "PlayQueue":
        """These, asked for, in their order: next if `first`, else behind all asked for before.

        What was chosen of the same tracks goes: it is asked for now.
        """
        ids = {entry.track.id for entry in entries}
        kept = [e for e in self.up_next if e.asked_for or e.track.id not in ids]
        asked = max((i + 1 for i, e in enumerate(kept) if e.asked_for), default=0)
        place = 0 if first else asked
        return replace(self, up_next=(*kept[:place], *entries, *kept[place:]))

    def with_chosen(self, entries: Iterable[UpNextEntry]) -> "PlayQueue":
        """What was asked for, then these in place of all that was chosen before."""
        return replace(self, up_next=(*self.asked_for, *entries))

    def with_asked_shuffled(self, random: Callable[[], float]) -> "PlayQueue":
        """What was asked for in an order by chance, what was chosen behind it."""
        drawn = sorted(((random(), entry) for entry in self.asked_for), key=lambda pair: pair[0])
        chosen = (entry for entry in self.up_next if not entry.asked_for)
        return replace(self, up_next=(*(entry for _, entry in drawn), *chosen))

    def without_asked(self) -> "PlayQueue":
        """Up next without all that was asked for."""
        return replace(self, up_next=tuple(e for e in self.up_next if not e.asked_for))

    def with_more(self, entries: Iterable[UpNextEntry]) -> "PlayQueue":
        """These behind all that is up next."""
        return replace(self, up_next=(*self.up_next, *entries))

    def without(self, play_ids: Iterable[int]) -> "PlayQueue":
        """Up next without these plays."""
        gone = set(play_ids)
        return replace(self, up_next=tuple(e for e in self.up_next if e.play_id not in gone))

    def with_taken_out(self, play_id: int) -> "PlayQueue":
        """Up next without this play, which somebody took out."""
        taken_out = {e.track.id for e in self.up_next if e.play_id == play_id}
        return replace(self.without([play_id]), taken_out=self.taken_out | taken_out)

    def with_tracks(self, renewed: Mapping[TrackId, Track]) -> "PlayQueue":
        """The same plays, of these tracks where one stands for the old id."""

        def renew(entry: UpNextEntry) -> UpNextEntry:
            track = renewed.get(entry.track.id)
            return entry if track is None else replace(entry, track=track)

        return PlayQueue(
            tuple(map(renew, self.heard)),
            None if self.now is None else renew(self.now),
            tuple(map(renew, self.up_next)),
            frozenset(renewed[i].id if i in renewed else i for i in self.taken_out),
        )

    def without_chosen(self, track_id: TrackId) -> "PlayQueue":
        """Up next without what was chosen of this track: it is asked for now."""
        kept = (e for e in self.up_next if e.asked_for or e.track.id != track_id)
        return replace(self, up_next=tuple(kept))

    def without_doubles(self) -> "PlayQueue":
        """Up next without what was chosen of tracks that sound, are asked for or come earlier."""
        if all(entry.asked_for for entry in self.up_next):
            return self
        taken = {entry.track.id for entry in (*self.asked_for, *([self.now] if self.now else []))}
        kept: list[UpNextEntry] = []
        for entry in self.up_next:
            if entry.asked_for or entry.track.id not in taken:
                kept.append(entry)
            taken.add(entry.track.id)
        return self if len(kept) == len(self.up_next) else replace(self, up_next=tuple(kept))

    def moved(self, play_id: int, places: int) -> "PlayQueue":
        """The entry `places` further down Up next (negative: up), as far as it goes.

        An entry moved by hand counts as asked for, so that a change of mood leaves it alone.
        """
        index = next((i for i, e in enumerate(self.up_next) if e.play_id == play_id), None)
        if index is None:
            return self
        rest = [e for e in self.up_next if e.play_id != play_id]
        goal = min(max(index + places, 0), len(rest))
        rest.insert(goal, replace(self.up_next[index], asked_for=True))
        return replace(self, up_next=tuple(rest))
