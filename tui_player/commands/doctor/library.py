"""The doctor's look at the library: tracks per mood, unknown genres, files that cannot be read."""

import json
import os
import shlex
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from tui_player.commands.doctor.findings import Finding, fails, limited, works
from tui_player.core.selection.rules import MoodRules
from tui_player.library.index.coverage import survey
from tui_player.library.scanner.network_disks import NetworkDisks, sentence_on
from tui_player.library.tags.reader import displayable_name
from tui_player.model.music.coverage import Coverage, families_told, genres_told, moods_told
from tui_player.model.music.genres import GenreFamilies
from tui_player.model.music.unreadable_file import UnreadableFile
from tui_player.model.text import counted

EXAMPLES = 10


def check_library(
    folder: Path,
    index_file: Path,
    families: GenreFamilies,
    rules: MoodRules,
    *,
    tell_all: bool = False,
    network: NetworkDisks | None = None,
) -> Iterator[Finding]:
    """Findings on one music folder; of long lists only the first few unless `tell_all`."""
    name = displayable_name(os.fsencode(folder))
    try:
        found = survey(index_file, families, rules.families_by_mood)
    except sqlite3.OperationalError as error:  # busy, or out of reach
        yield fails(f"The index of {name} cannot be read now: {error}.")
        return
    except sqlite3.DatabaseError as error:
        yield fails(f"The index of {name} is damaged: {error}.", _scan(folder))
        return
    if found is None:
        yield limited(f"The music in {name} was not read yet.", _scan(folder))
        return
    network = network or NetworkDisks()
    if places := network.places(os.fsencode(folder), {}):
        yield limited(sentence_on(places, network.check_every_s))
    shown = None if tell_all else EXAMPLES
    if not found.tracks:
        yield fails(f"There is no playable music in {name}.", "tui-player FOLDER")
    else:
        yield works(f"{name}: {counted(found.tracks, 'track')}.")
        yield _moods(found)
        yield from _homeless(found, shown)
    yield from _unreadable(found.unreadable, shown)


def _moods(found: Coverage) -> Finding:
    """Tracks per mood in one line."""
    told = " · ".join(moods_told(found))
    thin = found.thin_moods
    if not thin:
        return works(f"Tracks per mood: {told}.")
    remedy = f"let {thin[0]} play genres you have more of: [moods.{thin[0]}] in config.toml"
    return limited(f"Tracks per mood: {told}.", remedy)


def _homeless(found: Coverage, shown: int | None) -> Iterator[Finding]:
    """Where families come from, tracks that no mood can choose, and the genre names to blame."""
    yield from map(works, families_told(found))
    if not found.homeless:
        yield works("Every track belongs to a genre family.")
        return
    if found.untagged:
        told = counted(found.untagged, "track")
        yield limited(
            f"{told} without a genre: no mood chooses them.",
            "give them a family in the Library with f, or put them into folders named like a genre",
        )
    if found.unknown_genres:
        names = genres_told(found.unknown_genres)
        example = json.dumps(found.unknown_genres[0][0], ensure_ascii=False)  # TOML quotes alike
        yield limited(
            f"Genres that belong to no family: {_some(names, shown)}.",
            f"name them in config.toml, e.g. [genres] rock = [{example}]",
        )


def _unreadable(files: Sequence[UnreadableFile], shown: int | None) -> Iterator[Finding]:
    if not files:
        return
    yield limited(f"{counted(len(files), 'file')} cannot be read:")
    for file in files[:shown]:
        yield limited(f"{displayable_name(os.fsencode(file.path))}: {file.reason}")
    if shown is not None and len(files) > shown:
        yield limited(f"and {len(files) - shown} more", "tui-player doctor --all")


def _some(names: Sequence[str], shown: int | None) -> str:
    told = ", ".join(names[:shown])
    left = 0 if shown is None else len(names) - shown
    return f"{told} and {left} more" if left > 0 else told


def _scan(folder: Path) -> str:
    """What to type to have the folder read."""
    try:
        return f"tui-player scan {shlex.quote(os.fsencode(folder).decode())}"
    except UnicodeDecodeError:
        return "tui-player scan FOLDER"
