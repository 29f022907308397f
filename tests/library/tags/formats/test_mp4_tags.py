"""Tags of MP4 files as iTunes and others write them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mutagen.mp4 import MP4

from tests.library.tags.formats.tag_bytes import plain, read, sound
from tests.media_files import write_audio
from tui_player.library.tags.formats.mp4_tags import read_mp4
from tui_player.media.file_window import FileWindow

NO_TYPE, UTF8, UTF16, INTEGER = 0, 1, 2, 21


def box(name: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return plain(8 + len(body)) + name + body


def data(value: bytes, kind: int = UTF8) -> bytes:
    return box(b"data", plain(kind), bytes(4), value)


def movie(*items: bytes, version: bytes = bytes(4)) -> bytes:
    handler = box(b"hdlr", bytes(25))
    return box(b"moov", box(b"udta", box(b"meta", version, handler, box(b"ilst", *items))))


def fields_of(folder: Path, content: bytes) -> dict[str, list[str]]:
    path = folder / "a.m4a"
    path.write_bytes(content)
    with path.open("rb") as file:
        return read_mp4(FileWindow(file).read, 0, len(content))


def write(path: Path, **items: Any) -> Path:
    file: Any = MP4(write_audio(path, 0.3))
    for name, value in items.items():
        file[name.replace("_", "\xa9") if len(name) == 4 else name] = value
    file.save()
    return path


def test_all_values_are_shown(tmp_path: Path) -> None:
    two = ["Alpha", "Beta"]
    path = write(tmp_path / "a.m4a", _ART=two, aART=two, _gen=two, _day="20010305")
    tags = read(path)
    assert (tags.artist, tags.album_artist) == ("Alpha, Beta", "Alpha, Beta")
    assert (tags.genres, tags.year) == (("Alpha", "Beta"), 2001)


def test_items_that_a_program_named(tmp_path: Path) -> None:
    path = tmp_path / "a.m4a"
    write(path, _ART=["A feat. B"])
    file: Any = MP4(path)
    for name, values in {
        "ARTISTS": [b"A", b"B"],
        "Album Artist": [b"Band"],
        "MOOD": [b"Calm", b"Sad"],
        "REPLAYGAIN_TRACK_GAIN": ["−3,20 dB".encode()],
        "R128_ALBUM_GAIN": [b"-1280"],
        "originalyear": [b"1969"],
    }.items():
        file[f"----:com.apple.iTunes:{name}"] = values
    file.save()
    tags = read(path)
    assert (tags.artist, tags.album_artist, tags.moods) == ("A feat. B", "Band", ("Calm", "Sad"))
    assert (tags.loudness.track_gain_db, tags.loudness.album_gain_db) == (-3.2, 0.0)
    assert tags.year == 1969


def test_numbers_of_tracks_and_discs(tmp_path: Path) -> None:
    tags = read(write(tmp_path / "a.m4a", trkn=[(3, 12)], disk=[(1, 2)], cpil=True))
    assert (tags.track_number, tags.disc_number, tags.is_compilation) == (3, 1, True)


def items() -> Iterator[tuple[bytes, str, list[str]]]:
    yield box(b"trkn", data(b"\0\0\0\x03", NO_TYPE)), "tracknumber", ["3"]
    yield box(b"trkn", data(b"3/12")), "tracknumber", ["3/12"]
    yield box(b"gnre", data(b"\0\x12", NO_TYPE)), "genre", ["17"]
    yield box(b"gnre", data(b"\0\0", NO_TYPE)), "genre", []
    yield box(b"cpil", data(b"\x01", NO_TYPE)), "compilation", ["1"]
    yield box(b"cpil", data(b"\0\x01", INTEGER)), "compilation", ["1"]
    yield box(b"\xa9nam", data("Títol".encode(), NO_TYPE)), "title", ["Títol"]
    yield box(b"\xa9nam", data("Títol".encode("utf-16-be"), UTF16)), "title", ["Títol"]
    yield box(b"\xa9nam", data(b"J\xf3ga")), "title", ["J\udcf3ga"]
    yield box(b"\xa9nam", data(b"")), "title", []
    yield box(b"\xa9nam", data(b"A"), data(b"B")), "title", ["A", "B"]
    yield box(b"\xa9nam", box(b"name", b"?"), data(b"A")), "title", ["A"]


@pytest.mark.parametrize(("item", "name", "texts"), items())
def test_values_of_odd_types(tmp_path: Path, item: bytes, name: str, texts: list[str]) -> None:
    last = box(b"\xa9alb", data(b"Last"))
    found = fields_of(tmp_path, movie(item, last))
    assert (found.get(name, []), found["album"]) == (texts, ["Last"])


TITLE = box(b"\xa9nam", data(b"T"))


@pytest.mark.parametrize(
    "content",
    [
        box(b"ftyp", b"M4A ") + movie(TITLE),
        plain(1) + b"mdat" + plain(100, 8) + bytes(84) + movie(TITLE),  # a size of eight bytes
        box(b"ftyp", b"M4A ") + plain(0) + movie(TITLE)[4:],  # to the end of the file
        movie(TITLE, version=b""),  # as QuickTime writes it
        box(b"moov", box(b"udta"), box(b"meta", bytes(4), box(b"ilst", TITLE))),
        movie(box(b"covr", data(bytes(200_000), 13)), TITLE),
        movie(box(b"----", box(b"mean", bytes(9)), box(b"name", bytes(4)), data(b"x")), TITLE),
    ],
)
def test_the_list_is_found_wherever_it_is(tmp_path: Path, content: bytes) -> None:
    assert fields_of(tmp_path, content) == {"title": ["T"]}


@pytest.mark.parametrize("place", range(0, 160, 3))
def test_damaged_anywhere(tmp_path: Path, place: int) -> None:
    named = box(b"----", box(b"mean", bytes(9)), box(b"name", bytes(4), b"mood"), data(b"x"))
    content = bytearray(movie(TITLE, named))
    for wrong in (0, 1, 0xFF):
        content[place % len(content)] = wrong
        fields_of(tmp_path, bytes(content))
    fields_of(tmp_path, bytes(content[:place]))


def test_a_video_is_a_track_too(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(sound(tmp_path, ".m4a"))
    file: Any = MP4(path)
    file["\xa9nam"] = ["T"]
    file.save()
    assert read(path).title == "T"
