"""Pictures of the screen, compared with those that were looked at and found good."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.ui.conftest import ListCatalog, MakeStage, Stage
from tests.ui.reading import until_found
from tests.ui.sample_snapshots import NOTHING_WORKS, PINNED_SAD, PLAYING, TRACKS, portrait
from tui_player.messages.snapshot import Snapshot
from tui_player.ui.drawing.glyphs import ASCII
from tui_player.ui.terminal.capabilities import TerminalLook
from tui_player.ui.terminal.colours import ColourDepth

Compare = Callable[..., bool]


def no_tracks() -> ListCatalog:
    return ListCatalog(())


def with_picture(stage: Stage) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Wait for the library, then show a camera picture."""

    async def show(pilot: Pilot[None]) -> None:
        if stage.bridge.snapshot is not NOTHING_WORKS:
            await until_found(pilot, len(TRACKS))
            stage.bridge.show_picture(portrait())
        await pilot.pause()

    return show


@pytest.mark.parametrize(
    ("size", "shown", "settings"),
    [
        ((120, 36), PLAYING, {}),
        ((120, 36), PLAYING, {"theme_name": "linen"}),
        ((80, 24), PINNED_SAD, {}),
        ((80, 24), PLAYING, {"look": TerminalLook(ASCII, ColourDepth.SIXTEEN)}),
        ((80, 24), NOTHING_WORKS, {"theme_name": "linen", "open_catalog": no_tracks}),
        ((60, 16), PLAYING, {}),
        ((59, 16), PLAYING, {}),
    ],
    ids=["wide", "wide-light", "pinned", "ascii", "nothing-works", "compact", "too-small"],
)
def test_screen(
    snap_compare: Compare,
    make_stage: MakeStage,
    size: tuple[int, int],
    shown: Snapshot,
    settings: dict[str, Any],
) -> None:
    stage = make_stage(shown, **settings)
    assert snap_compare(stage.app, terminal_size=size, run_before=with_picture(stage))


def test_help(snap_compare: Compare, make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)

    async def open_help(pilot: Pilot[None]) -> None:
        await with_picture(stage)(pilot)
        await pilot.press("?")

    assert snap_compare(stage.app, terminal_size=(80, 24), run_before=open_help)


def test_search(snap_compare: Compare, make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)

    async def search(pilot: Pilot[None]) -> None:
        await until_found(pilot, len(TRACKS))
        await pilot.press("/", *"an")
        await until_found(pilot, 2)
        await pilot.press("down")

    assert snap_compare(stage.app, terminal_size=(80, 24), run_before=search)
