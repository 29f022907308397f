"""What scanning costs: a first scan in units of a bare tinytag loop, a second in bare walks.

Run from the checkout: python -m tests.benchmarks.library_scan [TAGGED_FILES [EMPTY_FILES]]
Every ratio is of one round; given are the medians of the rounds. All files are in the page cache.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from tinytag import TinyTag

from tui_player.library.scanner import tag_pool
from tui_player.library.scanner.scan_once import scan_once
from tui_player.model.music.genres import GenreFamilies

ROUNDS = 5


def seconds(action: Callable[[], object]) -> tuple[float, float]:
    """Wall-clock seconds, and CPU seconds with those of child processes that ended."""
    wall_s, before = time.perf_counter(), os.times()
    action()
    after = os.times()
    cpu_s = sum(after[:4]) - sum(before[:4])
    return time.perf_counter() - wall_s, cpu_s


def tinytag_loop(folder: Path) -> None:
    """Read all tags, and do nothing with them."""
    for place, _, names in os.walk(folder):
        for name in names:
            TinyTag.get(os.path.join(place, name))  # noqa: PTH118 - as bare as can be


def bare_walk(folder: Path) -> None:
    """Look at every file's status."""
    for place, _, _ in os.walk(folder):
        with os.scandir(place) as entries:
            for entry in entries:
                entry.stat()


def scan(folder: Path, index: Path, families: GenreFamilies) -> None:
    assert scan_once(folder, index, families, lambda _: None, lambda: False)


def first_scans(folder: Path, families: GenreFamilies, *, processes: bool) -> str:
    """A first scan against the bare loop, with and without processes."""
    tag_pool.WORTH_PROCESSES_FILES = 0 if processes else 10**9
    walls, cpus = [], []
    for number in range(ROUNDS):
        bare = seconds(lambda: tinytag_loop(folder))
        index = folder.parent / f"first-{processes}-{number}.db"
        ours = seconds(lambda index=index: scan(folder, index, families))  # type: ignore[misc]
        walls.append(ours[0] / bare[0])
        cpus.append(ours[1] / bare[1])
    return f"{median(walls):.2f} of its time, {median(cpus):.2f} of its CPU"


def second_scans(folder: Path, families: GenreFamilies) -> tuple[float, float]:
    """A scan that finds nothing changed, against a walk that looks at every file; and seconds."""
    index = folder.parent / "second.db"
    scan(folder, index, families)
    ratios, ours = [], []
    for _ in range(ROUNDS):
        walk_s, _ = seconds(lambda: bare_walk(folder))
        scan_s, _ = seconds(lambda: scan(folder, index, families))
        ratios.append(scan_s / walk_s)
        ours.append(scan_s)
    return median(ratios), median(ours)


def main(tagged_files: int, empty_files: int) -> None:
    """Print the ratios."""
    # Imported here: a process that reads tags imports this module too, and these take a second.
    from tests.benchmarks.libraries import genre_families, write_empty_files, write_tagged_files

    families = genre_families()
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        write_tagged_files(place / "tagged" / "music", tagged_files)
        write_empty_files(place / "empty" / "music", empty_files)
        print(f"first scan of {tagged_files} files, in bare tinytag loops over them:")
        for processes, name in ((False, "one process"), (True, "several processes")):
            told = first_scans(place / "tagged" / "music", families, processes=processes)
            print(f"  {name}: {told}")
        ratio, scan_s = second_scans(place / "empty" / "music", families)
        print(f"second scan of {empty_files} files: {ratio:.2f} bare walks ({scan_s:.2f} s here)")


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    main(*(given + [5_000, 100_000][len(given) :]))
