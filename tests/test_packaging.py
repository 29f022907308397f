"""What pyproject.toml tells of dependencies holds for those that are installed here."""

from importlib.metadata import version

import pytest
from packaging.version import Version

from tests.lowest_versions import bounds


def test_each_dependency_has_a_floor_and_a_ceiling() -> None:
    assert len(bounds()) > 10


@pytest.mark.parametrize("name", bounds())
def test_what_is_installed_lies_between_them(name: str) -> None:
    floor, ceiling = bounds()[name]
    assert Version(floor) <= Version(version(name)) < Version(ceiling)
