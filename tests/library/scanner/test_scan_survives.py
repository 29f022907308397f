"""A scan comes to its end whatever lies in the folder, and names what it could not use."""

import os
import sqlite3
import struct
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from tests.library.listening import ScannedLibrary
from tests.media_files import write_audio
from tui_player.library.index.writer import IndexWriter
from tui_player.library.scanner.scan_once import scan_once
from tui_player.library.scanner.walk import Signature
from tui_player.library.tags.reader import UNDECODABLE, FileTags, ReadByFFmpeg, read_tags
from tui_player.messages.events import Event, LibraryChanged, WorkerFailed
from tui_player.model.music.genres import GenreFamilies


def wav(*, encoding: int = 1, bits: int = 16) -> bytes:
    """A tiny WAV whose header tells of samples of so many bits, in an encoding of this number."""
    size = 2 * bits // 8
    form = struct.pack("<HHIIHH", encoding, 2, 44_100, 44_100 * size, size, bits)
    chunks = b"fmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", 64)
    return b"RIFF" + struct.pack("<I", len(chunks) + 68) + b"WAVE" + chunks + bytes(64)


def unreadable(library: ScannedLibrary) -> dict[str, str]:
    told = library.seen[-1]
    assert isinstance(told, LibraryChanged)
    assert told.finished
    return {each.path: each.reason for each in told.unreadable}


def test_sound_that_nothing_decodes_costs_its_own_file(
    library: ScannedLibrary, music: Path
) -> None:
    good = write_audio(music / "good.mka", 0.5, tags={"title": "Good"})
    (music / "a.mka").write_bytes(good.read_bytes().replace(b"A_FLAC", b"A_WHAT"))
    (music / "b.wav").write_bytes(wav(bits=0))
    (music / "c.wav").write_bytes(wav(encoding=0x7777))
    library.start()
    assert library.titles() == {"Good"}
    assert unreadable(library) == dict.fromkeys(("a.mka", "b.wav", "c.wav"), UNDECODABLE)
    write_audio(music / "later.flac", 0.5, tags={"title": "Later"})  # it is still followed
    library.wait_until(lambda: library.titles() == {"Good", "Later"})
    assert not any(isinstance(event, WorkerFailed) for event in library.seen)


@pytest.mark.parametrize("year", [1677, 1901, 1960, 2038, 2300, 2440])
def test_files_of_any_time_are_listed(library: ScannedLibrary, music: Path, year: int) -> None:
    write_audio(music / "a.flac", 0.5)
    write_audio(music / "b.flac", 0.5)
    time_ns = int(datetime(year, 1, 2, tzinfo=UTC).timestamp()) * 10**9
    os.utime(music / "a.flac", ns=(time_ns, time_ns))
    library.start()
    assert library.ids() == {"a.flac", "b.flac"}
    library.restart()
    assert library.ids() == {"a.flac", "b.flac"}


def test_every_number_of_a_signature_can_be_stored() -> None:
    for number in (2**63, 2**64 - 1, -(2**70), 2**80):
        status = SimpleNamespace(
            st_size=2**63 - 1, st_mtime_ns=number, st_ctime_ns=number, st_ino=abs(number)
        )
        with sqlite3.connect(":memory:") as connection:
            connection.execute("SELECT ?, ?, ?", Signature.of(cast(os.stat_result, status))[:3])
        connection.close()


@pytest.mark.parametrize(
    "tags",
    [
        FileTags(title="odd", year=2**63, duration_s=1.0),
        FileTags(title="odd", track_number=-(2**63) - 1, duration_s=1.0),
        FileTags(title="odd \ud800", duration_s=1.0),
        FileTags(title=cast(str, object()), duration_s=1.0),
        FileTags(title="odd", artist=cast(str, 7), duration_s=1.0),
        FileTags(title="odd", genres=("Rock\udfff",), duration_s=1.0),
    ],
)
def test_what_cannot_be_written_costs_its_own_file(
    music: Path,
    tmp_path: Path,
    genres: GenreFamilies,
    monkeypatch: pytest.MonkeyPatch,
    tags: FileTags,
) -> None:
    for name in ("a.flac", "odd.flac", "z.flac"):
        write_audio(music / name, 0.2, tags={"title": name})

    def reading(path: bytes, by_ffmpeg: ReadByFFmpeg, _encoding: str | None) -> FileTags:
        return tags if path.endswith(b"odd.flac") else read_tags(path, by_ffmpeg)

    monkeypatch.setattr("tui_player.library.scanner.tag_pool.read_tags", reading)
    seen: list[Event] = []
    for _ in range(2):
        assert scan_once(music, tmp_path / "library.db", genres, seen.append, lambda: False)
        told = seen[-1]
        assert isinstance(told, LibraryChanged)
        assert (told.tracks, [each.path for each in told.unreadable]) == (2, ["odd.flac"])
        assert "failed unexpectedly" in told.unreadable[0].reason


@pytest.mark.parametrize("error", [sqlite3.OperationalError("database or disk is full")])
def test_an_index_that_cannot_be_written_blames_no_file(
    music: Path,
    tmp_path: Path,
    genres: GenreFamilies,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    write_audio(music / "a.flac", 0.2)

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(IndexWriter, "put_track", fail)
    with pytest.raises(type(error)):
        scan_once(music, tmp_path / "library.db", genres, lambda _: None, lambda: False)


def test_a_folder_that_cannot_be_listed_is_named_and_keeps_its_tracks(
    library: ScannedLibrary, music: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (music / "a").mkdir()
    write_audio(music / "a" / "1.flac", 0.2)
    write_audio(music / "b.flac", 0.2)
    library.start()
    listdir = os.scandir

    def refuse(path: bytes) -> "os._ScandirIterator[bytes]":
        if path.rstrip(b"/").endswith(b"/a"):
            raise PermissionError(13, "Permission denied")
        return listdir(path)

    with monkeypatch.context() as refusing:
        refusing.setattr(os, "scandir", refuse)
        library.restart()
        assert unreadable(library) == {"a/": "Permission denied"}
        assert library.ids() == {"a/1.flac", "b.flac"}
        library.restart()
        assert unreadable(library) == {"a/": "Permission denied"}
    library.restart()
    assert unreadable(library) == {}
    assert library.ids() == {"a/1.flac", "b.flac"}


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """Gives the names of the files that were read since it was asked last."""
    names: list[str] = []

    def reading(path: bytes, by_ffmpeg: ReadByFFmpeg, _encoding: str | None) -> FileTags:
        names.append(os.fsdecode(path).rpartition("/")[2])
        return read_tags(path, by_ffmpeg)

    monkeypatch.setattr("tui_player.library.scanner.tag_pool.read_tags", reading)

    def taken() -> list[str]:
        taken, names[:] = names[:], []
        return taken

    return taken


def test_a_damaged_file_is_named_once_and_read_again_when_it_changed(
    library: ScannedLibrary, music: Path, counted: Callable[[], list[str]]
) -> None:
    whole = write_audio(music / "whole.wma", 1.0).read_bytes()
    (music / "torn.wma").write_bytes(whole[:24] + b"\xff" * 60 + whole[84:])
    (music / "cut.wma").write_bytes(whole[:100])
    library.start()
    assert unreadable(library).keys() == {"cut.wma", "torn.wma"}
    assert sorted(counted()) == ["cut.wma", "torn.wma", "whole.wma"]
    library.restart()
    assert counted() == []
    assert unreadable(library).keys() == {"cut.wma", "torn.wma"}
    (music / "cut.wma").write_bytes(whole)
    library.wait_until(lambda: library.ids() == {"cut.wma", "whole.wma"})
