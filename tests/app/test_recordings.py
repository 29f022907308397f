"""Recording and replaying are refused in words before the screen comes up."""

from pathlib import Path

import pytest

from tui_player import cli


def test_a_recording_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([str(tmp_path), "--plain", "--replay", str(tmp_path / "none.jsonl")]) == 2
    assert "none.jsonl cannot be read: No such file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "told"), [("/dev/zero", "it is a device"), ("/dev", "it is a folder")]
)
def test_what_is_no_file_is_not_replayed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, told: str
) -> None:
    assert cli.main([str(tmp_path), "--plain", "--replay", name]) == 2
    assert f"the readings {name} cannot be read: {told}" in capsys.readouterr().err


def test_no_file_is_overwritten_by_a_recording(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("keep me")
    assert cli.main([str(tmp_path), "--plain", "--record-readings", str(mine)]) == 2
    assert "is there already, and is not overwritten" in capsys.readouterr().err
    assert mine.read_text() == "keep me"
