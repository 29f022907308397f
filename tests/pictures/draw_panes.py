"""Draws every pane at every size, to be looked at: `python -m tests.pictures.draw_panes FOLDER`.

One SVG per pane, size and look, and with `--png` a PNG beside it (made by Chromium, which
needs a monospaced font with the signs). `--only TEXT` draws those whose name holds the text.
"""

import argparse
import asyncio
import math
import re
import shutil
import subprocess
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from textual.pilot import Pilot

from tests.ui.conftest import SHIPPED_THEMES, ListCatalog
from tests.ui.sample_snapshots import (
    COVER,
    LYRICS,
    NOTHING_WORKS,
    PINNED_SAD,
    PLAYING,
    SPECTRUM,
    SUNG_AT_S,
    portrait,
)
from tui_player.messages.events import CameraState
from tui_player.messages.snapshot import (
    CameraView,
    EndingView,
    MoodHistoryView,
    MoodView,
    Snapshot,
)
from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.mood_minute import MoodMinute
from tui_player.settings.themes import load_themes
from tui_player.ui.app import PlayerApp
from tui_player.ui.bridge import ScreenBridge
from tui_player.ui.drawing.glyphs import ASCII
from tui_player.ui.options import ScreenSettings
from tui_player.ui.terminal.capabilities import TerminalLook
from tui_player.ui.terminal.colours import ColourDepth
from tui_player.ui.terminal.throughput import TerminalLine

SIZES = ((60, 16), (80, 24), (120, 36), (200, 60))


@dataclass(frozen=True, slots=True)
class Look:
    """A theme, and what the terminal can show."""

    theme: str = "afterglow"
    terminal: TerminalLook = field(default_factory=TerminalLook)


LOOKS: Mapping[str, Look] = {
    "dark": Look(),
    "light": Look("linen"),
    "256": Look(terminal=TerminalLook(colours=ColourDepth.MANY)),
    "16": Look(terminal=TerminalLook(colours=ColourDepth.SIXTEEN)),
    "ascii": Look(terminal=TerminalLook(ASCII, ColourDepth.NONE)),
}


@dataclass(frozen=True, slots=True)
class Scene:
    """What is on the screen: the snapshot, the keys pressed, and what else was taken in."""

    snapshot: Snapshot = PLAYING
    keys: Sequence[str] = ()
    with_sleeve: bool = True
    with_picture: bool = True
    spectrum: bytes | None = None


def _sung() -> Snapshot:
    assert PLAYING.now_playing is not None
    return replace(PLAYING, now_playing=replace(PLAYING.now_playing, position_s=SUNG_AT_S))


_EVENING = replace(
    PLAYING,
    ending=EndingView("this track", sleep_min=28),
    mood_history=MoodHistoryView(
        tuple(
            MoodMinute(n, emotion, (40 + n % 7 * 9) / 100)
            for first, last, emotion in (
                (0, 8, Emotion.NEUTRAL),
                (8, 9, Emotion.SURPRISED),
                (9, 16, Emotion.SAD),
                (19, 30, Emotion.HAPPY),
            )
            for n in range(first, last)
        ),
        30,
    ),
)
_FAMILIES = (
    ("pop", "dance", "disco", "funk"),
    ("acoustic", "folk", "singer-songwriter"),
    ("rock", "metal", "punk", "hardcore"),
    ("lo-fi", "jazz", "ambient", "chill"),
    ("world", "soundtrack", "experimental"),
    ("calm ambient", "piano", "new age"),
    ("blues", "soul", "reggae"),
)
_NO_CAMERA = replace(
    PLAYING,
    camera=CameraView(CameraState.ABSENT, "no camera: plug one in"),
    mood=MoodView(families_of_all=_FAMILIES),
)


