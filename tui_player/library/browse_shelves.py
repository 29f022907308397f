"""Lists what leads on to tracks: artists, albums, genres and folders, with their counts."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from sqlite3 import Connection

from tui_player.domain.browse import Place, PlaceKind, Shelf, Sort
from tui_player.domain.filing import filing_key
from tui_player.domain.wording import counted
from tui_player.library.browse_playlists import count_playlists
from tui_player.library.shelves import ALL, GENRE
from tui_player.library.tags import displayable_name

NO_ARTIST, NO_ALBUM, NO_GENRE = "unknown artist", "no album", "no genre"


Counts = Mapping[PlaceKind, int]


def top(counts: Counts, connection: Connection, playlists: Path) -> Sequence[Shelf]:
    """Where to begin, with what was counted there."""
    shown = {**counts, PlaceKind.PLAYLISTS: count_playlists(connection, playlists)}
    return [
        Shelf(Place(kind, label=kind.value), None, f"{number:,}") for kind, number in shown.items()
    ]


def count_all(connection: Connection) -> Counts:
    """How much there is of everything that the index knows; by the index of each alone."""

    def count(sql: str, *parameters: object) -> int:
        return int(connection.execute(sql, parameters).fetchone()[0] or 0)

    return {
        PlaceKind.TRACKS: count("SELECT SUM(tracks) FROM shelf WHERE kind = ?", ALL),
        PlaceKind.ARTISTS: count("SELECT COUNT(DISTINCT filed_key) FROM track"),
        PlaceKind.ALBUMS: count(
            "SELECT COUNT(*) FROM (SELECT 1 FROM track WHERE album <> ''"
            " GROUP BY filed_key, album COLLATE NOCASE)"
        ),
        PlaceKind.GENRES: count("SELECT COUNT(*) FROM shelf WHERE kind = ? AND tracks > 0", GENRE),
        PlaceKind.FOLDERS: sum(1 for _ in _folders_with_tracks(connection, b"")),
    }


def artists(connection: Connection, _: Place, sort: Sort) -> Sequence[Shelf]:
    """All whom tracks are filed under."""
    rows = connection.execute(
        "SELECT filed_under, COUNT(*), COUNT(DISTINCT album COLLATE NOCASE) FROM track"
        " GROUP BY filed_key ORDER BY filed_key"
    )
    found = [
        Shelf(
            Place(PlaceKind.ARTIST, name, label=name or NO_ARTIST),
            tracks,
            counted(albums, "album"),
        )
        for name, tracks, albums in rows
    ]
    return found if sort is Sort.NAME else _sorted(found, sort)


def albums_of(connection: Connection, place: Place, sort: Sort) -> Sequence[Shelf]:
    """The albums of one artist, the oldest first."""
    rows = connection.execute(
        "SELECT album, COUNT(*), MIN(year) FROM track WHERE filed_key = ?"
        " GROUP BY album COLLATE NOCASE ORDER BY MIN(year), album COLLATE NOCASE",
        (filing_key(place.key),),
    )
    found = [
        Shelf(
            Place(PlaceKind.ALBUM, album, place.key, label=album or NO_ALBUM),
            tracks,
            str(year or ""),
        )
        for album, tracks, year in rows
    ]
    return found if sort is Sort.YEAR else _sorted(found, sort)


def all_albums(connection: Connection, _: Place, sort: Sort) -> Sequence[Shelf]:
    """The albums of all artists; tracks without one are no album."""
    rows = connection.execute(
        "SELECT filed_under, album, COUNT(*), MIN(year) FROM track WHERE album <> ''"
        " GROUP BY filed_key, album COLLATE NOCASE ORDER BY filed_key, MIN(year)"
    )
    found = [
        (
            year or 0,
            Shelf(Place(PlaceKind.ALBUM, album, name, label=album), tracks, name or NO_ARTIST),
        )
        for name, album, tracks, year in rows
    ]
    if sort is Sort.YEAR:
        found.sort(key=lambda each: -each[0])
    shelves = [shelf for _, shelf in found]
    return shelves if sort in (Sort.ARTIST, Sort.YEAR) else _sorted(shelves, sort)


def genres(connection: Connection, _: Place, sort: Sort) -> Sequence[Shelf]:
    """All genres, and where to find what has none."""
    rows = connection.execute("SELECT name, tracks FROM shelf WHERE kind = ?", (GENRE,))
    found = [
        Shelf(Place(PlaceKind.GENRE, name, label=name), tracks) for name, tracks in rows if tracks
    ]
    (without,) = connection.execute("SELECT COUNT(*) FROM track WHERE genres = ''").fetchone()
    shelves = _sorted(found, sort)
    if without:
        shelves.append(Shelf(Place(PlaceKind.GENRE, "", label=NO_GENRE), without))
    return shelves


def folder_shelves(connection: Connection, place: Place) -> Sequence[Shelf]:
    """The folders in a folder that hold music, with the tracks in them and below.

    From one folder to the next by the index of paths: no path in between is looked at, only
    counted.
    """
    prefix = os.fsencode(place.key) + b"/" if place.key else b""
    found = [
        Shelf(
            Place(PlaceKind.FOLDER, os.fsdecode(prefix + name), label=displayable_name(name)),
            _files_below(connection, prefix + name) - others,
        )
        for name, others in _folders_with_tracks(connection, prefix)
    ]
    return _sorted(found, Sort.NAME)


def _folders_with_tracks(connection: Connection, prefix: bytes) -> Iterator[tuple[bytes, int]]:
    """The names of the folders in one that hold tracks, and how many files that are none."""
    others = _others_in(connection, prefix)
    for name in _folders_in(connection, prefix):
        if name not in others or others[name] < _files_below(connection, prefix + name):
            yield name, others[name]


def _files_below(connection: Connection, folder: bytes) -> int:
    sql = "SELECT COUNT(*) FROM file WHERE path > ? AND path < ?"
    return int(connection.execute(sql, (folder + b"/", folder + b"0")).fetchone()[0])


def _folders_in(connection: Connection, prefix: bytes) -> Iterator[bytes]:
    """The names of the folders in one that hold any files; the files in it are passed over."""
    end = _end_of(prefix)
    after = prefix
    while row := connection.execute(
        "SELECT path FROM file WHERE path > ?1 AND (?2 IS NULL OR path < ?2)"
        " AND instr(substr(path, ?3), x'2f') ORDER BY path LIMIT 1",
        (after, end, len(prefix) + 1),
    ).fetchone():
        name = row[0][len(prefix) :].partition(b"/")[0]
        after = prefix + name + b"0"
        yield name


def _others_in(connection: Connection, prefix: bytes) -> Counter[bytes]:
    """How many files that are no tracks there are below each folder in one."""
    rows = connection.execute(
        "SELECT substr(path, ?3) FROM file WHERE path > ?1 AND (?2 IS NULL OR path < ?2) AND id IN"
        " (SELECT file_id FROM unreadable UNION ALL SELECT file_id FROM playlist)",
        (prefix, _end_of(prefix), len(prefix) + 1),
    )
    return Counter(rest.partition(b"/")[0] for (rest,) in rows)


def _end_of(prefix: bytes) -> bytes | None:
    """The first path behind all that begin so; None if there may be none."""
    return prefix[:-1] + b"0" if prefix else None  # "0" follows "/" in ASCII


def _sorted(shelves: list[Shelf], sort: Sort) -> list[Shelf]:
    by_name = sorted(shelves, key=lambda shelf: filing_key(shelf.place.label))
    if sort is Sort.MOST:
        return sorted(by_name, key=attrgetter("tracks"), reverse=True)
    return by_name
