"""The command `doctor` as a person types it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.media_files import write_audio
from tests.terminal import TerminalSession, session_environ
from tui_player import cli

SECTIONS = ["Configuration", "Terminal", "Sound", "Camera", "Reading faces", "Library"]


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "music"
    folder.mkdir()
    write_audio(folder / "a.flac", 0.5, tags={"genre": "Jazz"})
    assert cli.main(["scan", str(folder)]) == 0
    return folder


def test_examines_every_part(music: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert cli.main(["doctor", str(music), "--audio-device", "null"]) == 0
    out = capsys.readouterr().out
    assert [line for line in out.splitlines() if line in SECTIONS] == SECTIONS
    assert "1 track." in out
    assert "neutral 1, thin" in out
    assert re.search(r"\nWhat is needed works; \d+ things are limited \(marked ! above\)\.\n$", out)


def test_what_fails_is_counted_and_is_the_exit_status(
    music: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "config.toml"
    config.write_text('theme = "lemon"\naudio_device = "null"')
    assert cli.main(["doctor", str(tmp_path / "none"), "--config", str(config)]) == 1
    out = capsys.readouterr().out
    assert "There is no theme 'lemon'" in out
    assert "there is no such folder" in out
    assert out.endswith("2 things do not work.\n")


def test_writes_nothing_but_ascii_where_there_is_no_more(music: Path, own_home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui_player", "doctor", str(music), "--audio-device", "null"],
        capture_output=True,
        timeout=100,
        check=False,
        env={**session_environ(own_home), "LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0"},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()
    assert done.stderr == b""


def test_tells_the_size_of_its_terminal(music: Path, own_home: Path) -> None:
    arguments = ["doctor", str(music), "--audio-device", "null"]
    with TerminalSession(arguments, session_environ(own_home), 100, 50) as session:
        assert session.wait_for_end() == 0
        assert re.search(r"The window has 100 x 50 characters", session.text)


def test_leaves_no_trace(tmp_path: Path, own_home: Path) -> None:
    before = sorted(own_home.rglob("*"))
    cli.main(["doctor", str(tmp_path), "--audio-device", "null"])
    assert sorted(own_home.rglob("*")) == before
