"""What a run offers to those who look on from outside the screen."""

import logging
from pathlib import Path

import pytest

from tests.media_files import write_audio
from tui_player import cli
from tui_player.app.run import LogLines, Run
from tui_player.app.run_plan import make_plan
from tui_player.settings.run_settings import RunOptions
from tui_player.ui.bridge import ScreenBridge


@pytest.fixture
def music(tmp_path: Path) -> Path:
    (tmp_path / "music" / "jazz").mkdir(parents=True)
    write_audio(tmp_path / "music" / "jazz" / "a.flac", 0.2, tags={"title": "First"})
    assert cli.main(["scan", str(tmp_path / "music")]) == 0
    return tmp_path / "music"


def test_a_track_is_found_by_the_path_of_its_file(music: Path) -> None:
    run = Run(make_plan(RunOptions(folder=music), None), ScreenBridge())
    assert run.find_track(f"{music}/jazz/a.flac") == "jazz/a.flac"
    assert run.find_track(f"{music}/rock/../jazz//a.flac") == "jazz/a.flac"
    assert run.find_track(f"{music}/jazz/b.flac") is None
    assert run.find_track(f"{music}") is None
    assert run.find_track("/elsewhere/jazz/a.flac") is None


def test_a_track_is_found_by_another_way_to_its_file(music: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(music)
    run = Run(make_plan(RunOptions(folder=music), None), ScreenBridge())
    assert run.find_track(f"{tmp_path}/link/jazz/a.flac") == "jazz/a.flac"


def test_what_others_named_gives_a_reader_of_the_log_no_orders(tmp_path: Path) -> None:
    record = logging.LogRecord("a", logging.INFO, "", 0, "of %s", ("x\x1b[2J\ny",), None)
    assert LogLines("%(message)s").format(record) == "of x\\x1b[2J\\ny"
