"""Vorbis comments in FLAC and Ogg, as programs write them and as some should not have."""

from pathlib import Path
from typing import Any

import mutagen
import pytest
from mutagen.flac import Picture
from mutagen.ogg import OggPage

from tests.library.tags.formats.tag_bytes import comments, plain, read, sound
from tests.media_files import write_audio
from tui_player.library.errors import UnreadableAudioError
from tui_player.library.tags.formats.ogg_tags import read_ogg
from tui_player.library.tags.formats.places import at_in
from tui_player.library.tags.formats.vorbis_comments import read_vorbis_comments
from tui_player.media.file_window import FileWindow

SUFFIXES = [".flac", ".ogg", ".opus", ".oga"]


@pytest.fixture(scope="module")
def flac(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return sound(tmp_path_factory.mktemp("flac"), ".flac")


def fields_of(*texts: bytes) -> dict[str, list[str]]:
    return read_vorbis_comments(at_in(comments(*texts)), 0)[0]


def write(path: Path, **fields: list[str]) -> Path:
    file: Any = mutagen.File(write_audio(path, 0.3))
    file.update({name.replace("_", " "): texts for name, texts in fields.items()})
    file.save()
    return path


class TestArtists:
    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_all_values_are_shown(self, tmp_path: Path, suffix: str) -> None:
        two = ["Alpha", "Beta"]
        tags = read(write(tmp_path / f"a{suffix}", artist=two, albumartist=two, genre=two))
        assert (tags.artist, tags.album_artist) == ("Alpha, Beta", "Alpha, Beta")
        assert tags.genres == ("Alpha", "Beta")

    @pytest.mark.parametrize("suffix", SUFFIXES)
    def test_the_list_of_them_is_not_shown_beside_how_they_are_credited(
        self, tmp_path: Path, suffix: str
    ) -> None:
        path = write(tmp_path / f"a{suffix}", artists=["A", "Bee"], artist=["A feat. B"])
        assert read(path).artist == "A feat. B"

    def test_the_list_of_them_serves_where_there_is_nothing_else(self, tmp_path: Path) -> None:
        assert read(write(tmp_path / "a.flac", artists=["A", "B"], artist=[""])).artist == "A, B"

    def test_one_that_is_written_twice_is_shown_once(self, tmp_path: Path) -> None:
        assert read(write(tmp_path / "a.flac", artist=["A", "A "])).artist == "A"

    @pytest.mark.parametrize(
        "name", ["albumartist", "ALBUM_ARTIST", "Album_Artist", "albumartists"]
    )
    def test_of_the_album_by_other_names(self, tmp_path: Path, name: str) -> None:
        assert read(write(tmp_path / "a.flac", **{name: ["Band"]})).album_artist == "Band"


def test_names_have_any_case_and_empty_values_are_none() -> None:
    found = fields_of(b"artist=", b"ArTiSt=Real", b"GENRE=", b"genre=Jazz", b"no name", b"=x")
    assert found == {"artist": ["Real"], "genre": ["Jazz"]}


def test_bytes_that_are_no_utf8_wait_for_a_code_page() -> None:
    assert fields_of(b"title=J\xf3ga") == {"title": ["J\udcf3ga"]}


@pytest.mark.parametrize(("written", "number"), [("3", 3), ("03", 3), (" 3 / 12", 3), ("A3", None)])
def test_numbers_as_they_are_written(tmp_path: Path, written: str, number: int | None) -> None:
    tags = read(write(tmp_path / "a.flac", tracknumber=[written], discnumber=[written]))
    assert (tags.track_number, tags.disc_number) == (number, number)


class TestPictures:
    def test_before_the_comments(self, tmp_path: Path, flac: bytes) -> None:
        path = tmp_path / "a.flac"
        path.write_bytes(with_blocks(flac, (6, picture()), (4, comments(b"title=T"))))
        assert read(path).title == "T"
        assert read(path).duration_s == pytest.approx(0.2, abs=0.01)

    def test_with_a_size_that_does_not_fit_in_its_place(self, tmp_path: Path, flac: bytes) -> None:
        path = tmp_path / "a.flac"
        content = with_blocks(flac, (6, picture()), (4, comments(b"title=T")))
        size = len(picture())
        path.write_bytes(content.replace(plain(size, 3), plain(size - 70_000, 3), 1))
        assert read(path).title == "T"

    @pytest.mark.parametrize("suffix", [".ogg", ".opus", ".oga"])
    def test_among_the_comments_over_many_pages(self, tmp_path: Path, suffix: str) -> None:
        path = tmp_path / f"a{suffix}"
        write(path, metadata_block_picture=["x"])
        file: Any = mutagen.File(path)
        file["metadata_block_picture"] = ["A" * 300_000]
        file["title"] = ["T"]  # comes after it
        file.save()
        assert read(path).title == "T"
        assert read(path).duration_s == pytest.approx(0.3, abs=0.1)


def picture() -> bytes:
    image: Any = Picture()
    image.data, image.mime, image.desc = b"\xff\xd8" + bytes(100_000), "image/jpeg", "front"
    return bytes(image.write())


def with_blocks(flac: bytes, *blocks: tuple[int, bytes]) -> bytes:
    """The FLAC with these metadata blocks alone behind its first one, which is 34 bytes long."""
    after = flac[42:]
    while True:
        is_last, size = after[0] & 0x80, int.from_bytes(after[1:4], "big")
        after = after[4 + size :]
        if is_last:
            break
    written = b"".join(bytes((kind,)) + plain(len(body), 3) + body for kind, body in blocks)
    return flac[:42] + written + b"\x81" + plain(10, 3) + bytes(10) + after


class TestOgg:
    def test_with_another_stream_first(self, tmp_path: Path) -> None:
        """A skeleton, which describes the streams, comes before them."""
        path = write(tmp_path / "a.ogg", title=["T"])
        page: Any = OggPage()
        page.packets, page.serial, page.first = [b"fishead\0" + bytes(56)], 77, True
        path.write_bytes(bytes(page.write()) + path.read_bytes())
        with path.open("rb") as file:
            assert read_ogg(FileWindow(file).read, 0, path.stat().st_size)["title"] == ["T"]

    def test_that_ends_within_its_comments(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.ogg", title=["T" * 3_000])
        path.write_bytes(path.read_bytes()[:1_000])
        with pytest.raises(UnreadableAudioError):
            read(path)


class TestDamaged:
    @pytest.mark.parametrize("length", range(60))
    def test_cut_off(self, length: int) -> None:
        block = comments(b"title=T", b"artist=Somebody", b"album=A")
        read_vorbis_comments(at_in(block[:length]), 0)

    @pytest.mark.parametrize("place", range(40))
    def test_with_a_wrong_byte(self, place: int) -> None:
        block = bytearray(comments(b"title=T", b"artist=Somebody", b"album=A"))
        block[place] = 0xFF
        read_vorbis_comments(at_in(bytes(block)), 0)

    def test_a_flac_without_comments_has_its_length(self, tmp_path: Path, flac: bytes) -> None:
        path = tmp_path / "a.flac"
        path.write_bytes(with_blocks(flac))
        assert read(path).duration_s == pytest.approx(0.2, abs=0.01)

    def test_a_block_with_a_wrong_size_before_them_costs_the_comments(
        self, tmp_path: Path, flac: bytes
    ) -> None:
        path = tmp_path / "a.flac"
        content = with_blocks(flac, (2, b"1234"), (4, comments(b"title=T")))
        path.write_bytes(content.replace(b"\x02\0\0\x04", b"\x02\xff\xff\xff"))
        assert read(path).title == ""
