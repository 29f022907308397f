"""Reads what single ID3v2 frames hold: texts in four encodings, and how loud a track is."""

from collections.abc import Sequence

from tui_player.library.tags.formats.fields import (
    LOUDNESS,
    NAMES,
    Fields,
    add,
    code_page_text,
    utf8_text,
)

# Version 2.2 has names of three letters; some programs write these in later versions too.
_TEXT_FRAMES = {
    **dict.fromkeys((b"TIT2", b"TT2"), "title"),
    **dict.fromkeys((b"TPE1", b"TP1"), "artist"),
    **dict.fromkeys((b"TALB", b"TAL"), "album"),
    **dict.fromkeys((b"TPE2", b"TP2"), "albumartist"),
    **dict.fromkeys((b"TCON", b"TCO"), "genre"),
    **dict.fromkeys((b"TRCK", b"TRK"), "tracknumber"),
    **dict.fromkeys((b"TPOS", b"TPA"), "discnumber"),
    **dict.fromkeys((b"TYER", b"TYE"), "year"),
    **dict.fromkeys((b"TDOR", b"TORY", b"TOR"), "originaldate"),
    **dict.fromkeys((b"TCMP", b"TCP"), "compilation"),
    b"TDRC": "date",
    b"TDRL": "releasedate",
    b"TMOO": "mood",
}
_NAMED_TEXT_FRAMES = frozenset((b"TXXX", b"TXX"))
_LOUDNESS_FRAMES = frozenset((b"RVA2", b"XRVA"))  # the second as version 2.3 has it
READ_FRAMES = frozenset(_TEXT_FRAMES) | _NAMED_TEXT_FRAMES | _LOUDNESS_FRAMES

_CODE_PAGE, _UTF16, _UTF16_BIG_ENDIAN, _UTF8 = range(4)
_MARK, _SWAPPED_MARK = "\ufeff", "\ufffe"

_MASTER_VOLUME = 1
_RVA2_STEPS_PER_DB = 512.0


def read_frame(name: bytes, content: bytes, fields: Fields, named: Fields) -> None:
    """Add what one of READ_FRAMES holds; `named` gets what has a name of its own (TXXX)."""
    if name in _TEXT_FRAMES:
        for text in frame_texts(content):
            if text:
                add(fields, _TEXT_FRAMES[name], text)
    elif name in _NAMED_TEXT_FRAMES:
        description, *values = frame_texts(content) or [""]
        texts = [text for text in values if text]
        own_name = description.strip().lower()
        if texts and own_name in LOUDNESS:
            named[own_name] = texts  # more exact than what a frame of loudness holds
        elif texts and own_name in NAMES:
            named.setdefault(own_name, []).extend(texts)
    else:
        _read_loudness(content, named)


def frame_texts(content: bytes) -> Sequence[str]:
    """The values of a frame of text: its encoding, then texts with a zero between them."""
    if not content:
        return ()
    encoding, data = content[0], content[1:]
    if encoding in (_CODE_PAGE, _UTF8):
        text = utf8_text(data) if encoding == _UTF8 else code_page_text(data)
        return text.split("\0") if "\0" in text else (text,)
    if encoding in (_UTF16, _UTF16_BIG_ENDIAN):
        return _utf16_texts(data, big_endian=encoding == _UTF16_BIG_ENDIAN)
    return code_page_text(content).split("\0")  # a writer that left the encoding out


def _utf16_texts(data: bytes, *, big_endian: bool) -> list[str]:
    """Each value has a byte order mark of its own, or none but the first, or none at all."""
    marked = data[:2] in (b"\xfe\xff", b"\xff\xfe")
    if marked:
        big_endian = data[:2] == b"\xfe\xff"
    else:  # of text in most scripts the zeros, which are upper halves, show the order
        upper_first, lower_first = data[0::2].count(0), data[1::2].count(0)
        if upper_first != lower_first:
            big_endian = upper_first > lower_first
    order, other = ("utf-16-be", "utf-16-le") if big_endian else ("utf-16-le", "utf-16-be")
    texts = data[: len(data) & ~1].decode(order, "replace").split("\0")
    return [
        text.encode(order, "replace").decode(other, "replace")[1:]
        if text.startswith(_SWAPPED_MARK)
        else text.lstrip(_MARK)
        for text in texts
    ]


def _read_loudness(content: bytes, named: Fields) -> None:
    """The gain and peak of the master volume, as ReplayGain writes them in text.

    id3.org, "ID3 tag version 2.4.0 - Native Frames", section 4.11: an identification, a zero, then
    for each channel its type, the gain in 1/512 dB, the bits of the peak, and the peak.
    """
    identification, _, channels = content.partition(b"\0")
    which = "album" if identification.lower() == b"album" else "track"
    while len(channels) >= 4:
        peak_bits = channels[3]
        peak_end = 4 + (peak_bits + 7) // 8
        if channels[0] == _MASTER_VOLUME:
            gain_db = int.from_bytes(channels[1:3], "big", signed=True) / _RVA2_STEPS_PER_DB
            named.setdefault(f"replaygain_{which}_gain", [f"{gain_db:.4f} dB"])
            if peak := int.from_bytes(channels[4:peak_end], "big"):
                full_scale = 1 << (peak_bits - 1)
                named.setdefault(f"replaygain_{which}_peak", [f"{peak / full_scale:.6f}"])
            return
        channels = channels[peak_end:]
