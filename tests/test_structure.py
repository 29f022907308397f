"""The map of the code base: rooms of a size one can take in, one meaning a name, no circles."""

import ast
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "tui_player"
MOST_MODULES = 20
FOLDERS = sorted({path.parent for path in PACKAGE.rglob("*.py")})
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")

# Modules without a test module of their name: where each is tested instead, by the reason why.
TESTED_ELSEWHERE: dict[str, dict[str, str]] = tomllib.loads(
    (ROOT / "tests" / "tested_elsewhere.toml").read_text(encoding="utf-8")
)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_a_folder_holds_few_modules(folder: Path) -> None:
    assert len([*folder.glob("*.py")]) - 1 <= MOST_MODULES


def classes(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.name


def test_no_class_name_means_two_things() -> None:
    places = defaultdict(list)
    for path in MODULES:
        for name in classes(path):
            places[name].append(name_of(path))
    shared = {name: found for name, found in places.items() if len(found) > 1}
    # What the person asks for and what the speaker is told to do are different messages.
    assert not shared


@cache
def imports() -> dict[str, set[str]]:
    """Who imports whom, imports inside functions and for type checkers included."""
    graph = grimp.build_graph("tui_player", cache_dir=None)
    return {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}


def test_no_module_reaches_itself_by_its_imports() -> None:
    try:
        TopologicalSorter(imports()).prepare()
    except CycleError as error:
        pytest.fail(f"a circle: {' -> '.join(error.args[1])}")


def test_tests_lie_where_their_modules_lie() -> None:
    missing = {name_of(path) for path in MODULES if not namesake(path).exists()}
    listed = {module for places in TESTED_ELSEWHERE.values() for module in places}
    assert missing == listed
    tests = {test for places in TESTED_ELSEWHERE.values() for test in places.values()}
    assert not [test for test in tests if not (ROOT / test).exists()]


def namesake(module: Path) -> Path:
    inside = module.relative_to(PACKAGE)
    return ROOT / "tests" / inside.parent / f"test_{inside.name}"
