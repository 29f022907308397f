"""Tags as every kind of file holds them, and what is done with files that are none."""

import errno
import os
import random
from pathlib import Path
from typing import Any

import mutagen.id3
import pytest
from mutagen.asf import ASF
from mutagen.flac import FLAC
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from tinytag import TinyTag

from tests.media_files import write_audio
from tui_player.library.errors import UnreadableAudioError
from tui_player.library.tags.reader import FileTags, displayable, displayable_name, read_tags
from tui_player.media.file_window import FileWindow
from tui_player.model.music.genres import GenreFamilies

TAGS = {
    "title": "Título – 夜",
    "artist": "Sigur Rós",
    "album": "Ágætis",
    "album_artist": "Various",
    "genre": "Post-Rock",
    "date": "1999-06-12",
    "track": "3/10",
    "disc": "2/2",
}
TAGGED = FileTags(
    title="Título – 夜",
    artist="Sigur Rós",
    album="Ágætis",
    album_artist="Various",
    genres=("Post-Rock",),
    year=1999,
    track_number=3,
    disc_number=2,
)


def read(path: Path) -> FileTags:
    return read_tags(os.fsencode(path))


@pytest.fixture
def mp3(tmp_path: Path) -> Path:
    return write_audio(tmp_path / "a.mp3", 0.3)


def write_id3(path: Path, genres: list[str], *, version: int = 4, encoding: int = 3) -> None:
    id3: Any = mutagen.id3
    tag = id3.ID3()
    tag.add(id3.TCON(encoding=encoding, text=genres))
    tag.save(path, v1=0, v2_version=version, v23_sep="/")


@pytest.mark.parametrize("suffix", [".mp3", ".flac", ".ogg", ".oga", ".opus", ".m4a", ".mka"])
def test_reads_all_fields_of_every_kind(tmp_path: Path, suffix: str) -> None:
    tags = read(write_audio(tmp_path / f"a{suffix}", 0.5, tags=TAGS))
    assert tags.duration_s == pytest.approx(0.5, abs=0.1)
    expected = {name: getattr(TAGGED, name) for name in FileTags._fields if name != "duration_s"}
    assert {name: getattr(tags, name) for name in expected} == expected


@pytest.mark.parametrize("suffix", [".wav", ".aiff"])
def test_reads_kinds_with_few_tags(tmp_path: Path, suffix: str) -> None:
    tags = read(write_audio(tmp_path / f"a{suffix}", 0.5, tags=TAGS))
    assert tags.duration_s == pytest.approx(0.5, abs=0.1)
    assert tags.title == "Título – 夜"


class TestGenres:
    def test_several_in_vorbis_comments(self, tmp_path: Path) -> None:
        for kind, suffix in ((FLAC, ".flac"), (OggVorbis, ".ogg"), (OggOpus, ".opus")):
            path = write_audio(tmp_path / f"a{suffix}", 0.3)
            file: Any = kind(path)
            file["genre"] = ["Jazz", "Soul", "R&B"]
            file.save()
            assert read(path).genres == ("Jazz", "Soul", "R&B"), suffix

    def test_several_in_mp4(self, tmp_path: Path) -> None:
        path = write_audio(tmp_path / "a.m4a", 0.3)
        file: Any = MP4(path)
        file["\xa9gen"] = ["Jazz", "Soul"]
        file.save()
        assert read(path).genres == ("Jazz", "Soul")

    def test_several_in_asf(self, tmp_path: Path) -> None:
        path = write_audio(tmp_path / "a.wma", 0.5)
        file: Any = ASF(path)
        file.update({"Title": "T", "WM/Genre": ["Jazz", "Soul"], "WM/Year": "1999"})
        file.save()
        tags = read(path)
        assert (tags.title, tags.genres, tags.year) == ("T", ("Jazz", "Soul"), 1999)

    def test_several_in_id3v24(self, mp3: Path) -> None:
        write_id3(mp3, ["Jazz", "Soul", "R&B"])
        assert read(mp3).genres == ("Jazz", "Soul", "R&B")

    @pytest.mark.parametrize("encoding", [0, 1])
    @pytest.mark.parametrize(
        ("written", "genres_found"),
        [
            ("(5)(4)", ("Funk", "Disco")),
            ("(4)Eurodisco", ("Disco", "Euro-Disco")),
            ("(17)", ("Rock",)),
            ("17", ("Rock",)),
            ("(17)Rock", ("Rock",)),
            ("(RX)(17)", ("Rock",)),
            ("(80)", ("Folk",)),
            ("Jazz; Soul", ("Jazz", "Soul")),
            ("Jazz/Soul", ("Jazz", "Soul")),
            ("Hip-Hop/Rap", ("Hip-Hop/Rap",)),
            ("R&B", ("R&B",)),
        ],
    )
    def test_as_id3v23_writes_them(
        self,
        mp3: Path,
        genres: GenreFamilies,
        encoding: int,
        written: str,
        genres_found: tuple[str, ...],
    ) -> None:
        write_id3(mp3, [written], version=3, encoding=encoding)
        assert genres.tidy(read(mp3).genres) == genres_found

    @pytest.mark.parametrize(("number", "name"), [(17, "Rock"), (80, "Folk"), (191, "Psybient")])
    def test_numbers_in_id3v1(
        self, mp3: Path, genres: GenreFamilies, number: int, name: str
    ) -> None:
        file: Any = MP3(mp3)
        file.delete()
        with mp3.open("ab") as end:
            end.write(b"TAG" + b"Title".ljust(30, b"\0") + bytes(94) + bytes([number]))
        tags = read(mp3)
        assert tags.title == "Title"
        assert genres.tidy(tags.genres) == (name,)

    def test_no_number_in_id3v1(self, mp3: Path) -> None:
        file: Any = MP3(mp3)
        file.delete()
        with mp3.open("ab") as end:
            end.write(b"TAG" + bytes(124) + b"\xff")
        assert read(mp3).genres == ()


