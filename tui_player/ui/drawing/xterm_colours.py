"""The nearest of the 256 colours of xterm, chosen by eye's measure."""

from functools import lru_cache

Rgb = tuple[int, int, int]

# The colour cube's and the grey ramp's levels (xterm's 256 colours from number 16 on).
_CUBE_LEVELS = (0, 95, 135, 175, 215, 255)
_GREY_LEVELS = tuple(range(8, 239, 10))


@lru_cache(8192)
def nearest_of_256(colour: Rgb) -> Rgb:
    """The nearest colour of the cube or the grey ramp, itself as red, green, blue.

    Textual's own choice goes by saturation and turns dark, slightly tinted colours into strong
    purple or blue; this one measures the distance.
    """
    red, green, blue = (min(_CUBE_LEVELS, key=lambda level: abs(level - c)) for c in colour)
    grey = min(_GREY_LEVELS, key=lambda level: abs(level - sum(colour) / 3))
    if red == green == blue and red not in (0, 255):
        return (grey, grey, grey)
    return min(((red, green, blue), (grey, grey, grey)), key=lambda near: distance(colour, near))


def distance(one: Rgb, other: Rgb) -> float:
    """The weighted Euclidean distance known as redmean, a cheap measure of what eyes see."""
    mean_red = (one[0] + other[0]) / 2
    red, green, blue = (a - b for a, b in zip(one, other, strict=True))
    weighted_red = (2 + mean_red / 256) * red * red
    return weighted_red + 4 * green * green + (2 + (255 - mean_red) / 256) * blue * blue


def hex_of(colour: Rgb) -> str:
    """The colour as `#rrggbb`."""
    red, green, blue = colour
    return f"#{red:02x}{green:02x}{blue:02x}"


def rgb_of(colour: str) -> Rgb:
    """A colour written `#rrggbb` as red, green, blue."""
    return (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16))
