"""`tui-player config init`: every option in one file, none forgotten, nothing overwritten."""

import re
import tomllib
from pathlib import Path

import pytest

from tui_player import cli
from tui_player.settings.config import (
    Config,
    load_choosing,
    load_config,
    load_genre_families,
    load_rules,
)
from tui_player.settings.options import TABLES, TOP_LEVEL
from tui_player.settings.paths import UserPaths
from tui_player.settings.shipped_tables import shipped_table
from tui_player.settings.sound_section import SOUND_NAMES
from tui_player.ui.keys.actions import ACTIONS, with_keys
from tui_player.ui.keys.keymap import chosen_keys


def uncommented(text: str) -> str:
    """The file as it is with every # taken off that stands before an option."""
    return re.sub(r"(?m)^#(?=[\w\"\[])", "", text)


@pytest.fixture
def written(own_home: Path) -> Path:
    assert cli.main(["config", "init"]) == 0
    return UserPaths.of_this_user().config_file


def test_as_it_is_written_it_changes_nothing(written: Path) -> None:
    assert load_config(written) == Config()


def test_with_every_option_uncommented_it_is_right(written: Path) -> None:
    written.write_text(uncommented(written.read_text()))
    config = load_config(written)
    assert load_rules(config) == load_rules(Config())
    assert load_choosing(config).context.rules
    assert "rock" in load_genre_families(config).families(["rock"])
    assert with_keys(ACTIONS, chosen_keys(config.keys)) == ACTIONS


def test_no_option_is_missing(written: Path) -> None:
    table = tomllib.loads(uncommented(written.read_text()))
    assert set(table) == set(Config._fields)
    assert set(table["sound"]) == set(SOUND_NAMES)
    assert set(table["keys"]) == {action.name for action in ACTIONS}
    assert set(table["moods"]) == set(shipped_table("moods.toml")["moods"])
    assert set(table["genres"]) <= set(shipped_table("genres.toml")["families"])


def test_what_is_called_a_default_is_one(written: Path) -> None:
    shown = tomllib.loads(uncommented(written.read_text()))
    default = Config()
    examples = {"folder", "audio_device", "model", "theme", "camera_picture"}
    for option in TOP_LEVEL:
        if option.name not in examples:
            assert shown[option.name] == getattr(default, option.name), option.name
    written.write_text(
        "\n".join(f"sound.{option.name} = {option.example}" for option in TABLES["sound"])
    )
    assert load_config(written).sound_settings == default.sound_settings


def test_a_file_that_is_there_stays_as_it_is(
    written: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written.write_text("theme = 'moss'")
    assert cli.main(["config", "init"]) == 2
    assert "is there already and stays as it is" in capsys.readouterr().err
    assert written.read_text() == "theme = 'moss'"
    assert [path.name for path in written.parent.iterdir()] == ["config.toml"]
    assert cli.main(["config", "init", "--config", str(tmp_path / "other.toml")]) == 0
    assert (tmp_path / "other.toml").exists()


def test_a_place_that_cannot_be_written_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert cli.main(["config", "init", "--config", str(tmp_path / "file" / "config.toml")]) == 2
    assert "cannot be written" in capsys.readouterr().err
