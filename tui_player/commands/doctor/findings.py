"""What the doctor finds, and how it is written down."""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from tui_player.model.errors import TuiPlayerError


class CheckStatus(Enum):
    """How well something works; the values are its signs, where they can be written or not."""

    WORKS = ("✓", "ok ")
    LIMITED = ("!", "!  ")
    FAILS = ("✗", "no ")


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one thing; `remedy` says what to do or to type, if anything."""

    verdict: CheckStatus
    sentence: str
    remedy: str = ""


Check = Callable[[], Iterable[Finding]]


def works(sentence: str) -> Finding:
    """All is well with something."""
    return Finding(CheckStatus.WORKS, sentence)


def limited(sentence: str, remedy: str = "") -> Finding:
    """Something is missing that the player can do without."""
    return Finding(CheckStatus.LIMITED, sentence, remedy)


def fails(sentence: str, remedy: str = "") -> Finding:
    """Something is broken."""
    return Finding(CheckStatus.FAILS, sentence, remedy)


def checked_in_time(check: Check, limit_s: float) -> tuple[Finding, ...]:
    """What a check finds; a check that hangs or raises is itself a finding.

    A device or a network disk that does not answer may hold a call for ever, so each check has
    a thread that is left behind if need be.
    """
    found: list[Finding] = []

    def run() -> None:
        try:
            found.extend(check())
        except TuiPlayerError as error:
            found.append(fails(sentence_of(error)))
        except Exception as error:  # noqa: BLE001 - the thread's outermost loop
            found.append(fails(f"This could not be checked: {error!r}."))

    thread = threading.Thread(target=run, name="doctor", daemon=True)
    thread.start()
    thread.join(limit_s)
    if thread.is_alive():
        late = fails(f"No answer within {limit_s:.0f} seconds.", "what it asks hangs: look there")
        return (*found, late)
    return tuple(found)


def sentence_of(error: TuiPlayerError) -> str:
    """What an error says as one sentence, however it was written."""
    told = str(error)
    return f"{told[:1].upper()}{told[1:].removesuffix('.')}."


def summary(findings: Iterable[Finding]) -> str:
    """How it all stands, in a sentence that promises no more than was found."""
    counts = Counter(finding.verdict for finding in findings)
    failed, weak = counts[CheckStatus.FAILS], counts[CheckStatus.LIMITED]
    if failed:
        return "1 thing does not work." if failed == 1 else f"{failed} things do not work."
    if weak:
        things = "1 thing is" if weak == 1 else f"{weak} things are"
        return f"What is needed works; {things} limited (marked ! above)."
    return "Everything works."


def as_document(sections: Iterable[tuple[str, Iterable[Finding]]]) -> dict[str, Any]:
    """All findings, by titles, as a program or a bug report takes them."""
    told = [
        {
            "title": title,
            "findings": [
                {
                    "status": finding.verdict.name.lower(),
                    "sentence": finding.sentence,
                    "remedy": finding.remedy,
                }
                for finding in findings
            ],
        }
        for title, findings in sections
    ]
    return {"sections": told}


def as_lines(findings: Iterable[Finding], *, ascii_only: bool) -> Iterator[str]:
    """The findings for a person to read."""
    arrow = "->" if ascii_only else "→"
    for finding in findings:
        yield f"  {finding.verdict.value[ascii_only]} {finding.sentence}"
        if finding.remedy:
            yield f"    {arrow} {finding.remedy}"
