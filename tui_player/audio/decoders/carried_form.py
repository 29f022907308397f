"""Finds sound that is coded for a cinema amplifier and travels as if it were PCM.

A DTS-CD, its rip to WAV or FLAC and a recording of a digital output hold 16-bit "samples" that are
the bytes of DTS or AC-3. Played as what they pretend to be they are noise at full scale.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import av
import numpy as np
from numpy.typing import NDArray

from tui_player.audio.decoders.decoder import BYTES_A_FRAME, Decoder, UndecodableError

CARRIER_BYTES_A_FRAME = 4  # two samples of 16 bits
# IEC 61937-1: a preamble of four words, and the kinds of data by the low bits of the third: the
# decoder for each, and whether the fourth word counts bits or bytes. Words are big-endian there.
_PREAMBLE = bytes.fromhex("f8724e1f")
_PREAMBLE_BYTES = 8
_KIND_BITS = 0x1F
_NO_SOUND = (0, 3)  # nothing, and a pause
_DECODERS = {1: "ac3", 11: "dca", 12: "dca", 13: "dca", 21: "eac3"}
_DECODERS |= {4: "mp3", 5: "mp3", 6: "mp3", 8: "mp3", 9: "mp3"}  # it knows all layers
_NAMES = {7: "AAC", 17: "DTS-HD", 19: "AAC", 20: "AAC", 22: "Dolby TrueHD"}
_COUNTED_IN_BYTES = frozenset((17, 21, 22))
# ETSI TS 102 114, section 5.3: the sync word of DTS, whole or spread over words of 14 bits.
_DTS_SYNCS = (re.compile(rb"\x7f\xfe\x80\x01"), re.compile(rb"\x1f\xff\xe8\x00\x07[\xf0-\xff]"))
# The rates at which such data travels; data that needs more room has its carrier run faster.
_RATES_HZ = frozenset((32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000))
# So long a silence may come before the data, and so much of what follows is looked at.
_LONGEST_SILENCE_S = 30.0
_LOOKED_AT_FRAMES = 16_384
_BURSTS_TRIED = 3
_TOLERANCE = 0.01  # of the length of a burst


@dataclass(frozen=True, slots=True)
class CarriedForm:
    """How coded sound lies in a carrier."""

    decoder: str  # FFmpeg's name
    is_swapped: bool  # the bytes of each word come in the order of the machine, not of the norm
    has_preambles: bool  # else frames of DTS follow each other
    rate_hz: int  # of the sound


@dataclass(frozen=True, slots=True)
class Burst:
    """One frame of coded sound, and where in the carrier it begins and ends, in bytes."""

    place: int
    end: int
    decoder: str  # FFmpeg's name; of what it cannot decode the usual name, or nothing
    data: bytes


def carried_form(decoder: Decoder) -> CarriedForm | None:
    """What a lossless decoder's PCM carries; None: it is sound itself. Leaves it at its beginning.

    Raises UndecodableError if it carries what cannot be decoded.
    """
    if decoder.rate_hz not in _RATES_HZ:
        return None
    try:
        sound = _first_sound(decoder)
        if sound is None:
            return None
        if _is_dsd(sound):
            raise UndecodableError("it holds DSD packed as PCM (DoP), which would be noise")
        words = _words(sound)
        return None if words is None else _form_in(words, decoder.rate_hz)
    finally:
        decoder.seek(0.0)


def _first_sound(decoder: Decoder) -> NDArray[np.float32] | None:
    """Some frames from the first on that is not silent; None if that comes late or never."""
    frames = 0
    while frames < _LONGEST_SILENCE_S * decoder.rate_hz:
        data = decoder.read(_LOOKED_AT_FRAMES)
        if not data:
            return None
        if data.count(0) < len(data):
            more = decoder.read(_LOOKED_AT_FRAMES)
            return np.frombuffer(data + more, np.float32).reshape(-1, 2)
        frames += len(data) // BYTES_A_FRAME
    return None


def _words(sound: NDArray[np.float32]) -> NDArray[np.int16] | None:
    """The sound as words of 16 bits from the first that is not 0; None if it is finer."""
    scaled = sound * np.float32(32_768)
    whole = np.rint(scaled)
    if not np.array_equal(whole, scaled) or np.abs(whole).max() > 32_768:
        return None
    words: NDArray[np.int16] = np.clip(whole, -32_768, 32_767).astype(np.int16)
    first = int(np.argmax(words.any(axis=1)))
    return words[first : first + _LOOKED_AT_FRAMES]


def _is_dsd(sound: NDArray[np.float32]) -> bool:
    """Whether all samples, of 24 bits, have the markers of DSD over PCM in turn (version 1.1)."""
    bits = np.rint(sound[-_LOOKED_AT_FRAMES:] * np.float32(2**23)).astype(np.int32)
    marks = bits >> 16 & 0xFF
    even, odd = set(np.unique(marks[::2])), set(np.unique(marks[1::2]))
    return len(marks) > 1_000 and {frozenset(even), frozenset(odd)} == {
        frozenset({0x05}),
        frozenset({0xFA}),
    }


def carrier_bytes(words: NDArray[np.int16], *, is_swapped: bool) -> bytes:
    """The bytes of a carrier in the norm's order; swapped if the words are the machine's."""
    return words.astype(">i2" if is_swapped else "<i2").tobytes()


def _form_in(words: NDArray[np.int16], carrier_hz: int) -> CarriedForm | None:
    for is_swapped in (True, False):
        data = carrier_bytes(words, is_swapped=is_swapped)
        for has_preambles in (True, False):
            found = bursts(data, has_preambles=has_preambles)[:_BURSTS_TRIED]
            if len(found) == _BURSTS_TRIED and _are_alike(found):
                _refuse_unknown(found[0])
                rate_hz = _rate_of(found, carrier_hz)
                if rate_hz is not None:
                    return CarriedForm(found[0].decoder, is_swapped, has_preambles, rate_hz)
    return None


def _are_alike(found: Sequence[Burst]) -> bool:
    """Whether bursts have one kind and come at equal distances."""
    distances = {after.place - before.place for before, after in pairwise(found)}
    return len(distances) == 1 and len({burst.decoder for burst in found}) == 1


def _refuse_unknown(burst: Burst) -> None:
    if burst.decoder not in _DECODERS.values():
        name = burst.decoder or "coded sound of an unknown kind"
        raise UndecodableError(f"it holds {name} packed as PCM, which would be noise")


def _rate_of(found: Sequence[Burst], carrier_hz: int) -> int | None:
    """The sample rate of what bursts hold, if they are as long as the carrier's time for them.

    Nothing else shows so surely that this is not a sound that happens to look like it.
    """
    decoder = av.CodecContext.create(found[0].decoder, "r")
    assert isinstance(decoder, av.AudioCodecContext)
    period_s = (found[1].place - found[0].place) / CARRIER_BYTES_A_FRAME / carrier_hz
    rates_hz = set()
    for burst in found:
        try:
            frames = decoder.decode(av.Packet(burst.data))
        except (av.error.FFmpegError, ValueError):
            return None
        samples = sum(frame.samples for frame in frames)
        rates_hz |= {frame.sample_rate for frame in frames}
        if len(rates_hz) != 1 or abs(samples / min(rates_hz) / period_s - 1) > _TOLERANCE:
            return None
    return rates_hz.pop()


def bursts(data: bytes, *, has_preambles: bool) -> list[Burst]:
    """The frames of coded sound in a carrier, as far as each is all there.

    Raises UndecodableError if they are of a kind that cannot be decoded.
    """
    if has_preambles:
        return list(_bursts_with_preambles(data))
    return [Burst(place, end, "dca", data[place:end]) for place, end in pairwise(_dts_places(data))]


def _bursts_with_preambles(data: bytes) -> Iterator[Burst]:
    place = data.find(_PREAMBLE)
    while 0 <= place <= len(data) - _PREAMBLE_BYTES:
        kind = data[place + 5] & _KIND_BITS
        length = int.from_bytes(data[place + 6 : place + 8], "big")
        start = place + _PREAMBLE_BYTES
        end = start + (length if kind in _COUNTED_IN_BYTES else -(-length // 8))
        if place % 2 == 0 and kind not in _NO_SOUND and end <= len(data):
            decoder = _DECODERS.get(kind, "")
            yield Burst(place, end, decoder or _NAMES.get(kind, ""), data[start:end])
        place = data.find(_PREAMBLE, place + 1)


def _dts_places(data: bytes) -> list[int]:
    """Where frames of DTS begin, by whichever of its sync words is there."""
    for sync in _DTS_SYNCS:
        found = [match.start() for match in sync.finditer(data) if match.start() % 2 == 0]
        if len(found) > 1:
            return found
    return []
