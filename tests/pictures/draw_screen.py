"""Draws the README's picture: the real program on a music folder, a photograph as its camera.

    python -m tests.pictures.draw_screen ~/Music screen.svg

The photograph is the public-domain one that scikit-image ships. `rsvg-convert screen.svg -o
screen.png` makes the file that the README shows.
"""

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

from skimage import data, io, transform
from textual.pilot import Pilot

from tui_player.domain.requests import Skip
from tui_player.plan import make_plan
from tui_player.settings.paths import shipped_dir
from tui_player.settings.run_settings import RunOptions
from tui_player.settings.themes import load_themes
from tui_player.startup import Run
from tui_player.ui.app import PlayerApp
from tui_player.ui.bridge import ScreenBridge
from tui_player.ui.screen_settings import ScreenSettings


def main() -> None:
    """Start the program without a terminal, wait until music follows the face, and draw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--size", default="120x36")
    parser.add_argument("--theme")
    parser.add_argument("--seconds", type=float, default=10.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as camera:
        face = data.astronaut()[0:300, 60:400]
        frame = transform.resize(face, (480, 544), preserve_range=True).astype("uint8")
        io.imsave(Path(camera) / "1.png", frame, check_contrast=False)
        asyncio.run(_draw(options, camera))


async def _draw(options: argparse.Namespace, camera: str) -> None:
    plan = make_plan(RunOptions(options.folder, camera, no_resume=True, theme=options.theme), None)
    plan.paths.create()
    bridge = ScreenBridge()
    run = Run(plan, bridge)
    app = PlayerApp(
        post=run.ask,
        bridge=bridge,
        settings=ScreenSettings(
            themes=load_themes([shipped_dir("themes")]).themes,
            theme_name=plan.settings.theme,
            home=str(options.folder.resolve().parent),
        ),
        open_catalog=run.open_browser,
        on_first_paint=run.start,
        picture_wanted=run.want_picture,
    )
    columns, rows = (int(number) for number in options.size.split("x"))
    try:
        async with app.run_test(size=(columns, rows)) as pilot:
            await _watch(pilot, options.seconds)
            run.ask(Skip())  # the first track began before a face was read
            await _watch(pilot, options.seconds)
            svg = app.export_screenshot(title=f"tui-player ~/{options.folder.name}")
    finally:
        run.stop()
    options.picture.write_text(svg, encoding="utf-8")


async def _watch(pilot: Pilot[None], seconds: float) -> None:
    until_s = time.monotonic() + seconds
    while time.monotonic() < until_s:
        await pilot.pause(0.2)


if __name__ == "__main__":
    main()
