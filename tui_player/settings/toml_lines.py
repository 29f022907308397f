"""Finds the line of a TOML file that a complaint is about; tomllib does not tell."""

import re
from collections.abc import Iterable, Iterator

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]#]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_NAMED = re.compile(r"no setting '([^']+)'|([\w-]+(?:\[\d+\])?(?:\.[^:\s]+)?):")

_LONGEST_NAME = 500  # signs; the patterns above try each length of a run of blanks


def with_lines(problems: Iterable[str], text: str) -> list[str]:
    """The problems in the order of the file, each with its line in front where that is known.

    A problem begins with the dotted name of what it is about, as in `keys.pause: …`.
    """
    places = dict(_places(text))
    numbered = [(_line(problem, places), problem) for problem in problems]
    numbered.sort(key=lambda pair: pair[0] or len(text))
    return [f"line {line}: {problem}" if line else problem for line, problem in numbered]


def _line(problem: str, places: dict[str, int]) -> int:
    """The line of the name a problem begins with, or of the nearest table around it; else 0."""
    found = _NAMED.match(problem)
    name = (found[1] or found[2]) if found else ""
    while name and name not in places:
        name = name.rpartition(".")[0]
    return places.get(name, 0)


def _places(text: str) -> Iterator[tuple[str, int]]:
    """Dotted names and their lines, a table's own among them; `name[2]` for the second of many."""
    table, counts = "", dict[str, int]()
    for number, whole in enumerate(text.splitlines(), start=1):
        line = whole[:_LONGEST_NAME]
        if header := _HEADER.match(line):
            table = _bare(header[2])
            if header[1] == "[[":
                counts[table] = counts.get(table, 0) + 1
                table = f"{table}[{counts[table]}]"
            yield table, number
        elif key := _KEY.match(line):
            yield ".".join(filter(None, (table, _bare(key[1])))), number


def _bare(name: str) -> str:
    return re.sub(r"""["'\s]""", "", name)
