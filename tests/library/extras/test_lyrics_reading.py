"""Lyrics, from files beside the track and from its tags."""

import os
from pathlib import Path
from typing import Any

import mutagen
import mutagen.apev2
import mutagen.asf
import mutagen.flac
import mutagen.id3
import mutagen.mp4
import pytest

from tests.embedded import FRONT, embed_pictures, id3_of, save_id3
from tests.library.tags.formats.tag_bytes import ape, id3v1
from tests.media_files import write_audio
from tests.pictures_in_memory import RED, as_file, one_colour
from tui_player.library.extras.lyrics_reading import read_lyrics
from tui_player.model.music.lyrics import Lyrics
from tui_player.model.music.track import Track, TrackId
from tui_player.model.music.track_extras import LyricsRead

SYNCED = "[00:01.00]la\n[00:02.50]li"
TIMES = [(1.0, "la"), (2.5, "li")]


def read(path: Path) -> LyricsRead:
    return read_lyrics(Track(id=TrackId(path.name), path=str(path), title=path.stem))


def times(lyrics: Lyrics | None) -> list[tuple[float | None, str]]:
    assert lyrics is not None
    return [(line.at_s, line.text) for line in lyrics.lines]


@pytest.fixture
def song(tmp_path: Path) -> Path:
    return write_audio(tmp_path / "song.flac", 0.2)


def set_field(path: Path, name: str, text: str) -> None:
    file: Any = mutagen.File(path)
    if file.tags is None:
        file.add_tags()
    file[name] = [text]
    file.save()


@pytest.mark.parametrize("suffix", [".flac", ".ogg", ".opus"])
@pytest.mark.parametrize("name", ["LYRICS", "UNSYNCEDLYRICS", "SYNCEDLYRICS", "lyrics-eng"])
def test_vorbis_comments_have_lyrics(tmp_path: Path, suffix: str, name: str) -> None:
    song = write_audio(tmp_path / f"song{suffix}", 0.2)
    set_field(song, name, SYNCED)
    before = song.read_bytes()
    assert times(read(song).lyrics) == TIMES
    assert song.read_bytes() == before


@pytest.mark.parametrize("name", ["LYRICIST", "LYRICSURL"])
def test_who_wrote_them_is_no_lyrics(song: Path, name: str) -> None:
    set_field(song, name, "Ada")
    assert read(song) == LyricsRead(TrackId("song.flac"))


@pytest.mark.parametrize("suffix", [".mp3", ".wav", ".aiff"])
@pytest.mark.parametrize("text", ["La la", SYNCED])
def test_id3_has_plain_lyrics_which_may_hold_times(tmp_path: Path, suffix: str, text: str) -> None:
    song = write_audio(tmp_path / f"song{suffix}", 0.2)
    tags = id3_of(song)
    tags.add(mutagen.id3.USLT(encoding=3, lang="eng", desc="", text=text))
    save_id3(song, tags)
    assert times(read(song).lyrics) == (TIMES if text == SYNCED else [(None, "La la")])


def test_id3_has_lyrics_with_times_which_go_first(tmp_path: Path) -> None:
    song = write_audio(tmp_path / "song.mp3", 0.2)
    tags = id3_of(song)
    tags.add(mutagen.id3.USLT(encoding=3, lang="eng", desc="", text="plain"))
    lines = [("la", 1000), ("li", 2500)]
    tags.add(mutagen.id3.SYLT(encoding=1, lang="eng", format=2, type=1, desc="", text=lines))
    save_id3(song, tags)
    assert times(read(song).lyrics) == TIMES


def test_mp4_has_lyrics(tmp_path: Path) -> None:
    song = write_audio(tmp_path / "song.m4a", 0.2)
    set_field(song, "\xa9lyr", SYNCED)
    assert times(read(song).lyrics) == TIMES


def test_wma_has_lyrics(tmp_path: Path) -> None:
    song = write_audio(tmp_path / "song.wma", 0.2)
    set_field(song, "WM/Lyrics", SYNCED)
    assert times(read(song).lyrics) == TIMES


@pytest.mark.parametrize("mark", ["wvpk", "MAC ", "MPCK", "MP+", "TTA1", "OFR "])
@pytest.mark.parametrize("name", ["Lyrics", "UNSYNCED LYRICS", "UnsyncedLyrics", "SYNCEDLYRICS"])
def test_ape_tags_have_lyrics(tmp_path: Path, mark: str, name: str) -> None:
    song = tmp_path / "song.wv"
    content = mark.encode() + bytes(500) + ape({"Title": b"T", name: SYNCED.encode()})
    song.write_bytes(content)
    assert times(read(song).lyrics) == TIMES
    assert song.read_bytes() == content


@pytest.mark.parametrize("after", [b"", id3v1(b"Title")])
def test_ape_tags_that_end_an_mp3_have_lyrics(tmp_path: Path, after: bytes) -> None:
    song = write_audio(tmp_path / "song.mp3", 0.2)
    song.write_bytes(song.read_bytes() + ape({"Lyrics": SYNCED.encode()}) + after)
    assert times(read(song).lyrics) == TIMES


def test_ape_tags_that_begin_a_file_have_lyrics(tmp_path: Path) -> None:
    song = tmp_path / "song.ape"
    song.write_bytes(ape({"Lyrics": b"Gr\xfc\xdfe"}, version=1000) + b"MAC " + bytes(500))
    assert times(read(song).lyrics) == [(None, "Grüße")]


