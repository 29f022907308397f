"""Reads how loud a track is from the tags that ReplayGain and Opus write."""

import re
from collections.abc import Mapping, Sequence

from tui_player.library.tags.formats.fields import LOUDNESS
from tui_player.model.music.loudness import Loudness

# "-7.03 dB", "+1.2dB", "0,98", ".98", "-3.2e0 dBFS": some leave the unit away, write the decimals
# by their locale, or leave out the zero before them.
_NUMBER = re.compile(
    r"\s*([+-]?)\s*((?:\d{1,6}(?:[.,]\d{0,12})?|[.,]\d{1,12})(?:e[+-]?\d{1,2})?)\s*(?:dB(?:FS)?)?\s*",
    re.IGNORECASE,
)
# Signs as they come from programs that care for print.
_ASCII_SIGNS = str.maketrans("\u2212\u2010\u2011\u2012\u2013\ufe63\uff0d\uff0b", "-------+")
# Beyond these a tag is a slip of some program; silence, for one, gets 64 dB and more.
_MOST_GAIN_DB = 60.0
_MOST_PEAK = 100.0

# RFC 7845, section 5.2.1: whole numbers of 1/256 dB towards -23 LUFS (EBU R 128), 5 dB below
# ReplayGain's reference. They come on top of the output gain in an Opus file's header, which
# every decoder applies by itself.
_R128_STEPS_PER_DB = 256.0
_R128_TO_REFERENCE_DB = 5.0
_R128_RANGE = range(-32_768, 32_768)

_UNKNOWN = Loudness()


def loudness_of(tags: Mapping[str, Sequence[str]]) -> Loudness:
    """What the tags of one file say; their names in lower case. What makes no sense is left out.

    See ReplayGain 2.0 (hydrogenaud.io, "ReplayGain 2.0 specification", Metadata) and RFC 7845.
    """
    if LOUDNESS.isdisjoint(tags):
        return _UNKNOWN
    return Loudness(
        track_gain_db=_gain_db(tags, "track"),
        track_peak=_peak(_text(tags, "replaygain_track_peak")),
        album_gain_db=_gain_db(tags, "album"),
        album_peak=_peak(_text(tags, "replaygain_album_peak")),
    )


def _text(tags: Mapping[str, Sequence[str]], name: str) -> str:
    """The first value under a name, with ASCII's signs for plus and minus."""
    return tags[name][0].translate(_ASCII_SIGNS) if tags.get(name) else ""


def _gain_db(tags: Mapping[str, Sequence[str]], which: str) -> float | None:
    """The gain of the track or album; Opus' own tag counts first, as its RFC demands it."""
    r128 = _r128_gain_db(_text(tags, f"r128_{which}_gain"))
    gain_db = _number(_text(tags, f"replaygain_{which}_gain")) if r128 is None else r128
    return gain_db if gain_db is not None and abs(gain_db) <= _MOST_GAIN_DB else None


def _r128_gain_db(text: str) -> float | None:
    try:
        steps = int(text)
    except ValueError:
        return None
    return steps / _R128_STEPS_PER_DB + _R128_TO_REFERENCE_DB if steps in _R128_RANGE else None


def _peak(text: str) -> float | None:
    peak = _number(text)
    return peak if peak is not None and 0.0 < peak <= _MOST_PEAK else None


def _number(text: str) -> float | None:
    match = _NUMBER.fullmatch(text)
    return float(match[1] + match[2].replace(",", ".")) if match else None
