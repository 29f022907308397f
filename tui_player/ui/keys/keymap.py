"""The user's own keys: read as people write them, checked against the table of actions."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from tui_player.model.errors import TuiPlayerError, join_problems
from tui_player.model.text import nearest
from tui_player.ui.keys.actions import ACTIONS, Action, Where, with_keys

_SPELLINGS = {
    "esc": "escape",
    "return": "enter",
    "del": "delete",
    "ins": "insert",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "spacebar": "space",
}
# The terminal sends the same byte for both.
_SAME_IN_A_TERMINAL = {"ctrl+i": "tab", "ctrl+m": "enter"}
_MODIFIERS = ("ctrl", "alt", "shift")
_NAMED = frozenset(
    (
        *("escape", "enter", "tab", "space", "backspace", "insert", "delete"),
        *("left", "right", "up", "down", "home", "end", "pageup", "pagedown"),
        *(f"f{number}" for number in range(1, 25)),
    )
)
# Where a key can be meant for either of two places at one moment.
_IN_ANY_LIST = frozenset({Where.UP_NEXT, Where.LIBRARY, Where.LYRICS, Where.CHOICES})


class KeysError(TuiPlayerError):
    """The keys of the configuration cannot be used; every mistake is named."""


def chosen_keys(
    table: Mapping[str, str | Sequence[str]], actions: Iterable[Action] = ACTIONS
) -> dict[str, tuple[str, ...]]:
    """The keys of the actions named in `table`, as the table of actions spells them.

    An action with an empty list has no key. Raises KeysError for names that no action or key
    has, and for a key that would do two things in one place.
    """
    known = {action.name for action in actions}
    problems = [
        f"keys.{name}: no action has this name{nearest(name, known)}"
        for name in table
        if name not in known
    ]
    chosen: dict[str, tuple[str, ...]] = {}
    for name, written in table.items():
        spelt = [spelt_key(key) for key in ([written] if isinstance(written, str) else written)]
        problems += [f"keys.{name}: {problem}" for _, problem in spelt if problem]
        chosen[name] = tuple(dict.fromkeys(key for key, problem in spelt if not problem))
    problems += _conflicts(with_keys(actions, chosen), table)
    if problems:
        raise KeysError(join_problems(problems))
    return chosen


def spelt_key(written: str) -> tuple[str, str]:
    """A key as the table of actions spells it, and what is wrong with it, empty if nothing is."""
    if len(written) == 1:
        is_one = written.isprintable()
        return ("space" if written == " " else written), "" if is_one else _no_key(written)
    *modifiers, base = written.strip().lower().split("+")
    base = _SPELLINGS.get(base, base)
    if any(modifier not in _MODIFIERS for modifier in modifiers) or not base:
        return "", _no_key(written)
    if len(base) > 1 and base not in _NAMED:
        return "", _no_key(written)
    if modifiers == ["shift"] and len(base) == 1:
        return _shifted(base, written)
    key = "+".join((*sorted(modifiers, key=_MODIFIERS.index), base))
    return _SAME_IN_A_TERMINAL.get(key, key), ""


def _shifted(base: str, written: str) -> tuple[str, str]:
    """A terminal tells `shift` and a letter as the large letter."""
    if base.isalpha():
        return base.upper(), ""
    return "", f"write the sign that {written!r} gives, such as '>'"


def _no_key(written: str) -> str:
    return f"no key is called {written!r}{nearest(written.lower(), {*_NAMED, *_SPELLINGS})}"


def places_meet(one: Where, other: Where) -> bool:
    """Whether a key could be meant for either place at one moment."""
    if one is other or Where.EVERYWHERE in (one, other):
        return True
    return Where.LISTS in (one, other) and bool(_IN_ANY_LIST & {one, other})


def _conflicts(actions: Iterable[Action], table: Mapping[str, object]) -> list[str]:
    """A sentence for each key with two meanings, as far as the user's own keys brought it."""
    return [
        f"keys: {key!r} is for both {one.name!r} and {other.name!r}: give one of them another key"
        for one, other in combinations(actions, 2)
        if (one.name in table or other.name in table) and places_meet(one.where, other.where)
        for key in one.keys
        if key in other.keys
    ]
