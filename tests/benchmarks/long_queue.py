"""What a long queue costs: with each change of it, and with each snapshot while it stays.

Run from the checkout: python -m tests.benchmarks.long_queue [TRACKS]
Times are medians, in milliseconds on this machine. "told" is the line on the control socket, with
which `attach` shows the player elsewhere; "shown" is what that makes of it.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median

from tests.core.stage import Stage
from tests.fakes import ListCatalog
from tests.makers import track
from tui_player.core.memory import Memory
from tui_player.messages import events, requests
from tui_player.messages.facts import ResumePoint
from tui_player.messages.snapshot import Snapshot
from tui_player.model.mood.emotion import EMOTIONS
from tui_player.remote.control.snapshot_lines import SnapshotWriter, with_changes

TRACKS = 16_000
RUNS = 9


def main(tracks: int) -> None:
    """Print the times."""
    names = [track(f"{e} {n}", f"{e} music") for e in EMOTIONS for n in range(tracks // 7 + 1)]
    ids = tuple(one.id for one in names)[:tracks]
    stage = Stage(
        memory=Memory(resume_point=ResumePoint(ids[0], 1.0, ids)), catalog=ListCatalog(names)
    )
    _print("taken up again at the start", _once_ms(stage.library_is_read))
    _print("a tick of the clock", median_ms(lambda: _tick(stage)))
    _print("the next track", median_ms(lambda: stage.ask(requests.Skip())))
    _print("one queued more", median_ms(lambda: stage.ask(requests.QueueTrack(ids[5]))))
    _print("a snapshot", median_ms(lambda: stage.snapshot))

    writer, snapshot = SnapshotWriter(), stage.snapshot
    _print("told whole, the first time", _once_ms(lambda: writer.write(snapshot)))
    paused = replace(snapshot, paused=True)
    edited = replace(snapshot, up_next=snapshot.up_next[1:])
    _print("told whole, Up next as before", median_ms(lambda: writer.write(paused)))
    _print("told whole, one track less", _once_ms(lambda: writer.write(edited)))
    for what, now in (("Up next as before", paused), ("one track less", edited)):
        _print(f"told, {what}", median_ms(lambda: writer.write_changes(snapshot, now)))  # noqa: B023
        changes = json.loads(writer.write_changes(snapshot, now))["changes"]
        _print(f"shown, {what}", median_ms(lambda: with_changes(snapshot, changes)))  # noqa: B023
    whole = json.loads(writer.write_changes(None, snapshot))["changes"]
    _print("shown, the first time", _once_ms(lambda: with_changes(Snapshot(), whole)))


def _tick(stage: Stage) -> None:
    stage.now_s += 1.0
    stage.tell(events.ClockTicked())


def median_ms(act: Callable[[], object]) -> float:
    """How long it takes, the middle one of several times."""
    return median(_once_ms(act) for _ in range(RUNS))


def _once_ms(act: Callable[[], object]) -> float:
    began_s = time.perf_counter()
    act()
    return (time.perf_counter() - began_s) * 1000


def _print(what: str, took_ms: float) -> None:
    print(f"{what:32}{took_ms:10.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TRACKS)
