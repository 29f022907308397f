"""The real program without a terminal: keys in, pictures of its screen out."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from tui_player.app.run import Run
from tui_player.app.run_plan import RunPlan
from tui_player.settings.paths import shipped_dir
from tui_player.settings.themes import load_themes
from tui_player.ui.app import PlayerApp
from tui_player.ui.bridge import ScreenBridge
from tui_player.ui.options import ScreenSettings
from tui_player.ui.terminal.throughput import TerminalLine


class OffScreen:
    """The running program, and time for it to go on."""

    def __init__(self, pilot: Pilot[None], app: PlayerApp, run: Run) -> None:
        self.pilot = pilot
        self.run = run
        self._app = app

    async def watch(self, seconds: float) -> None:
        """Let the program run for a while."""
        until_s = time.monotonic() + seconds
        while time.monotonic() < until_s:
            await self.pilot.pause(0.2)

    async def press(self, *keys: str) -> None:
        """Press keys, and let what they do be painted."""
        await self.pilot.press(*keys)
        await self.pilot.pause(0.2)

    def picture(self, title: str) -> str:
        """The screen as an SVG."""
        return self._app.export_screenshot(title=title)


@asynccontextmanager
async def off_screen(plan: RunPlan, size: str) -> AsyncIterator[OffScreen]:
    """Start everything, in a window of so many columns and rows ("120x36"), and stop it."""
    plan.paths.create()
    bridge = ScreenBridge()
    run = Run(plan, bridge)
    app = PlayerApp(
        post=run.ask,
        bridge=bridge,
        settings=ScreenSettings(
            line=TerminalLine(),
            themes=load_themes([shipped_dir("themes")]).themes,
            theme_name=plan.settings.theme,
            home=str(Path(plan.settings.folder).parent),
            families=lambda: run.families.family_names,
        ),
        open_browser=run.open_browser,
        on_first_paint=run.start,
        picture_wanted=run.want_picture,
        spectrum_wanted=run.want_spectrum,
    )
    columns, rows = (int(number) for number in size.split("x"))
    try:
        async with app.run_test(size=(columns, rows)) as pilot:
            yield OffScreen(pilot, app, run)
    finally:
        run.stop()
