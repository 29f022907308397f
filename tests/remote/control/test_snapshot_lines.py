"""Snapshots as lines: whole ones, and what has changed, with as little work as there is change."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.makers import entry
from tests.ui.sample_snapshots import NOTHING_WORKS, PINNED_SAD, PLAYING
from tui_player.messages.snapshot import Snapshot, UpNextEntry
from tui_player.remote.control import snapshot_lines
from tui_player.remote.control.serialization import FormError, from_json
from tui_player.remote.control.snapshot_changes import merged
from tui_player.remote.control.snapshot_lines import SnapshotWriter, with_changes

ENTRIES = [entry(number, asked_for=True) for number in range(8)]
LONG = replace(PLAYING, up_next=tuple(entry(number) for number in range(2_000)))


def changes(before: Snapshot | None, now: Snapshot) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(SnapshotWriter().write_changes(before, now))["changes"]
    return told


def test_what_is_written_is_the_snapshot() -> None:
    writer = SnapshotWriter()
    for snapshot in (PLAYING, replace(PLAYING, paused=True), PINNED_SAD, NOTHING_WORKS, PLAYING):
        told = json.loads(writer.write(snapshot))
        assert from_json(Snapshot, told["snapshot"]) == snapshot


def test_only_what_has_changed_is_looked_at() -> None:
    class Counted(tuple[UpNextEntry, ...]):
        """Up next, which counts how often it is looked through."""

        looks = 0

        def __iter__(self) -> Iterator[UpNextEntry]:
            type(self).looks += 1
            return super().__iter__()

    snapshot = replace(PLAYING, up_next=Counted(PLAYING.up_next))
    writer = SnapshotWriter()
    writer.write(snapshot)
    looks = Counted.looks
    paused = replace(snapshot, paused=True)
    writer.write(paused)
    writer.write_changes(snapshot, paused)
    assert Counted.looks == looks


def test_of_a_long_queue_only_new_entries_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[object] = []

    def json_text(value: object) -> str:
        written.append(value)
        return json.dumps(None)

    writer = SnapshotWriter()
    writer.write(LONG)
    monkeypatch.setattr(snapshot_lines, "json_text", json_text)
    new = entry(9_999)
    edited = replace(LONG, up_next=(*LONG.up_next[:500], new, *LONG.up_next[501:]))
    writer.write(edited)
    assert written == [new]


def test_a_change_tells_what_is_new_and_keeps_the_rest_as_it_is() -> None:
    moved = replace(LONG, up_next=(LONG.up_next[1], LONG.up_next[0], *LONG.up_next[2:]))
    told = changes(LONG, moved)
    assert told.keys() == {"up_next"}
    assert len(told["up_next"]["entries"]) == 2
    shown = with_changes(LONG, told)
    assert shown == moved
    assert all(a is b for a, b in zip(shown.up_next[2:], LONG.up_next[2:], strict=True))
    assert shown.mood is LONG.mood


def test_nothing_but_the_position_is_told_while_music_plays() -> None:
    assert LONG.now_playing is not None
    later = replace(LONG, now_playing=replace(LONG.now_playing, position_s=99.0))
    line = SnapshotWriter().write_changes(LONG, later)
    assert json.loads(line)["changes"].keys() == {"now_playing"}
    assert len(line) < 5_000
    assert with_changes(LONG, json.loads(line)["changes"]).up_next is LONG.up_next


def test_an_equal_part_that_was_made_anew_is_not_told() -> None:
    assert changes(PLAYING, replace(PLAYING, speaker=replace(PLAYING.speaker))) == {}


@given(st.lists(st.sampled_from(ENTRIES)), st.lists(st.sampled_from(ENTRIES)))
def test_any_queue_comes_from_any_other(before: list[UpNextEntry], now: list[UpNextEntry]) -> None:
    first = replace(PLAYING, up_next=tuple(before))
    second = replace(PLAYING, up_next=tuple(now))
    told = changes(first, second)
    assert with_changes(first, told) == second
    values = changes(None, first)
    assert merged(values, told) == changes(None, second)


def test_the_first_change_is_all_there_is() -> None:
    assert with_changes(Snapshot(), changes(None, PINNED_SAD)) == PINNED_SAD


@pytest.mark.parametrize(
    "told",
    [
        {"up_next": {"from": 3, "until": 2, "entries": []}},
        {"up_next": {"from": 0, "until": 99_999, "entries": []}},
        {"up_next": {"from": -1, "until": 0, "entries": []}},
        {"up_next": {"from": 0, "until": 0, "entries": "x"}},
        {"up_next": {}},
        {"volume": 3},
        {"paused": "yes"},
    ],
)
def test_a_change_that_makes_no_sense_is_refused(told: dict[str, Any]) -> None:
    with pytest.raises(FormError):
        with_changes(PLAYING, told)
