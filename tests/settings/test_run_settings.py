"""One run's settings: the command line wins over config.toml, and that over the defaults."""

from pathlib import Path

import pytest

from tui_player.settings.config import Config
from tui_player.settings.paths import UserPaths, default_model, remember_folder
from tui_player.settings.run_settings import FolderError, RunOptions, RunSettings, settle


def settled(
    options: RunOptions, config: Config | None = None, environ: dict[str, str] | None = None
) -> RunSettings:
    return settle(options, config or Config(), UserPaths.of_this_user(), environ or {})


def test_the_command_line_wins(tmp_path: Path) -> None:
    config = Config(folder="/elsewhere", camera="1", theme="day", model="/m.onnx")
    options = RunOptions(folder=tmp_path, camera="2", theme="night", model=Path("other.onnx"))
    settings = settled(options, config)
    assert settings.folder == tmp_path
    assert settings.camera == "2"
    assert settings.theme == "night"
    assert settings.model == Path("other.onnx")


def test_the_configuration_wins_over_the_defaults(tmp_path: Path) -> None:
    settings = settled(RunOptions(), Config(folder=str(tmp_path), camera=None, resume=False))
    assert settings.folder == tmp_path
    assert not settings.camera_wanted
    assert not settings.resume


def test_the_code_page_of_tags_is_that_of_the_configuration() -> None:
    config = Config(library={"tag_encoding": "windows-1251"})
    assert settled(RunOptions(folder=Path("/")), config).tag_encoding == "cp1251"
    assert settled(RunOptions(folder=Path("/"))).tag_encoding is None


def test_the_defaults(tmp_path: Path) -> None:
    settings = settled(RunOptions(folder=tmp_path))
    assert settings.camera == "0"
    assert settings.model == default_model()
    assert settings.resume
    assert not settings.change_at_once


def test_no_camera_means_none(tmp_path: Path) -> None:
    settings = settled(RunOptions(folder=tmp_path, camera="2", no_camera=True))
    assert not settings.camera_wanted
    assert settings.camera == "2", "it can be opened later"
    assert settled(RunOptions(folder=tmp_path)).camera_wanted


def test_how_the_camera_is_mounted_is_found_out_unless_it_is_said(tmp_path: Path) -> None:
    folder = RunOptions(folder=tmp_path)
    assert settled(folder).camera_turn_deg is None
    assert settled(folder, Config(camera_turn=0)).camera_turn_deg == 0
    assert (
        settled(folder._replace(camera_turn="180"), Config(camera_turn=90)).camera_turn_deg == 180
    )
    assert (
        settled(folder._replace(camera_turn="auto"), Config(camera_turn=90)).camera_turn_deg is None
    )


def test_the_picture_is_off_over_ssh_unless_wanted(tmp_path: Path) -> None:
    over_ssh = {"SSH_CONNECTION": "10.0.0.1 50000 10.0.0.2 22"}
    assert settled(RunOptions(folder=tmp_path)).camera_picture
    assert not settled(RunOptions(folder=tmp_path), environ=over_ssh).camera_picture
    wanted = Config(camera_picture=True)
    assert settled(RunOptions(folder=tmp_path), wanted, over_ssh).camera_picture


def test_without_a_folder_the_last_one_is_taken_then_the_music_folder(own_home: Path) -> None:
    with pytest.raises(FolderError, match="tui-player FOLDER"):
        settled(RunOptions())
    music = own_home / "Music"
    music.mkdir()
    assert settled(RunOptions()).folder == music
    paths = UserPaths.of_this_user()
    paths.create()
    last = own_home / "Songs"
    last.mkdir()
    remember_folder(paths, last)
    assert settled(RunOptions()).folder == last


@pytest.mark.parametrize("name", ["~nobody-of-this-name/Music", "x" * 300])
def test_an_odd_folder_is_refused_in_words(name: str) -> None:
    with pytest.raises(FolderError, match=name[:20]):
        settled(RunOptions(folder=Path(name)))


def test_the_folder_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "doctor").mkdir()
    monkeypatch.chdir(tmp_path)
    assert settled(RunOptions(folder=Path("./doctor"))).folder == tmp_path / "doctor"
