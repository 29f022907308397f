"""Draws the README's picture: the real program on a music folder, a photograph as its camera.

    python -m tests.pictures.draw_screen ~/Music screen.svg

The photograph is the public-domain one that scikit-image ships. A browser turns the picture into
the PNG that the README shows, as `--png` of `tests.pictures.draw_panes` does.
"""

import argparse
import asyncio
import tempfile
from pathlib import Path

from skimage import data, io, transform

from tests.pictures.off_screen import off_screen
from tui_player.app.run_plan import make_plan
from tui_player.messages.requests import Skip
from tui_player.settings.run_settings import RunOptions


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
    async with off_screen(plan, options.size) as program:
        await program.watch(options.seconds)
        program.run.ask(Skip())  # the first track began before a face was read
        await program.watch(options.seconds)
        svg = program.picture(f"tui-player ~/{options.folder.name}")
    options.picture.write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
