"""Draws the README's moving picture: a tour of the demo, a scene every two seconds.

    python -m tests.pictures.draw_tour tour.gif --browser chromium

It takes two minutes. The browser turns each scene into a picture; a sound device, or a PulseAudio
null sink, must be there, else the screen tells that there is none.
"""

import argparse
import asyncio
import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from tests.pictures.off_screen import off_screen
from tui_player.app.run_plan import make_plan
from tui_player.commands.demo.command import CONFIG
from tui_player.commands.demo.maker import MusicMaker
from tui_player.commands.demo.readings import write_readings
from tui_player.settings.paths import UserPaths
from tui_player.settings.run_settings import RunOptions

SCENE_MS = 2_000
COLOURS = 64


@dataclass(frozen=True, slots=True)
class Scene:
    """What is pressed and how long is waited before it is drawn."""

    keys: Sequence[str]
    seconds: float = 1.0


# The face looks neutral for half a minute, then happy for about as long, then sad.
TOUR = (
    Scene((), 20.0),
    Scene((), 25.0),
    Scene(("i",)),
    Scene(("escape", "w"), 3.0),
    Scene(("w", "slash", *"blue")),
    Scene(("escape", "E")),
    Scene(("escape", "g")),
    Scene(("escape", "t", "j", "j", "j"), 1.5),
    Scene(("j", "j"), 1.5),
    Scene(("escape",), 25.0),
    Scene(("question_mark",)),
)


async def _scenes(folder: Path, size: str) -> list[str]:
    music, readings, config = folder / "Demo Music", folder / "readings", folder / "config.toml"
    music.mkdir()
    write_readings(readings)
    config.write_text(CONFIG, encoding="utf-8")
    paths = UserPaths(folder, folder / "data", folder / "cache", folder / "state", folder)
    options = RunOptions(folder=music, replay=readings, is_demo=True, paths=paths)
    drawn = []
    with MusicMaker(music):
        async with off_screen(make_plan(options, config), size) as program:
            for scene in TOUR:
                await program.press(*scene.keys)
                await program.watch(scene.seconds)
                drawn.append(program.picture("tui-player demo"))
    return drawn


def photographed(svg: str, browser: str, folder: Path) -> Image.Image:
    """The SVG as a browser shows it."""
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert box is not None
    width, height = (int(float(side)) for side in box.groups())
    page, picture = folder / "scene.html", folder / "scene.png"
    page.write_text(f'<body style="margin:0;background:#222">{svg}</body>', encoding="utf-8")
    subprocess.run(
        [
            *(browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
            *(f"--user-data-dir={folder / 'browser'}", f"--window-size={width},{height}"),
            *(f"--screenshot={picture}", str(page)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return Image.open(picture).convert("RGB")


def main() -> None:
    """Play the tour, draw its scenes, and join them to one file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gif", type=Path)
    parser.add_argument("--browser", default="chromium")
    parser.add_argument("--size", default="100x30")
    parser.add_argument("--width", type=int, default=760, help="in pixels")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        drawn = asyncio.run(_scenes(Path(folder), options.size))
        pictures = [photographed(svg, options.browser, Path(folder)) for svg in drawn]
    height = round(pictures[0].height * options.width / pictures[0].width)
    frames = [
        picture.resize((options.width, height), Image.Resampling.LANCZOS).quantize(COLOURS)
        for picture in pictures
    ]
    frames[0].save(
        options.gif,
        save_all=True,
        append_images=frames[1:],
        duration=SCENE_MS,
        loop=0,
        optimize=True,
    )


if __name__ == "__main__":
    main()
