"""Decodes a picture file held in memory into a small picture."""

import io

import av

from tui_player.domain.picture import Picture
from tui_player.library.errors import LibraryError
from tui_player.media.ffmpeg import PICTURE_FORMATS, open_input

# Nobody scans a sleeve larger than this; a decoder would need gigabytes for it.
_MOST_BYTES = 40_000_000
_MOST_PIXELS = 50_000_000
_TOO_LARGE = "is far too large"
_DAMAGED = "cannot be read: it is damaged or no picture"


class CoverError(LibraryError):
    """A picture that cannot be shown; the message completes "the cover in X …"."""


def decode_cover(data: bytes, longest_side: int) -> Picture:
    """The picture in `data` (JPEG, PNG, WebP, BMP, GIF), no side longer than so many pixels.

    Raises CoverError.
    """
    if len(data) > _MOST_BYTES:
        raise CoverError(_TOO_LARGE)
    try:
        with open_input(io.BytesIO(data), PICTURE_FORMATS) as container:
            stream = container.streams.video[0]
            width, height = stream.codec_context.width, stream.codec_context.height
            if width * height > _MOST_PIXELS:
                raise CoverError(_TOO_LARGE)
            frame = next(container.decode(stream))
            scale = min(longest_side / max(frame.width, frame.height), 1.0)
            small = frame.reformat(
                width=max(round(frame.width * scale), 1),
                height=max(round(frame.height * scale), 1),
                format="rgb24",
                interpolation="AREA",
            )
    except (av.error.FFmpegError, ValueError, IndexError, StopIteration, OSError) as error:
        raise CoverError(_DAMAGED) from error
    return Picture(small.width, small.height, _tight(small))


def _tight(frame: av.VideoFrame) -> bytes:
    """The bytes of an RGB frame without the padding at the end of each line."""
    plane = frame.planes[0]
    raw, line, wanted = bytes(plane), plane.line_size, frame.width * 3
    return b"".join(raw[y * line : y * line + wanted] for y in range(frame.height))
