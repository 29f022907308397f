"""Playlists as others write them, and as this program writes them."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests.makers import track
from tui_player.library.browse.playlist_files import (
    file_name,
    read_playlist,
    write_playlist,
)
from tui_player.library.browse.playlist_paths import possible_paths
from tui_player.library.errors import UnreadableAudioError
from tui_player.model.errors import PlaylistExistsError
from tui_player.model.music.track import Track


def read(folder: Path, name: str, content: bytes) -> tuple[bytes, ...]:
    path = folder / name
    path.write_bytes(content)
    return read_playlist(os.fsencode(path))


class TestReading:
    def test_m3u_of_any_system(self, tmp_path: Path) -> None:
        content = b"#EXTM3U\r\n#EXTINF:1,A - B\r\na.mp3\r\n\r\n  b/c.mp3 \r\nd.mp3"
        assert read(tmp_path, "l.m3u", content) == (b"a.mp3", b"b/c.mp3", b"d.mp3")

    def test_marks_of_encodings(self, tmp_path: Path) -> None:
        assert read(tmp_path, "l.m3u8", "\ufeffé.mp3".encode()) == ("é.mp3".encode(),)
        assert read(tmp_path, "l.m3u", "é.mp3\n".encode("utf-16")) == ("é.mp3".encode(),)

    def test_bytes_that_are_not_utf8_stay(self, tmp_path: Path) -> None:
        assert read(tmp_path, "l.m3u", b"caf\xe9.mp3\n") == (b"caf\xe9.mp3",)

    def test_pls_in_the_order_of_its_numbers(self, tmp_path: Path) -> None:
        content = (
            b"[playlist]\nfile10=ten.mp3\nFile2= two.mp3\nTitle2=Two\nFile1=one.mp3\nFile3=\n"
            b"NumberOfEntries=3\n"
        )
        assert read(tmp_path, "l.PLS", content) == (b"one.mp3", b"two.mp3", b"ten.mp3")

    def test_what_is_no_text_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableAudioError, match="not a playlist"):
            read(tmp_path, "l.m3u", b"ID3\0\0\0")

    def test_an_empty_one_has_no_entries(self, tmp_path: Path) -> None:
        assert read(tmp_path, "l.m3u", b"") == ()


LIST = b"/music/lists/l.m3u"


@pytest.mark.parametrize(
    ("entry", "path"),
    [
        (b"a.mp3", b"/music/lists/a.mp3"),
        (b"../rock/a.mp3", b"/music/rock/a.mp3"),
        (b"./x/../a.mp3", b"/music/lists/a.mp3"),
        (b"/other/a.mp3", b"/other/a.mp3"),
        (b"file:///music/a%20b%23.mp3", b"/music/a b#.mp3"),
        (b"file://localhost/music/caf%E9.mp3", b"/music/caf\xe9.mp3"),
        (b"caf\xe9.mp3", b"/music/lists/caf\xe9.mp3"),
    ],
)
def test_the_likeliest_meaning_of_an_entry(entry: bytes, path: bytes) -> None:
    assert possible_paths(entry, LIST)[0] == path


def test_other_meanings_of_an_entry() -> None:
    assert b"/music/lists/b/a.mp3" in possible_paths(rb"b\a.mp3", LIST)
    assert "/music/lists/é.mp3".encode() in possible_paths(b"\xe9.mp3", LIST)
    assert b"/music/lists/\xe9.mp3" in possible_paths("é.mp3".encode(), LIST)
    assert "/music/lists/e\u0301.mp3".encode() in possible_paths("é.mp3".encode(), LIST)


@pytest.mark.parametrize("entry", [b"http://radio.example/stream", b"file://server/a.mp3"])
def test_what_is_no_file_here_has_no_path(entry: bytes) -> None:
    assert possible_paths(entry, LIST) == ()


def awkward_tracks() -> list[Track]:
    names = ("plain", "tab\tand\nline", " blank at the end ", "#not a comment", "caf\udce9", "夜")
    tracks = [replace(track(name), path=f"/music/{name}") for name in names]
    return [replace(tracks[0], duration_s=None), *tracks]


class TestWriting:
    @pytest.mark.parametrize("name", ["mix", "mix.m3u", "mix.m3u8", "mix.pls"])
    def test_what_is_written_is_read_again(self, tmp_path: Path, name: str) -> None:
        tracks = awkward_tracks()
        path = write_playlist(tmp_path / "new", name, tracks, replace=False)
        playlist = os.fsencode(path)
        found = [possible_paths(entry, playlist)[0] for entry in read_playlist(playlist)]
        assert found == [os.fsencode(each.path) for each in tracks]

    def test_nothing_is_overwritten_unasked(self, tmp_path: Path) -> None:
        (tmp_path / "mix.m3u8").write_text("precious")
        with pytest.raises(PlaylistExistsError, match=r"mix\.m3u8"):
            write_playlist(tmp_path, "mix", [track("a")], replace=False)
        assert (tmp_path / "mix.m3u8").read_text() == "precious"
        write_playlist(tmp_path, "mix", [track("a")], replace=True)
        assert "/music/a.flac" in (tmp_path / "mix.m3u8").read_text()
        assert [file.name for file in tmp_path.iterdir()] == ["mix.m3u8"]

    def test_a_failure_leaves_nothing_behind(self, tmp_path: Path) -> None:
        (tmp_path / "mix.m3u8").mkdir()
        with pytest.raises(OSError, match="mix"):
            write_playlist(tmp_path, "mix", [track("a")], replace=True)
        assert [file.name for file in tmp_path.iterdir()] == ["mix.m3u8"]

    @pytest.mark.parametrize(
        ("name", "file"),
        [
            ("happy", "happy.m3u8"),
            ("a/b", "a-b.m3u8"),
            ("../../etc/passwd", "-..-etc-passwd.m3u8"),
            ("...", "Playlist.m3u8"),
            ("", "Playlist.m3u8"),
            ("x.PLS", "x.PLS"),
            ("v1.5", "v1.5.m3u8"),
            ("é" * 300, "é" * 100 + ".m3u8"),
        ],
    )
    def test_names_are_made_fit_for_files(self, name: str, file: str) -> None:
        assert file_name(name) == file
