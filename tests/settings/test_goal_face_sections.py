"""The tables [goal] and [face] of config.toml."""

from pathlib import Path

import pytest

from tui_player.core.settings import PresenceSettings
from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.goal import GoalSettings
from tui_player.settings.config import Config, ConfigError, load_config


def loaded(tmp_path: Path, text: str) -> Config:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def test_nothing_said_means_the_defaults() -> None:
    assert Config().goal_settings == GoalSettings()
    assert Config().presence_settings == PresenceSettings()


def test_goals_and_presence_are_read(tmp_path: Path) -> None:
    config = loaded(
        tmp_path,
        '[goal]\ntarget = "neutral"\nlow_tracks = 1\nstep_tracks = 5\n'
        "[face]\npause_after_min = 2.5\nrest_while_pinned = true\n",
    )
    assert config.goal_settings == GoalSettings(Emotion.NEUTRAL, 1, 5)
    assert config.presence_settings == PresenceSettings(150.0, camera_rests_while_pinned=True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("goal.target = 'hapy'", "goal.target: must be one of happy, .*did you mean 'happy'"),
        ("goal.target = 3", "goal.target: must be one of"),
        ("goal.low_tracks = 0", "goal.low_tracks: must be a whole number from 1 to 50"),
        ("goal.step_tracks = true", "goal.step_tracks: must be a whole number"),
        ("goal.tracks = 3", "goal.tracks: no such setting"),
        ("face.pause_after_min = -1", "from 0 .never. to 1440"),
        ("face.pause_after_min = true", "face.pause_after_min: must be a number"),
        ("face.rest_while_pinned = 1", "face.rest_while_pinned: must be true or false"),
        ("face.pause_after = 1", "did you mean 'pause_after_min'"),
        ("goal = 1", "goal: must be a table"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        loaded(tmp_path, text)
