"""The doctor's look at versions: of Python, of the player and of every library it needs."""

import platform
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, requires, version

from tui_player.commands.doctor.findings import Finding, fails, limited, works

PLAYER = "tui-player"


def versions() -> Mapping[str, str]:
    """The versions by name; empty where a library is missing."""
    found = {"python": platform.python_version()}
    for name in (PLAYER, *_needed()):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found


def check_versions(found: Mapping[str, str]) -> Iterator[Finding]:
    """Findings on the versions that `versions` returns."""
    there = [f"{name} {number}" for name, number in found.items() if number]
    yield works(f"{', '.join(there)}.")
    for name in (name for name, number in found.items() if not number):
        if name == PLAYER:
            yield limited("The player is not installed, so what it needs is not known.")
        else:
            yield fails(f"The library {name} is missing.", "install tui-player anew with pip")


def _needed() -> tuple[str, ...]:
    """The names of the libraries that the player needs always."""
    try:
        wanted = requires(PLAYER) or ()
    except PackageNotFoundError:
        return ()
    always = (each for each in wanted if "extra ==" not in each)
    return tuple(found.group() for each in always if (found := re.match(r"[\w.-]+", each)))
