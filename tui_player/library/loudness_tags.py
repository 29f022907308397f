"""Reads how loud a track is from the tags that ReplayGain and Opus write."""

import re
from collections.abc import Mapping

from tui_player.domain.loudness import Loudness

# "-7.03 dB", "+1.2dB", "0,98": some writers leave the unit away or write the decimals by locale.
_NUMBER = re.compile(r"\s*([+-]?\d{1,6}(?:[.,]\d{1,12})?)\s*(?:dB)?\s*", re.IGNORECASE)
# Beyond these a tag is a slip of some program; silence, for one, gets 64 dB and more.
_MOST_GAIN_DB = 60.0
_MOST_PEAK = 100.0

# RFC 7845, section 5.2.1: whole numbers of 1/256 dB towards -23 LUFS (EBU R 128), 5 dB below
# ReplayGain's reference. They come on top of the output gain in an Opus file's header, which
# every decoder applies by itself.
_R128_STEPS_PER_DB = 256.0
_R128_TO_REFERENCE_DB = 5.0
_R128_RANGE = range(-32_768, 32_768)

_NAMES = frozenset(
    name
    for which in ("track", "album")
    for name in (f"replaygain_{which}_gain", f"replaygain_{which}_peak", f"r128_{which}_gain")
)
_UNKNOWN = Loudness()


def loudness_of(tags: Mapping[str, str]) -> Loudness:
    """What the tags of one file say; their names in lower case. What makes no sense is left out.

    See ReplayGain 2.0 (hydrogenaud.io, "ReplayGain 2.0 specification", Metadata) and RFC 7845.
    """
    if _NAMES.isdisjoint(tags):
        return _UNKNOWN
    return Loudness(
        track_gain_db=_gain_db(tags, "track"),
        track_peak=_peak(tags.get("replaygain_track_peak")),
        album_gain_db=_gain_db(tags, "album"),
        album_peak=_peak(tags.get("replaygain_album_peak")),
    )


def _gain_db(tags: Mapping[str, str], which: str) -> float | None:
    """The gain of the track or album; Opus' own tag counts first, as its RFC demands it."""
    r128 = _r128_gain_db(tags.get(f"r128_{which}_gain"))
    gain_db = _number(tags.get(f"replaygain_{which}_gain")) if r128 is None else r128
    return gain_db if gain_db is not None and abs(gain_db) <= _MOST_GAIN_DB else None


def _r128_gain_db(text: str | None) -> float | None:
    try:
        steps = int(text or "")
    except ValueError:
        return None
    return steps / _R128_STEPS_PER_DB + _R128_TO_REFERENCE_DB if steps in _R128_RANGE else None


def _peak(text: str | None) -> float | None:
    peak = _number(text)
    return peak if peak is not None and 0.0 < peak <= _MOST_PEAK else None


def _number(text: str | None) -> float | None:
    match = _NUMBER.fullmatch(text or "")
    return float(match[1].replace(",", ".")) if match else None
