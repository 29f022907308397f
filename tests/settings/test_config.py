"""The configuration: what it accepts, how it names what is wrong, and the tables that ship."""

import os
from pathlib import Path

import pytest

from tui_player.core.selection.rules import RulesError
from tui_player.model.mood.emotion import EMOTIONS, Emotion
from tui_player.settings.config import (
    Config,
    ConfigError,
    load_config,
    load_genre_families,
    load_rules,
)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_no_file_means_the_defaults_unless_one_was_named(tmp_path: Path) -> None:
    assert load_config(tmp_path / "none.toml") == Config()
    with pytest.raises(ConfigError, match="there is no such configuration file"):
        load_config(tmp_path / "none.toml", must_exist=True)


def test_what_is_no_file_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "config.toml")
    with pytest.raises(ConfigError, match=r"config\.toml cannot be read: it is a named pipe"):
        load_config(tmp_path / "config.toml")
    with pytest.raises(ConfigError, match="/dev/zero cannot be read: it is a device"):
        load_config(Path("/dev/zero"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_an_editor_s_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "config.toml").write_bytes('folder = "~/Müsic"\n'.encode(encoding))
    assert load_config(tmp_path / "config.toml").folder == "~/Müsic"


def test_settings_are_read(tmp_path: Path) -> None:
    config = load_config(
        written(
            tmp_path,
            'folder = "~/Songs"\ncamera = false\nanalyses_per_s = 2\non_mood_change = "fade"\n',
        )
    )
    assert config.folder == "~/Songs"
    assert config.camera is None
    assert config.analyses_per_s == 2
    assert config.change_at_once


def test_keys_are_read(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, "[keys]\npause = 'k'\nskip = ['n', 'ctrl+n']"))
    assert config.keys == {"pause": "k", "skip": ["n", "ctrl+n"]}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("them = 'x'", "no setting 'them'; did you mean 'theme'?"),
        ("camera = true", "name a camera"),
        ("camera = 0", "camera: must be text in quotes or true or false, not 0"),
        ("camera_turn = 45", 'camera_turn: must be "auto" or one of 0, 90, 180, 270'),
        ("camera_turn = 'left'", 'camera_turn: must be "auto" or one of 0, 90, 180, 270'),
        ("camera_turn = true", "camera_turn: must be a whole number or text in quotes"),
        ("resume = 1", "resume: must be true or false"),
        ("analyses_per_s = true", "analyses_per_s: must be a whole number or a number"),
        ("analyses_per_s = 1000", "must be from 0.2 to 30"),
        ("on_mood_change = 'jump'", "must be one of wait, fade"),
        ("genres.rock = 'x'", "genres.rock: must be a list"),
        ("mood_words.sda = ['x']", "mood_words.sda: no such mood; did you mean 'sad'"),
        ("mood_words.sad = 'x'", "mood_words.sad: must be a list of words"),
        ("library.ignore = '*.part'", "library.ignore: must be a list of patterns in quotes"),
        ("library.tag_encoding = 1251", "library.tag_encoding: must be the name of a code page"),
        ("library.tag_encoding = ''", "library.tag_encoding: must be the name of a code page"),
        ("library.tag_encoding = 'utf-16'", 'must be the name of a code page, e.g. "cp1251"'),
        ("library.ignroe = []", "library.ignroe: no such setting; did you mean 'ignore'?"),
        ("keys.pause = 1", "keys.pause: must be a key in quotes, or a list of them"),
        ("keys.pause = ['a', 1]", "keys.pause: must be a key in quotes, or a list of them"),
        ("keys = 'x'", "keys: must be a table"),
        ("theme = ", "cannot be read: it is not valid TOML"),
        pytest.param(f"theme = {'9' * 5000}", "it is not valid TOML", id="too many digits"),
        pytest.param("theme = " + "[" * 99_999, "more than 32 levels (at line 1)", id="lists"),
        pytest.param("a." * 99_999 + "a = 1", "more than 32 levels (at line 1)", id="names"),
        pytest.param(f"theme = 0x{'f' * 9_999}", "a whole number has more than 64 bits", id="hex"),
        pytest.param(f"theme = [{'1, ' * 9_999}]", "text in quotes, not [1, 1,", id="long value"),
        pytest.param("".join(f"a{n} = 1\n" for n in range(999)), "and 979 more", id="many"),
    ],
)
def test_what_is_wrong_is_named_with_the_file(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(written(tmp_path, text))
    assert words in str(caught.value)
    assert "config.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("", None), ("library.tag_encoding = 'Windows-1251'", "cp1251")],
)
def test_the_code_page_of_tags(tmp_path: Path, text: str, encoding: str | None) -> None:
    assert load_config(written(tmp_path, text)).tag_encoding == encoding


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(written(tmp_path, "them = 1\nresume = 1"))
    first, *others = str(caught.value).splitlines()
    assert first.endswith("config.toml: ")
    assert others == [
        "  line 1: no setting 'them'; did you mean 'theme'?",
        "  line 2: resume: must be true or false, not 1",
    ]


def test_the_shipped_rules_cover_every_mood_with_known_families() -> None:
    rules = load_rules(Config())
    families = load_genre_families(Config())
    for emotion in EMOTIONS:
        assert rules.rule(emotion).families
        for family in rules.rule(emotion).family_names:
            assert family in families.families([family])


def test_the_paper_s_table_is_what_ships() -> None:
    rules = load_rules(Config())
    assert set(rules.rule(Emotion.HAPPY).family_names) == {
        "pop",
        "dance",
        "disco",
        "funk",
        "upbeat electronic",
    }
    assert set(rules.rule(Emotion.ANGRY).family_names) == {"rock", "metal", "punk", "hardcore"}
    assert rules.rule(Emotion.SURPRISED).unheard_factor > 1


def test_one_mood_can_be_overridden(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, "[moods.angry]\nplays = { ambient = 1.0 }"))
    rules = load_rules(config)
    assert rules.rule(Emotion.ANGRY).family_names == ("ambient",)
    assert rules.rule(Emotion.SAD) == load_rules(Config()).rule(Emotion.SAD)


def test_a_misspelt_family_is_caught(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, "[moods.angry]\nplays = { ambeint = 1.0 }"))
    with pytest.raises(RulesError, match="did you mean 'ambient'"):
        load_rules(config)


def test_genres_can_be_added_and_played(tmp_path: Path) -> None:
    config = load_config(
        written(
            tmp_path,
            "[genres]\nschlager = ['schlager', 'volkstümlich']\n"
            "[moods.happy]\nplays = { schlager = 1.0 }",
        )
    )
    assert load_rules(config).rule(Emotion.HAPPY).family_names == ("schlager",)
    families = load_genre_families(config)
    assert families.families(families.tidy(["Volkstümlich"])) == ("schlager",)
