"""Lists what lies right in one folder of the index, without a look at what lies deeper."""

from collections.abc import Iterator
from sqlite3 import Connection
from typing import NamedTuple

from tui_player.library.index.schema import paths_below
from tui_player.library.tags.reader import displayable_name
from tui_player.model.music.natural_order import natural_key

# From a file to the next in a folder, and from a folder in it to what follows all that lies there.
_SLASH = "instr(substr(child.path, ?3), x'2f')"
_CHILDREN = f"""
WITH RECURSIVE child(path) AS (
    SELECT (SELECT path FROM file WHERE path > ?1 AND path < ?2 ORDER BY path LIMIT 1)
    UNION ALL
    SELECT (
        SELECT path FROM file WHERE path >= CAST(
            CASE {_SLASH}
                WHEN 0 THEN child.path || x'00'
                ELSE substr(child.path, 1, ?3 - 2 + {_SLASH}) || x'30'
            END AS BLOB
        ) AND path < ?2 ORDER BY path LIMIT 1
    )
    FROM child WHERE path IS NOT NULL
)
SELECT
    CASE {_SLASH} WHEN 0 THEN substr(child.path, ?3)
        ELSE substr(child.path, ?3, {_SLASH} - 1) END,
    {_SLASH} > 0,
    CASE {_SLASH} WHEN 0 THEN (
        SELECT track.id FROM track JOIN file ON file.id = track.id WHERE file.path = child.path
    ) END
FROM child WHERE path IS NOT NULL
"""


class Child(NamedTuple):
    """A file or folder right in a folder; `track_id` None for what is no track."""

    name: bytes
    is_folder: bool
    track_id: int | None


def children(connection: Connection, folder: bytes) -> Iterator[Child]:
    """What lies right in a folder, in the order of the bytes of names; found by the paths' index.

    `folder` is a path under the music folder, empty for that itself.
    """
    first, end = paths_below(folder)
    for name, is_folder, track_id in connection.execute(_CHILDREN, (first, end, len(first) + 1)):
        yield Child(name, bool(is_folder), track_id)


def natural_children(connection: Connection, folder: bytes) -> list[Child]:
    """What lies right in a folder, in the order that people expect of names."""

    def key(child: Child) -> str:
        return natural_key(displayable_name(child.name))

    return sorted(children(connection, folder), key=key)


def tracks_below(connection: Connection, folder: bytes, limit: int) -> list[int]:
    """The first `limit` tracks in a folder and in all below it, in the order of their names."""
    found: list[int] = []
    first, _ = paths_below(folder)
    waiting = [(first, iter(natural_children(connection, folder)))]
    while waiting and len(found) < limit:
        above, places = waiting[-1]
        child = next(places, None)
        if child is None:
            waiting.pop()
        elif child.is_folder:
            path = above + child.name
            waiting.append((path + b"/", iter(natural_children(connection, path))))
        elif child.track_id is not None:
            found.append(child.track_id)
    return found
