"""The command `moods`: draws the mood history, exports it, keeps it or erases it."""

import argparse
import csv
import io
import json
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from tui_player.commands.mood_chart import ASCII_BLOCKS, BLOCKS, MoodDay, day_lines, week_lines
from tui_player.commands.tools import AT_NEXT_START, export, is_history_there, opened_history
from tui_player.history.profile_tables import read_mood_minutes, read_person, write_person_fact
from tui_player.messages.facts import MoodHistoryAllowed, MoodHistoryErased, PersonFact
from tui_player.model.clock import MINUTE_S
from tui_player.model.errors import TuiPlayerError
from tui_player.model.mood.mood_minute import MoodMinute
from tui_player.model.text import counted
from tui_player.settings.paths import UserPaths
from tui_player.util.console import print_line

WEEK_DAYS = 7
_NOT_KEPT = (
    "The history of moods is not kept. Press H in the player, or type `tui-player moods --keep`:"
    " one emotion a minute, on this machine only."
)


def main(arguments: list[str]) -> int:
    """Do what is asked; the exit status. Raises TuiPlayerError."""
    options = _parser().parse_args(arguments)
    path = UserPaths.of_this_user().history_file
    if options.keep or options.stop:
        return _write(
            path,
            MoodHistoryAllowed(options.keep),
            "Kept from now on."
            if options.keep
            else "No longer kept; what there is stays until --erase.",
        )
    if options.erase:
        return _write(path, MoodHistoryErased(), "Erased.")
    last: date = options.day or date.today()
    days = [last - timedelta(n) for n in reversed(range(WEEK_DAYS if options.week else 1))]
    may_keep, minutes = _read(path, days)
    if options.export is not None:
        return _export(minutes, options.export)
    try:
        _show(may_keep, minutes, days)
        sys.stdout.flush()
    except BrokenPipeError:  # `| head` has seen enough; nothing may be left for the exit to flush
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tui-player moods",
        description="Draws what your face showed, minute by minute, if that is kept.",
    )
    parser.add_argument(
        "--day",
        type=date.fromisoformat,
        nargs="?",
        metavar="YYYY-MM-DD",
        help="one day (default: today); with --week the last of the seven",
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--week", action="store_true", help="the seven days up to it")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument(
        "--export", type=Path, metavar="FILE", help="write these days to a new file, .csv or .json"
    )
    choice.add_argument("--keep", action="store_true", help="keep the history from now on")
    choice.add_argument("--stop", action="store_true", help="keep it no longer")
    choice.add_argument("--erase", action="store_true", help="wipe out all that is kept")
    return parser


def _read(path: Path, days: Sequence[date]) -> tuple[bool | None, tuple[MoodMinute, ...]]:
    if not is_history_there(path):
        return None, ()
    first = datetime.combine(days[0], time()).timestamp()
    last = datetime.combine(days[-1] + timedelta(1), time()).timestamp()
    with opened_history(path) as connection:
        minutes = read_mood_minutes(connection, int(first // MINUTE_S), int(last // MINUTE_S) - 1)
        return read_person(connection).may_keep_history, minutes


def _show(may_keep: bool | None, minutes: Sequence[MoodMinute], days: Sequence[date]) -> None:
    if not minutes and not may_keep:
        print_line(_NOT_KEPT)
        return
    by_day: dict[date, dict[int, MoodMinute]] = {day: {} for day in days}
    for minute in minutes:
        at = datetime.fromtimestamp(minute.minute * MINUTE_S)
        if at.date() in by_day:
            by_day[at.date()][at.hour * 60 + at.minute] = minute
    if len(days) == 1:
        name = f"{days[0]:%A, %Y-%m-%d}"
        lines = day_lines(MoodDay(name, by_day[days[0]]), _blocks())
    else:
        lines = week_lines([MoodDay(f"{day:%a %m-%d}", by_day[day]) for day in days])
    for line in lines:
        print_line(line)


def _blocks() -> str:
    """Signs that standard output can show."""
    try:
        BLOCKS.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return ASCII_BLOCKS
    return BLOCKS


def _export(minutes: Sequence[MoodMinute], file: Path) -> int:
    rows = [
        {
            "time": datetime.fromtimestamp(m.minute * MINUTE_S).astimezone().isoformat(),
            "emotion": m.emotion.value,
            "certainty": m.certainty,
        }
        for m in minutes
    ]
    match file.suffix.lower():
        case ".json":
            content = json.dumps(rows, indent=1)
        case ".csv":
            text = io.StringIO(newline="")
            writer = csv.DictWriter(text, ["time", "emotion", "certainty"])
            writer.writeheader()
            writer.writerows(rows)
            content = text.getvalue()
        case _:
            raise TuiPlayerError(f"{file}: name a file that ends in .csv or .json")
    export(file, content.encode())
    print_line(f"Written to {file}: {counted(len(rows), 'minute')}.")
    return 0


def _write(path: Path, fact: PersonFact, told: str) -> int:
    with opened_history(path) as connection, connection:
        connection.execute("BEGIN IMMEDIATE")
        write_person_fact(connection, fact)
    print_line(f"{told} {AT_NEXT_START}")
    return 0
