"""The doctor's look at sound: which libraries there are and which device would play."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import tui_player
from tui_player.doctor.findings import Finding, fails, works

# A sound server that does not answer can hold the opening of a device for half a minute.
PROBE_S = 15.0
_INSTALL = "install libpulse0 or libasound2, e.g. sudo apt install libpulse0"
_HOW_TO_START = (sys.executable, "-P", "-m", "tui_player.doctor.sound_probe")


def check_sound(
    device: str | None, command: Sequence[str] = _HOW_TO_START, limit_s: float = PROBE_S
) -> Iterator[Finding]:
    """Findings on sound; `device` is that of the configuration, `command` starts the probe."""
    try:
        answer = _ask([*command, *([device] if device else [])], limit_s)
    except subprocess.TimeoutExpired:
        yield fails(
            f"The sound device did not open within {limit_s:.0f} seconds.",
            "restart the sound server, e.g. systemctl --user restart pipewire pulseaudio",
        )
        return
    if answer is None:
        yield fails("Opening the sound device crashed.", "try another with --audio-device NAME")
        return
    libraries = answer["libraries"]
    if not libraries:
        yield fails("There is no sound library.", _INSTALL)
    else:
        yield works(f"Sound libraries: {', '.join(libraries)}.")
    if "device" in answer:
        yield works(f"Music would play on {answer['device']}, by {answer['backend']}.")
    else:
        yield fails(str(answer["sentence"]))


def _ask(command: Sequence[str], limit_s: float) -> dict[str, Any] | None:
    """The probe's answer; None if it ended without one. Raises subprocess.TimeoutExpired."""
    paths = [str(Path(tui_player.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=limit_s,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
    )
    lines = done.stdout.splitlines()
    try:
        answer = json.loads(lines[-1])
    except (IndexError, ValueError):
        return None
    return answer if isinstance(answer, dict) else None