SCENES: Mapping[str, Scene] = {
    "playing": Scene(),
    "plain": Scene(with_sleeve=False, with_picture=False),
    "pinned": Scene(PINNED_SAD),
    "no-camera": Scene(_NO_CAMERA, with_picture=False),
    "evening": Scene(_EVENING),
    "nothing-works": Scene(NOTHING_WORKS, with_sleeve=False, with_picture=False),
    "lyrics": Scene(_sung(), ("y",)),
    "spectrum": Scene(keys=("w", "escape"), spectrum=SPECTRUM),
    "search": Scene(keys=("/", *"a", "down")),
    "library": Scene(keys=("tab", "down", "down")),
    "help": Scene(keys=("?",)),
    "palette": Scene(keys=(":",)),
    "themes": Scene(keys=("t",)),
    "speakers": Scene(keys=("o",)),
    "pins": Scene(keys=("P",)),
    "why": Scene(keys=("i",)),
    "learned": Scene(keys=("L",)),
    "mood-history": Scene(keys=("H",)),
    "coverage": Scene(keys=("C",)),
    "browse": Scene(keys=("E",)),
    "save": Scene(keys=("ctrl+s",)),
    "sleep": Scene(_EVENING, keys=("Z",)),
}


async def draw(scene: Scene, look: Look, size: tuple[int, int]) -> str:
    """The screen of a scene as SVG."""
    bridge = ScreenBridge()
    bridge.publish(scene.snapshot)
    app = PlayerApp(
        post=lambda _: None,
        bridge=bridge,
        settings=ScreenSettings(
            line=TerminalLine(),
            themes=load_themes([SHIPPED_THEMES]).themes,
            theme_name=look.theme,
            look=look.terminal,
            home="/home/ada",
            save_playlist=lambda name, tracks, may_replace: Path(name),
            read_cover=(lambda track: replace(COVER, track_id=track.id))
            if scene.with_sleeve
            else None,
            read_lyrics=(lambda track: replace(LYRICS, track_id=track.id))
            if scene.with_sleeve
            else None,
        ),
        open_browser=ListCatalog
        if scene.snapshot is not NOTHING_WORKS
        else lambda: ListCatalog(()),
    )
    async with app.run_test(size=size) as pilot:
        await _let_it_settle(pilot)
        if scene.with_picture:
            bridge.show_picture(portrait())
        await pilot.press(*scene.keys)
        bridge.show_spectrum(scene.spectrum)
        await _let_it_settle(pilot)
        return app.export_screenshot(title="tui-player")


async def _let_it_settle(pilot: Pilot[None]) -> None:
    """Let the threads that search and read answer."""
    for _ in range(6):
        await pilot.pause(0.05)


def main() -> None:
    """Draw all that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="only names with this text in them")
    parser.add_argument("--png", action="store_true", help="a PNG of each as well")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for name, drawing in _drawings():
        if options.only in name:
            file = options.folder / f"{name}.svg"
            file.write_text(asyncio.run(_awaited(drawing)), encoding="utf-8")
            if options.png:
                _as_png(file)


def _drawings() -> Sequence[tuple[str, Callable[[], Awaitable[str]]]]:
    return [
        (f"{scene}-{columns}x{rows}-{look}", _drawing(scene, look, (columns, rows)))
        for scene in SCENES
        for columns, rows in SIZES
        for look in LOOKS
    ]


def _drawing(scene: str, look: str, size: tuple[int, int]) -> Callable[[], Awaitable[str]]:
    return lambda: draw(SCENES[scene], LOOKS[look], size)


async def _awaited(drawing: Callable[[], Awaitable[str]]) -> str:
    return await drawing()


def _as_png(file: Path) -> None:
    """As a browser shows it; librsvg loses the spaces between words of two colours."""
    program = shutil.which("chromium")
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', file.read_text(encoding="utf-8"))
    if program is None or size is None:
        raise SystemExit("Chromium is needed for PNG files (package chromium)")
    with tempfile.TemporaryDirectory() as profile:
        options = (
            *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
            f"--user-data-dir={profile}",
            f"--window-size={math.ceil(float(size[1]))},{math.ceil(float(size[2]))}",
            f"--screenshot={file.with_suffix('.png').resolve()}",
        )
        subprocess.run([program, *options, file.resolve().as_uri()], check=True)


if __name__ == "__main__":
    main()
