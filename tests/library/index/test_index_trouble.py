"""The scanner where the index can be opened, and not be written or asked as it wants to."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.library.listening import ScannedLibrary
from tests.media_files import write_audio
from tui_player.library.index.writer import IndexWriter
from tui_player.library.scanner import worker
from tui_player.messages.events import LibraryTroubled, WorkerFailed
from tui_player.model.music.genres import GenreFamilies


def let_writing_fail(monkeypatch: pytest.MonkeyPatch, *failures: bool) -> None:
    """Have the first tracks, those with True, find the disk full; later ones are written."""
    left = iter(failures)
    write = IndexWriter.put_track

    def put(*track: Any) -> None:
        if next(left, False):
            raise sqlite3.OperationalError("database or disk is full")
        write(*track)

    monkeypatch.setattr(IndexWriter, "put_track", put)


def test_an_index_that_could_not_be_written_is_tried_again(
    tmp_path: Path,
    genres: GenreFamilies,
    music: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_audio(music / "a.mp3", 0.2)
    write_audio(music / "b.mp3", 0.2)
    monkeypatch.setattr(worker, "RETRY_S", 0.05)
    library = ScannedLibrary(music, tmp_path / "library.db", genres)
    let_writing_fail(monkeypatch, True, True, False)
    library.scanner.start()
    try:
        assert "disk is full" in library.wait_for(LibraryTroubled).sentence
        library.wait_for(LibraryTroubled, lambda event: not event.sentence)
        assert library.ids() == {"a.mp3", "b.mp3"}
    finally:
        library.stop()


def test_each_time_the_index_cannot_be_written_it_is_tried_again_soon(
    library: ScannedLibrary, music: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits_s: list[float | None] = []

    class HastyEvent(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            waits_s.append(timeout)
            return self.is_set()

    let_writing_fail(monkeypatch, True, True, False, True)
    monkeypatch.setattr(library.scanner, "_stopping", HastyEvent())
    write_audio(music / "a.mp3", 0.2)
    library.start()
    write_audio(tmp_path / "b.mp3", 0.2).rename(music / "b.mp3")
    library.wait_until(lambda: library.ids() == {"a.mp3", "b.mp3"})
    assert waits_s == [worker.RETRY_S, 2 * worker.RETRY_S, worker.RETRY_S]


def test_a_question_that_the_index_does_not_understand_is_no_lack_of_room(
    library: ScannedLibrary, music: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask_wrongly(*_: object) -> None:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.execute("SELECT * FROM nowhere")

    monkeypatch.setattr(IndexWriter, "put_track", ask_wrongly)
    write_audio(music / "a.mp3", 0.2)
    library.scanner.start()
    assert "no such table: nowhere" in library.wait_for(WorkerFailed).sentence
    assert not any(isinstance(event, LibraryTroubled) for event in library.seen)
