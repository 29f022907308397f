"""Stories of choosing the colours."""

from collections.abc import Sequence
from dataclasses import replace

from textual.pilot import Pilot

from tests.ui.conftest import MakeStage, Stage
from tests.ui.reading import screen_lines, screen_text
from tests.ui.sample_snapshots import PLAYING
from tui_player.model.theme import Theme
from tui_player.ui.overlays.theme import ThemeChooser
from tui_player.ui.terminal.capabilities import TerminalLook
from tui_player.ui.terminal.colours import ColourDepth


async def until(pilot: Pilot[None], stage: Stage, words: str) -> None:
    """Wait for words on the screen."""
    for _ in range(1000):
        if words in screen_text(stage):
            return
        await pilot.pause(0.01)
    raise AssertionError(f"{words!r} never came")


async def test_moving_shows_a_theme_and_enter_keeps_it(
    make_stage: MakeStage, themes: tuple[Theme, ...]
) -> None:
    kept: list[str] = []
    stage = make_stage(PLAYING, theme_kept=kept.append)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t")
        await pilot.pause()
        marked = [line for line in screen_lines(stage) if "✓" in line]
        assert "afterglow" in marked[0]
        await pilot.press("j")
        await pilot.pause()
        assert stage.app.theme == themes[1].name
        background = stage.app.screen.styles.background.hex.lower()
        assert background == themes[1].background
        await pilot.press("enter")
        await until(pilot, stage, f"theme: {themes[1].name}")
        assert not stage.app.query_one(ThemeChooser).is_open
        assert kept == [themes[1].name]
        assert stage.app.theme == themes[1].name


async def test_escape_brings_the_theme_before_back(make_stage: MakeStage) -> None:
    kept: list[str] = []
    stage = make_stage(PLAYING, theme_name="linen", theme_kept=kept.append)
    async with stage.app.run_test(size=(60, 16)) as pilot:
        await pilot.press("t", "home")
        await pilot.pause()
        assert stage.app.theme == "afterglow"
        await pilot.press("escape")
        await pilot.pause()
        assert stage.app.theme == "linen"
    assert kept == []


async def test_themes_are_read_anew_when_the_chooser_opens(
    make_stage: MakeStage, themes: tuple[Theme, ...]
) -> None:
    mine = replace(themes[0], name="a dusk of my own", background="#101010")
    brighter = replace(themes[0], background="#202020")

    def load() -> tuple[Sequence[Theme], Sequence[str]]:
        return (mine, brighter), ("theme x.toml: is not valid TOML",)

    stage = make_stage(PLAYING, load_themes=load)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t")
        await until(pilot, stage, "a dusk of my own")
        assert "theme x.toml: is not valid TOML" in screen_text(stage)
        assert stage.app.screen.styles.background.hex == "#202020"
        await pilot.press("up")
        await pilot.pause()
        assert stage.app.screen.styles.background.hex == "#101010"
        await pilot.press("enter")
        await pilot.pause()
        assert stage.app.theme == "a dusk of my own"


async def test_that_a_theme_cannot_be_noted_is_told(make_stage: MakeStage) -> None:
    def full(_: str) -> None:
        raise OSError(28, "No space left on device")

    stage = make_stage(PLAYING, theme_kept=full)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t", "enter")
        await until(pilot, stage, "theme: afterglow")
        await pilot.press("escape")
        await until(pilot, stage, "the theme could not be noted: No space left on device")


async def test_with_few_colours_it_says_that_themes_do_not_differ(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING, look=TerminalLook(colours=ColourDepth.SIXTEEN))
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t")
        await until(pilot, stage, "this terminal has few colours")


async def test_an_edited_theme_is_painted_at_once_and_a_broken_one_told_once(
    make_stage: MakeStage, themes: tuple[Theme, ...]
) -> None:
    stamp = ["before"]
    lighter = replace(themes[0], background="#202020")
    read: list[str] = []

    def load() -> tuple[Sequence[Theme], Sequence[str]]:
        read.append(stamp[0])
        return (lighter,), ("theme x.toml: is not valid TOML",)

    stage = make_stage(PLAYING, load_themes=load, themes_stamp=lambda: stamp[0])
    async with stage.app.run_test(size=(80, 24)) as pilot:
        for stamp[0] in ("before", "before", "edited", "edited"):
            await stage.app.look_for_edits()
        await until(pilot, stage, "theme x.toml: is not valid TOML")
        assert read == ["edited"]
        assert stage.app.screen.styles.background.hex == "#202020"
        await pilot.press("escape")
        stamp[0] = "edited again"
        await stage.app.look_for_edits()
        await pilot.pause()
        assert "theme x.toml" not in screen_text(stage)
