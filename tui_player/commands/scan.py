"""The command `scan`: brings the library of a folder into step, shows how far it is, and leaves."""

import argparse
import os
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from tui_player.library.scanner.scan_once import scan_once
from tui_player.messages.events import Event, LibraryChanged, LibraryTroubled, ScanProgressed
from tui_player.model.errors import TuiPlayerError
from tui_player.model.text import counted
from tui_player.settings.config import load_config, load_genre_families
from tui_player.settings.paths import UserPaths
from tui_player.settings.run_settings import RunOptions, settle
from tui_player.util.console import print_line

if TYPE_CHECKING:  # drawing is imported where there is a terminal: it takes as long as 500 files
    from rich.progress import Progress

EXIT_INTERRUPTED = 130  # 128 and the number of SIGINT, as shells have it
# How often a line is written where there is no terminal to draw a bar on.
PLAIN_LINE_S = 10.0


def main(arguments: list[str]) -> int:
    """Scan; the exit status: 0 in step, 130 interrupted. Raises TuiPlayerError."""
    options = _parser().parse_args(arguments)
    paths = UserPaths.of_this_user()
    config = load_config(options.config or paths.config_file, must_exist=bool(options.config))
    folder = settle(RunOptions(folder=options.folder), config, paths, os.environ).folder
    paths.create()
    index_file = paths.index_file(folder)
    try:
        with _interruptible() as interrupted, ScanTeller(sys.stderr) as teller:
            families = load_genre_families(config)
            in_step = scan_once(
                folder,
                index_file,
                families,
                teller.tell,
                interrupted,
                config.ignore,
                config.tag_encoding,
            )
    except (sqlite3.DatabaseError, OSError) as error:
        raise TuiPlayerError(f"the library index {index_file} cannot be written: {error}") from None
    print_line(teller.summary(folder))
    if in_step:
        return 0
    print("Interrupted. The next scan goes on from there.", file=sys.stderr)  # noqa: T201
    return EXIT_INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tui-player scan",
        description="Reads the tags of a music folder into the library, and leaves.",
    )
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        metavar="FOLDER",
        help="the music (default: the last folder, else your music folder)",
    )
    parser.add_argument("--config", type=Path, metavar="PATH", help="another config.toml")
    return parser


class ScanTeller:
    """Shows how far a scan is: a bar with the time left on a terminal, else a line at times."""

    def __init__(self, out: TextIO, now_s: Callable[[], float] = time.monotonic) -> None:
        self._out = out
        self._now_s = now_s
        self._line_told_s = now_s()
        self._library = LibraryChanged(0, 0)
        self._bar = _bar(out) if out.isatty() else None

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def tell(self, event: Event) -> None:
        """Take one event of the scan."""
        match event:
            case LibraryChanged():
                self._library = event
            case LibraryTroubled(sentence) if sentence:
                self._write(sentence)
            case ScanProgressed(done, total):
                if self._bar is None:
                    self._tell_plainly(done, total)
                else:
                    (task,) = self._bar.task_ids
                    self._bar.update(task, completed=done, total=total, refresh=True)

    def summary(self, folder: Path) -> str:
        """What the library holds after the scan, in a line or two."""
        library = self._library
        name = os.fsencode(folder).decode("utf-8", "replace")
        lines = [f"{name}: {counted(library.tracks, 'track')}, {counted(library.genres, 'genre')}."]
        if library.unreadable:
            files = counted(len(library.unreadable), "file")
            lines.append(f"{files} cannot be read; `tui-player doctor` tells which and why.")
        return "\n".join(lines)

    def _tell_plainly(self, done: int, total: int | None) -> None:
        if self._now_s() - self._line_told_s < PLAIN_LINE_S:
            return
        self._line_told_s = self._now_s()
        of_all = "" if total is None else f" of {total}"
        self._write(f"{done}{of_all} files")

    def _write(self, line: str) -> None:
        if self._bar is None:
            print(line, file=self._out, flush=True)
        else:  # above the bar
            self._bar.console.print(line, markup=False, highlight=False, soft_wrap=True)


def _bar(out: TextIO) -> "Progress":
    """A bar with count and time left, wiped away at its end."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    bar = Progress(
        TextColumn("Reading tags"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("files, time left"),
        TimeRemainingColumn(),
        console=Console(file=out),
        auto_refresh=False,
        transient=True,
    )
    bar.add_task("", total=None)
    return bar


@contextmanager
def _interruptible() -> Iterator[Callable[[], bool]]:
    """Ctrl-C and SIGTERM end the work between two files; gives what tells whether one came."""
    interrupted = threading.Event()

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        interrupted.set()

    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, interrupt) for number in numbers]
    try:
        yield interrupted.is_set
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
