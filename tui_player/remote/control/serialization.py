"""Turns the domain's frozen dataclasses into JSON values, and checked JSON values back into them.

The standard library alone does this. A track's name may hold bytes that are no UTF-8, kept as lone
surrogates: msgspec refuses to write them. And what comes from outside is taken as it is or
refused, where cattrs would make a number of any text.
"""

import json
import math
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache, partial
from types import NoneType, UnionType
from typing import (
    Any,
    NewType,
    TypeAlias,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from tui_player.messages.explanation import ChoiceSum
from tui_player.model.errors import TuiPlayerError
from tui_player.model.mood.mood_minute import MoodMinute
from tui_player.model.music.taste import LearnedMood
from tui_player.model.music.unreadable_file import UnreadableFile

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
        return {name: to_json(one) for name, one in _members_of(value).items()}
    return value


def json_text(value: object) -> str:
    """The same written out, in a fifth of the time."""
    return json.dumps(value, default=_members_of)


def _members_of(value: object) -> dict[str, object]:
    return {name: getattr(value, name) for name in _names(cast("Any", type(value)))}


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def from_json(kind: type[_Value], value: object, where: str = "it") -> _Value:
    """The value of this type that a JSON value stands for; raises FormError for any other."""
    return cast("_Value", _reader(cast("Any", kind))(value, where))


def member_from_json(kind: type[object], name: str, value: object) -> object:
    """The value of this member of a dataclass; raises FormError, also where it has no such."""
    if name not in (hints := _hints(kind)):
        raise FormError(f"{kind.__name__} has no {name!r}")
    return _reader(hints[name])(value, repr(name))


# Takes a JSON value, and words for where it stands.
_Read: TypeAlias = Callable[[object, str], object]


@cache
def _reader(kind: Any) -> _Read:
    """How values of a type are read, found out once."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _optional_reader(kind)
    if origin is tuple:
        return _tuple_reader(get_args(kind))
    if isinstance(kind, NewType):
        return _reader(kind.__supertype__)
    if is_dataclass(kind):
        return _dataclass_reader(cast("type[object]", kind))
    if issubclass(kind, Enum):
        return partial(_read_enum, kind)
    return partial(_read_plain, kind)


def _optional_reader(kind: object) -> _Read:
    """`X | None`, the only union that is used."""
    (inner,) = (one for one in get_args(kind) if one is not NoneType)
    read = _reader(inner)
    return lambda value, where: None if value is None else read(value, where)


def _tuple_reader(kinds: tuple[Any, ...]) -> _Read:
    readers = [_reader(kind) for kind in kinds if kind is not Ellipsis]
    of_any_length = kinds[-1] is Ellipsis

    def read(value: object, where: str) -> tuple[object, ...]:
        if not isinstance(value, list):
            raise FormError(f"{where} must be a list")
        each = readers * len(value) if of_any_length else readers
        if len(each) != len(value):
            raise FormError(f"{where} must be a list of {len(each)}")
        pairs = enumerate(zip(each, value, strict=True), 1)
        return tuple([read_one(one, f"{where}, number {n}") for n, (read_one, one) in pairs])

    return read


def _dataclass_reader(kind: type[object]) -> _Read:
    readers = {name: (_reader(hint), repr(name)) for name, hint in _hints(kind).items()}
    needed = frozenset(f.name for f in fields(cast("Any", kind)) if _must_be_given(f))

    def read(value: object, where: str) -> object:
        if not isinstance(value, dict):
            raise FormError(f"{where} must be an object")
        if not value.keys() <= readers.keys():
            name = next(name for name in value if name not in readers)
            known = ", ".join(readers) or "nothing"
            raise FormError(f"{where} has no {name!r}; {kind.__name__} takes {known}")
        if not needed <= value.keys():
            name = next(name for name in readers if name in needed and name not in value)
            raise FormError(f"{where} lacks {name!r}")
        members = {}
        for name, one in value.items():
            read_one, called = readers[name]
            members[name] = read_one(one, called)
        return kind(**members)

    return read


def _must_be_given(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _hints(kind: Any) -> dict[str, Any]:
    """The types of a dataclass's fields."""
    hints = get_type_hints(kind, localns=_NAMED_LATER)
    return {name: hints[name] for name in _names(kind)}


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
    if isinstance(value, str) and not value.isascii() and not _is_text(value):
        raise FormError(f"{where} is no Unicode text")
    return value


def _is_text(value: str) -> bool:
    """Whether it can be written as UTF-8, bytes of a file's name that are none let through."""
    try:
        value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True
