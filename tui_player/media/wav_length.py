"""Finds how long a WAV file plays by its chunks and by how much of it is there.

Whoever writes to a pipe cannot know the size beforehand: then it is 0, or the largest there is.
"""

from typing import BinaryIO

from tui_player.media.file_window import FileWindow

# A RIFF file: "RIFF", its size, "WAVE", then chunks of a name, a size and as many bytes, padded to
# an even place. Numbers are little-endian. RF64 and BW64 (EBU Tech 3306, ITU-R BS.2088) have sizes
# of eight bytes in a chunk of their own, for which all bits of the short ones are set.
_FIRST_CHUNK_AT = 12
_CHUNK_HEADER_BYTES = 8
_MOST_CHUNKS = 256
_IN_DS64 = 0xFFFF_FFFF
# Ways of coding in which all frames have one size: integers, floats, A-law, µ-law.
_PLAIN = frozenset((1, 3, 6, 7))
_EXTENSIBLE, _SUBFORMAT_AT = 0xFFFE, 24


def wav_length_s(file: BinaryIO, size: int) -> float | None:
    """The length of a WAV file of `size` bytes; None if it is none, or its sound is compressed.

    The file's own position stays where it is. Raises OSError.
    """
    window = FileWindow(file)
    head = window.read(0, _FIRST_CHUNK_AT)
    if head[:4] not in (b"RIFF", b"RF64", b"BW64") or head[8:12] != b"WAVE":
        return None
    bytes_a_s, wide_size, place = 0.0, 0, _FIRST_CHUNK_AT
    for _ in range(_MOST_CHUNKS):
        header = window.read(place, _CHUNK_HEADER_BYTES)
        if len(header) < _CHUNK_HEADER_BYTES:
            return None
        name, chunk_bytes = header[:4], _number(header[4:])
        place += _CHUNK_HEADER_BYTES
        if name == b"ds64":
            wide_size = _number(window.read(place + 8, 8))
        elif name == b"fmt ":
            bytes_a_s = _bytes_a_s(window.read(place, _SUBFORMAT_AT + 2))
        elif name == b"data":
            if chunk_bytes == _IN_DS64 and wide_size:
                chunk_bytes = wide_size
            there = size - place
            sound_bytes = min(chunk_bytes, there) if chunk_bytes else there
            return sound_bytes / bytes_a_s if bytes_a_s and sound_bytes > 0 else None
        place += chunk_bytes + chunk_bytes % 2
    return None


def _number(data: bytes) -> int:
    return int.from_bytes(data, "little")


def _bytes_a_s(form: bytes) -> float:
    """How many bytes a second of sound has; 0 where that is not always so."""
    coding, channels, rate_hz = _number(form[:2]), _number(form[2:4]), _number(form[4:8])
    if coding == _EXTENSIBLE:
        coding = _number(form[_SUBFORMAT_AT : _SUBFORMAT_AT + 2])
    sample_bytes = (_number(form[14:16]) + 7) // 8
    return float(channels * sample_bytes * rate_hz) if coding in _PLAIN else 0.0
