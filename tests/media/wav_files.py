"""Builds WAV files chunk by chunk, for tests of headers that programs write and of odd ones."""

RATE_HZ = 44_100
SECOND = bytes(RATE_HZ * 4)  # of 16-bit stereo


def chunk(name: bytes, content: bytes, size: int | None = None) -> bytes:
    """A chunk, padded to an even size, that tells this size in place of its own."""
    told = len(content) if size is None else size
    return name + told.to_bytes(4, "little") + content + b"\0" * (len(content) % 2)


def form(
    coding: int = 1, channels: int = 2, rate_hz: int = RATE_HZ, bits: int = 16, more: bytes = b""
) -> bytes:
    """The chunk that tells how the sound is coded."""
    align = channels * bits // 8
    numbers = (
        *((coding, 2), (channels, 2), (rate_hz, 4), (rate_hz * align, 4), (align, 2), (bits, 2)),
    )
    fields = b"".join((n % 2 ** (8 * size)).to_bytes(size, "little") for n, size in numbers)
    return chunk(b"fmt ", fields + more)


def wav(*chunks: bytes, mark: bytes = b"RIFF") -> bytes:
    """A file of these chunks."""
    content = b"WAVE" + b"".join(chunks)
    return mark + min(len(content), 2**32 - 1).to_bytes(4, "little") + content
