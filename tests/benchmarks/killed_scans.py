"""Kills a player during its scan at random moments, again and again; tells what went wrong.

Run from the checkout: python -m tests.benchmarks.killed_scans [ROUNDS [FILES [SEED]]]
"""

import sys
import tempfile
import time
from pathlib import Path
from random import Random

from tests.library.killing import KilledLibrary


def main(rounds: int, files: int, seed: int) -> int:
    """Count the rounds that went well; the exit status is 1 unless all did."""
    with tempfile.TemporaryDirectory() as temporary:
        library = KilledLibrary(Path(temporary), Random(seed))
        library.write_files(files)
        longest_s = library.seconds_of_a_scan(time.monotonic)
        print(f"{files} files, a whole scan takes {longest_s:.2f} s here")
        well = 0
        for number in range(rounds):
            library.change_some()
            library.scan_and_kill(longest_s)
            try:
                library.check()
            except AssertionError as error:
                print(f"round {number}: {error}")
            else:
                well += 1
        print(f"{well} of {rounds} rounds went well; {len(library.remembered)} facts remembered")
    return 0 if well == rounds else 1


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    sys.exit(main(*(given + [50, 2_000, 1][len(given) :])))
