"""Percussion: each drum one short sound, made of falling tones and noise."""

from collections.abc import Callable, Mapping

import numpy as np

from tui_player.commands.demo.music.voices import SAMPLE_RATE, Sound


def _time(length_s: float) -> Sound:
    return np.arange(int(length_s * SAMPLE_RATE), dtype=np.float32) / SAMPLE_RATE


def _noise(at_s: Sound) -> Sound:
    return np.random.default_rng(7).standard_normal(at_s.size, dtype=np.float32)


def _bright_noise(at_s: Sound) -> Sound:
    """Noise without its lower half: differences of neighbours, twice."""
    noise: Sound = np.diff(_noise(at_s), n=2, prepend=np.zeros(2, np.float32)) / 4
    return noise


def _thump(from_hertz: float, to_hertz: float, fall_s: float, decay_s: float) -> Sound:
    """A tone that falls from one pitch to another, as a struck skin does."""
    at_s = _time(decay_s * 5)
    cycles = to_hertz * at_s + (from_hertz - to_hertz) * fall_s * (1 - np.exp(-at_s / fall_s))
    struck: Sound = np.sin(2 * np.pi * cycles) * np.exp(-at_s / decay_s)
    return struck.astype(np.float32)


def _burst(length_s: float, decay_s: float, *, bright: bool = True) -> Sound:
    at_s = _time(length_s)
    noise = _bright_noise(at_s) if bright else _noise(at_s)
    shaped: Sound = noise * np.exp(-at_s / decay_s) * np.minimum(at_s / 0.001, 1.0)
    return shaped


def _snare() -> Sound:
    rattle = 0.5 * _burst(0.3, 0.07, bright=False)
    skin = _thump(260, 185, 0.02, 0.05)
    rattle[: skin.size] += 0.6 * skin
    return rattle


def _brush() -> Sound:
    at_s = _time(0.28)
    swept: Sound = _bright_noise(at_s) * np.sin(np.pi * at_s / 0.28) ** 2
    return swept.astype(np.float32)


def _clap() -> Sound:
    sound = np.zeros(int(0.3 * SAMPLE_RATE), np.float32)
    for delay_s in (0.0, 0.011, 0.023):
        start = int(delay_s * SAMPLE_RATE)
        burst = _burst(0.2, 0.05)
        sound[start : start + burst.size] += burst
    return sound


DRUMS: Mapping[str, Callable[[], Sound]] = {
    "kick": lambda: _thump(150, 48, 0.03, 0.13),
    "soft kick": lambda: 0.8 * _thump(95, 45, 0.03, 0.16),
    "snare": _snare,
    "rim": lambda: 0.7 * _thump(900, 820, 0.01, 0.018),
    "clap": _clap,
    "brush": lambda: 0.8 * _brush(),
    "hat": lambda: 0.6 * _burst(0.09, 0.018),
    "open hat": lambda: 0.5 * _burst(0.5, 0.13),
    "ride": lambda: 0.35 * _burst(0.9, 0.25),
    "crash": lambda: 0.7 * _burst(2.2, 0.6),
    "shaker": lambda: 0.5 * _brush()[: int(0.1 * SAMPLE_RATE)] * 0.9,
    "tom": lambda: _thump(170, 95, 0.05, 0.16),
    "bongo": lambda: 0.7 * _thump(420, 330, 0.02, 0.07),
    "wood block": lambda: 0.5 * _thump(1250, 1150, 0.01, 0.03),
}
