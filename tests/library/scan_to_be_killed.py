"""A player without a screen that scans and remembers until it is killed.

Run as: python -m tests.library.scan_to_be_killed FOLDER INDEX HISTORY
Writes "go" when it begins and "done" when the library is in step.
"""

import itertools
import os
import sys
import threading
import time
from pathlib import Path

from tests.benchmarks.libraries import genre_families
from tui_player.history.worker import HistoryStore
from tui_player.library.scanner.worker import LibraryScanner
from tui_player.messages.commands import Remember
from tui_player.messages.events import Event, LibraryChanged
from tui_player.messages.facts import Outcome, TrackHeard
from tui_player.model.music.track import TrackId

FACTS_EVERY_S = 0.002


def main(folder: Path, index: Path, history: Path) -> None:
    """Go on until killed."""

    def tell(event: Event) -> None:
        if isinstance(event, LibraryChanged) and event.finished:
            print("done", flush=True)

    store = HistoryStore(history, tell)
    store.load()
    scanner = LibraryScanner(folder, index, genre_families(), tell)
    print("go", flush=True)
    store.start()
    scanner.start()
    never = threading.Event()
    for number in itertools.count():
        track_id = TrackId(f"{os.getpid()}-{number}")
        store.post(Remember(TrackHeard(track_id, time.time(), None, 1.0, Outcome.FINISHED)))
        never.wait(FACTS_EVERY_S)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
