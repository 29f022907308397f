"""Finds how long MPEG audio and AAC in ADTS play: by what the encoder wrote down, or by counting.

Without such a note the first frames do not tell: with a variable bit rate a quiet beginning makes
a guess three times too long. Files put behind each other have the note of the first one alone.
"""

import os
from typing import BinaryIO, NamedTuple

from tui_player.media.mpeg_frames import HEADER_BYTES, MpegFrame, first_frame, frame_of, samples_in

# The notes lie in the first frame, which is silent. Xing's and LAME's begins behind the side
# information, whose size depends on version and channels; Fraunhofer's always in one place.
_NOTE_BYTES = 200
_VBRI_AT = 36
_HAS_FRAMES, _HAS_BYTES = 1, 2
_LAME_DELAY_AT = 141
# So much may lie behind the frames that a note speaks of without being looked at: a small tag.
_UNCOUNTED_BYTES = 4 * 1024
# A file whose frames have one size at so many places has it everywhere.
_SAMPLED_PLACES, _SAMPLED_BYTES, _SAMPLED_FRAMES = 4, 8 * 1024, 4
_ID3V1_BYTES = 128


class MpegLength(NamedTuple):
    """How long a file plays, in seconds, and whether that is known to the very sample."""

    length_s: float
    is_exact: bool


class _Note(NamedTuple):
    """What an encoder wrote down: frames with sound, bytes of all frames, samples to leave out."""

    frames: int
    size: int  # 0: not told
    left_out: int  # 0: not told


def mpeg_length(file: BinaryIO, size: int, *, counts_all: bool = True) -> MpegLength | None:
    """The length of a file of `size` bytes that holds MPEG audio or AAC; None if it does not.

    Frames are counted where no note tells of them, which reads the whole file; unless `counts_all`
    only where their sizes differ. The file's own position stays where it is. Raises OSError.
    """
    found = first_frame(file, size)
    if found is None:
        return None
    place, frame = found
    note = _note(os.pread(file.fileno(), _NOTE_BYTES, place), frame) if frame.layer == 3 else None
    if note is not None and size - place - note.size <= _UNCOUNTED_BYTES:
        return _by_note(note, frame)  # one cut off, too, is as long as it was
    if counts_all or note is not None or not _has_one_size(file, place, frame, size):
        samples = samples_in(file, place, frame, size)
        if note is not None and samples <= (note.frames + 1) * frame.samples:
            return _by_note(note, frame)
    else:
        ends_with_tag = os.pread(file.fileno(), 3, size - _ID3V1_BYTES) == b"TAG"
        left = size - place - (_ID3V1_BYTES if ends_with_tag else 0)
        frame_bytes = frame.samples * frame.bit_rate * 125 / frame.rate_hz
        samples = round(left / frame_bytes) * frame.samples
    return MpegLength(samples / frame.rate_hz, False)


def _by_note(note: _Note, frame: MpegFrame) -> MpegLength:
    samples = max(note.frames * frame.samples - note.left_out, 0)
    return MpegLength(samples / frame.rate_hz, note.left_out > 0)


def _note(head: bytes, frame: MpegFrame) -> _Note | None:
    """The note in a first frame of layer 3, if there is one that tells how many follow."""
    is_mono = len(head) > 3 and head[3] >> 6 == 3
    side_bytes = (17 if is_mono else 32) if frame.version == 3 else (9 if is_mono else 17)
    at = 4 + side_bytes
    if head[at : at + 4] in (b"Xing", b"Info"):
        return _xing_note(head[at:])
    if head[_VBRI_AT : _VBRI_AT + 4] == b"VBRI":
        size, frames = (
            int.from_bytes(head[_VBRI_AT + 10 + 4 * n : _VBRI_AT + 14 + 4 * n], "big")
            for n in range(2)
        )
        return _Note(frames, size, 0) if frames else None
    return None


def _xing_note(words: bytes) -> _Note | None:
    flags = int.from_bytes(words[4:8], "big")
    if not flags & _HAS_FRAMES:
        return None
    frames = int.from_bytes(words[8:12], "big")
    size = int.from_bytes(words[12:16], "big") if flags & _HAS_BYTES else 0
    left_out = 0
    if flags & 15 == 15 and words[120:124] in (b"LAME", b"Lavf", b"Lavc"):
        delays = int.from_bytes(words[_LAME_DELAY_AT : _LAME_DELAY_AT + 3], "big")
        left_out = (delays >> 12) + (delays & 0xFFF)
    return _Note(frames, size, left_out) if frames else None


def _has_one_size(file: BinaryIO, place: int, frame: MpegFrame, size: int) -> bool:
    """Whether frames all over the file have the bit rate of the first; AAC tells none."""
    if not frame.layer:
        return False
    last = max(size - _SAMPLED_BYTES - place, 0)
    steps = _SAMPLED_PLACES - 1
    return all(
        _frames_here_have(os.pread(file.fileno(), _SAMPLED_BYTES, place + last * n // steps), frame)
        for n in range(_SAMPLED_PLACES)
    )


def _frames_here_have(data: bytes, frame: MpegFrame) -> bool:
    """Whether the first frames in here are all like this one, its bit rate included."""
    at, seen = data.find(b"\xff"), 0
    while 0 <= at <= len(data) - HEADER_BYTES and seen < _SAMPLED_FRAMES:
        found = frame_of(data[at : at + HEADER_BYTES])
        followed = found is not None and frame.is_like(
            frame_of(data[at + found.size : at + found.size + HEADER_BYTES])
        )
        if found is not None and frame.is_like(found) and (followed or seen):
            if found.bit_rate != frame.bit_rate:
                return False
            seen += 1
            at += found.size
        else:
            at = data.find(b"\xff", at + 1)
    return seen > 0