def test_ape_tags_may_have_several_and_long_lyrics(tmp_path: Path) -> None:
    song = tmp_path / "song.tta"
    text = b"\n".join(b"[%02d:%02d.00]line" % divmod(second, 60) for second in range(5_000))
    song.write_bytes(b"TTA1" + bytes(500) + ape({"Lyrics": b"plain\0" + text}))
    assert len(times(read(song).lyrics)) == 5_000


def test_what_ape_tags_hold_as_bytes_is_no_lyrics(tmp_path: Path) -> None:
    song = tmp_path / "song.wv"
    song.write_bytes(b"wvpk" + bytes(500) + ape({"Lyrics": b"la"}, flags=2))
    assert read(song) == LyricsRead(TrackId("song.wv"))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_lyrics_beside_the_track_go_before_those_in_it(song: Path, encoding: str) -> None:
    set_field(song, "LYRICS", SYNCED)
    song.with_name("Song.LRC").write_bytes("[00:02.00]Grüße\r\n".encode(encoding))
    assert times(read(song).lyrics) == [(2.0, "Grüße")]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("gbk", "龙卷风 爱情来得太快"),
        ("big5", "月亮代表我的心"),
        ("shift_jis", "夜に駆ける 東京事変"),
        ("euc_jp", "沈むように溶けてゆくように 二人だけの空が広がる夜に"),
        ("euc_kr", "그대라는 사치 봄날 보고 싶다"),
        ("cp1251", "Группа крови на рукаве"),
        ("koi8_r", "Тёплое место, но улицы ждут отпечатков наших ног"),
        ("cp1253", "Τα παιδιά του Πειραιά"),
        ("cp1250", "Dziwny jest ten świat, gdzie jeszcze wciąż mieści się wiele zła"),
        ("cp1254", "Şarkılar söyledik güneşe doğru"),
        ("cp1252", "Il faut oublier, tout peut s’oublier déjà"),
        ("cp1252", "Ça va? Où es-tu?"),
        ("cp1252", "é"),
    ],
)
def test_the_code_page_is_known_by_the_language(song: Path, encoding: str, text: str) -> None:
    content = f"[00:01.00]{text}\n[00:02.00]{text}\n".encode(encoding)
    song.with_suffix(".lrc").write_bytes(content)
    assert times(read(song).lyrics) == [(1.0, text), (2.0, text)]


def test_plain_lyrics_beside_give_way_to_those_with_times_in_the_track(song: Path) -> None:
    song.with_suffix(".lrc").write_text("plain")
    assert times(read(song).lyrics) == [(None, "plain")]
    set_field(song, "LYRICS", SYNCED)
    assert times(read(song).lyrics) == TIMES


def test_a_text_file_of_the_name_has_lyrics_where_nothing_else_has(song: Path) -> None:
    song.with_suffix(".txt").write_text("in a\ntext file")
    assert times(read(song).lyrics) == [(None, "in a"), (None, "text file")]
    set_field(song, "LYRICS", "in the tags")
    assert times(read(song).lyrics) == [(None, "in the tags")]


def test_an_empty_lyrics_file_leaves_those_of_the_tags(song: Path) -> None:
    set_field(song, "LYRICS", SYNCED)
    song.with_suffix(".lrc").write_bytes(b"\n")
    assert times(read(song).lyrics) == TIMES


def test_what_is_no_lyrics_file_is_told_and_the_tags_are_read(song: Path) -> None:
    set_field(song, "LYRICS", SYNCED)
    lyrics_file = song.with_suffix(".lrc")
    for make, told in (
        (os.mkfifo, "it is a named pipe"),
        (lambda path: path.symlink_to("/dev/zero"), "it is a device"),
        (lambda path: path.write_bytes(b"la\n" * 400_000), "it has 1.2 MB"),
    ):
        make(lyrics_file)
        found = read(song)
        lyrics_file.unlink()
        assert times(found.lyrics) == TIMES
        assert found.problems[0].startswith(f"the lyrics song.lrc cannot be read: {told}")


def test_bytes_of_any_kind_are_read(song: Path) -> None:
    song.with_suffix(".lrc").write_bytes(bytes(range(256)) * 4)
    assert read(song).problems == ()


def test_a_large_picture_beside_them_is_passed_over(tmp_path: Path) -> None:
    song = write_audio(tmp_path / "song.mp3", 0.2)
    embed_pictures(song, [(FRONT, as_file(one_colour(RED, 900), "BMP"))])
    tags = id3_of(song)
    tags.add(mutagen.id3.USLT(encoding=3, lang="eng", desc="", text="La la"))
    save_id3(song, tags)
    assert times(read(song).lyrics) == [(None, "La la")]


def test_a_track_that_is_gone_or_damaged_has_none(tmp_path: Path) -> None:
    assert read(tmp_path / "gone.ogg") == LyricsRead(TrackId("gone.ogg"))
    found = read(tmp_path / "none" / "gone.ogg")
    assert found.lyrics is None
    assert "cannot be read" in found.problems[0]
    song = write_audio(tmp_path / "song.flac", 0.2)
    set_field(song, "LYRICS", SYNCED)
    content = song.read_bytes()
    for length in range(0, 400, 7):
        song.write_bytes(content[:length])
        read(song)
