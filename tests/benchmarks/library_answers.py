"""What answers of the catalog cost, beside the raw queries that they cannot do without.

Run from the checkout: python -m tests.benchmarks.library_answers [TRACKS ...]
The ratio of a search is to the bare full-text match of its words, that of a sample to as many
look-ups of a track by its number. Times are medians, in milliseconds on this machine.
"""

import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from tests.benchmarks.libraries import write_rows
from tui_player.library.index import LibraryCatalog
from tui_player.library.schema import open_for_reading
from tui_player.settings.config import Config, load_rules

REPEATS = 15
SHOWN = 200  # as many as the screen asks for
SAMPLED = 60
SEARCHES = {
    "one letter": ("b", '"b"*'),
    "three letters": ("ven", '"ven"*'),
    "two words": ("ba lo", '"ba"* AND "lo"*'),
    "in the artist": ("artist:ven", '{artist album_artist} : "ven"*'),
    "words and year": ("ven year:1990-1999", '"ven"*'),
    "words and mood": ("ven mood:sad", '"ven"*'),
    "genre alone": ("genre:jazz", None),
    "year alone": ("year:1994", None),
    "mood alone": ("mood:sad", None),
    "nothing": ("", None),
}


def median_ms(action: Callable[[], object]) -> float:
    """Milliseconds that an action takes, once all it needs is in memory."""
    action()
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        action()
        times.append(1000 * (time.perf_counter() - start))
    return median(times)


def told(name: str, ours_ms: float, raw_ms: float | None) -> str:
    ratio = "" if raw_ms is None else f"{ours_ms / raw_ms:8.1f} x the raw query"
    return f"  {name:<16}{ours_ms:9.2f} ms{ratio}"


def searches(catalog: LibraryCatalog, raw: sqlite3.Connection) -> list[str]:
    lines = []
    for name, (text, match) in SEARCHES.items():
        ours_ms = median_ms(lambda text=text: catalog.search(text, SHOWN))  # type: ignore[misc]
        raw_ms = None
        if match is not None:
            sql = "SELECT rowid FROM words WHERE words MATCH ? LIMIT ?"
            raw_ms = median_ms(
                lambda match=match, sql=sql: raw.execute(sql, (match, SHOWN)).fetchall()  # type: ignore[misc]
            )
        lines.append(told(name, ours_ms, raw_ms))
    return lines


def samples(catalog: LibraryCatalog, raw: sqlite3.Connection, tracks: int) -> str:
    randomness = random.Random(1)
    families = load_rules(Config()).families_by_mood["happy"]

    def look_up() -> None:
        for _ in range(SAMPLED):
            number = randomness.randrange(tracks) + 1
            raw.execute("SELECT * FROM track WHERE id = ?", (number,)).fetchone()

    ours_ms = median_ms(lambda: catalog.sample(families, SAMPLED, randomness))
    return told(f"sample of {SAMPLED}", ours_ms, median_ms(look_up))


def main(sizes: list[int]) -> None:
    """Print what answers cost at each size of library."""
    for tracks in sizes:
        with tempfile.TemporaryDirectory() as temporary:
            index = Path(temporary) / "library.db"
            start = time.perf_counter()
            write_rows(index, Path(temporary), tracks)
            print(f"{tracks} tracks (written in {time.perf_counter() - start:.0f} s):")
            rules = load_rules(Config())
            catalog = LibraryCatalog.open(index, Path(temporary), rules.families_by_mood)
            raw = open_for_reading(index)
            print(*searches(catalog, raw), samples(catalog, raw, tracks), sep="\n")
            raw.close()
            catalog.close()


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [100_000])
