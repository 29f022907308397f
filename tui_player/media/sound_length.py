"""Tells how long a file plays, by what it holds and without decoding, for library and player alike.

Both must say the same of a file, and a header alone may be a guess, a lie or not yet written.
"""

import os
from typing import BinaryIO, NamedTuple

from tui_player.media.mp4_length import mp4_length_s
from tui_player.media.mpeg_frames import after_id3
from tui_player.media.mpeg_length import mpeg_length
from tui_player.media.ogg_length import ogg_length_s
from tui_player.media.wav_length import wav_length_s

_HEAD_BYTES = 12
_ELSEWHERE = (b"fLaC", b"FORM", b"MThd", b"MAC ", b"wvpk", b"TTA1", b"TTA2", b"MP+", b"MPCK")
# No sound is coded in less than this: it is silence, or a header that lies.
_LEAST_BYTES_A_S, _AT_LEAST_S = 1.0, 60.0


class SoundLength(NamedTuple):
    """How long a file plays, in seconds, and whether it ends there to the very sample."""

    length_s: float
    is_exact: bool


def sound_length(
    file: BinaryIO, size: int, *, is_mpeg: bool, counts_all: bool = True
) -> SoundLength | None:
    """The length of a file of `size` bytes; None if it is of a kind that is not known here.

    With `is_mpeg` frames of MPEG audio are looked for behind whatever the file begins with; with
    `counts_all` whole files are read where nothing less is sure. The file's own position stays
    where it is. Raises OSError.
    """
    found = _found(file, size, is_mpeg, counts_all)
    return found if found is not None and is_plausible(found.length_s, size) else None


def is_plausible(length_s: float, size: int) -> bool:
    """Whether a file of so many bytes can play so long."""
    return 0 < length_s <= _AT_LEAST_S + size / _LEAST_BYTES_A_S


def _found(file: BinaryIO, size: int, is_mpeg: bool, counts_all: bool) -> SoundLength | None:
    head = os.pread(file.fileno(), _HEAD_BYTES, 0)
    if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"):
        return _exact(mp4_length_s(file))
    if head[:4] == b"OggS":
        return _exact(ogg_length_s(file, size))
    if head[:4] in (b"RIFF", b"RF64", b"BW64"):
        return _exact(wav_length_s(file, size))
    if head.startswith(_ELSEWHERE):
        return None
    if head[:3] == b"ID3" and os.pread(file.fileno(), 4, after_id3(file)).startswith(_ELSEWHERE):
        return None
    if not is_mpeg and not head.startswith((b"ID3", b"\xff")):
        return None
    found = mpeg_length(file, size, counts_all=counts_all)
    return None if found is None else SoundLength(*found)


def _exact(length_s: float | None) -> SoundLength | None:
    return None if length_s is None else SoundLength(length_s, True)
