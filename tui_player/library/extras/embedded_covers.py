"""Finds the pictures that lie in a track itself."""

from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

import av
from av.stream import Disposition

from tui_player.library.extras.embedded_tags import embedded_tags
from tui_player.library.extras.id3_extras import id3_pictures
from tui_player.media.ffmpeg import open_input
from tui_player.util.small_files import MB

# Pictures that say what they show as ID3v2 has it ("Attached picture"), in the words of tinytag,
# of FFmpeg, and of APEv2 tags. What says nothing is meant as the cover.
_FRONT = frozenset(
    ("front_cover", "generic", "cover (front)", "other", "", "cover art (front)", "cover art")
)
_FRONT_FIRST = frozenset(("front_cover", "cover (front)", "cover art (front)"))
_ICONS = frozenset(
    (
        *("icon", "alt_icon", "32x32 pixels 'file icon'", "other file icon"),
        *("cover art (icon)", "cover art (other icon)", "bright_colored_fish"),
    )
)
_MOST_PICTURES = 30
_MOST_PICTURE_BYTES = 64 * MB
# Kinds of files whose pictures tinytag reads.
QUICK_SUFFIXES = (
    *(".mp3", ".flac", ".ogg", ".oga", ".opus", ".m4a", ".m4b", ".mp4"),
    *(".wav", ".aiff", ".aif", ".aifc"),
)
_PICTURE_NAMES = ("cover", "folder", "front")  # files attached to Matroska


class EmbeddedCovers(NamedTuple):
    """Pictures as files: those of the front, and those of what else there is."""

    front: tuple[bytes, ...] = ()
    others: tuple[bytes, ...] = ()


def quick_covers(path: str) -> EmbeddedCovers:
    """The pictures in a track as far as its ID3v2 tag or tinytag has them; nothing is decoded."""
    if pictures := id3_pictures(path, _MOST_PICTURE_BYTES):
        return _sorted(pictures[:_MOST_PICTURES])
    tags = embedded_tags(path, with_pictures=True)
    if tags is None:
        return EmbeddedCovers()
    return _sorted(
        (name, bytes(image.data))
        for name, images in tags.images.as_dict().items()
        for image in images
        if image.data
    )


def ffmpeg_covers(path: str) -> EmbeddedCovers:
    """The pictures in a track as FFmpeg finds them, in whatever kind of file.

    It looks into them to know their kind, so a picture may make this take long, or much memory.
    """
    found: list[tuple[str, bytes]] = []
    with suppress(av.FFmpegError, OSError, ValueError), open_input(path) as container:
        for stream in container.streams.video:
            if not stream.disposition & Disposition.attached_pic:
                continue
            packet = next((p for p in container.demux(stream) if p.size), None)
            if packet is not None and len(found) < _MOST_PICTURES:
                found.append((_meaning(stream.metadata), bytes(packet)))
    return _sorted(found)


def _meaning(metadata: dict[str, str]) -> str:
    """What a picture shows: told by `comment`, in APEv2 tags by the name of its item."""
    names = [name.lower() for name in metadata if name.lower().startswith("cover art")]
    file_name = metadata.get("filename", "").lower()
    if file_name and not file_name.startswith(_PICTURE_NAMES):
        return file_name
    return names[0] if names else metadata.get("comment", "").lower()


def _sorted(pictures: "Iterator[tuple[str, bytes]] | list[tuple[str, bytes]]") -> EmbeddedCovers:
    named = [(meaning.lower(), data) for meaning, data in pictures]
    fronts = [pair for pair in named if pair[0] in _FRONT]
    fronts.sort(key=lambda pair: pair[0] not in _FRONT_FIRST)
    others = [pair for pair in named if pair[0] not in _FRONT and pair[0] not in _ICONS]
    return EmbeddedCovers(tuple(data for _, data in fronts), tuple(data for _, data in others))
