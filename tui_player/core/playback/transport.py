"""The transport: keeps queue and sound process in step, and answers with player commands."""

from collections.abc import Callable
from dataclasses import replace

from tui_player.core.playback.crossfade import CrossfadeSettings, crossfade_between
from tui_player.core.playback.loudness_planner import Neighbours
from tui_player.core.playback.queue import PlayQueue
from tui_player.core.playback.repeat import Repeater
from tui_player.core.selection.picker import Pick
from tui_player.messages.commands import (
    OutputVolume,
    Pause,
    PlayerCommand,
    PlayNow,
    Resume,
    Seek,
    SetRate,
    SetUpNext,
    StopPlaying,
)
from tui_player.messages.facts import Outcome
from tui_player.messages.snapshot import UpNextEntry
from tui_player.model.music.repeat import Repeat
from tui_player.model.music.track import Track, TrackId

# Back restarts a track that has run longer than this, else it goes to the one before.
RESTART_AFTER_S = 3.0
# The sound process moves on by itself; if it has not within this time, it is told to.
HANDOVER_LIMIT_S = 2.0
BROKEN_OFF_LIMIT_S = 0.5
# So many failures in a row, and the music stops instead of racing through a broken folder.
FAILURES_IN_A_ROW = 25
# Faster or slower than this FFmpeg's filter leaves sound out, or takes two turns.
SLOWEST, FASTEST = 0.5, 2.0
# So many tracks set up to follow may yet be heard of: one may begin as another takes its place.
OFFERS_KEPT = 32
# What follows is not set up anew for a difference in gain that nobody hears.
UNHEARD_DB = 0.5

OnHeard = Callable[[UpNextEntry, float, Outcome], None]
GainOf = Callable[[Track, Neighbours], float]


def no_gain(_track: Track, _neighbours: Neighbours) -> float:
    """Every track as loud as it is."""
    return 0.0


