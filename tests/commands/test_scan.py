"""The command `scan`: indexes a folder, says how far it is, and leaves."""

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.media_files import write_audio
from tests.terminal import TerminalSession, session_environ
from tui_player import cli
from tui_player.commands.scan import PLAIN_LINE_S, ScanTeller
from tui_player.library.index.catalog import LibraryCatalog
from tui_player.library.tags.reader import read_tags
from tui_player.messages.events import LibraryChanged, LibraryTroubled, ScanProgressed
from tui_player.model.music.unreadable_file import UnreadableFile
from tui_player.settings.paths import UserPaths


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "music"
    folder.mkdir()
    write_audio(folder / "a.flac", 0.5, tags={"title": "First", "genre": "Jazz"})
    write_audio(folder / "b.flac", 0.5, tags={"title": "Second", "genre": "Rock"})
    (folder / "c.mp3").touch()
    return folder


def titles(folder: Path) -> list[str]:
    """The titles in the index that the player itself would use."""
    catalog = LibraryCatalog.open(UserPaths.of_this_user().index_file(folder), folder)
    try:
        return sorted(track.title for track in catalog.search("", 99))
    finally:
        catalog.close()


def test_fills_the_index_the_player_uses(music: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["scan", str(music)]) == 0
    assert titles(music) == ["First", "Second"]
    out = capsys.readouterr().out
    assert f"{music}: 2 tracks, 2 genres." in out
    assert "1 file cannot be read" in out


def test_a_second_scan_notices_changes(music: Path) -> None:
    cli.main(["scan", str(music)])
    (music / "a.flac").unlink()
    write_audio(music / "d.flac", 0.5, tags={"title": "Third"})
    assert cli.main(["scan", str(music)]) == 0
    assert titles(music) == ["Second", "Third"]


def test_leaves_out_what_the_configuration_says(music: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[library]\nignore = ["b.*"]')
    assert cli.main(["scan", str(music), "--config", str(config)]) == 0
    assert titles(music) == ["First"]


def test_reads_old_tags_in_the_code_page_that_the_configuration_names(
    music: Path, tmp_path: Path
) -> None:
    config = tmp_path / "config.toml"
    flac = (music / "a.flac").read_bytes()
    (music / "a.flac").write_bytes(flac.replace(b"title=First", b"title=\xcc\xc8\xd0!!"))
    for text, title in (
        ("", "\u00cc\u00c8\u00d0!!"),  # three letters: too few to be sure
        ("library.tag_encoding = 'cp1251'", "МИР!!"),
        ("library.tag_encoding = 'koi8-r'", "лхп!!"),
        ("", "\u00cc\u00c8\u00d0!!"),
    ):
        config.write_text(text)
        assert cli.main(["scan", str(music), "--config", str(config)]) == 0
        assert titles(music) == sorted(["Second", title])


def test_a_missing_folder_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["scan", str(tmp_path / "none")]) == 2
    assert "there is no such folder" in capsys.readouterr().err


def test_a_damaged_index_is_said_and_built_again(
    music: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["scan", str(music)])
    index = UserPaths.of_this_user().index_file(music)
    index.write_bytes(b"not a database" * 1_000)
    assert cli.main(["scan", str(music)]) == 0
    assert "damaged" in capsys.readouterr().err
    assert titles(music) == ["First", "Second"]


def test_an_index_that_cannot_be_written_is_one_line(
    music: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    UserPaths.of_this_user().index_file(music).mkdir(parents=True)
    assert cli.main(["scan", str(music)]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_being_interrupted_ends_it_between_two_files(
    music: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted_at_first(path: bytes, *_: object) -> object:
        os.kill(os.getpid(), signal.SIGINT)
        return read_tags(path)

    monkeypatch.setattr("tui_player.library.scanner.tag_pool.read_tags", interrupted_at_first)
    assert cli.main(["scan", str(music)]) == 130
    assert "Interrupted" in capsys.readouterr().err
    assert titles(music) == ["First"]
    monkeypatch.undo()
    assert cli.main(["scan", str(music)]) == 0
    assert titles(music) == ["First", "Second"]


def test_a_terminal_gets_a_bar_that_is_wiped_away(music: Path, own_home: Path) -> None:
    with TerminalSession(["scan", str(music)], session_environ(own_home), 100, 20) as session:
        assert session.wait_for_end() == 0
        assert "2 tracks, 2 genres." in session.text.replace("\n", "")  # the line may be full
        assert "Reading tags" in session.written.decode()
        assert "Reading tags" not in session.text


def test_a_pipe_gets_no_control_characters(music: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui_player", "scan", str(music)],
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert b"\x1b" not in done.stdout + done.stderr


class Terminal(io.StringIO):
    """Keeps what is written, as if it were shown."""

    def isatty(self) -> bool:
        return True


class TestTeller:
    def test_writes_a_line_at_times_without_a_terminal(self) -> None:
        clock_s = [0.0]
        out = io.StringIO()
        with ScanTeller(out, lambda: clock_s[0]) as teller:
            for clock_s[0], done in ((1.0, 10), (PLAIN_LINE_S, 100), (PLAIN_LINE_S + 1, 110)):
                teller.tell(ScanProgressed(done, 500))
        assert out.getvalue() == "100 of 500 files\n"

    def test_shows_count_and_time_left_on_a_terminal(self) -> None:
        out = Terminal()
        with ScanTeller(out) as teller:
            teller.tell(ScanProgressed(30, None))
            teller.tell(ScanProgressed(60, 120))
        assert "60/120" in out.getvalue()
        assert "time left" in out.getvalue()

    def test_passes_trouble_on_and_not_its_end(self) -> None:
        out = io.StringIO()
        with ScanTeller(out) as teller:
            teller.tell(LibraryTroubled("It [is] damaged."))
            teller.tell(LibraryTroubled(""))
        assert out.getvalue() == "It [is] damaged.\n"

    def test_counts_what_there_is_one_of(self) -> None:
        with ScanTeller(io.StringIO()) as teller:
            teller.tell(LibraryChanged(1, 1, unreadable=(UnreadableFile("a", "empty"),)))
        lines = teller.summary(Path("/music")).splitlines()
        assert lines[0] == "/music: 1 track, 1 genre."
        assert lines[1].startswith("1 file cannot be read")
