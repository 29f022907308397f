"""Opens the sound device that the player would open, says which it is, and ends.

A process of its own: an opened device may hang, crash or write to descriptor 2.
Started as `python -m tui_player.commands.doctor.sound_probe [DEVICE]`; its last line of output
is JSON.
"""

import ctypes
import json
import os
import sys
import time

from tui_player.model.errors import TuiPlayerError
from tui_player.model.text import reason_of
from tui_player.util.child_processes import end_once_closed

# What the player or miniaudio loads if it is there; sound needs one of them.
SOUND_LIBRARIES = ("libpulse.so.0", "libasound.so.2", "libjack.so.0")
RATE_HZ = 48_000


def main() -> None:
    """Print what was found; ends by os._exit, as a half-opened device can hold up a plain exit."""
    end_once_closed(sys.stdin.fileno())
    found: dict[str, object] = {"libraries": [name for name in SOUND_LIBRARIES if _loads(name)]}
    try:
        from tui_player.audio.outputs.registry import DeviceOpener
        from tui_player.audio.pcm.mixer import Mixer

        name = sys.argv[1] if len(sys.argv) > 1 else None
        device = DeviceOpener()(name, RATE_HZ, 0, Mixer(time.monotonic), lambda: None)
        found |= {"device": device.name, "backend": device.backend}
        device.close()
    except TuiPlayerError as error:
        found["sentence"] = str(error)
    except ImportError as error:
        found["is_broken"] = True
        found["sentence"] = (
            f"A library is missing or broken: {reason_of(error)}; install tui-player anew."
        )
    print(json.dumps(found), flush=True)  # noqa: T201 - this is how it answers
    os._exit(0)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main()
