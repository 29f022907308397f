"""Turns the domain's frozen dataclasses into JSON values, and checked JSON values back into them.

The standard library alone does this. A track's name may hold bytes that are no UTF-8, kept as lone
surrogates: msgspec refuses to write them. And what comes from outside is taken as it is or
refused, where cattrs would make a number of any text.
"""

import math
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, NewType, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from tui_player.domain.choice_sum import ChoiceSum
from tui_player.domain.errors import TuiPlayerError
from tui_player.domain.events import UnreadableFile
from tui_player.domain.learned_view import LearnedMood
from tui_player.domain.person import MoodMinute

_Value = TypeVar("_Value")

# The Snapshot names these for the type checker alone: they are not loaded before the first paint.
_NAMED_LATER = {
    kind.__name__: kind for kind in (ChoiceSum, UnreadableFile, LearnedMood, MoodMinute)
}
# Whole numbers beyond this have no place in a database or in what C is written for.
LARGEST_NUMBER = 2**63 - 1


class FormError(TuiPlayerError):
    """A JSON value is not of the form that was expected; the sentence says where and why."""


def to_json(value: object) -> object:
    """The JSON value of a dataclass, tuple, enum, text or number."""
    if isinstance(value, tuple):
        return [to_json(one) for one in value]
    if is_dataclass(value):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    return value


def from_json(kind: type[_Value], value: object, where: str = "it") -> _Value:
    """The value of this type that a JSON value stands for; raises FormError for any other."""
    return cast("_Value", _read(kind, value, where))


def _read(kind: Any, value: object, where: str) -> object:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _read_optional(kind, value, where)
    if origin is tuple:
        return _read_tuple(get_args(kind), value, where)
    if isinstance(kind, NewType):
        return _read(kind.__supertype__, value, where)
    if is_dataclass(kind):
        return _read_dataclass(cast("type[object]", kind), value, where)
    if issubclass(kind, Enum):
        return _read_enum(kind, value, where)
    return _read_plain(kind, value, where)


def _read_optional(kind: object, value: object, where: str) -> object:
    """`X | None`, the only union that is used."""
    (inner,) = (one for one in get_args(kind) if one is not NoneType)
    return None if value is None else _read(inner, value, where)


def _read_tuple(kinds: tuple[Any, ...], value: object, where: str) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise FormError(f"{where} must be a list")
    if kinds[-1] is Ellipsis:
        kinds = (kinds[0],) * len(value)
    if len(kinds) != len(value):
        raise FormError(f"{where} must be a list of {len(kinds)}")
    named = enumerate(zip(kinds, value, strict=True), 1)
    return tuple(_read(kind, one, f"{where}, number {n}") for n, (kind, one) in named)


def _read_dataclass(kind: type[object], value: object, where: str) -> object:
    if not isinstance(value, dict):
        raise FormError(f"{where} must be an object")
    return kind(**_members(kind, value, where))


def _members(kind: type[object], value: Mapping[str, object], where: str) -> dict[str, object]:
    hints = _hints(cast("Any", kind))
    for name in value:
        if name not in hints:
            known = ", ".join(hints) or "nothing"
            raise FormError(f"{where} has no {name!r}; {kind.__name__} takes {known}")
    for field in fields(cast("Any", kind)):
        if field.name not in value and _must_be_given(field):
            raise FormError(f"{where} lacks {field.name!r}")
    return {name: _read(hints[name], one, repr(name)) for name, one in value.items()}


def _must_be_given(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


@cache
def _hints(kind: Any) -> dict[str, Any]:
    """The types of a dataclass's fields."""
    hints = get_type_hints(kind, localns=_NAMED_LATER)
    return {field.name: hints[field.name] for field in fields(cast("Any", kind))}


def _read_enum(kind: type[Enum], value: object, where: str) -> Enum:
    for member in kind:
        if member.value == value:
            return member
    raise FormError(f"{where} must be one of {', '.join(repr(m.value) for m in kind)}")


_CALLED = {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}


def _read_plain(kind: type[object], value: object, where: str) -> object:
    if kind is float and type(value) is int:
        value = float(value) if abs(value) <= LARGEST_NUMBER else math.inf
    if type(value) is not kind:
        raise FormError(f"{where} must be {_CALLED[kind]}")
    if isinstance(value, int) and abs(value) > LARGEST_NUMBER:
        raise FormError(f"{where} is too large a number")
    if isinstance(value, float) and not math.isfinite(value):
        raise FormError(f"{where} must be a finite number")
    if isinstance(value, str) and not _is_text(value):
        raise FormError(f"{where} is no Unicode text")
    return value


def _is_text(value: str) -> bool:
    """Whether it can be written as UTF-8, bytes of a file's name that are none let through."""
    try:
        value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True
