"""Draws tracks from shelves at random: each as likely as any other, in time that does not grow."""

import os
import sqlite3
from collections.abc import Callable, Collection, Mapping

from tui_player.model.music.track import TrackId
from tui_player.ports.catalog import Randomness

IsBarred = Callable[[TrackId], bool]
Shelves = Mapping[int, int]  # how many tracks are on each, by the shelf's id

# A draw that meets barred tracks again and again gives up after so many tries for each wanted.
TRIES_FOR_EACH = 6
# Shelves with no more tracks are listed rather than given up.
WORTH_LISTING = 2_000


def draw(
    connection: sqlite3.Connection,
    shelves: Shelves,
    limit: int,
    randomness: Randomness,
    is_barred: IsBarred,
) -> list[int]:
    """The ids of at most `limit` different tracks on the shelves that are not barred.

    From shelves where nearly all are barred there may come fewer than there are, and none from
    very long ones.
    """
    if not shelves or limit <= 0:
        return []
    tracks = sum(shelves.values())
    if tracks > 4 * limit * len(shelves):
        drawn = _draw_from_many(connection, shelves, limit, randomness, is_barred)
        if drawn or tracks > WORTH_LISTING:
            return drawn
    return _draw_from_few(connection, shelves, limit, randomness, is_barred)


def _draw_from_few(
    connection: sqlite3.Connection,
    shelves: Shelves,
    limit: int,
    randomness: Randomness,
    is_barred: IsBarred,
) -> list[int]:
    """Draw by listing all tracks on the shelves."""
    rows = connection.execute(
        "SELECT DISTINCT track_id, path FROM shelved JOIN file ON file.id = track_id"
        f" WHERE shelf_id IN ({marks(shelves)})",
        tuple(shelves),
    )
    ids = sorted(track_id for track_id, path in rows if not is_barred(_track_id(path)))
    return [ids.pop(randomness.randrange(len(ids))) for _ in range(min(limit, len(ids)))]


def _draw_from_many(
    connection: sqlite3.Connection,
    shelves: Shelves,
    limit: int,
    randomness: Randomness,
    is_barred: IsBarred,
) -> list[int]:
    """Draw by the numbers that tracks have on their shelves.

    A track on several of the shelves is drawn more often, so it is taken with one chance in as
    many: rejection sampling, which makes every track equally likely.
    """
    by_number = (
        "SELECT track_id, path FROM shelved JOIN file ON file.id = track_id"
        " WHERE shelf_id = ? AND ordinal = ?"
    )
    on_shelves = (
        f"SELECT COUNT(*) FROM shelved WHERE track_id = ? AND shelf_id IN ({marks(shelves)})"
    )
    total = sum(shelves.values())
    chosen: dict[int, None] = {}
    for _ in range(TRIES_FOR_EACH * limit):
        place = _place(shelves, randomness.randrange(total))
        track_id, path = connection.execute(by_number, place).fetchone()
        if track_id in chosen or is_barred(_track_id(path)):
            continue
        if len(shelves) > 1:
            (times,) = connection.execute(on_shelves, (track_id, *shelves)).fetchone()
            if times > 1 and randomness.random() * times >= 1:
                continue
        chosen[track_id] = None
        if len(chosen) == limit:
            break
    return list(chosen)


def count(connection: sqlite3.Connection, shelves: Shelves) -> int:
    """How many different tracks are on the shelves."""
    if len(shelves) <= 1:
        return sum(shelves.values())
    sql = f"SELECT COUNT(DISTINCT track_id) FROM shelved WHERE shelf_id IN ({marks(shelves)})"
    return int(connection.execute(sql, tuple(shelves)).fetchone()[0])


def marks(values: Collection[object]) -> str:
    """As many question marks as there are values, for SQL."""
    return ", ".join("?" * len(values))


def _place(shelves: Shelves, number: int) -> tuple[int, int]:
    """The shelf, and the place on it, of the number-th of all places on these shelves."""
    for shelf_id, tracks in shelves.items():
        if number < tracks:
            return shelf_id, number
        number -= tracks
    raise IndexError(number)


def _track_id(path: bytes) -> TrackId:
    return TrackId(os.fsdecode(path))
