"""The pages under docs leave out no option, key, word or mood that there is."""

import re
import tomllib
from pathlib import Path

import pytest

from tui_player.commands.ctl.grammar import WORDS
from tui_player.settings.config import load_choosing, load_config, load_genre_families, load_rules
from tui_player.settings.moods import load_moods
from tui_player.settings.options import TABLES, TOP_LEVEL
from tui_player.ui.keys.actions import actions_for

DOCS = Path(__file__).resolve().parents[1] / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def example() -> str:
    """The example of a whole config.toml."""
    (text,) = re.findall(r"```toml\n(.*?)```", page("configuration.md"), re.DOTALL)
    return str(text)


def code_in(text: str) -> set[str]:
    """What is set as code, without blocks."""
    return set(re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL)))


def test_the_program_takes_the_example_of_a_configuration(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(example(), encoding="utf-8")
    config = load_config(path)  # these raise where anything in it makes no sense
    assert load_moods(config.moods)
    assert load_rules(config)
    assert load_choosing(config)
    assert load_genre_families(config)


def test_the_example_has_every_option() -> None:
    written = tomllib.loads(example())
    assert {option.name for option in TOP_LEVEL} <= set(written)
    for table, options in TABLES.items():
        assert {option.name for option in options} <= set(written[table])


def test_the_page_of_the_configuration_has_every_key() -> None:
    moods = load_moods({})
    keys = {key for action in actions_for(moods, {}) for key in action.keys if len(key) == 1}
    pins = {mood.key for mood in moods}
    assert keys - pins - code_in(page("configuration.md")) == set()
    assert f"`1`–`{max(pins)}`" in page("configuration.md")


@pytest.mark.parametrize("word", WORDS)
def test_the_page_of_remote_control_has_every_word(word: str) -> None:
    words = {re.split(r"\W", text)[0] for text in code_in(page("headless-and-remote.md"))}
    assert word in words


def test_the_page_of_moods_has_every_mood() -> None:
    rows = page("moods-and-faces.md").splitlines()
    for mood in load_moods({}):
        assert any(row.startswith(f"| `{mood.key}` | {mood.emoji} {mood.name} |") for row in rows)
