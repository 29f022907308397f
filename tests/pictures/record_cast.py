"""Records a short tour of the demo as an asciinema cast, version 2.

    python -m tests.pictures.record_cast tour.cast

`asciinema play tour.cast` shows it.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.terminal import TerminalSession, session_environ

COLUMNS, ROWS = 100, 30
LONGEST_PAUSE_S = 2.0


@dataclass(frozen=True, slots=True)
class Step:
    """Keys, what must come onto the screen of them, and how long it is looked at."""

    keys: str = ""
    words: Sequence[str] = ()
    look_s: float = 2.0


def tour(word: str) -> Sequence[Step]:
    """What is shown; `word` is searched for."""
    return (
        Step("", ("DEMO", "23 tracks", "why"), 4.0),
        Step("n", (), 2.0),
        Step("i", ("Why this track",), 3.0),
        Step("\x1b", (), 0.5),
        Step("2", ("pinned: sad",), 2.0),
        Step("0", (), 1.0),
        Step("w", ("spectrum on",), 3.0),
        Step("w", (), 0.5),
        Step("/", ("title, artist",), 0.5),
        Step(word, ("found",), 2.0),
        Step("\x1b", (), 0.5),
        Step("t", ("Theme",), 1.0),
        Step("j", (), 0.7),
        Step("j", (), 0.7),
        Step("\x1b", (), 0.5),
        Step("?", ("pause, resume",), 3.0),
        Step("\x1b", (), 1.0),
        Step("q", (), 0.0),
    )


def record(word: str) -> str:
    """The cast: a line of head, then a line for each moment something was written."""
    head = {"version": 2, "width": COLUMNS, "height": ROWS, "env": {"TERM": "xterm-256color"}}
    lines = [json.dumps(head)]
    with tempfile.TemporaryDirectory() as home:
        session = TerminalSession(["demo"], session_environ(Path(home)), COLUMNS, ROWS)
        with session as program:
            moments = _watched(program, tour(word))
    told, shown_s, before_s = b"", 0.0, 0.0
    for at_s, written in moments:
        shown_s += min(at_s - before_s, LONGEST_PAUSE_S)
        before_s = at_s
        told += written
        text, told = _whole_letters(told)
        if text:
            lines.append(json.dumps([round(shown_s, 3), "o", text], ensure_ascii=False))
    return "\n".join(lines) + "\n"


def _watched(program: TerminalSession, steps: Sequence[Step]) -> list[tuple[float, bytes]]:
    """What the program wrote, each piece with the seconds since the start."""
    begin_s, seen = time.monotonic(), 0
    moments: list[tuple[float, bytes]] = []

    def look(is_enough: bool) -> bool:
        nonlocal seen
        if len(program.written) > seen:
            moments.append((time.monotonic() - begin_s, program.written[seen:]))
            seen = len(program.written)
        return is_enough

    for step in steps:
        program.press(step.keys)
        program.wait_until(lambda: look(all(w in program.text for w in step.words)))  # noqa: B023
        until_s = time.monotonic() + step.look_s
        program.wait_until(lambda: look(time.monotonic() >= until_s))  # noqa: B023
    program.wait_for_end()
    look(True)
    return moments


def _whole_letters(written: bytes) -> tuple[str, bytes]:
    """The text as far as its letters are whole, and the beginning of the letter that is not."""
    for left in range(4):
        try:
            return written[: len(written) - left].decode(), written[len(written) - left :]
        except UnicodeDecodeError:
            continue
    return written.decode("utf-8", "replace"), b""


def main() -> None:
    """Record, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cast", type=Path)
    parser.add_argument("--search", default="the", help="the word that is searched for")
    options = parser.parse_args()
    options.cast.write_text(record(options.search), encoding="utf-8")


if __name__ == "__main__":
    main()
