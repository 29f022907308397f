"""Pictures of every kind are decoded as a person expects, and none takes more than its due."""

import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.pictures_in_memory import (
    BLUE,
    GREEN,
    RED,
    WHITE,
    Colour,
    as_file,
    one_colour,
    png_of_nothing,
    quarters,
)
from tui_player.library.extras.cover_image import CoverError, decode_cover
from tui_player.library.extras.picture_header import picture_header
from tui_player.model.picture import Picture

SIDE_PX = 40
QUARTERS = (RED, GREEN, BLUE, WHITE)
_NEAR = 30  # of 255: what JPEG and AVIF lose


def corners(picture: Picture) -> tuple[Colour, ...]:
    """The colours near the four corners, rows first."""
    rows, columns = (5, picture.height - 6), (5, picture.width - 6)
    starts = [3 * (y * picture.width + x) for y in rows for x in columns]
    return tuple((picture.rgb[s], picture.rgb[s + 1], picture.rgb[s + 2]) for s in starts)


def shows(picture: Picture, *colours: Colour) -> bool:
    assert len(picture.rgb) == picture.width * picture.height * 3
    return all(
        abs(found - wanted) <= _NEAR
        for corner, colour in zip(corners(picture), colours, strict=True)
        for found, wanted in zip(corner, colour, strict=True)
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "AVIF"])
def test_every_kind_is_shown_no_larger_than_asked(kind: str) -> None:
    data = as_file(quarters(), kind)
    picture = decode_cover(data, SIDE_PX)
    assert (picture.width, picture.height) == (40, 30)
    assert shows(picture, *QUARTERS)
    assert decode_cover(data, 500).width == 80, "nothing is made larger"


@pytest.mark.parametrize(
    ("mode", "kind", "how"),
    [
        ("CMYK", "JPEG", {}),
        ("CMYK", "JPEG", {"progressive": True}),
        ("RGB", "JPEG", {"progressive": True}),
        ("P", "PNG", {}),
        ("RGBA", "PNG", {}),
        ("RGB", "WEBP", {"lossless": True}),
    ],
)
def test_every_way_to_store_colours_is_read(mode: str, kind: str, how: dict[str, bool]) -> None:
    data = as_file(quarters().convert(mode), kind, **how)
    assert shows(decode_cover(data, SIDE_PX), *QUARTERS)


@pytest.mark.parametrize(("mode", "kind"), [("L", "JPEG"), ("L", "PNG"), ("LA", "PNG")])
def test_grey_pictures_are_grey(mode: str, kind: str) -> None:
    picture = decode_cover(as_file(one_colour((90, 90, 90)).convert(mode), kind), SIDE_PX)
    assert shows(picture, *[(90, 90, 90)] * 4)


@pytest.mark.parametrize("colour_type", [0, 2, 6])
def test_sixteen_bits_a_colour_are_read(colour_type: int) -> None:
    black_or_paper = (255, 255, 255) if colour_type == 6 else (0, 0, 0)
    picture = decode_cover(png_of_nothing(60, 60, 16, colour_type), SIDE_PX)
    assert shows(picture, *[black_or_paper] * 4)


