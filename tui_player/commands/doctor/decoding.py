"""The doctor's look at decoders: a second of each format, and the newest files of the library."""

import json
import os
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tui_player.commands.doctor.decoding_probe import FORMATS
from tui_player.commands.doctor.findings import Finding, fails, limited, works
from tui_player.library.index.coverage import newest_files
from tui_player.library.tags.reader import displayable_name
from tui_player.model.text import counted
from tui_player.util.child_processes import child_environment, python_command

DECODING_S = 25.0
NEWEST_FILES = 5
_ANEW = "install tui-player anew with pip"
_PROBE = "tui_player.commands.doctor.decoding_probe"

Answers = Mapping[str, Mapping[str, str]]


def check_decoding(limit_s: float = DECODING_S) -> Iterator[Finding]:
    """Findings on the formats that the player's decoders read, tried on sound made here."""
    answers = _ask((), limit_s)
    if not answers:
        yield fails("The decoders cannot be started.", _ANEW)
        return
    done = [name for name, answer in answers.items() if "done" in answer]
    if done:
        yield works(f"A second each was decoded of {', '.join(done)}.")
    for reason, names in _by_reason(answers, "problem").items():
        yield fails(
            f"Files of these formats cannot be played: {', '.join(names)} ({reason}).", _ANEW
        )
    for reason, names in _by_reason(answers, "skipped").items():
        yield limited(f"No sample could be made to try {', '.join(names)} ({reason}).")
    if untried := [name for name in FORMATS if name not in answers]:
        yield limited(f"Not tried after that: {', '.join(untried)}.")


def check_newest(folder: Path, index_file: Path, limit_s: float = DECODING_S) -> Iterator[Finding]:
    """Findings on the newest files of a music folder; one that fails costs only itself."""
    try:
        files = [str(folder / name) for name in newest_files(index_file, NEWEST_FILES)]
    except sqlite3.Error:  # which the look at the library has told
        return
    if not files:
        return
    answers = _ask(files, limit_s)
    done = [answer for answer in answers.values() if "done" in answer]
    if done:
        yield works(f"Of the newest files, {len(done)} of {len(files)} were opened and decoded.")
    problem = limited if done else fails
    for number, answer in answers.items():
        name = displayable_name(os.fsencode(files[int(number)]))
        if "problem" in answer:
            yield problem(f"{name} cannot be played: {answer['problem']}.")
        elif "skipped" in answer:
            yield limited(f"{name}: {answer['skipped']}.", "tui-player scan FOLDER")
    if len(answers) < len(files):
        left = counted(len(files) - len(answers), "newest file")
        yield limited(f"{left} could not be tried.")


def _ask(files: Sequence[str], limit_s: float) -> Answers:
    """What the probe told of each thing; what it had begun as it ended is a problem as well."""
    input_end, our_end = os.pipe()  # which closes with this process, and the probe ends by it
    why = "its decoder crashed"
    try:
        output = subprocess.run(
            [*python_command(_PROBE), *files],
            stdin=input_end,
            capture_output=True,
            timeout=limit_s,
            check=False,
            env=child_environment(),
        ).stdout
    except subprocess.TimeoutExpired as error:
        output, why = error.stdout or b"", f"no answer within {limit_s:.0f} seconds"
    finally:
        os.close(input_end)
        os.close(our_end)
    answers: dict[str, Mapping[str, str]] = {}
    for line in output.splitlines():
        if not line.startswith(b'{"name": '):  # a library's own words
            continue
        answer = json.loads(line)
        name = answer.pop("name")
        answers[name] = answer or {"problem": why}
    return answers


def _by_reason(answers: Answers, kind: str) -> Mapping[str, Sequence[str]]:
    """The names that have an answer of this kind, by what it says."""
    names: dict[str, list[str]] = {}
    for name, answer in answers.items():
        if kind in answer:
            names.setdefault(answer[kind], []).append(name)
    return names
