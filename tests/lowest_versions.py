"""Prints the lowest version of each dependency as a file of constraints for pip."""

import re
import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
_REQUIREMENT = re.compile(r"(?P<name>[\w-]+)>=(?P<floor>[\d.]+),<(?P<ceiling>[\d.]+)")


def bounds() -> dict[str, tuple[str, str]]:
    """Floor and ceiling by the dependency's name. Raises ValueError where one has not both."""
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    found = {}
    for requirement in project["dependencies"]:
        match = _REQUIREMENT.fullmatch(requirement)
        if match is None:
            raise ValueError(f"{requirement}: a floor and a ceiling are wanted")
        found[match["name"]] = (match["floor"], match["ceiling"])
    return found


if __name__ == "__main__":
    for name, (floor, _) in bounds().items():
        print(f"{name}=={floor}")
