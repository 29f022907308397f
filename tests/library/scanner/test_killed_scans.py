"""A player killed in the middle of a scan: the next start is right, and nothing is forgotten.

tests/benchmarks/killed_scans.py does the same fifty times.
"""

from pathlib import Path
from random import Random

from tests.library.killing import KilledLibrary

ROUNDS = 4
LONGEST_S = 0.4  # about what the scan takes


def test_the_next_start_is_right(tmp_path: Path) -> None:
    library = KilledLibrary(tmp_path, Random(5))
    library.write_files(300)
    for _ in range(ROUNDS):
        library.scan_and_kill(LONGEST_S)
        library.check()
        library.change_some()
    assert library.remembered