@pytest.mark.parametrize(
    ("turn", "seen"),
    [
        (1, (RED, GREEN, BLUE, WHITE)),
        (2, (GREEN, RED, WHITE, BLUE)),
        (3, (WHITE, BLUE, GREEN, RED)),
        (4, (BLUE, WHITE, RED, GREEN)),
        (5, (RED, BLUE, GREEN, WHITE)),
        (6, (BLUE, RED, WHITE, GREEN)),
        (7, (WHITE, GREEN, BLUE, RED)),
        (8, (GREEN, WHITE, RED, BLUE)),
        (9, (RED, GREEN, BLUE, WHITE)),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_taken_with_the_camera_turned_is_upright(
    kind: str, turn: int, seen: tuple[Colour, ...]
) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    picture = decode_cover(as_file(quarters(), kind, exif=exif), SIDE_PX)
    assert shows(picture, *seen)
    assert (picture.width > picture.height) is (turn not in (5, 6, 7, 8))


def test_the_order_of_bytes_in_exif_may_be_either() -> None:
    data = as_file(quarters(), "JPEG")
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x03\0\0\0\0\0\0"
    turned = data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + data[2:]
    assert shows(decode_cover(turned, SIDE_PX), WHITE, BLUE, GREEN, RED)


def test_of_several_pictures_the_first_is_shown() -> None:
    others = [one_colour(BLUE), one_colour(WHITE)]
    for kind in ("WEBP", "GIF", "PNG", "TIFF"):
        data = as_file(one_colour(RED), kind, save_all=True, append_images=others)
        assert shows(decode_cover(data, SIDE_PX), *[RED] * 4), kind


@pytest.mark.parametrize("how", [{"lossless": True}, {"lossless": False}])
def test_an_animation_with_transparent_parts_shows_them_as_paper(how: dict[str, bool]) -> None:
    frame = Image.new("RGBA", (60, 60), (*GREEN, 0))
    frame.paste((*RED, 255), (0, 0, 30, 30))
    data = as_file(frame, "WEBP", save_all=True, append_images=[frame.rotate(180)], **how)
    assert shows(decode_cover(data, SIDE_PX), RED, WHITE, WHITE, WHITE)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_what_transparent_parts_hide_is_not_shown(kind: str) -> None:
    picture = Image.new("RGBA", (60, 60), (*GREEN, 0))
    picture.paste((*RED, 255), (0, 0, 30, 60))
    found = decode_cover(as_file(picture, kind, exact=True), 20)
    assert shows(found, RED, WHITE, RED, WHITE)
    for x in range(20):  # nor does it run into what is beside it
        red, green, blue = found.rgb[3 * x : 3 * x + 3]
        assert red >= RED[0] - _NEAR
        assert abs(green - blue) <= _NEAR


def test_half_transparent_colours_are_mixed_with_paper() -> None:
    data = as_file(Image.new("RGBA", (60, 60), (255, 0, 0, 128)), "PNG")
    assert shows(decode_cover(data, SIDE_PX), *[(255, 127, 127)] * 4)


def test_a_transparent_colour_of_a_palette_is_paper() -> None:
    data = as_file(one_colour(GREEN).convert("P"), "PNG", transparency=bytes(256))
    assert shows(decode_cover(data, SIDE_PX), *[WHITE] * 4)


def test_a_jpeg_that_was_cut_off_shows_what_is_left_of_it() -> None:
    data = as_file(one_colour(RED, 600), "JPEG", quality=95)
    grey = (128, 128, 128)
    assert shows(decode_cover(data[: len(data) // 2], SIDE_PX), RED, RED, grey, grey)


def test_a_green_picture_stays_green() -> None:
    green = (0, 136, 0)
    assert shows(decode_cover(as_file(one_colour(green), "JPEG"), SIDE_PX), *[green] * 4)


@pytest.mark.parametrize(
    "data", [png_of_nothing(20_000, 20_000), b"GIF89a\xff\xff\xff\xff" + bytes(99)]
)
def test_a_small_file_of_a_huge_picture_is_refused_by_its_header(data: bytes) -> None:
    with pytest.raises(CoverError, match="is far too large"):
        decode_cover(data, SIDE_PX)


def test_a_header_that_lies_about_the_size_is_found_out() -> None:
    data = as_file(one_colour(RED), "WEBP", exif=Image.Exif(), save_all=True)
    small = b"VP8X" + struct.pack("<I", 10) + bytes(4) + b"\x01\0\0" * 2
    huge = b"VP8 " + struct.pack("<I", 10) + b"\x10\0\0\x9d\x01\x2a\xff\x3f\xff\x3f"
    lying = b"RIFF" + struct.pack("<I", 40) + b"WEBP" + small + huge
    assert data.startswith(b"RIFF")
    with pytest.raises(CoverError, match="damaged"):
        decode_cover(lying, SIDE_PX)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text" * 99,
        b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>',
        b"v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 26\n",
        b"#EXTM3U\nhttp://127.0.0.1:9/a.jpg\n",
        b"%PDF-1.7",
        b"RIFF\x24\0\0\0WAVEfmt ",
        b"\0\0\0\x1cftypM4A \0\0\0\0",
    ],
)
def test_what_is_no_picture_reaches_no_decoder(data: bytes) -> None:
    assert picture_header(data) is None
    with pytest.raises(CoverError, match="damaged or no picture"):
        decode_cover(data, SIDE_PX)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "AVIF"])
def test_a_file_cut_off_anywhere_is_at_most_a_sentence(kind: str) -> None:
    data = as_file(quarters(), kind)
    for length in range(0, len(data), 7):
        with contextlib.suppress(CoverError):
            decode_cover(data[:length], SIDE_PX)


@given(
    st.sampled_from(
        [
            b"\xff\xd8\xff\xe1",
            b"\x89PNG\r\n\x1a\n",
            b"RIFF\0\0\0\0WEBPANMF",
            b"II*\0",
            b"BM",
            b"GIF89a",
        ]
    ),
    st.binary(max_size=200),
)
def test_no_header_raises(beginning: bytes, rest: bytes) -> None:
    picture_header(beginning + rest)
