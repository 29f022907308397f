"""The command `learned`: shows what was learned, writes and reads it as a file, forgets it."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tui_player.commands.tools import AT_NEXT_START, export, is_history_there, opened_history
from tui_player.core.taste.report import LearnedLine, learned_lines, learned_moods
from tui_player.core.taste.taste import OPINION_OF_OTHERS, OPINION_OF_TRACK
from tui_player.history.fact_tables import read_memory, write_fact
from tui_player.history.schema import keep_copy
from tui_player.history.taste_file import (
    MOST_FILE_BYTES,
    LearnedFileError,
    as_file,
    entries_of,
    write_entries,
)
from tui_player.messages.facts import LearningForgotten
from tui_player.model.errors import TuiPlayerError
from tui_player.model.mood.moods import MoodName
from tui_player.model.music.taste import LearnedMood
from tui_player.model.text import counted
from tui_player.settings.config import load_config
from tui_player.settings.moods import load_moods
from tui_player.settings.paths import UserPaths
from tui_player.util.console import print_line
from tui_player.util.small_files import read_bytes

_ALL = "all"
_MOST_OF_A_KIND = 10
_GAP = "  "


def main(arguments: list[str]) -> int:
    """Do what is asked; the exit status. Raises TuiPlayerError."""
    moods_known = load_moods(load_config(UserPaths.of_this_user().config_file).moods).names
    options = _parser(moods_known).parse_args(arguments)
    path = UserPaths.of_this_user().history_file
    if options.forget is not None:
        return _forget(path, options.forget, is_sure=options.yes)
    if options.import_file is not None:
        return _import(path, options.import_file, moods_known)
    moods = _learned(path)
    if options.export is not None:
        return _export(moods, options.export)
    if options.mood is not None:
        moods = tuple(mood for mood in moods if mood.emotion == options.mood)
    try:
        _show(moods, None if options.all else _MOST_OF_A_KIND)
        sys.stdout.flush()
    except BrokenPipeError:  # `| head` has seen enough; nothing may be left for the exit to flush
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _parser(moods: Sequence[MoodName]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tui-player learned",
        description="Shows what plays, skips, likes and dislikes have taught, mood by mood:"
        " heard out speaks for a track, skipped early against it. A like or dislike is worth"
        f" {OPINION_OF_TRACK:g} plays of its track and {OPINION_OF_OTHERS:g} of its artist and"
        " styles.",
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--mood", choices=moods, metavar="MOOD", help="this mood alone")
    what.add_argument("--export", type=Path, metavar="FILE", help="write all of it to a new file")
    what.add_argument(
        "--import",
        type=Path,
        metavar="FILE",
        dest="import_file",
        help="take over what such a file says of its tracks; the rest stays",
    )
    what.add_argument(
        "--forget", choices=(*moods, _ALL), metavar="MOOD", help="forget a mood, or `all`"
    )
    parser.add_argument("--all", action="store_true", help="show every track, not the first few")
    parser.add_argument("--yes", action="store_true", help="forget without asking")
    return parser


def _learned(path: Path) -> tuple[LearnedMood, ...]:
    if not is_history_there(path):
        return ()
    with opened_history(path) as connection:
        return learned_moods(read_memory(connection))


def _show(moods: tuple[LearnedMood, ...], most: int | None) -> None:
    if not moods:
        print_line(
            "Nothing was learned yet: tracks heard to the end, early skips, likes and dislikes do."
        )
        return
    lines = learned_lines(moods, most)
    widths = [
        max((len(line.columns[column]) for line in lines if not line.is_heading), default=0)
        for column in range(3)
    ]
    for number, line in enumerate(lines):
        if line.is_heading and number:
            print_line("")
        print_line(_told(line, widths))


def _told(line: LearnedLine, widths: list[int]) -> str:
    if line.is_heading:
        return line.columns[0]
    columns = [f"{text:<{width}}" for text, width in zip(line.columns, widths, strict=False)]
    return (_GAP + _GAP.join([*columns, line.columns[-1]])).rstrip()


def _export(moods: tuple[LearnedMood, ...], file: Path) -> int:
    export(file, as_file(moods))
    tracks = sum(len(mood.tracks) for mood in moods)
    print_line(f"Written to {file}: {counted(tracks, 'track')}.")
    return 0


def _import(path: Path, file: Path, moods: Sequence[MoodName]) -> int:
    try:
        entries = entries_of(read_bytes(file, MOST_FILE_BYTES), moods)
    except LearnedFileError as error:
        raise TuiPlayerError(f"{file}: {error}") from None
    with opened_history(path) as connection:
        copy = keep_copy(connection, path, "before-import")
        write_entries(connection, entries)
    taken = counted(len(entries), "track")
    print_line(f"Taken over from {file}: {taken}. The history before is {copy}.")
    print_line(AT_NEXT_START)
    return 0


def _forget(path: Path, what: str, *, is_sure: bool) -> int:
    emotion = None if what == _ALL else what
    moods = [mood for mood in _learned(path) if emotion in (None, mood.emotion)]
    if not moods:
        print_line("There is nothing to forget.")
        return 0
    for mood in moods:
        print_line(f"{mood.emotion}: {mood.summary}")
    if not is_sure and not _agrees("Forget this for good, likes and dislikes too?"):
        print_line("Nothing was forgotten.")
        return 1
    with opened_history(path) as connection, connection:
        connection.execute("BEGIN IMMEDIATE")
        write_fact(connection, LearningForgotten(emotion))
    print_line(f"Forgotten. {AT_NEXT_START}")
    return 0


def _agrees(question: str) -> bool:
    """Ask on the terminal; without one nobody agrees."""
    if not sys.stdin.isatty():
        raise TuiPlayerError("there is nobody to ask; add --yes to forget without asking")
    return input(f"{question} Type yes: ").strip().casefold() == "yes"
