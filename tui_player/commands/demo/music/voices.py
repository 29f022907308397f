"""Instruments: each turns a pitch and a length into sound, by tables of partials."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 32_000
TABLE_SAMPLES = 4096
# Partials over this share of the sample rate are left out: they would come back as other tones.
HIGHEST_SHARE = 0.45
VIBRATO_HZ = 5.2

# Single precision wherever it is long.
Sound = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Voice:
    """One instrument; partials are the loudness of the tone's first, second, third … multiple.

    A note begins with the `bright` partials and turns to the `dark` ones with the time constant
    `dulling_s`; its loudness rises in `attack_s` and falls with `decay_s`, and it is damped in
    `release_s` after its end. `spread_cents` is how far its two sides are apart, `vibrato_cents`
    how far it wavers, `breath` the share of noise.
    """

    bright: tuple[float, ...]
    dark: tuple[float, ...]
    attack_s: float = 0.004
    decay_s: float = 60.0
    dulling_s: float = 0.3
    release_s: float = 0.08
    spread_cents: float = 0.0
    vibrato_cents: float = 0.0
    breath: float = 0.0


def saw(partials: int, fall: float = 1.0) -> tuple[float, ...]:
    """All partials, each quieter by its number to the power of `fall`."""
    return tuple(1.0 / n**fall for n in range(1, partials + 1))


def hollow(partials: int, fall: float = 1.0) -> tuple[float, ...]:
    """The odd partials alone, as in a square wave or a clarinet."""
    return tuple(n % 2 / n**fall for n in range(1, partials + 1))


VOICES: Mapping[str, Voice] = {
    "piano": Voice(saw(12, 1.3), saw(4, 1.8), decay_s=1.6, dulling_s=0.25, release_s=0.15),
    "felt piano": Voice(saw(6, 1.7), saw(3, 2.2), 0.008, 1.9, 0.2, 0.25, spread_cents=2),
    "electric piano": Voice(
        (1.0, 0.1, 0.0, 0.35, 0.0, 0.0, 0.12), (1.0, 0.12, 0.02), decay_s=1.8, spread_cents=4
    ),
    "nylon guitar": Voice(saw(10, 1.2), saw(3, 1.6), 0.003, 0.9, 0.09, 0.1, spread_cents=1),
    "steel guitar": Voice(saw(16, 0.9), saw(5, 1.4), 0.002, 1.1, 0.16, 0.1, spread_cents=3),
    "muted guitar": Voice(saw(10, 1.0), saw(2, 1.5), 0.002, 0.12, 0.05, 0.03),
    "amplified guitar": Voice(saw(14, 0.8), saw(9, 1.0), 0.002, 4.0, 0.8, 0.03, spread_cents=7),
    "clavinet": Voice(hollow(15, 0.7), hollow(5, 1.2), 0.002, 0.25, 0.07, 0.02),
    "harp": Voice(saw(6, 1.5), (1.0, 0.15), 0.002, 1.3, 0.12, 0.6),
    "kalimba": Voice((1.0, 0.0, 0.0, 0.0, 0.4, 0.0, 0.2), (1.0,), 0.002, 0.7, 0.06, 0.3),
    "marimba": Voice((1.0, 0.0, 0.0, 0.5, 0.0, 0.0, 0.0, 0.0, 0.15), (1.0,), 0.002, 0.35, 0.05),
    "vibraphone": Voice((1.0, 0.0, 0.0, 0.5), (1.0, 0.0, 0.0, 0.05), 0.003, 1.6, 0.2, 0.4),
    "bell": Voice((1.0, 0.5, 0.3, 0.0, 0.4, 0.0, 0.3), (1.0, 0.2), 0.002, 2.4, 0.5, 1.2),
    "organ": Voice(
        (1.0, 0.7, 0.5, 0.4, 0.0, 0.2, 0.0, 0.2), (1.0, 0.6, 0.4, 0.3), 0.008, spread_cents=5
    ),
    "strings": Voice(saw(12, 1.2), saw(9, 1.35), 0.22, 60.0, 1.0, 0.5, 9.0, 6.0, 0.01),
    "plucked strings": Voice(saw(10, 1.1), saw(3, 1.6), 0.004, 0.22, 0.06, 0.1, 6.0),
    "choir": Voice((1.0, 0.8, 0.3, 0.1), (1.0, 0.7, 0.25, 0.08), 0.35, 60.0, 1.0, 0.8, 11.0, 9.0),
    "pad": Voice(saw(8, 1.6), saw(5, 1.8), 0.7, 60.0, 2.0, 1.4, 12.0),
    "glass pad": Voice((1.0, 0.3, 0.0, 0.2), (1.0, 0.2), 0.9, 60.0, 2.0, 1.8, 14.0, 3.0),
    "flute": Voice((1.0, 0.35, 0.12, 0.05), (1.0, 0.3, 0.1), 0.05, 60.0, 0.2, 0.1, 0.0, 10.0, 0.05),
    "saxophone": Voice(saw(11, 0.95), saw(8, 1.15), 0.04, 60.0, 0.2, 0.08, 2.0, 12.0, 0.03),
    "clarinet": Voice(hollow(9, 1.0), hollow(7, 1.2), 0.04, 60.0, 0.2, 0.08, 0.0, 6.0, 0.02),
    "fiddle": Voice(saw(14, 1.0), saw(11, 1.1), 0.06, 60.0, 0.3, 0.1, 3.0, 14.0, 0.01),
    "brass": Voice(saw(12, 0.9), saw(7, 1.2), 0.03, 60.0, 0.5, 0.1, 6.0, 3.0),
    "synth lead": Voice(hollow(11, 1.0), saw(6, 1.3), 0.006, 2.5, 0.3, 0.12, 8.0, 4.0),
    "synth pluck": Voice(saw(14, 0.9), saw(3, 1.6), 0.002, 0.35, 0.07, 0.1, 9.0),
    "sitar": Voice(saw(18, 0.6), saw(8, 1.0), 0.002, 1.2, 0.35, 0.1, 5.0, 5.0),
    "bass": Voice(saw(6, 1.3), saw(3, 1.9), 0.005, 1.2, 0.12, 0.04),
    "upright bass": Voice(saw(5, 1.2), (1.0, 0.35, 0.1), 0.008, 0.7, 0.09, 0.08),
    "synth bass": Voice(saw(9, 1.0), saw(4, 1.5), 0.004, 0.9, 0.1, 0.03),
    "deep bass": Voice((1.0, 0.3, 0.1), (1.0, 0.15), 0.02, 60.0, 0.3, 0.1),
}


def note(voice: Voice, pitch: int, length_s: float) -> Sound:
    """One note of a MIDI pitch (69 is 440 Hz), left and right, damped after so many seconds."""
    count = int((length_s + voice.release_s) * SAMPLE_RATE)
    at_s = np.arange(count, dtype=np.float32) / SAMPLE_RATE
    hertz = 440.0 * 2.0 ** ((pitch - 69) / 12)
    fading = np.exp(-at_s / voice.dulling_s)
    left = right = _tone(voice, hertz * _cents(-voice.spread_cents), at_s, fading)
    if voice.spread_cents:
        right = _tone(voice, hertz * _cents(voice.spread_cents), at_s, fading)
    sound = np.stack([left, right])
    if voice.breath:
        rng = np.random.default_rng(pitch)
        sound += voice.breath * rng.standard_normal(sound.shape, dtype=np.float32)
    return sound * _loudness(voice, at_s, length_s)


def _tone(voice: Voice, hertz: float, at_s: Sound, fading: Sound) -> Sound:
    cycles = np.float64(hertz) * at_s
    if voice.vibrato_cents:
        # Phase is the integral of frequency; the wavering sets in a little after the note.
        depth = hertz * (_cents(voice.vibrato_cents) - 1.0) / (2 * np.pi * VIBRATO_HZ)
        cycles += depth * np.minimum(at_s / 0.4, 1.0) * np.sin(2 * np.pi * VIBRATO_HZ * at_s)
    place = (cycles * TABLE_SAMPLES).astype(np.int64) % TABLE_SAMPLES
    most = max(1, int(HIGHEST_SHARE * SAMPLE_RATE / hertz))
    bright, dark = _table(voice.bright[:most]), _table(voice.dark[:most])
    settled: Sound = dark[place]
    return settled + fading * (bright[place] - settled)


def _loudness(voice: Voice, at_s: Sound, length_s: float) -> Sound:
    rise = np.minimum(at_s / voice.attack_s, 1.0)
    damped = np.clip(1.0 - (at_s - length_s) / voice.release_s, 0.0, 1.0)
    shape: Sound = (rise * np.exp(-at_s / voice.decay_s) * damped * damped).astype(np.float32)
    return shape


@cache
def _table(partials: tuple[float, ...]) -> Sound:
    """One cycle of a tone, its partials' energy being 1 in all."""
    at = np.arange(TABLE_SAMPLES) / TABLE_SAMPLES
    total = np.sqrt(sum(loudness**2 for loudness in partials)) or 1.0
    cycle = sum(a * np.sin(2 * np.pi * n * at) for n, a in enumerate(partials, start=1))
    return np.asarray(cycle / total, dtype=np.float32)


def _cents(cents: float) -> float:
    return float(2.0 ** (cents / 1200))
