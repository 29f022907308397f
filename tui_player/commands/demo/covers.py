"""Draws a cover for each album of the demo: a sky, a sun, hills; another one for each album."""

import struct
import zlib
from random import Random

import numpy as np
from numpy.typing import NDArray

SIDE_PX = 240
HILLS = 3

Pixels = NDArray[np.uint8]  # (height, width, RGB)


def cover(name: str) -> bytes:
    """A PNG picture that belongs to this name."""
    return png(_landscape(Random(name)))


def _landscape(random: Random) -> Pixels:
    across, down = np.meshgrid(np.linspace(0, 1, SIDE_PX), np.linspace(0, 1, SIDE_PX))
    high, low = _colour(random, 0.9), _colour(random, 0.5)
    picture = high + (low - high) * down[..., None]
    centre, height, size = random.uniform(0.25, 0.75), random.uniform(0.2, 0.5), 0.12
    sun = (across - centre) ** 2 + (down - height) ** 2 < size**2
    picture[sun] = _colour(random, 1.0)
    for number in range(HILLS):
        waves = random.uniform(1.0, 3.0) * np.pi * across + random.uniform(0, 2 * np.pi)
        ridge = 0.55 + 0.15 * number + random.uniform(0.03, 0.09) * np.sin(waves)
        picture[down > ridge] = _colour(random, 0.55 - 0.17 * number)
    drawn: Pixels = np.clip(255 * picture, 0, 255).astype(np.uint8)
    return drawn


def _colour(random: Random, brightness: float) -> NDArray[np.float64]:
    return brightness * np.array([random.uniform(0.25, 1.0) for _ in "rgb"])


def png(pixels: Pixels) -> bytes:
    """Pixels as a PNG file of 8 bits a colour (PNG specification, third edition, section 5)."""
    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + 3 * width), np.uint8)  # each row begins with its filter: none
    rows[:, 1:] = pixels.reshape(height, -1)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
