"""Builds streams of MPEG audio and of AAC from headers alone, for tests of how they are counted."""

RATE_HZ = 44_100
SAMPLES = 1_152
# Version 1, layer 3, 44.1 kHz: the third byte of a header by the bit rate in kbit/s.
_RATES = {32: 0x10, 128: 0x90, 320: 0xE0}
# Bit rate, size without padding and header of other kinds, each with its samples and its rate.
OTHER_KINDS = {
    "layer 2": (bytes((0xFF, 0xFD, 0xA0, 0)), 626, 1_152, 44_100),
    "layer 1": (bytes((0xFF, 0xFF, 0xC0, 0)), 416, 384, 44_100),
    "version 2": (bytes((0xFF, 0xF3, 0x80, 0)), 208, 576, 22_050),
    "version 2.5": (bytes((0xFF, 0xE3, 0x80, 0)), 417, 576, 11_025),
}


def mp3_frame(bit_rate: int = 128, content: bytes = b"") -> bytes:
    """A frame of layer 3 in stereo that holds nothing but `content`."""
    size = 144_000 * bit_rate // RATE_HZ
    return (bytes((0xFF, 0xFB, _RATES[bit_rate], 0)) + content).ljust(size, b"\0")


def note(
    frames: int, size: int = 0, delay: int = 576, padding: int = 1_000, mark: bytes = b"Xing"
) -> bytes:
    """A first frame in which the encoder LAME tells how much follows."""
    words = mark + (15).to_bytes(4, "big") + frames.to_bytes(4, "big") + size.to_bytes(4, "big")
    words = words.ljust(120, b"\0") + b"LAME3.100"
    words = words.ljust(141, b"\0") + (delay << 12 | padding).to_bytes(3, "big")
    return mp3_frame(128, bytes(32) + words)


def fraunhofer_note(frames: int, size: int) -> bytes:
    """A first frame in which Fraunhofer's encoder tells how much follows."""
    words = b"VBRI" + bytes(6) + size.to_bytes(4, "big") + frames.to_bytes(4, "big")
    return mp3_frame(128, bytes(32) + words)


def adts_frame(size: int) -> bytes:
    """A frame of AAC at 44.1 kHz with 1,024 samples."""
    header = bytes(
        (0xFF, 0xF1, 0x50, 0x80 | size >> 11, size >> 3 & 0xFF, (size & 7) << 5 | 31, 0xFC)
    )
    return header.ljust(size, b"\0")


def id3(content: bytes = b"", *, footer: bool = False) -> bytes:
    """An ID3v2.4 tag of this content."""
    size = len(content)
    lengths = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    head = b"\4\0" + (b"\x10" if footer else b"\0") + lengths
    return b"ID3" + head + content + (b"3DI" + head if footer else b"")
