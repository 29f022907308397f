"""What watching a large tree costs while nothing happens, and how soon a change is in the library.

Run from the checkout: python -m tests.benchmarks.watching [FOLDERS [SECONDS]]
The delay is from the end of copying a file to the event that tells of it. The system must allow
as many watches (fs.inotify.max_user_watches).
"""

import os
import queue
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median

from tests.benchmarks.libraries import genre_families
from tests.media_files import write_audio
from tui_player.library.scanner.watch import count_watches
from tui_player.library.scanner.worker import LibraryScanner
from tui_player.messages.events import Event, LibraryChanged

FOLDERS_IN_ONE = 20
COPIES = 15
DEADLINE_S = 300.0

Events = queue.Queue[Event]


def make_folders(music: Path, count: int) -> None:
    for number in range(count // FOLDERS_IN_ONE):
        for name in range(FOLDERS_IN_ONE - 1):
            (music / str(number) / str(name)).mkdir(parents=True)


def wait_for(events: Events, tracks: int) -> None:
    """Until the library is in step with so many tracks."""
    while True:
        event = events.get(timeout=DEADLINE_S)
        if isinstance(event, LibraryChanged) and event.finished and event.tracks == tracks:
            return


def idle_share(seconds: float) -> float:
    """The share of one processor that this process takes while nothing happens."""
    before = os.times()
    threading.Event().wait(seconds)
    after = os.times()
    return (after[0] + after[1] - before[0] - before[1]) / (after[4] - before[4])


def delays(music: Path, original: Path, events: Events) -> list[float]:
    """Seconds from a file's copy to its track."""
    found = []
    for number in range(COPIES):
        shutil.copyfile(original, music / str(number % 3) / f"{number}.mp3")
        begun_s = time.monotonic()
        wait_for(events, number + 1)
        found.append(time.monotonic() - begun_s)
    return found


def main(folders: int, seconds: float) -> None:
    """Print what it costs and how long it takes."""
    with tempfile.TemporaryDirectory() as temporary:
        music = Path(temporary) / "music"
        make_folders(music, folders)
        original = write_audio(Path(temporary) / "a.mp3", 1.0)
        events: Events = queue.Queue()
        scanner = LibraryScanner(
            music, Path(temporary) / "library.db", genre_families(), events.put
        )
        begun_s = time.monotonic()
        scanner.start()
        wait_for(events, 0)
        print(f"{count_watches()} folders watched after {time.monotonic() - begun_s:.1f} s")
        idle_share(2.0)  # the watch itself settles
        print(f"idle: {idle_share(seconds):.2%} of one processor over {seconds:.0f} s")
        found = delays(music, original, events)
        print(f"a new file shows after {median(found):.2f} s, {max(found):.2f} s at most")
        scanner.stop()


if __name__ == "__main__":
    given = [float(each) for each in sys.argv[1:]]
    main(*(int(given[0]) if given else 20_000, given[1] if given[1:] else 20.0))
