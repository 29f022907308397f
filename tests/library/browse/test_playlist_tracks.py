"""Playlists of any program and system show the tracks that they mean."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest

from tui_player.library.browse import playlist_tracks
from tui_player.library.browse.browser import LibraryBrowser
from tui_player.library.index.writer import IndexWriter
from tui_player.library.scanner.walk import Signature
from tui_player.library.tags.genres import GenreFinder
from tui_player.library.tags.reader import FileTags
from tui_player.model.music.genres import GenreFamilies
from tui_player.model.music.track import Track
from tui_player.ports.browser import Page, Place, PlaceKind, Sort

ONE = "Some Artist/01 - One.flac"
TWO = "Some Artist/Ünder #1 [x]/02 100% Two?.flac"
FAMILIES = GenreFamilies.from_table({})
XSPF = (
    '<?xml version="1.0" encoding="UTF-8"?><playlist version="1" xmlns="http://xspf.org/ns/0/">'
    "<trackList>{}</trackList></playlist>"
)


class Lists:
    """A library of two tracks, and the playlists that a test writes beside them."""

    def __init__(self, music: Path, index_path: Path) -> None:
        self.music = music
        with closing(IndexWriter(index_path, music, GenreFinder(FAMILIES))) as writer:
            with writer.transaction():
                for path, title in ((ONE, "One"), (TWO, "Two")):
                    tags = FileTags(title, "A", duration_s=2.0)
                    writer.put_track(path.encode(), Signature(1, 2, 3), tags)
            writer.settle()
        self.browser = LibraryBrowser(index_path, music, {}, FAMILIES, music / "saved")

    def page(self, name: str, content: bytes) -> Page:
        path = self.music / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(content)
        return self.browser.page(Place(PlaceKind.PLAYLIST, str(path)), Sort.AS_IS, 0, 99)

    def titles(self, name: str, content: bytes) -> list[str]:
        rows = self.page(name, content).rows
        return [row.title for row in rows if isinstance(row, Track)]

    def uri(self, path: str) -> str:
        return quote(str(self.music / path))


@pytest.fixture
def lists(music: Path, tmp_path: Path) -> Iterator[Lists]:
    lists = Lists(music, tmp_path / "library.db")
    yield lists
    lists.browser.close()


def lines(*entries: str, encoding: str = "utf-8", end: str = "\n") -> bytes:
    return end.join(("#EXTM3U", "#EXTINF:2,A - Song", *entries, "")).encode(encoding)


def test_however_entries_are_written(lists: Lists) -> None:
    def slashed(path: str) -> str:
        return path.replace("/", "\\")

    for written in (
        lines(ONE, TWO),
        lines(quote(ONE), quote(TWO)),
        lines(quote(ONE), quote(TWO).replace("%C3%9C", "%c3%9c")),
        lines(*(f"file://{lists.uri(path)}" for path in (ONE, TWO))),
        lines(*(f"file://{lists.music}/{path}" for path in (ONE, TWO))),
        lines(f"file://localhost{lists.uri(ONE)}", f"FILE:{lists.uri(TWO)}"),
        lines(f".\\{slashed(ONE)}", slashed(TWO), encoding="cp1252", end="\r\n"),
        lines(ONE.upper(), TWO.lower()),
        lines(f"/{ONE}", f"\\{slashed(TWO)}"),
        lines(f"D:\\Music\\{slashed(ONE)}", f"file:///D:/My%20Music/{quote(TWO)}"),
        lines(f"/home/other/Music/{ONE}", f"\\\\server\\share\\{slashed(TWO)}"),
        lines(f"{ONE}   ", f"\t{TWO}"),
        lines(f'"{ONE}"', f"'{TWO}'"),
        lines(ONE, TWO, end="\r"),
        lines(ONE, TWO, encoding="utf-16"),
        lines("Some Artist/"),
        lines("./Some Artist"),
    ):
        assert lists.titles("list.m3u", written) == ["One", "Two"], written


@pytest.mark.parametrize("page", ["cp1251", "cp932", "cp1253", "gb18030"])
def test_names_in_old_code_pages(music: Path, tmp_path: Path, page: str) -> None:
    name = {"cp1251": "Ёлка", "cp932": "夜に", "cp1253": "Άσμα", "gb18030": "中国"}[page]
    index = IndexWriter(tmp_path / "other.db", music, GenreFinder(FAMILIES))
    with closing(index), index.transaction():
        tags = FileTags(name, duration_s=2.0)
        index.put_track(f"{name}/a.mp3".encode(), Signature(1, 2, 3), tags)
    (music / "l.m3u").write_bytes(f"{name}/a.mp3\n".encode(page))
    with closing(LibraryBrowser(tmp_path / "other.db", music, {}, FAMILIES, music)) as browser:
        place = Place(PlaceKind.PLAYLIST, str(music / "l.m3u"))
        assert browser.tracks_at([place], 9) == (f"{name}/a.mp3",)


def test_other_kinds_of_lists(lists: Lists) -> None:
    track = "<track><location>{}</location><title>x</title></track>"
    tracks = track.format(f"file://{lists.uri(ONE)}") + track.format(quote(TWO))
    assert lists.titles("a.xspf", XSPF.format(tracks).encode()) == ["One", "Two"]
    media = f'<media src="{ONE}"/><media src="{TWO}" tid="1"></media>'.replace("/S", "\\S")
    wpl = f'<?wpl version="1.0"?><smil><body><seq>{media}</seq></body></smil>'
    assert lists.titles("a.wpl", wpl.encode()) == ["One", "Two"]
    pls = f"[playlist]\r\nFile1={quote(ONE)}\r\nFile2=file://{lists.uri(TWO)}\r\n"
    assert lists.titles("a.pls", pls.encode()) == ["One", "Two"]


@pytest.mark.parametrize(
    "content",
    [
        b"<playlist><trackList>",
        b"no XML at all",
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>',
        b"\xff\xfe\0",
        b"",
    ],
)
def test_a_damaged_list_in_xml_is_said_to_be(lists: Lists, content: bytes) -> None:
    page = lists.page("a.xspf", content)
    assert page.rows == ()
    assert page.sentence.startswith("This playlist cannot be read: it ")


def test_lists_in_lists_are_opened_and_come_to_an_end(lists: Lists) -> None:
    (lists.music / "one.m3u").write_text(f"{ONE}\nself.m3u\nall.m3u\n")
    (lists.music / "self.m3u").write_text("self.m3u\none.m3u\n")
    assert lists.titles("all.m3u", lines("one.m3u", TWO, "none.m3u")) == ["One", "Two"]
    sentence = lists.page("all.m3u", lines("one.m3u", "none.m3u")).sentence
    assert sentence == "none.m3u is not in the music folder."


def test_what_is_elsewhere_must_have_its_folder_too(lists: Lists) -> None:
    assert lists.titles("a.m3u", lines("01 - One.flac", "/x/01 - One.flac")) == []
    assert lists.titles("Some Artist/a.m3u", lines("/x/01 - One.flac", "C:\\01 - one.FLAC")) == [
        "One",
        "One",
    ]
    outside = lists.music.with_name("outside")
    outside.mkdir()
    assert lists.titles(str(outside / "a.m3u"), lines(f"/x/{ONE}", "/x/01 - One.flac")) == ["One"]


@pytest.mark.parametrize("entry", ["http://radio.example/a.flac", f"file://server/{ONE}", "///"])
def test_what_is_no_file_here_is_told(lists: Lists, entry: str) -> None:
    page = lists.page("a.m3u", lines(entry))
    assert page.rows == ()
    assert "not in the music folder" in page.sentence


def test_a_list_of_many_entries_that_are_nowhere_is_looked_through_once(
    lists: Lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(playlist_tracks, "MOST_LOOKED_FOR", 3)
    entries = [f"{number}/{ONE}" for number in range(5)]
    assert lists.titles("a.m3u", lines(*entries)) == ["One"] * 3
    assert os.path.exists(lists.music / "a.m3u")  # noqa: PTH110
