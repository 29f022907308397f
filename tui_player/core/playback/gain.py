"""The gain that makes a track as loud as the others, never so much that it would clip."""

import math
from dataclasses import dataclass
from enum import StrEnum

from tui_player.model.music.loudness import LARGEST_PEAK, Loudness

# A tag that asks for more, either way, is a mistake: no music is that far from the others.
LARGEST_GAIN_DB = 30.0


class LoudnessMode(StrEnum):
    """What is made even: tracks, whole albums, albums where one is heard, or nothing."""

    TRACK = "track"
    ALBUM = "album"
    AUTO = "auto"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class LoudnessSettings:
    """How loudness is made even; `preamp_db` is added to every gain."""

    mode: LoudnessMode = LoudnessMode.AUTO
    preamp_db: float = 0.0


def joined(tags: Loudness, measured: Loudness) -> Loudness:
    """What tags say, and where they say nothing what was measured.

    A measured gain counts without tags only: it is no more right than theirs. The peak of one
    is that of the other.
    """
    peak = measured.track_peak if tags.track_peak is None else tags.track_peak
    if tags.is_known:
        return Loudness(tags.track_gain_db, peak, tags.album_gain_db, tags.album_peak)
    return Loudness(measured.track_gain_db, peak, measured.album_gain_db, measured.album_peak)


def wanted_gain_db(loudness: Loudness, *, by_album: bool) -> float | None:
    """The album's gain or the track's, or the other one if that is not known; None: neither."""
    track, album = loudness.track_gain_db, loudness.album_gain_db
    first, second = (album, track) if by_album else (track, album)
    return second if first is None else first


def guarded_gain_db(gain_db: float, loudness: Loudness, *, by_album: bool) -> float:
    """As much of a gain as leaves the peak at full scale; where no peak is known, no boost.

    The album's peak guards an album's gain, so that all its tracks keep to the same.
    """
    peak = loudness.track_peak
    if by_album and loudness.album_gain_db is not None and loudness.album_peak is not None:
        peak = loudness.album_peak
    limit_db = 0.0
    if peak is not None:
        believed = min(peak, LARGEST_PEAK)
        limit_db = -20.0 * math.log10(believed) if believed > 0 else LARGEST_GAIN_DB
    return max(-LARGEST_GAIN_DB, min(gain_db, limit_db, LARGEST_GAIN_DB))
