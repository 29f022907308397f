"""Mixes colours a terminal lacks from two it has, in a pattern that stays where it is.

An ordered pattern, not spread errors: a pixel that does not change keeps its colour whatever
its neighbours do, so that a calm picture is not painted again.
"""

from functools import lru_cache

from tui_player.ui.drawing.xterm_colours import Rgb, distance, nearest_of_256

# Bayer's pattern of 4 × 4: each step of brightness adds the pixel that is farthest from the rest.
_BAYER = ((0, 8, 2, 10), (12, 4, 14, 6), (3, 11, 1, 9), (15, 7, 13, 5))
_THRESHOLDS = tuple(tuple((step + 0.5) / 16 for step in row) for row in _BAYER)
# How far beyond a colour its partner is looked for, and how much a coarse pattern disturbs.
_REACHES = (1, 2, 4, 8)
_PATTERN = 0.35
# A chequer of colours farther apart than this is all that would be seen (measured as `distance`).
_FARTHEST = 16_000.0
# The greys of sixteen colours, as most terminals paint black, dark grey, light grey and white.
GREYS = (0, 100, 190, 255)


def dithered_256(colour: Rgb, x: int, y: int) -> Rgb:
    """The colour of xterm's 256 for the pixel at this place."""
    near, other, share = _pair(colour)
    return other if share > _THRESHOLDS[y % 4][x % 4] else near


def dithered_grey(colour: Rgb, x: int, y: int) -> Rgb:
    """One of the four greys for the pixel at this place."""
    red, green, blue = colour
    light = (0.299 * red + 0.587 * green + 0.114 * blue) / 255  # Rec. 601 luma
    # Faces lie in the middle of the scale: more contrast there at the cost of both ends.
    level = 255 * light * light * (3 - 2 * light)
    index = max(i for i, grey in enumerate(GREYS) if grey <= level)
    if index + 1 < len(GREYS):
        share = (level - GREYS[index]) / (GREYS[index + 1] - GREYS[index])
        index += share > _THRESHOLDS[y % 4][x % 4]
    return (GREYS[index],) * 3


@lru_cache(8192)
def _pair(colour: Rgb) -> tuple[Rgb, Rgb, float]:
    """Two colours and the second's share that come nearest to `colour` without being too unlike.

    The first is the nearest alone; the second is looked for on the other side of `colour`.
    """
    near = nearest_of_256(colour)
    others = {nearest_of_256(_away(colour, near, times)) for times in _REACHES}
    mixed = [(near, near, 0.0)]
    mixed += [
        (near, other, _share(colour, near, other))
        for other in others
        if distance(near, other) <= _FARTHEST
    ]
    return min(mixed, key=lambda pair: _badness(colour, *pair))


def _away(colour: Rgb, near: Rgb, times: int) -> Rgb:
    """Where one gets from `near` through `colour` and so many times as far beyond."""
    red, green, blue = (
        min(max(c + times * (c - n), 0), 255) for c, n in zip(colour, near, strict=True)
    )
    return (red, green, blue)


def _share(colour: Rgb, near: Rgb, other: Rgb) -> float:
    """How much of `other` brings the mixture nearest to `colour`."""
    way = [o - n for o, n in zip(other, near, strict=True)]
    length = sum(step * step for step in way)
    if not length:
        return 0.0
    gone = sum(step * (c - n) for step, c, n in zip(way, colour, near, strict=True))
    return min(max(gone / length, 0.0), 1.0)


def _badness(colour: Rgb, near: Rgb, other: Rgb, share: float) -> float:
    """How far the mixture is from `colour`, and how much its pattern is to be seen."""
    red, green, blue = (round(n + share * (o - n)) for n, o in zip(near, other, strict=True))
    seen = _PATTERN * share * distance(near, other)
    return distance(colour, (red, green, blue)) + seen
