"""Directories: found in a checkout and in a wheel, the user's own by the XDG rules."""

import os
from pathlib import Path

import pytest

from tui_player.settings import paths
from tui_player.settings.paths import (
    PathError,
    UserPaths,
    last_folder,
    last_theme,
    remember_folder,
    remember_theme,
    runtime_dir,
)


def test_a_checkout_finds_models_and_themes_beside_the_package() -> None:
    root = Path(__file__).resolve().parents[2]
    assert paths.shipped_dir("themes") == root / "themes"
    assert paths.default_model().parent == root / "models"


def test_a_wheel_finds_them_inside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site-packages" / "tui_player"
    (package / "_shipped" / "themes").mkdir(parents=True)
    monkeypatch.setattr(paths, "__file__", str(package / "settings" / "paths.py"))
    assert paths.shipped_dir("themes") == package / "_shipped" / "themes"


def test_the_xdg_folders_are_honoured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "s"))
    user = UserPaths.of_this_user()
    assert user.config_file == tmp_path / "c" / "tui-player" / "config.toml"
    assert user.log_file == tmp_path / "s" / "tui-player" / "tui-player.log"


def test_the_last_folder_is_remembered_whatever_its_name(tmp_path: Path) -> None:
    user = UserPaths.of_this_user()
    user.create()
    assert last_folder(user) is None
    folder = Path(f"{tmp_path}/M\udce4sik")
    folder.mkdir()
    remember_folder(user, folder)
    assert last_folder(user) == folder
    folder.rmdir()
    assert last_folder(user) is None


def test_a_folder_that_cannot_be_made_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    with pytest.raises(PathError, match="cannot be made"):
        UserPaths.of_this_user().create()


def test_a_garbled_note_of_the_last_folder_is_no_folder() -> None:
    user = UserPaths.of_this_user()
    user.create()
    user.last_folder_file.write_bytes(b"/tmp/\0\xff")
    assert last_folder(user) is None


def test_two_folders_have_two_indexes(tmp_path: Path) -> None:
    user = UserPaths.of_this_user()
    assert user.index_file(tmp_path / "a") != user.index_file(tmp_path / "b")
    assert user.index_file(tmp_path / "a") == user.index_file(tmp_path / "a")


def test_the_last_theme_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    user = UserPaths.of_this_user()
    user.create()
    assert last_theme(user) == ""
    remember_theme(user, "nächtlich")
    assert last_theme(user) == "nächtlich"
    user.last_theme_file.write_bytes(b"\xff")
    assert last_theme(user) == ""


def test_control_is_wherever_a_program_of_the_user_may_look(
    tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = own_home / ".local" / "state" / "tui-player" / "control"
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert UserPaths.of_this_user().control_dirs == (
        tmp_path / "tui-player",
        tmp_path / "state" / "tui-player" / "control",
        usual,
    )
    monkeypatch.delenv("XDG_STATE_HOME")
    assert UserPaths.of_this_user().control_dirs == (tmp_path / "tui-player", usual)
    monkeypatch.setenv("HOME", str(tmp_path / "none"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert len(UserPaths.of_this_user().control_dirs) == 2


def test_the_runtime_folder_is_found_where_no_variable_or_a_wrong_one_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_users, named = tmp_path / "users", tmp_path / "named"
    mine = of_users / str(os.getuid())
    for folder in (mine, named):
        folder.mkdir(parents=True)
    (tmp_path / "file").touch()
    for value in ("", "run", str(tmp_path / "none"), str(tmp_path / "file")):
        assert runtime_dir({"XDG_RUNTIME_DIR": value}, of_users) == mine
        assert runtime_dir({"XDG_RUNTIME_DIR": value}, tmp_path) is None
    assert runtime_dir({}, of_users) == mine
    assert runtime_dir({"XDG_RUNTIME_DIR": str(named)}, of_users) == named
    monkeypatch.setattr(os, "getuid", lambda: 12_345_678)
    assert runtime_dir({"XDG_RUNTIME_DIR": str(named)}, of_users) is None
