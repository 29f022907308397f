"""What the configuration says about choosing: rules by time, and whether plays teach."""

from pathlib import Path

import pytest

from tui_player.core.selection.schedule import ContextError
from tui_player.settings.config import Config, ConfigError, load_choosing, load_config


def written(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_nothing_said_is_no_rules_and_learning() -> None:
    choosing = load_choosing(Config())
    assert choosing.learns
    assert choosing.context.rules == ()


def test_rules_and_the_switch_are_read(tmp_path: Path) -> None:
    text = (
        "learn = false\n"
        "[[context]]\nhours = '22:00-06:00'\nweights = { ambient = 2.0 }\n"
        "[[context]]\ndays = ['sat', 'sun']\nweights = { dance = 1.5, metal = 0 }\n"
    )
    choosing = load_choosing(load_config(written(tmp_path, text)))
    assert not choosing.learns
    assert [rule.when for rule in choosing.context.rules] == ["22:00-06:00", "sat sun"]


def test_a_misspelt_family_is_told_with_its_rule(tmp_path: Path) -> None:
    text = "[[context]]\ndays = ['sat']\nweights = { ambeint = 2.0 }"
    with pytest.raises(ContextError, match=r"context\[1\].weights: .* did you mean 'ambient'"):
        load_choosing(load_config(written(tmp_path, text)))


def test_a_family_of_ones_own_may_be_named(tmp_path: Path) -> None:
    text = (
        "[genres]\nschlager = ['schlager']\n"
        "[[context]]\ndays = ['sat']\nweights = { schlager = 2.0 }"
    )
    assert load_choosing(load_config(written(tmp_path, text))).context.rules


@pytest.mark.parametrize("text", ["context = 3", "[context]\nhours = '1'", "learn = 'no'"])
def test_other_kinds_of_values_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError, match="must be"):
        load_config(written(tmp_path, text))