class TestLength:
    def test_of_ogg_flac_is_asked_of_ffmpeg(self, tmp_path: Path) -> None:
        path = write_audio(tmp_path / "a.oga", 1.5, tags={"title": "T"})
        assert read(path).duration_s == pytest.approx(1.5, abs=0.1)
        assert read(path).title == "T"

    def test_does_not_depend_on_the_name(self, tmp_path: Path) -> None:
        path = write_audio(tmp_path / "a.flac", 0.5, tags={"title": "T"}).rename(tmp_path / "a.mp3")
        tags = read(path)
        assert tags.title == "T"
        assert tags.duration_s == pytest.approx(0.5, abs=0.1)

    def test_does_not_depend_on_the_name_of_ogg(self, tmp_path: Path) -> None:
        path = write_audio(tmp_path / "a.m4a", 0.5, tags={"title": "T"}).rename(tmp_path / "a.ogg")
        assert read(path).title == "T"
        assert read(path).duration_s == pytest.approx(0.5, abs=0.1)

    @pytest.mark.parametrize("suffix", [".ogg", ".opus", ".flac"])
    def test_is_not_that_of_an_mp3_where_an_id3_tag_comes_first(
        self, tmp_path: Path, suffix: str
    ) -> None:
        path = write_audio(tmp_path / f"a{suffix}", 1.5)
        sound = path.read_bytes()
        path.write_bytes(b"")
        write_id3(path, ["Jazz"])
        path.write_bytes(path.read_bytes() + sound)
        assert read(path).duration_s == pytest.approx(1.5, abs=0.1)

    def test_with_a_picture_larger_than_the_sound(self, mp3: Path) -> None:
        id3: Any = mutagen.id3
        tag = id3.ID3(mp3) if MP3(mp3).tags else id3.ID3()
        tag.add(id3.TIT2(encoding=3, text="T"))
        tag.add(id3.APIC(encoding=3, mime="image/png", type=3, desc="", data=bytes(90_000)))
        tag.save(mp3)
        assert read(mp3).title == "T"
        assert read(mp3).duration_s == pytest.approx(0.3, abs=0.1)


class TestUnreadable:
    @pytest.mark.parametrize("where", [(FileWindow, "read"), (TinyTag, "_load")])
    def test_a_disk_that_fails_does_not_make_a_file_a_damaged_one(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: tuple[type, str]
    ) -> None:
        def fail(*_: object, **__: object) -> None:
            raise OSError(errno.EIO, "Input/output error")

        path = write_audio(tmp_path / "a.aiff", 0.3)
        monkeypatch.setattr(*where, fail)
        with pytest.raises(OSError, match="Input/output error"):
            read(path)

    def test_empty(self, tmp_path: Path) -> None:
        (tmp_path / "a.mp3").touch()
        with pytest.raises(UnreadableAudioError, match="the file is empty"):
            read(tmp_path / "a.mp3")

    @pytest.mark.parametrize("suffix", [".mp3", ".flac", ".ogg", ".wav", ".m4a", ".opus", ".aac"])
    @pytest.mark.parametrize("content", [b"only some text\n" * 500, bytes(20_000)])
    def test_not_sound(self, tmp_path: Path, suffix: str, content: bytes) -> None:
        path = tmp_path / f"a{suffix}"
        path.write_bytes(content)
        with pytest.raises(UnreadableAudioError, match="damaged, or not a sound file"):
            read(path)

    @pytest.mark.parametrize("suffix", [".mp3", ".flac", ".wav", ".aac"])
    @pytest.mark.parametrize(("length", "seed"), [(20_000, 2), (300_000, 2)])
    def test_any_bytes(self, tmp_path: Path, suffix: str, length: int, seed: int) -> None:
        path = tmp_path / f"a{suffix}"
        path.write_bytes(random.Random(seed).randbytes(length))
        with pytest.raises(UnreadableAudioError, match="damaged, or not a sound file"):
            read(path)

    @pytest.mark.parametrize("suffix", [".flac", ".ogg", ".m4a", ".opus", ".wma"])
    def test_cut_off_in_its_head(self, tmp_path: Path, suffix: str) -> None:
        path = write_audio(tmp_path / f"a{suffix}", 1.0, tags=TAGS)
        path.write_bytes(path.read_bytes()[:20])
        with pytest.raises(UnreadableAudioError):
            read(path)

    def test_missing(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            read(tmp_path / "missing.mp3")


class TestText:
    def test_has_nothing_a_terminal_would_obey(self) -> None:
        assert displayable("a\x1b[31mb\n\tc\x00\x9bd\udcff") == "a [31mb c d\ufffd"

    def test_keeps_every_script(self) -> None:
        text = "Σαββόπουλος فيروز 이날치 🎵 👩‍👩‍👧 e\u0301"
        assert displayable(text) == text

    def test_reads_old_names_as_windows_1252(self) -> None:
        assert displayable_name("Jóga".encode()) == "Jóga"
        assert displayable_name(b"J\xf3ga") == "Jóga"

    def test_in_tags_is_cleaned(self, tmp_path: Path) -> None:
        path = write_audio(tmp_path / "a.flac", 0.3, tags={"title": "a\x1b]0;b\x07c"})
        assert read(path).title == "a ]0;b c"


def test_leaves_the_file_as_it_is(mp3: Path) -> None:
    mp3.chmod(0o444)
    before = (mp3.read_bytes(), mp3.stat().st_mtime_ns)
    read(mp3)
    assert (mp3.read_bytes(), mp3.stat().st_mtime_ns) == before
