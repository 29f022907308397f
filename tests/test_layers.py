"""Who may import whom, and that the core stands alone."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

HEAVY = (
    "cv2",
    "onnxruntime",
    "numpy",
    "av",
    "miniaudio",
    "torch",
    "watchdog",
    "tinytag",
    "jeepney",
)


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_import_contracts_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("package", ["core", "messages", "model", "ports"])
def test_the_core_brings_nothing_heavy_along(package: str) -> None:
    loaded = run(
        f"import importlib, pkgutil, sys, tui_player.{package} as d\n"
        "for m in pkgutil.walk_packages(d.__path__, d.__name__ + '.'):"
        " importlib.import_module(m.name)\n"
        "print(*(n for n in sys.modules))"
    ).split()
    assert f"tui_player.{package}" in loaded
    forbidden = {*HEAVY, "textual", "sqlite3", "threading", "_sqlite3"}
    # The interpreter itself may load threading; only what the package adds counts.
    bare = set(run("import sys; print(*sys.modules)").split())
    assert not forbidden & (set(loaded) - bare)


def test_the_command_line_starts_without_anything_heavy() -> None:
    loaded = run("import sys, tui_player.cli; print(*sys.modules)").split()
    assert not {*HEAVY, "textual"} & set(loaded)


def test_without_a_screen_nothing_of_one_is_loaded() -> None:
    loaded = run("import sys, tui_player.app.headless; print(*sys.modules)").split()
    assert not {*HEAVY, "textual"} & set(loaded)
    loaded = run("import sys, tui_player.commands.ctl.command; print(*sys.modules)").split()
    late = {"sqlite3", "tui_player.messages.snapshot", "tui_player.messages.requests"}
    assert not {*HEAVY, *late, "textual"} & set(loaded), "a word is said at once"


def test_the_first_paint_waits_only_for_what_it_shows() -> None:
    loaded = set(run("import sys, tui_player.app.startup; print(*sys.modules)").split())
    later = {
        "tui_player.app.engine",
        "tui_player.app.observers",
        "tui_player.remote",
        "tui_player.app.workers",
        "tui_player.core.director",
        "tui_player.messages.events",
        "tui_player.model.mood.face_reading",
        "tui_player.model.music.genres",
        "tui_player.model.mood.goal",
        "tui_player.core.taste.taste",
        "tui_player.core.settings",
        "tui_player.messages.requests",
        "tui_player.core.selection.rules",
        "tui_player.model.music.track_extras",
        "tui_player.messages.snapshot",
        "tui_player.model.music.track",
        "tui_player.ui.overlays.registry",
        "tui_player.ui.overlays.chooser",
        "tui_player.ui.keys.key_requests",
        "tui_player.ui.plain.front_end",
    }
    assert "tui_player.ui.app" in loaded
    assert not {*HEAVY, *later} & loaded
