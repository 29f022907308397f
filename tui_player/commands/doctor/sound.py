"""The doctor's look at sound: which libraries there are and which device would play."""

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from typing import Any

from tui_player.commands.doctor.findings import Finding, fails, limited, works
from tui_player.util.child_processes import child_environment, python_command

# A sound server that does not answer can hold the opening of a device for half a minute.
PROBE_S = 15.0
_INSTALL = "install libpulse0 or libasound2, e.g. sudo apt install libpulse0"


def check_sound(
    device: str | None, command: Sequence[str] | None = None, limit_s: float = PROBE_S
) -> Iterator[Finding]:
    """Findings on sound; `device` is that of the configuration, `command` starts the probe.

    The player can do without sound, as on a box that has none, but not without a device that was
    named.
    """
    probe = python_command("tui_player.commands.doctor.sound_probe") if command is None else command
    try:
        answer = _ask([*probe, *([device] if device else [])], limit_s)
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
        yield limited("There is no sound library: nothing is heard.", _INSTALL)
    else:
        yield works(f"Sound libraries: {', '.join(libraries)}.")
    if answer.get("backend") == "Null":
        yield limited(
            "The sound device “null” was chosen: nothing is heard.",
            "name another with --audio-device or in config.toml",
        )
    elif "device" in answer:
        yield works(f"Music would play on {answer['device']}, by {answer['backend']}.")
    elif answer.get("is_broken") or device:
        yield fails(str(answer["sentence"]))
    elif libraries:  # without one it is plain why there is no device
        yield limited(str(answer["sentence"]))


def _ask(command: Sequence[str], limit_s: float) -> dict[str, Any] | None:
    """The probe's answer; None if it ended without one. Raises subprocess.TimeoutExpired."""
    input_end, our_end = os.pipe()  # which closes with this process, and the probe ends by it
    try:
        done = subprocess.run(
            command,
            stdin=input_end,
            capture_output=True,
            timeout=limit_s,
            check=False,
            env=child_environment(),
        )
    finally:
        os.close(input_end)
        os.close(our_end)
    lines = done.stdout.splitlines()
    try:
        answer = json.loads(lines[-1])
    except (IndexError, ValueError):
        return None
    return answer if isinstance(answer, dict) else None
