"""Reads what the screen of a stage shows."""

from textual.pilot import Pilot

from tests.ui.conftest import Stage
from tui_player.ui.library.rows import LibraryRows


def screen_lines(stage: Stage) -> list[str]:
    """What the screen shows, row by row."""
    return [strip.text for strip in stage.app.screen._compositor.render_strips()]


def screen_text(stage: Stage) -> str:
    return "\n".join(screen_lines(stage))


async def until_found(pilot: Pilot[None], count: int) -> None:
    """Wait for the search thread's answer."""
    found = pilot.app.query_one(LibraryRows)
    for _ in range(1000):
        if len(found.rows) == count:
            return
        await pilot.pause(0.01)
    raise AssertionError(f"{len(found.rows)} rows found, {count} expected")


async def until_shown(pilot: Pilot[None], stage: Stage, words: str) -> None:
    """Wait for words on the screen."""
    for _ in range(1000):
        if words in screen_text(stage):
            return
        await pilot.pause(0.01)
    raise AssertionError(f"{words!r} never came:\n{screen_text(stage)}")