class Transport:
    """Owns the queue, the position and the volume; changed only on the engine thread.

    `on_heard(entry, heard_s, outcome)` is called when a play ends, for the history; `gain_of`
    gives each play its gain in dB. Methods return the commands that bring the sound process into
    step.
    """

    def __init__(
        self,
        on_heard: OnHeard,
        volume_percent: int,
        gain_of: GainOf = no_gain,
        crossfade: CrossfadeSettings | None = None,
    ) -> None:
        self.queue = PlayQueue()
        self.position_s = 0.0
        self.duration_s: float | None = None
        self.paused = False
        self.volume_percent = volume_percent
        self.muted = False
        self.rate = 1.0
        self.repeater = Repeater()
        self.unplayable: frozenset[TrackId] = frozenset()
        self.faded_to: int | None = None  # the play that a change of mood began
        self._on_heard = on_heard
        self._gain_of = gain_of
        self._crossfade = crossfade or CrossfadeSettings()
        self._began_at_s = 0.0  # the position from which on the present play was heard
        self._now_gain_db = 0.0
        self._announced: SetUpNext | None = None  # what the sound process will go on with
        # Announced lately, newest last: one may start late.
        self._offered: tuple[tuple[UpNextEntry, SetUpNext], ...] = ()
        self._awaited: int | None = None  # ordered by PlayNow and not heard of yet
        self._ended_at_s: float | None = None
        self._broke_off: int | None = None  # a play that could not go on
        self._failures_in_a_row = 0
        self._last_play_id = 0
        self._last_play: int | None = None  # the music is to pause when this play ends

    # -- entries ---------------------------------------------------------------------------

    def entry(self, track: Track, reason: str, *, asked_for: bool = False) -> UpNextEntry:
        """A new play of a track, with an id of its own."""
        self._last_play_id += 1
        return UpNextEntry(self._last_play_id, track, reason, asked_for)

    def entries(self, picks: tuple[Pick, ...]) -> tuple[UpNextEntry, ...]:
        """New plays of chosen tracks."""
        return tuple(replace(self.entry(p.track, p.reason), sum=p.sum) for p in picks)

    def set_queue(self, queue: PlayQueue) -> None:
        """Take another queue; `in_step` then brings the sound process into step with it."""
        self.queue = queue

    def set_repeat(self, mode: Repeat) -> None:
        """Repeat the present track, what was queued, or nothing."""
        self.queue = self.repeater.turn_to(mode, self.queue)

    def set_aside_repeats(self) -> None:
        """Take what only repeats out of Up next; `repeat` puts it back."""
        self.queue = self.repeater.begin_again(self.queue)

    @property
    def is_worn_out(self) -> bool:
        """Whether so many tracks failed in a row that playing on makes no sense."""
        return self._failures_in_a_row >= FAILURES_IN_A_ROW

    # -- what the sound process told ---------------------------------------------------------

    def started(self, play_id: int, duration_s: float | None) -> bool:
        """The first sample of a play was heard; False if that is out of date or known already."""
        if self._awaited not in (None, play_id):
            return False
        is_awaited = self._awaited == play_id
        self._awaited, self._ended_at_s = None, None
        self._failures_in_a_row = 0
        is_new = self.queue.now is None or self.queue.now.play_id != play_id
        if is_new:
            offers = [offer for offer in self._offered if offer[0].play_id == play_id]
            if not offers:
                return False
            entry, order = offers[-1]
            self._now_gain_db = order.gain_db
            was_last = self.stops_after_track
            # An entry just taken out of Up next may have begun before the order got there.
            self._finish_now(Outcome.FINISHED)
            self.queue = self.queue.without([play_id]).with_now(entry)
            if was_last:  # the order to stop came too late for the track before
                self.stop_after_track(True)
            self.position_s = self._began_at_s = 0.0
            # It may have been set up once more after it began, to follow itself.
            self._announced = order
        assert self.queue.now is not None
        self.duration_s = duration_s or self.queue.now.track.duration_s
        return is_new or is_awaited

    def moved(self, play_id: int, position_s: float) -> None:
        """What is heard now is `position_s` into the play."""
        if self.queue.now is not None and self.queue.now.play_id == play_id:
            self.position_s = position_s

    def ended(self, play_id: int, now_s: float) -> list[PlayerCommand]:
        """The last sample of a play was heard; the following one, if set, has begun."""
        if self.queue.now is None or self.queue.now.play_id != play_id:
            return []
        if self._announced is not None:
            self._ended_at_s = now_s
            return []
        return self._play_next(Outcome.FINISHED)

    def failed(self, play_id: int, now_s: float) -> tuple[UpNextEntry | None, list[PlayerCommand]]:
        """A play cannot begin or go on: the entry concerned, and what to play instead."""
        queue = self.queue
        entries = queue.up_next if queue.now is None else (queue.now, *queue.up_next)
        entry = next((e for e in entries if e.play_id == play_id), None)
        if entry is None:
            return None, []
        had_begun = self._awaited is None
        if play_id == self._awaited:
            self._awaited = None
        self._failures_in_a_row += 1
        self.unplayable |= {entry.track.id}
        bad = {e.play_id for e in queue.up_next if e.track.id == entry.track.id}
        self.queue = queue.without(bad)
        if entry is not queue.now:
            return entry, self.in_step()
        if self.is_worn_out:
            self.queue = replace(self.queue, now=None)
            return entry, self._stop()
        if had_begun and self._announced is not None:
            # Broken off after its beginning: the sound process has gone on by itself, mostly.
            self._broke_off = play_id
            self._ended_at_s = now_s - HANDOVER_LIMIT_S + BROKEN_OFF_LIMIT_S
            return entry, self.in_step()
        return entry, self._play_next(None)

    def left(self) -> None:
        """The run ends: what sounds was heard up to here."""
        if self.position_s > self._began_at_s:
            self._finish_now(Outcome.LEFT)

    def forgive(self) -> None:
        """Tracks that could not be played may be tried again."""
        self.unplayable = frozenset()
        self._failures_in_a_row = 0

    def ticked(self, now_s: float) -> list[PlayerCommand]:
        """Time passed: a handover that never came is made here."""
        if self._ended_at_s is None or now_s - self._ended_at_s < HANDOVER_LIMIT_S:
            return []
        return self._play_next(Outcome.FINISHED)

    # -- what the person asked -----------------------------------------------------------------

    def set_paused(self, paused: bool) -> list[PlayerCommand]:
        """Pause, or resume; nothing if that is so, or nothing is to be heard."""
        if self.queue.now is None or self.paused == paused:
            return []
        self.paused = paused
        return [Pause() if self.paused else Resume()]

    def skip(self, *, stays_paused: bool = False) -> list[PlayerCommand]:
        """Go to the next track, and play it; one that is paused may stay so."""
        self._failures_in_a_row = 0
        self.paused = self.paused and stays_paused
        self.queue = self.repeater.let_go(self.queue)
        return self._play_next(Outcome.SKIPPED)

    def fade_to_next(self) -> list[PlayerCommand]:
        """Go to the next track since another mood has come: the present one fades into it."""
        self._failures_in_a_row = 0
        fade_s = 0.0 if self.paused else self._crossfade.fade_s
        self.queue = self.repeater.let_go(self.queue)
        commands = self._play_next(Outcome.REPLACED, fade_s)
        self.faded_to = None if self.queue.now is None else self.queue.now.play_id
        return commands

    def back(self, *, stays_paused: bool = False) -> list[PlayerCommand]:
        """Restart the track, or go to the one before, as `skip` does."""
        if self.queue.now is not None and self.position_s > RESTART_AFTER_S:
            return self.seek_to(0.0)
        if not self.queue.heard:
            return self.seek_to(0.0)
        before = self.queue.stepped_back()
        self.queue = before if before.now is None else replace(before, now=self._again(before.now))
        self.paused = self.paused and stays_paused
        return self._play_queue_now()

    def seek_to(self, position_s: float) -> list[PlayerCommand]:
        """Go to a position, kept within the track."""
        if self.queue.now is None:
            return []
        last_s = float("inf") if self.duration_s is None else max(0.0, self.duration_s - 0.5)
        self.position_s = min(max(0.0, position_s), last_s)
        self._began_at_s = min(self._began_at_s, self.position_s)
        return [Seek(self.position_s)]

    def play(self, entry: UpNextEntry, position_s: float = 0.0) -> list[PlayerCommand]:
        """Play this now; what sounded counts as skipped, Up next stays."""
        self._finish_now(Outcome.SKIPPED)
        self.paused = False
        self.queue = self.queue.with_now(entry)
        return self._play_queue_now(position_s)

    def play_from_up_next(self, play_id: int) -> list[PlayerCommand]:
        """Play an entry of Up next now; those before it stay up next."""
        entry = next((e for e in self.queue.up_next if e.play_id == play_id), None)
        if entry is None:
            return []
        self.queue = self.queue.without([play_id])
        return self.play(entry)

    def set_volume(self, percent: int) -> list[PlayerCommand]:
        """Set the volume (0 to 100); any change ends muting."""
        self.volume_percent = min(max(percent, 0), 100)
        self.muted = False
        return [OutputVolume(self.volume_percent)]

    def toggle_mute(self) -> list[PlayerCommand]:
        """Silence, or the volume from before."""
        self.muted = not self.muted
        return [OutputVolume(0 if self.muted else self.volume_percent)]

    def set_rate(self, rate: float) -> list[PlayerCommand]:
        """Play so many times as fast as recorded, in tenths."""
        before, self.rate = self.rate, round(min(max(rate, SLOWEST), FASTEST), 1)
        return [SetRate(self.rate)] if self.rate != before else []

    @property
    def stops_after_track(self) -> bool:
        """Whether the music pauses when the present track ends."""
        return self.queue.now is not None and self.queue.now.play_id == self._last_play

    @property
    def may_be_cut(self) -> bool:
        """Whether a change of mood may cut the present track.

        Not if somebody asked for it, or for what follows: that is of no mood. Nor for want of
        another, nor the last one before a pause.
        """
        now, following = self.queue.now, self.queue.next_entry
        if now is None or following is None or self.stops_after_track:
            return False
        return not now.asked_for and not following.asked_for

    def stop_after_track(self, is_last: bool) -> None:
        """Pause when the present track ends, whatever follows; or do not."""
        now = self.queue.now
        self._last_play = now.play_id if is_last and now is not None else None

    def repeat(self) -> None:
        """Put back into Up next what is to sound again."""
        self.queue = self.repeater.kept_up(
            self.queue, lambda track, reason: self.entry(track, reason, asked_for=True)
        )

    # -- keeping in step -------------------------------------------------------------------------

    def in_step(self) -> list[PlayerCommand]:
        """Start what should sound and announce what should follow; nothing if all is in step."""
        if self.queue.now is None:
            if self.queue.next_entry is None or self.is_worn_out:
                return []
            self.queue = self.queue.advanced()
            return self._play_queue_now()
        following = self.queue.next_entry
        if following is None or self.stops_after_track:
            was_announced, self._announced = self._announced, None
            return [SetUpNext(0, None)] if was_announced else []
        order = self._order_to_follow(self.queue.now, following)
        if self._announced is not None and _sounds_alike(order, self._announced):
            return []
        self._announced = order
        self._offered = (*self._offered[1 - OFFERS_KEPT :], (following, order))
        return [order]

    def _order_to_follow(self, now: UpNextEntry, following: UpNextEntry) -> SetUpNext:
        """How the next entry is to follow the present one: its gain, and a crossfade."""
        after = self.queue.up_next[1].track if len(self.queue.up_next) > 1 else None
        track = following.track
        gain_db = self._gain_of(track, Neighbours(now.track, after, self._now_gain_db))
        crossfade_s = crossfade_between(now.track, track, self.duration_s, self._crossfade)
        return SetUpNext(following.play_id, track.path, gain_db, crossfade_s)

    def _play_next(self, outcome: Outcome | None, fade_s: float = 0.0) -> list[PlayerCommand]:
        """Go on to the next entry; outcome None: the present one cannot be played."""
        if outcome in (None, Outcome.FINISHED):
            self.paused = self.paused or self.stops_after_track
        if outcome is not None:
            self._finish_now(outcome)
        self._ended_at_s = None
        self.queue = self.queue.advanced()
        return self._play_queue_now(fade_s=fade_s) if self.queue.now else self._stop()

    def _stop(self) -> list[PlayerCommand]:
        # What was offered before may begin yet, but the order to stop is on its way.
        self._announced, self._offered = None, ()
        return [StopPlaying()]

    def _play_queue_now(self, position_s: float = 0.0, fade_s: float = 0.0) -> list[PlayerCommand]:
        entry = self.queue.now
        assert entry is not None
        self.position_s = self._began_at_s = position_s
        self.duration_s = entry.track.duration_s
        self._announced, self._ended_at_s = None, None
        self._awaited = entry.play_id
        before = self.queue.heard[-1].track if self.queue.heard else None
        after = self.queue.next_entry.track if self.queue.next_entry else None
        self._now_gain_db = self._gain_of(entry.track, Neighbours(before, after))
        play = PlayNow(
            entry.play_id,
            entry.track.path,
            position_s,
            paused=self.paused,
            gain_db=self._now_gain_db,
            fade_s=fade_s,
        )
        return [play, *self.in_step()]

    def _again(self, entry: UpNextEntry) -> UpNextEntry:
        again = self.entry(entry.track, entry.reason, asked_for=entry.asked_for)
        self.repeater.played_again(entry.play_id, again.play_id)
        return replace(again, sum=entry.sum)

    def _finish_now(self, outcome: Outcome) -> None:
        if self.queue.now is not None and self.queue.now.play_id != self._broke_off:
            whole_s = self.duration_s or self.position_s
            heard_s = whole_s if outcome is Outcome.FINISHED else self.position_s
            if outcome in (Outcome.LEFT, Outcome.REPLACED):  # counts by how long it was heard
                heard_s = max(heard_s - self._began_at_s, 0.0)
            self._on_heard(self.queue.now, heard_s, outcome)


def _sounds_alike(one: SetUpNext, other: SetUpNext) -> bool:
    """Whether two orders differ in nothing that is heard."""
    return (
        replace(one, gain_db=other.gain_db) == other
        and abs(one.gain_db - other.gain_db) < UNHEARD_DB
    )
