"""The command `doctor` as a person types it."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.media_files import write_audio
from tests.terminal import TerminalSession, session_environ
from tui_player import cli

SECTIONS = [
    *("Versions", "Configuration", "Terminal", "Sound", "Decoding", "Camera"),
    *("Reading faces", "Library"),
]
# Python runs this at each start: a library whose next major version has lost an argument.
BROKEN_LIBRARY = """
import av
really_open = av.open

def open(file, mode="r", **given):
    if mode == "r":
        raise TypeError("open() got an unexpected keyword argument 'metadata_errors'")
    return really_open(file, mode, **given)

av.open = open
"""


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
    assert "decoded of mp3, m4a, ogg, opus, flac, wav, wma, aiff, wv." in out
    assert "Of the newest files, 1 of 1 were opened and decoded." in out
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


def test_decoders_that_a_new_library_broke_are_noticed(
    music: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "sitecustomize.py").write_text(BROKEN_LIBRARY)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    capsys.readouterr()
    assert cli.main(["doctor", str(music), "--audio-device", "null"]) == 1
    out = capsys.readouterr().out
    assert "formats cannot be played: mp3, m4a, ogg, opus, wma, wv" in out
    assert "metadata_errors" in out
    assert "decoded of flac, wav, aiff." in out


def test_a_bug_report_takes_it_as_one_document(
    music: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert cli.main(["doctor", str(music), "--audio-device", "null", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [section["title"] for section in told["sections"]] == SECTIONS
    statuses = {each["status"] for section in told["sections"] for each in section["findings"]}
    assert statuses == {"works", "limited"}
    assert {"python", "tui-player", "av", "numpy", "textual", "soundfile"} <= set(told["versions"])
    assert all(told["versions"].values())
