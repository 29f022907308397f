"""Picture files of every kind, made in memory for the tests of covers."""

import io
import struct
import zlib
from typing import Any

from PIL import Image

Colour = tuple[int, int, int]
RED, GREEN, BLUE, WHITE = (220, 20, 20), (20, 220, 20), (20, 20, 220), (255, 255, 255)


def one_colour(colour: Colour, size_px: int = 60) -> Image.Image:
    """A square of one colour."""
    return Image.new("RGB", (size_px, size_px), colour)


def quarters() -> Image.Image:
    """Upper left red, upper right green, lower left blue, lower right white; 80 × 60."""
    picture = Image.new("RGB", (80, 60), WHITE)
    picture.paste(RED, (0, 0, 40, 30))
    picture.paste(GREEN, (40, 0, 80, 30))
    picture.paste(BLUE, (0, 30, 40, 60))
    return picture


def gradient() -> Image.Image:
    """From black above to white below."""
    return Image.linear_gradient("L").convert("RGB")


def as_file(picture: Image.Image, kind: str, **how: Any) -> bytes:
    """A picture as a file of the kind that Pillow calls so."""
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def png_of_nothing(width_px: int, height_px: int, bits: int = 1, colour_type: int = 0) -> bytes:
    """A PNG of zeros, a thousandth of the size it has in memory."""
    samples = {0: 1, 2: 3, 6: 4}[colour_type]
    row = bytes(1 + (width_px * samples * bits + 7) // 8)
    packer = zlib.compressobj(9)
    rows = [packer.compress(row) for _ in range(height_px)]
    header = struct.pack(">IIBBBBB", width_px, height_px, bits, colour_type, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", b"".join((*rows, packer.flush()))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
        for name, content in parts
    )
