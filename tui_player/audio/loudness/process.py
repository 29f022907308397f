"""The measuring process: `python -m tui_player.audio.loudness.process`, started by the meter.

A path (JSON text) comes in a line; out come, a line each, `null` now and then while it measures,
and in the end what was found: {"gain_db": …, "peak": …}, {} for nothing, or {"error": …}. It
measures at the lowest priority, with rests, and ends as soon as its input closes, that is also
when the player is killed.
"""

import contextlib
import json
import os
import sys
import time
from pathlib import Path

from tui_player.audio.decoders.decoder import UndecodableError
from tui_player.util.child_processes import end_once_closed

# So much sound is measured at a stroke, one or two ms of work; then the process rests this many
# times as long as that took: a quarter of one core at most, and less on a busy machine.
STEP_S = 0.5
REST_FACTOR = 3.0
# A sign of life is given this often.
SIGN_EVERY_S = 1.0
LOWEST_PRIORITY = 19
# Where the kernel shares the processor out among sessions first, a session's own priority: a
# tenth of what others get. With less it would seem to hang on a busy machine.
AUTOGROUP = Path("/proc/self/autogroup")
PRIORITY_AMONG_SESSIONS = 10


def main() -> None:
    """Answer until the input closes."""
    with contextlib.suppress(OSError):
        os.nice(LOWEST_PRIORITY)
    answers = os.dup(1)
    os.dup2(2, 1)
    end_once_closed(0)
    for line in sys.stdin:
        try:
            _tell(answers, _measured(json.loads(line), answers))
        except UndecodableError:
            _tell(answers, {})  # the player says so when the track is played
        except BrokenPipeError:
            return
        except Exception as error:  # noqa: BLE001 - the process's outermost loop
            _tell(answers, {"error": f"{type(error).__name__}: {error}"})


def step_back_among_sessions(autogroup: Path = AUTOGROUP) -> None:
    """Lower the priority of the session, where this process is a session of its own."""
    if os.getsid(0) == os.getpid():
        with contextlib.suppress(OSError):  # there is no such thing on most servers
            autogroup.write_text(str(PRIORITY_AMONG_SESSIONS), encoding="ascii")


def _measured(path: str, answers: int) -> dict[str, float]:
    """How loud a file is. Raises UndecodableError."""
    from tui_player.audio.loudness.ebur128 import LoudnessMeasurement

    step_back_among_sessions()  # now: loading that would take long for one that steps back
    measurement = LoudnessMeasurement(path)
    try:
        told_s = began_s = time.monotonic()
        while measurement.step(STEP_S):
            now_s = time.monotonic()
            if now_s - told_s > SIGN_EVERY_S:
                told_s = now_s
                _tell(answers, None)
            time.sleep(REST_FACTOR * (now_s - began_s))
            began_s = time.monotonic()
        found = measurement.loudness
    finally:
        measurement.close()
    if found.track_gain_db is None or found.track_peak is None:
        return {}
    return {"gain_db": found.track_gain_db, "peak": found.track_peak}


def _tell(answers: int, answer: object) -> None:
    os.write(answers, json.dumps(answer).encode("ascii") + b"\n")


if __name__ == "__main__":
    main()
