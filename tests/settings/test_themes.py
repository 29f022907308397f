"""Themes: the shipped ones are readable, a broken one is a sentence."""

import os
from pathlib import Path

import pytest

from tui_player.model.mood.emotion import EMOTIONS
from tui_player.model.theme import Theme
from tui_player.settings.themes import ThemeError, load_themes, require_theme, themes_stamp

SHIPPED = Path(__file__).parents[2] / "themes"
GOOD = (SHIPPED / "afterglow.toml").read_text(encoding="utf-8")


def _luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


SHIPPED_THEMES = load_themes([SHIPPED]).themes


def test_there_is_a_theme_for_every_taste() -> None:
    result = load_themes([SHIPPED])
    assert result.problems == ()
    names = {theme.name for theme in result.themes}
    assert len(names) >= 8
    assert {"afterglow", "beacon", "graphite"} <= names
    assert {theme.dark for theme in result.themes} == {True, False}


def test_the_high_contrast_theme_has_it_everywhere() -> None:
    (theme,) = [theme for theme in SHIPPED_THEMES if theme.name == "beacon"]
    texts = (theme.text, theme.quiet, theme.accent, theme.good, theme.warning, theme.error)
    assert all(contrast(c, theme.background) >= 7 for c in (*texts, *theme.moods.values()))
    assert contrast(theme.faint, theme.background) >= 4.5


def test_the_monochrome_theme_is_grey_everywhere() -> None:
    (theme,) = [theme for theme in SHIPPED_THEMES if theme.name == "graphite"]
    colours = [getattr(theme, name) for name in ("background", "text", "quiet", "faint", "accent")]
    colours += [theme.selection, theme.good, theme.warning, theme.error, *theme.moods.values()]
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in colours)


@pytest.mark.parametrize("theme", SHIPPED_THEMES, ids=lambda theme: theme.name)
def test_every_text_colour_can_be_read(theme: Theme) -> None:
    texts = [theme.text, theme.quiet, theme.accent, theme.good, theme.warning, theme.error]
    for colour in (*texts, *theme.moods.values()):
        assert contrast(colour, theme.background) >= 4.5, colour
    for colour in (theme.text, theme.quiet):
        assert contrast(colour, theme.selection) >= 4.5, colour


@pytest.mark.parametrize("theme", SHIPPED_THEMES, ids=lambda theme: theme.name)
def test_every_mood_has_a_colour_of_its_own(theme: Theme) -> None:
    assert len(set(theme.moods.values())) == len(EMOTIONS)


def test_a_later_folder_wins(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(GOOD.replace("#17161f", "#000000"), encoding="utf-8")
    themes = {theme.name: theme for theme in load_themes([SHIPPED, tmp_path]).themes}
    assert themes["afterglow"].background == "#000000"


def test_a_theme_without_a_name_is_called_as_its_file(tmp_path: Path) -> None:
    (tmp_path / "dusk.toml").write_text(GOOD.replace('name = "afterglow"', ""), encoding="utf-8")
    assert [theme.name for theme in load_themes([tmp_path]).themes] == ["dusk"]


def test_a_folder_that_is_not_there_holds_no_themes(tmp_path: Path) -> None:
    result = load_themes([tmp_path / "missing"])
    assert (result.themes, result.problems) == ((), ())


def test_every_error_is_told_and_the_other_themes_stay(tmp_path: Path) -> None:
    broken = (
        GOOD.replace("accent =", "acent =")
        .replace('"#9fd08f"', '"green"')
        .replace("dark = true", 'dark = "yes"')
        .replace('name = "afterglow"', 'name = "afterglow"\ncolor = 1')
        .replace('angry = "#f0746c"', "")
    )
    (tmp_path / "broken.toml").write_text(broken, encoding="utf-8")
    (tmp_path / "good.toml").write_text(GOOD, encoding="utf-8")
    result = load_themes([tmp_path])
    assert [theme.name for theme in result.themes] == ["afterglow"]
    assert result.problems == (
        "theme broken.toml: color is no known key; did you mean 'colours'?",
        "theme broken.toml: dark must be true or false",
        "theme broken.toml: acent is no known colour in [colours]; did you mean 'accent'?",
        "theme broken.toml: [colours] lacks accent",
        """theme broken.toml: good in [colours] must look like "#1a2b3c", not 'green'""",
        "theme broken.toml: [moods] lacks angry",
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"name = ", "is not valid TOML"),
        pytest.param(b"name = " + b"9" * 5000, "is not valid TOML", id="too many digits"),
        pytest.param(b"name = " + b"[" * 99_999, "more than 32 levels", id="too deep"),
        (b"\xff\xfa", "it is no text in UTF-8"),
        (b'name = "x"', "the table [colours] is missing"),
        (b"colours = 3\nmoods = 4", "the table [moods] is missing"),
    ],
)
def test_files_that_are_no_themes_are_told(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "x.toml").write_bytes(content)
    result = load_themes([tmp_path])
    assert result.themes == ()
    assert any(told in problem for problem in result.problems)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    result = load_themes([tmp_path])
    assert result.problems == ("theme folder.toml: cannot be read: it is a folder",)


def test_a_pipe_among_the_themes_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "zero.toml").symlink_to("/dev/zero")
    pipe, zero = load_themes([tmp_path]).problems
    assert pipe.startswith("theme pipe.toml: cannot be read: it is a named pipe")
    assert zero == "theme zero.toml: cannot be read: it is a device"


def test_the_stamp_differs_once_a_file_is_edited_added_or_gone(tmp_path: Path) -> None:
    folders = [tmp_path, tmp_path / "none"]
    stamps = [themes_stamp(folders)]
    file = tmp_path / "mine.toml"
    for change in (lambda: file.write_text(GOOD), lambda: file.write_text("x"), file.unlink):
        assert themes_stamp(folders) == stamps[-1]
        change()
        stamps.append(themes_stamp(folders))
    assert stamps[0] == stamps[3] == ()
    assert len(set(stamps)) == 3


def test_an_unknown_theme_is_answered_with_those_there_are(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("colours")
    result = load_themes([SHIPPED, tmp_path])
    require_theme("linen", result)
    with pytest.raises(ThemeError) as refused:
        require_theme("linnen", result)
    told = str(refused.value)
    assert "no theme is called 'linnen'; did you mean 'linen'?" in told
    assert "afterglow, arcade" in told
    assert "theme mine.toml: cannot be read: it is not valid TOML" in told
