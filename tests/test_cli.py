"""The command line: what it refuses in one sentence, and what it prints without a screen."""

import subprocess
import sys
from pathlib import Path

import pytest

from tui_player import cli


def test_a_missing_folder_is_one_line_and_status_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([str(tmp_path / "none")]) == 2
    assert capsys.readouterr().err == f"tui-player: {tmp_path}/none: there is no such folder\n"


def test_a_slip_in_a_command_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["docter"]) == 2
    assert capsys.readouterr().err == (
        "tui-player: there is no folder and no command 'docter'; did you mean 'doctor'?\n"
    )
    assert cli.main(["Musik"]) == 2
    assert "there is no such folder" in capsys.readouterr().err
    (tmp_path / "docter").touch()
    assert cli.main(["docter"]) == 2
    assert "is a file, not a folder" in capsys.readouterr().err


def test_a_file_is_not_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    song = tmp_path / "song.mp3"
    song.touch()
    assert cli.main([str(song)]) == 2
    assert "is a file, not a folder" in capsys.readouterr().err


def test_no_folder_anywhere_says_how_to_name_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 2
    assert "start with: tui-player FOLDER" in capsys.readouterr().err


def test_a_wrong_configuration_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "my.toml"
    config.write_text("them = 'x'")
    assert cli.main([str(tmp_path), "--config", str(config)]) == 2
    assert "did you mean 'theme'?" in capsys.readouterr().err
    assert cli.main([str(tmp_path), "--config", str(tmp_path / "no.toml")]) == 2
    assert "there is no such configuration file" in capsys.readouterr().err


def test_mistakes_in_moods_and_keys_are_told_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "my.toml"
    config.write_text("[moods.sad]\nplays = { folkk = 1 }\n[keys]\nskipp = 'n'\n")
    assert cli.main([str(tmp_path), "--config", str(config)]) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 3
    assert "did you mean 'folk'" in told[1]
    assert "skipp" in told[2]


def test_without_a_terminal_it_says_so(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui_player", str(tmp_path)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out.startswith("tui-player ")


def test_help_names_the_other_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    told = capsys.readouterr().out
    assert "evaluate" in told
    assert "--camera" in told


def test_a_camera_is_turned_by_quarters(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.parser().parse_args(["--camera-turn", "270"]).camera_turn == "270"
    with pytest.raises(SystemExit):
        cli.main(["--camera-turn", "45"])
    assert "0, 90, 180, 270" in capsys.readouterr().err.replace("'", "")


def test_an_unknown_theme_is_answered_with_the_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([str(tmp_path), "--theme", "nosuch"]) == 2
    told = capsys.readouterr().err
    assert "no theme is called 'nosuch'" in told
    assert "afterglow" in told
    assert told.count("\n") == 1
