"""What pyproject.toml tells of dependencies and Pythons holds."""

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.version import Version

from tests.lowest_versions import bounds

ROOT = Path(__file__).resolve().parents[1]


def test_each_dependency_has_a_floor_and_a_ceiling() -> None:
    assert len(bounds()) > 10


@pytest.mark.parametrize("name", bounds())
def test_what_is_installed_lies_between_them(name: str) -> None:
    floor, ceiling = bounds()[name]
    assert Version(floor) <= Version(version(name)) < Version(ceiling)


def test_the_pythons_that_are_named_are_tried() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {line.rpartition(" ")[2] for line in project["classifiers"] if "Python :: 3." in line}
    workflow = (ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8")
    (listed,) = re.findall(r"python: \[(.*)\]", workflow)
    assert named
    assert named <= set(re.findall(r"3\.\d+", listed))
    assert f">={min(named, key=Version)}" == project["requires-python"]
