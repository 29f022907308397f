"""Changes Ogg files page by page, their checksums kept right."""

from collections.abc import Callable

_POLYNOMIAL = 0x04C1_1DB7  # RFC 3533, section 6


def _table() -> list[int]:
    remainders = []
    for number in range(256):
        remainder = number << 24
        for _ in range(8):
            remainder = remainder << 1 ^ (_POLYNOMIAL if remainder & 0x8000_0000 else 0)
        remainders.append(remainder & 0xFFFF_FFFF)
    return remainders


_TABLE = _table()


def pages(content: bytes) -> list[int]:
    """Where the pages begin."""
    places, place = [], 0
    while (place := content.find(b"OggS\0", place)) >= 0:
        places.append(place)
        place += 1
    return places


def changed(content: bytes, change: Callable[[bytearray], None]) -> bytes:
    """The file with each of its pages changed."""
    places = pages(content)
    result = b""
    for place, end in zip(places, [*places[1:], len(content)], strict=True):
        page = bytearray(content[place:end])
        change(page)
        page[22:26] = bytes(4)
        page[22:26] = _checksum(page).to_bytes(4, "little")
        result += page
    return result


def moved(content: bytes, by: int) -> bytes:
    """The file with all positions later by so many samples."""

    def move(page: bytearray) -> None:
        position = int.from_bytes(page[6:14], "little", signed=True)
        if position not in (0, -1):
            page[6:14] = (position + by).to_bytes(8, "little", signed=True)

    return changed(content, move)


def renamed(content: bytes, serial: int) -> bytes:
    """The file with another number of its stream."""

    def rename(page: bytearray) -> None:
        page[14:18] = serial.to_bytes(4, "little")

    return changed(content, rename)


def with_headers_twice(content: bytes, position: int) -> bytes:
    """The file with its three headers once more on the first page of sound, at this position.

    Editors that cut recordings write such files.
    """
    places = pages(content)
    headers, sound = b"", 0
    while int.from_bytes(content[places[sound] + 6 : places[sound] + 14], "little") == 0:
        place = places[sound]
        headers += content[place + 27 + content[place + 26] : places[sound + 1]]
        sound += 1
    starts = [headers.index(mark) for mark in (b"\1vorbis", b"\3vorbis", b"\5vorbis")]
    packets = [
        headers[start:end] for start, end in zip(starts, [*starts[1:], len(headers)], strict=True)
    ]
    repeated = _page(content[14:18], position, packets)
    at = places[sound]
    return _numbered(content[:at] + repeated + content[at:])


def _page(serial: bytes, position: int, packets: list[bytes]) -> bytes:
    sizes = b""
    for packet in packets:
        sizes += b"\xff" * (len(packet) // 255) + bytes((len(packet) % 255,))
    head = b"OggS\0\0" + position.to_bytes(8, "little", signed=True) + serial + bytes(8)
    return head + bytes((len(sizes),)) + sizes + b"".join(packets)


def _numbered(content: bytes) -> bytes:
    """The file with its pages counted anew."""
    numbers = iter(range(len(pages(content))))

    def number(page: bytearray) -> None:
        page[18:22] = next(numbers).to_bytes(4, "little")

    return changed(content, number)


def _checksum(page: bytearray) -> int:
    remainder = 0
    for byte in page:
        remainder = remainder << 8 & 0xFFFF_FFFF ^ _TABLE[remainder >> 24 ^ byte]
    return remainder
