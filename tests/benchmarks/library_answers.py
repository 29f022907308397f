"""What answers of the catalog cost, beside the raw queries that they cannot do without.

Run from the checkout: python -m tests.benchmarks.library_answers [TRACKS ...]
The ratio of a search is to the bare full-text match of its words, that of a sample to as many
look-ups of a track by its number. Times are medians, in milliseconds on this machine. Memory is
the most that a process takes to answer all of it, less what it takes for a thousand tracks.
"""

import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from statistics import median

from tests.benchmarks.libraries import genre_families, write_rows
from tui_player.library.browse.browser import LibraryBrowser
from tui_player.library.index.catalog import LibraryCatalog
from tui_player.library.index.schema import open_for_reading
from tui_player.library.index.search import Moods
from tui_player.model.music.genres import GenreFamilies
from tui_player.ports.browser import Place, PlaceKind, sorts_of
from tui_player.settings.config import Config, load_rules

REPEATS = 15
SHOWN = 200  # as many as the screen asks for
SAMPLED = 60
PAGE = 200  # rows, as the screen asks for
FEW = 1_000
SEEN = (
    *(PlaceKind.TOP, PlaceKind.TRACKS, PlaceKind.ARTISTS, PlaceKind.ALBUMS, PlaceKind.GENRES),
    PlaceKind.FOLDERS,
)
SEARCHES = {
    "one letter": ("b", '"b"*'),
    "three letters": ("ven", '"ven"*'),
    "two words": ("ba lo", '"ba"* AND "lo"*'),
    "in the artist": ("artist:ven", '{artist album_artist} : "ven"*'),
    "letter in title": ("title:b", '{title} : "b"*'),
    "letter in path": ("path:b", '{location} : "b"*'),
    "word and letter": ("ven b", '"ven"* AND "b"*'),
    "letter and year": ("title:b year:1990-1999", '{title} : "b"*'),
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


@cache
def tables() -> tuple[Moods, GenreFamilies]:
    """What the player reads once, at its start."""
    return load_rules(Config()).families_by_mood, genre_families()


def open_browser(index: Path) -> LibraryBrowser:
    return LibraryBrowser(index, index.parent, *tables(), index.parent / "saved")


def places(index: Path, tracks: int) -> list[str]:
    """What the first look at each place takes, and scrolling in the longest one."""
    lines = []
    for kind in SEEN:
        place, sort = Place(kind), sorts_of(kind)[0]
        first_ms = median_ms(lambda: seen_first(index, place))  # noqa: B023
        browser = open_browser(index)
        browser.page(place, sort, tracks // 2, PAGE)
        again_ms = median_ms(lambda: browser.page(place, sort, tracks // 2, PAGE))  # noqa: B023
        browser.close()
        lines.append(f"  {kind.value:<16}{first_ms:9.2f} ms at first, {again_ms:.2f} ms further on")
    return lines


def seen_first(index: Path, place: Place) -> None:
    browser = open_browser(index)
    browser.page(place, sorts_of(place.kind)[0], 0, PAGE)
    browser.close()


def most_memory(index: Path) -> int:
    """Bytes a process takes at most that asks everything of an index."""
    command = [sys.executable, "-m", "tests.benchmarks.library_answers", "--ask", str(index)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def ask_everything(index: Path) -> None:
    """As the player does: choosing on one connection, looking around on another."""
    moods = load_rules(Config()).families_by_mood
    catalog = LibraryCatalog.open(index, index.parent, moods)
    for families in moods.values():
        catalog.sample(families, SAMPLED, random.Random(1))
    browser = open_browser(index)
    for text, _ in SEARCHES.values():
        catalog.search(text, SHOWN)
        browser.page(Place(PlaceKind.FOUND, text), sorts_of(PlaceKind.FOUND)[0], 0, PAGE)
    for kind in (PlaceKind.TRACKS, PlaceKind.GENRES, PlaceKind.FOLDERS):
        for first in (0, 5_000):
            browser.page(Place(kind), sorts_of(kind)[0], first, PAGE)
    # Not the resource usage: its maximum is passed on from the process that started this one.
    status = Path("/proc/self/status").read_text()
    print(int(status.partition("VmHWM:")[2].split()[0]) * 1024)


def memory(index: Path, tracks: int) -> str:
    with tempfile.TemporaryDirectory() as temporary:
        small = Path(temporary) / "library.db"
        write_rows(small, Path(temporary), FEW)
        grown = most_memory(index) - most_memory(small)
    return f"  memory          {grown / (tracks - FEW):9.1f} bytes a track"


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
            print(*searches(catalog, raw), samples(catalog, raw, tracks), sep="\n", flush=True)
            raw.close()
            catalog.close()
            print(*places(index, tracks), memory(index, tracks), sep="\n", flush=True)


if __name__ == "__main__" and sys.argv[1:2] == ["--ask"]:
    ask_everything(Path(sys.argv[2]))
elif __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [100_000])
