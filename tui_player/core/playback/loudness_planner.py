"""Keeps loudness even: what gain a play gets, and which tracks are to be measured for it."""

from bisect import insort
from collections.abc import Mapping
from dataclasses import dataclass

from tui_player.core.playback.gain import (
    LoudnessMode,
    LoudnessSettings,
    guarded_gain_db,
    joined,
    wanted_gain_db,
)
from tui_player.core.playback.queue import PlayQueue
from tui_player.messages.commands import MeasureLoudness
from tui_player.messages.facts import LoudnessKnown
from tui_player.model.music.loudness import Loudness
from tui_player.model.music.track import Track, TrackId, are_of_one_album

# So many entries of Up next are measured ahead: a few, since moods change.
MEASURED_AHEAD = 3

# What a track needs of which nothing is known, in dB: VLC's default for one without tags
# (audio-replay-gain-default). It counts for each track that is missing to a few known ones.
UNKNOWN_GAIN_DB = -7.0
FEW_KNOWN = 5

Measured = Mapping[TrackId, Loudness]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What sounds before and after a track.

    `gain_before_db` is what the track before sounds with, if this one follows without a break.
    """

    before: Track | None = None
    after: Track | None = None
    gain_before_db: float | None = None

    def gain_on_album_db(self, track: Track) -> float | None:
        """What the album sounds with so far, if `track` follows on it without a break."""
        on_album = self.before is not None and are_of_one_album(self.before, track)
        return self.gain_before_db if on_album else None


class LoudnessPlanner:
    """Gains and wishes to measure, changed only on the engine thread by the Programme.

    `measured` is what the memory holds, and is passed in with every question.
    """

    def __init__(self, settings: LoudnessSettings, measured: Measured) -> None:
        self._settings = settings
        self._asked: frozenset[TrackId] = frozenset()
        # Measured in this run, or found to be as they were when they were measured.
        self._settled: set[TrackId] = set()
        gains = [m.track_gain_db for m in measured.values() if m.track_gain_db is not None]
        self._gains_db = sorted(gains)
        self._tags_seen: set[TrackId] = set()

    @property
    def usual_gain_db(self) -> float:
        """What a track of which nothing is known most likely needs: the median of the known ones.

        Never a boost.
        """
        known = self._gains_db  # in order, and there may be very many
        if len(known) < FEW_KNOWN:
            known = sorted([*known, *[UNKNOWN_GAIN_DB] * (FEW_KNOWN - len(known))])
        middle = len(known) // 2
        return min(0.0, (known[middle] + known[~middle]) / 2)

    def gain_db(self, track: Track, neighbours: Neighbours, measured: Measured) -> float:
        """The gain to play a track with, so that it is as loud as the others."""
        if self._settings.mode is LoudnessMode.OFF:
            return 0.0
        self._learn_from_tags(track)
        loudness = joined(track.loudness, measured.get(track.id, Loudness()))
        by_album = self._by_album(track, neighbours)
        wanted_db = wanted_gain_db(loudness, by_album=by_album)
        if by_album and loudness.album_gain_db is None:
            # Nobody knows the album's gain: there is no step in loudness within it at least.
            carried_db = neighbours.gain_on_album_db(track)
            if carried_db is not None:
                return round(guarded_gain_db(carried_db, loudness, by_album=True), 2)
        wanted_db = self.usual_gain_db if wanted_db is None else wanted_db
        wanted_db += self._settings.preamp_db
        return round(guarded_gain_db(wanted_db, loudness, by_album=by_album), 2)

    def wishes(self, queue: PlayQueue, measured: Measured) -> list[MeasureLoudness]:
        """Tracks to measure that were not asked for yet, the most urgent one last.

        A track that has left the first of Up next may be asked for again when it comes back:
        the meter drops old wishes.
        """
        if self._settings.mode is LoudnessMode.OFF:
            return []
        entries = [*([queue.now] if queue.now else []), *reversed(queue.up_next[:MEASURED_AHEAD])]
        wanted = {e.track.id: e.track for e in entries if self._needs(e.track)}
        new = [track for track_id, track in wanted.items() if track_id not in self._asked]
        self._asked = frozenset(wanted)
        known = {track.id: measured.get(track.id, Loudness()).measured_from for track in new}
        return [MeasureLoudness(track.id, track.path, known[track.id]) for track in new]

    def files_changed(self) -> None:
        """Files may have been replaced: what was measured is to be looked at again."""
        self._settled.clear()
        self._asked = frozenset()

    def measured(self, track_id: TrackId, loudness: Loudness | None) -> LoudnessKnown | None:
        """Take in a measurement (None: the old one holds); the fact to remember, if any."""
        self._settled.add(track_id)
        if loudness is None or loudness.track_gain_db is None:
            return None
        insort(self._gains_db, loudness.track_gain_db)
        return LoudnessKnown(track_id, loudness)

    def _learn_from_tags(self, track: Track) -> None:
        gain_db = track.loudness.track_gain_db
        if gain_db is not None and track.id not in self._tags_seen:
            self._tags_seen.add(track.id)
            insort(self._gains_db, gain_db)

    def _needs(self, track: Track) -> bool:
        """Whether tags tell no gain, or one that raises without a peak to guard it.

        A gain measured in an earlier run is looked at again: the file may be another by now.
        """
        if track.id in self._settled:
            return False
        tags = track.loudness
        if not tags.is_known:
            return True
        gains = [g for g in (tags.track_gain_db, tags.album_gain_db) if g is not None]
        return tags.track_peak is None and max(gains) + self._settings.preamp_db > 0

    def _by_album(self, track: Track, neighbours: Neighbours) -> bool:
        if self._settings.mode is not LoudnessMode.AUTO:
            return self._settings.mode is LoudnessMode.ALBUM
        beside = (neighbours.before, neighbours.after)
        return any(other is not None and are_of_one_album(other, track) for other in beside)
