"""Finds the frames of MPEG audio (MP3 and its elder layers) and of AAC in ADTS by their headers."""

import os
from typing import BinaryIO, NamedTuple

# ISO 11172-3, section 2.4.2.3, and 13818-3: bit rates in kbit/s by the header's index, for
# version 1 in layers 1 to 3, then for versions 2 and 2.5 in layer 1 and in layers 2 and 3.
_RATES_1_1 = (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448)
_RATES_1_2 = (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384)
_RATES_1_3 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES_2_1 = (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256)
_RATES_2_23 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_SAMPLE_RATES_HZ = (44_100, 48_000, 32_000)
# ISO 13818-7, section 6.2.2: by the index in a header of ADTS.
_ADTS_RATES_HZ = (
    *(96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000),
    *(12_000, 11_025, 8_000, 7_350),
)

HEADER_BYTES = 7
_CHAIN = 3  # frames that follow each other exactly are no accident
_FIRST_BLOCK_BYTES, _BLOCK_BYTES = 1 << 12, 1 << 18
_MOST_JUNK_BYTES = 1 << 25  # before the first frame, beside tags
_ID3_HEADER_BYTES = 10


class MpegFrame(NamedTuple):
    """What the header of a frame tells."""

    version: int  # as it is coded in the header
    layer: int  # 1 to 3; 0: AAC
    rate_hz: int
    size: int  # in bytes
    samples: int
    bit_rate: int  # in kbit/s; 0 for AAC, which tells none

    def is_like(self, other: "MpegFrame | None") -> bool:
        """Whether both may be of one stream."""
        return other is not None and self[:3] == other[:3]


def frame_of(header: bytes) -> MpegFrame | None:
    """Read the header of a frame of either kind, seven bytes; None if it is none."""
    if len(header) < HEADER_BYTES or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return None
    if header[1] & 0xF6 == 0xF0:
        return _adts_frame(header)
    version, layer = header[1] >> 3 & 3, 4 - (header[1] >> 1 & 3)
    rate_index, sample_index = header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or layer == 4 or not 0 < rate_index < 15 or sample_index == 3:
        return None
    rate_hz = _SAMPLE_RATES_HZ[sample_index] >> {3: 0, 2: 1, 0: 2}[version]
    bit_rate = _bit_rates(version, layer)[rate_index]
    samples = 384 if layer == 1 else 576 if layer == 3 and version != 3 else 1_152
    padding = header[2] >> 1 & 1
    if layer == 1:
        size = (12_000 * bit_rate // rate_hz + padding) * 4
    else:
        size = samples * 125 * bit_rate // rate_hz + padding
    return MpegFrame(version, layer, rate_hz, size, samples, bit_rate)


def _bit_rates(version: int, layer: int) -> tuple[int, ...]:
    if version == 3:
        return (_RATES_1_1, _RATES_1_2, _RATES_1_3)[layer - 1]
    return _RATES_2_1 if layer == 1 else _RATES_2_23


def _adts_frame(header: bytes) -> MpegFrame | None:
    index = header[2] >> 2 & 15
    size = (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5
    if index >= len(_ADTS_RATES_HZ) or size <= HEADER_BYTES:
        return None
    samples = 1_024 * ((header[6] & 3) + 1)
    return MpegFrame(header[1] >> 3 & 1, 0, _ADTS_RATES_HZ[index], size, samples, 0)


def first_frame(file: BinaryIO, size: int) -> tuple[int, MpegFrame] | None:
    """Where the frames of a file of `size` bytes begin, behind tags and junk; None: nowhere.

    Raises OSError.
    """
    place = after_id3(file)
    end = min(size, place + _MOST_JUNK_BYTES)
    wanted = _FIRST_BLOCK_BYTES
    while place < end:
        data = os.pread(file.fileno(), wanted, place)
        if not data:  # it is shorter by now
            return None
        at = data.find(b"\xff")
        while at >= 0 and (at + HEADER_BYTES <= len(data) or place + len(data) >= size):
            frame = frame_of(data[at : at + HEADER_BYTES])
            if frame is not None and _has_followers(file, place + at, frame, size):
                return place + at, frame
            at = data.find(b"\xff", at + 1)
        place += max(1, at if at >= 0 else len(data))
        wanted = _BLOCK_BYTES
    return None


def junk_before_sound(file: BinaryIO, size: int) -> int:
    """Where the frames begin if there is more than tags before them; else 0. Raises OSError."""
    found = first_frame(file, size)
    return 0 if found is None or found[0] == after_id3(file) else found[0]


def after_id3(file: BinaryIO) -> int:
    """Where a file goes on behind the ID3v2 tags at its beginning. Raises OSError."""
    place = 0
    while True:
        header = os.pread(file.fileno(), _ID3_HEADER_BYTES, place)
        if header[:3] != b"ID3" or len(header) < _ID3_HEADER_BYTES:
            return place
        # ID3v2.4.0, section 3.1: seven bits of each byte count; a footer may repeat the header.
        length = 0
        for byte in header[6:10]:
            length = length << 7 | byte & 0x7F
        place += length + _ID3_HEADER_BYTES * (2 if header[5] & 0x10 else 1)


def _has_followers(file: BinaryIO, place: int, frame: MpegFrame, size: int) -> bool:
    """Whether frames of one kind follow each other here, be it to the end of the file."""
    for _ in range(_CHAIN - 1):
        place += frame.size
        if place + HEADER_BYTES > size:
            return place <= size
        found = frame_of(os.pread(file.fileno(), HEADER_BYTES, place))
        if found is None or not found.is_like(frame):
            return False
        frame = found
    return True


def samples_in(file: BinaryIO, place: int, frame: MpegFrame, end: int) -> int:
    """Count what all frames like this one hold from a place on, passing over all else.

    Raises OSError.
    """
    samples, known = 0, dict[bytes, MpegFrame | None]()
    while place + HEADER_BYTES <= end:
        data = os.pread(file.fileno(), _BLOCK_BYTES, place)
        at, limit, in_step = 0, len(data) - HEADER_BYTES, True
        if limit < 0:
            break
        while at <= limit:
            header = data[at : at + (3 if frame.layer else HEADER_BYTES)]
            if header not in known:
                known[header] = _like(frame, data[at : at + HEADER_BYTES])
            found = known[header]
            in_step = found is not None and (in_step or _is_followed(data, at + found.size, frame))
            if in_step and found is not None:
                samples += found.samples
                at += found.size
            else:
                next_at = data.find(b"\xff", at + 1)
                at = next_at if next_at >= 0 else limit + 1
        place += at
    return samples


def _like(frame: MpegFrame, header: bytes) -> MpegFrame | None:
    found = frame_of(header)
    return found if frame.is_like(found) else None


def _is_followed(data: bytes, at: int, frame: MpegFrame) -> bool:
    """Whether a frame of this kind begins at a place, as far as the data goes."""
    return at + HEADER_BYTES > len(data) or _like(frame, data[at : at + HEADER_BYTES]) is not None
