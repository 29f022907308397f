"""State in the core is written by its owner alone."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from tests.core.stage import Stage
from tui_player.messages import events, requests

CORE = Path(__file__).resolve().parents[2] / "tui_player" / "core"
MODULES = sorted(CORE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(CORE)))
def test_no_module_writes_an_attribute_of_another_object(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    foreign = [ast.unparse(target) for target in written(tree) if not is_own(target)]
    assert not foreign


def written(tree: ast.AST) -> Iterator[ast.Attribute]:
    """Every attribute that is assigned to, augmented or deleted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
            yield node
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("setattr", "delattr"):
            yield ast.Attribute(node.args[0], "set by name", ast.Store())


def is_own(target: ast.Attribute) -> bool:
    return isinstance(target.value, ast.Name) and target.value.id == "self"


def test_the_test_sees_what_it_forbids() -> None:
    tree = ast.parse("self.parts.queue = 1\nother.pin += 2\nself.own, other.x = 3, 4")
    foreign = [ast.unparse(target) for target in written(tree) if not is_own(target)]
    assert set(foreign) == {"self.parts.queue", "other.pin", "other.x"}


def test_every_message_has_a_controller() -> None:
    routed = set(Stage().director._routes)
    wrapped = {events.UserAsked}  # its request is what is routed
    assert routed == {*get_args(events.Event), *get_args(requests.Request)} - wrapped
