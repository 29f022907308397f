"""Writes snapshots as lines of JSON, and reads back what has changed since the one before.

Up next may hold tens of thousands of tracks: none is written or read again while it stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from tui_player.messages.snapshot import Snapshot, UpNextEntry
from tui_player.remote.control.serialization import (
    FormError,
    from_json,
    json_text,
    member_from_json,
)
from tui_player.remote.control.snapshot_changes import SPLICED, splice_of

_NAMES = tuple(field.name for field in fields(Snapshot))


class SnapshotWriter:
    """Writes snapshots; what is the same as in the one before is not written anew."""

    def __init__(self) -> None:
        self._written: dict[str, tuple[object, str]] = {}
        self._items: dict[str, dict[int, tuple[object, str]]] = {}  # of tuples, by identity

    def write(self, snapshot: Snapshot) -> bytes:
        """The line that tells a snapshot."""
        members = ", ".join(f'"{name}": {self._part(snapshot, name)}' for name in _NAMES)
        return f'{{"snapshot": {{{members}}}}}\n'.encode()

    def write_changes(self, before: Snapshot | None, snapshot: Snapshot) -> bytes:
        """The line that tells what is other than in a snapshot told before; all without one."""
        members = ", ".join(
            f'"{name}": {self._change(before, snapshot, name)}'
            for name in _NAMES
            if before is None or _differ(getattr(before, name), getattr(snapshot, name))
        )
        return f'{{"changes": {{{members}}}}}\n'.encode()

    def _change(self, before: Snapshot | None, snapshot: Snapshot, name: str) -> str:
        if before is None or name != SPLICED:
            return self._part(snapshot, name)
        start, end, entries = _splice(before.up_next, snapshot.up_next)
        return json_text({"from": start, "until": end, "entries": entries})

    def _part(self, snapshot: Snapshot, name: str) -> str:
        part: object = getattr(snapshot, name)
        before = self._written.get(name)
        if before is not None and before[0] is part:
            return before[1]
        text = self._list(name, part) if isinstance(part, tuple) else json_text(part)
        self._written[name] = (part, text)
        return text

    def _list(self, name: str, part: tuple[object, ...]) -> str:
        before, now = self._items.get(name, {}), {}
        for item in part:
            now[id(item)] = before.get(id(item)) or (item, json_text(item))
        self._items[name] = now  # which keeps the items, so that no other gets their identity
        return f"[{', '.join([now[id(item)][1] for item in part])}]"


def _differ(before: object, now: object) -> bool:
    return before is not now and before != now


def _splice(
    before: Sequence[UpNextEntry], now: Sequence[UpNextEntry]
) -> tuple[int, int, Sequence[UpNextEntry]]:
    """Which part of the entries before is another now, and what stands in its place."""
    shorter = min(len(before), len(now))
    pairs = zip(before, now, strict=False)
    start = next((n for n, (a, b) in enumerate(pairs) if a is not b), shorter)
    pairs = zip(reversed(before), reversed(now), strict=False)
    same = next((n for n, (a, b) in enumerate(pairs) if a is not b), shorter)
    same = min(same, shorter - start)
    return start, len(before) - same, now[start : len(now) - same]


def with_changes(snapshot: Snapshot, changes: Mapping[str, Any]) -> Snapshot:
    """A snapshot with what a line of changes tells; raises FormError where it makes no sense.

    What stays is the very same as before.
    """
    members = {name: _changed(snapshot, name, told) for name, told in changes.items()}
    return replace(snapshot, **members)


def _changed(snapshot: Snapshot, name: str, told: object) -> Any:
    if name != SPLICED or not isinstance(told, dict):
        return member_from_json(Snapshot, name, told)
    try:
        start, end, told_entries = splice_of(told, len(snapshot.up_next))
    except ValueError as error:
        raise FormError(str(error)) from None
    entries = from_json(tuple[UpNextEntry, ...], told_entries, repr(name))
    return (*snapshot.up_next[:start], *entries, *snapshot.up_next[end:])
