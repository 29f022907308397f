"""Builds MP4 files of boxes alone, without sound, for tests of what their tables tell."""

from collections.abc import Sequence

MOVIE_SCALE = 1_000  # units a second
SOUND_SCALE = 44_100


def box(name: bytes, *content: bytes) -> bytes:
    """A box that holds these, one after the other."""
    size = 8 + sum(map(len, content))
    return size.to_bytes(4, "big") + name + b"".join(content)


def u32(*numbers: int) -> bytes:
    """Numbers of four bytes each."""
    return b"".join((number & 0xFFFF_FFFF).to_bytes(4, "big") for number in numbers)


def header(name: bytes, scale: int, length: int, *, wide: bool = False) -> bytes:
    """A movie header or a media header, with times of eight bytes if `wide`."""
    count = 8 if wide else 4
    times = bytes(2 * count) + u32(scale) + length.to_bytes(count, "big")
    return box(name, bytes((int(wide), 0, 0, 0)), times, bytes(80))


def edit_list(*edits: tuple[int, int], wide: bool = False) -> bytes:
    """Edits of a length in the movie's units and a beginning in the sound's; −1: no sound."""
    count = 8 if wide else 4
    entries = b"".join(
        length.to_bytes(count, "big") + begin.to_bytes(count, "big", signed=True) + u32(0x10000)
        for length, begin in edits
    )
    return box(b"edts", box(b"elst", bytes((int(wide), 0, 0, 0)), u32(len(edits)), entries))


def track(
    times: Sequence[tuple[int, int]] = (),
    *,
    handler: bytes = b"soun",
    told: int = 0,
    scale: int = SOUND_SCALE,
    edits: bytes = b"",
    coding: bytes = b"mp4a",
) -> bytes:
    """A track: counts and lengths of its samples, and the length that its header tells."""
    pairs = b"".join(u32(count, length) for count, length in times)
    tables = box(
        b"stbl",
        box(b"stsd", u32(0, 1), box(coding, bytes(28))),
        box(b"stts", u32(0, len(times)), pairs),
        box(b"stsz", u32(0, 0, 3, 9, 9, 9)),
    )
    media = box(
        b"mdia",
        header(b"mdhd", scale, told),
        box(b"hdlr", u32(0, 0), handler, bytes(12)),
        box(b"minf", box(b"smhd", bytes(8)), tables),
    )
    return box(b"trak", box(b"tkhd", bytes(84)), edits, media)


def itunes_tag(text: bytes, name: bytes = b"iTunSMPB") -> bytes:
    """The user data with one of iTunes's own tags, behind others."""
    own = box(
        b"----",
        box(b"mean", u32(0), b"com.apple.iTunes"),
        box(b"name", u32(0), name),
        box(b"data", u32(1, 0), text),
    )
    title = box(b"\xa9nam", box(b"data", u32(1, 0), b"Song"))
    cover = box(b"covr", box(b"data", u32(13, 0), bytes(9_000)))
    return box(
        b"udta", box(b"meta", u32(0), box(b"hdlr", bytes(25)), box(b"ilst", title, cover, own))
    )


def movie(*boxes: bytes, length: int = 10_000, wide: bool = False) -> bytes:
    """A file with these boxes in its movie, whose header tells a length in thousandths."""
    head = header(b"mvhd", MOVIE_SCALE, length, wide=wide)
    return box(b"ftyp", b"M4A ") + box(b"moov", head, *boxes)
