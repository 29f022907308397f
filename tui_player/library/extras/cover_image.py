"""Decodes a picture file held in memory into a small picture."""

import io
from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias, cast

import av
import numpy as np
from av.codec.context import CodecContext
from av.video.codeccontext import VideoCodecContext
from numpy.typing import NDArray

from tui_player.library.errors import LibraryError
from tui_player.library.extras.picture_header import ISO_FILE, PictureHeader, picture_header
from tui_player.media.ffmpeg import PICTURE_FORMATS, open_input
from tui_player.model.picture import Picture

# Nobody scans a sleeve larger than this; a decoder would need gigabytes for it.
MOST_COVER_BYTES = 40_000_000
_MOST_PIXELS = 50_000_000
_TOO_LARGE = "is far too large"
_DAMAGED = "cannot be read: it is damaged or no picture"
# What is printed on no paper shows the paper.
_PAPER = 255
_PADDING = bytes(64)  # FFmpeg's decoders look that far beyond the end (its avcodec.h)
_MOST_TILES = 2  # the picture and what is transparent of it

_Pixels: TypeAlias = NDArray[np.uint8]  # (rows, columns, red green blue)

# Exif 2.3, tag Orientation: what makes a picture upright.
_UPRIGHT: dict[int, Callable[[_Pixels], _Pixels]] = {
    2: lambda pixels: pixels[:, ::-1],
    3: lambda pixels: pixels[::-1, ::-1],
    4: lambda pixels: pixels[::-1],
    5: lambda pixels: pixels.swapaxes(0, 1),
    6: lambda pixels: pixels[::-1].swapaxes(0, 1),
    7: lambda pixels: pixels[::-1, ::-1].swapaxes(0, 1),
    8: lambda pixels: pixels[:, ::-1].swapaxes(0, 1),
}
_JPEG_END, _MOST_BEHIND_BYTES = b"\xff\xd9", 1024
_NOT_DECODED, _ROUNDING = (0, 136, 0), 3  # what luma and chroma of 0 make in red, green and blue
_GREY = 128

# By PyAV's degrees, for files that do not tell it by Exif.
_TURN_BY_DEGREES = {-90: 6, 90: 8, 180: 3, -180: 3}


class CoverError(LibraryError):
    """A picture that cannot be shown; the message completes "the cover in X …"."""


def decode_cover(data: bytes, longest_side: int) -> Picture:
    """The picture in `data`, upright, no side longer than so many pixels; the first of several.

    JPEG, PNG, WebP, BMP, GIF, TIFF, AVIF and HEIC are known. Raises CoverError.
    """
    header = picture_header(data)
    if len(data) > MOST_COVER_BYTES:
        raise CoverError(_TOO_LARGE)
    if header is None:
        raise CoverError(_DAMAGED)
    if header.width_px * header.height_px > _MOST_PIXELS:
        raise CoverError(_TOO_LARGE)
    try:
        frame = _decoded(header)
        turn = header.turn
        if header.codec == ISO_FILE:
            turn = _TURN_BY_DEGREES.get(frame.rotation, turn)
        pixels = _small(frame, header, longest_side)
    except MemoryError as error:
        raise CoverError(_TOO_LARGE) from error
    except (av.FFmpegError, ValueError, IndexError, OSError) as error:
        raise CoverError(_DAMAGED) from error
    upright = _UPRIGHT[turn](pixels) if turn in _UPRIGHT else pixels
    height, width, _ = upright.shape
    return Picture(width, height, upright.tobytes())


def _decoded(header: PictureHeader) -> av.VideoFrame:
    if header.codec == ISO_FILE:
        return _decoded_in_container(header.content)
    decoder = CodecContext.create(header.codec, "r")
    assert isinstance(decoder, VideoCodecContext)
    decoder.thread_count = 1
    decoder.options = {"max_pixels": str(_MOST_PIXELS)}
    packet = av.Packet(header.content + _PADDING)
    return (decoder.decode(packet) or decoder.decode(None))[0]


def _decoded_in_container(content: bytes) -> av.VideoFrame:
    """The main picture of an AVIF or HEIC file; one in tiles is taken for damaged."""
    with open_input(io.BytesIO(content), PICTURE_FORMATS) as container:
        streams = container.streams.video
        if len(streams) > _MOST_TILES:
            raise ValueError("it is in tiles")
        return next(container.decode(streams[0]), None) or _nothing()


def _nothing() -> av.VideoFrame:
    raise ValueError("there is no picture in it")


def _small(frame: av.VideoFrame, header: PictureHeader, longest_side: int) -> _Pixels:
    """The whole picture in the size it is to have."""
    if header.part is None:
        scale = min(longest_side / max(frame.width, frame.height), 1.0)
        pixels = _scaled(frame, scale)
        return _without_missing_rows(pixels) if _is_cut_off(header) else pixels
    scale = min(longest_side / max(header.width_px, header.height_px, 1), 1.0)
    whole = np.full((_times(header.height_px, scale), _times(header.width_px, scale), 3), _PAPER)
    left, top = (round(place * scale) for place in header.part)
    there = whole[top:, left:]
    pixels = _scaled(frame, scale)[: there.shape[0], : there.shape[1]]
    there[: pixels.shape[0], : pixels.shape[1]] = pixels
    return whole.astype(np.uint8)


def _is_cut_off(header: PictureHeader) -> bool:
    return header.codec == "mjpeg" and _JPEG_END not in header.content[-_MOST_BEHIND_BYTES:]


def _without_missing_rows(pixels: _Pixels) -> _Pixels:
    """The rows that the decoder did not come to are grey, as elsewhere, in place of its green."""
    is_missing = np.abs(pixels.astype(np.int16) - _NOT_DECODED).max(axis=(1, 2)) <= _ROUNDING
    missing = int(np.argmin(is_missing[::-1])) if not is_missing.all() else 0
    shown = pixels.copy()
    shown[len(shown) - missing :] = _GREY
    return shown


def _times(length_px: int, scale: float) -> int:
    return max(round(length_px * scale), 1)


def _scaled(frame: av.VideoFrame, scale: float) -> _Pixels:
    width, height = _times(frame.width, scale), _times(frame.height, scale)
    if frame.format.has_palette or any(part.is_alpha for part in frame.format.components):
        return _on_paper(frame, width, height)
    small = frame.reformat(width, height, "rgb24", interpolation="AREA")
    return cast(_Pixels, small.to_ndarray())


def _on_paper(frame: av.VideoFrame, width: int, height: int) -> _Pixels:
    """A picture of which parts may be transparent; what colours they hide is chance.

    Colours are weighed by how much of them shows before neighbours are mixed.
    """
    graph = av.filter.Graph()
    graph.link_nodes(
        graph.add_buffer(
            width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1)
        ),
        graph.add("format", "gbrap"),
        graph.add("premultiply", "inplace=1"),
        graph.add("scale", f"{width}:{height}:flags=area"),
        graph.add("format", "rgba"),
        graph.add("buffersink"),
    ).configure()
    graph.push(frame)
    shown = graph.pull()
    assert isinstance(shown, av.VideoFrame)
    pixels = shown.to_ndarray().astype(np.uint16)
    mixed = pixels[..., :3] + _PAPER - pixels[..., 3:]
    return cast(_Pixels, np.minimum(mixed, 255).astype(np.uint8))
