"""Lists what leads on to tracks: artists, albums, genres and folders, with their counts."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from operator import attrgetter
from pathlib import Path
from sqlite3 import Connection

from tui_player.domain.browse import Place, PlaceKind, Shelf, Sort
from tui_player.domain.filing import filing_key
from tui_player.library.browse_playlists import count_playlists
from tui_player.library.shelves import ALL, GENRE
from tui_player.library.tags import displayable_name

NO_ARTIST, NO_ALBUM, NO_GENRE = "unknown artist", "no album", "no genre"


def top(connection: Connection, playlists: Path) -> Sequence[Shelf]:
    """Where to begin."""

    def count(sql: str, *parameters: object) -> int:
        return int(connection.execute(sql, parameters).fetchone()[0] or 0)

    tracks = count("SELECT SUM(tracks) FROM shelf WHERE kind = ?", ALL)
    counts = {
        PlaceKind.TRACKS: tracks,
        PlaceKind.ARTISTS: count("SELECT COUNT(DISTINCT filed_key) FROM track"),
        PlaceKind.ALBUMS: None,
        PlaceKind.GENRES: count("SELECT COUNT(*) FROM shelf WHERE kind = ? AND tracks > 0", GENRE),
        PlaceKind.FOLDERS: None,
        PlaceKind.PLAYLISTS: count_playlists(connection, playlists),
    }
    return [
        Shelf(Place(kind, label=kind.value), None, "" if number is None else f"{number:,}")
        for kind, number in counts.items()
    ]


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
            f"{albums} album{'' if albums == 1 else 's'}",
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
    others = _others_in(connection, prefix)
    found: list[Shelf] = []
    for name in _folders_in(connection, prefix):
        path = prefix + name
        (files,) = connection.execute(
            "SELECT COUNT(*) FROM file WHERE path > ? AND path < ?", (path + b"/", path + b"0")
        ).fetchone()
        if tracks := files - others[name]:
            label = displayable_name(name)
            found.append(Shelf(Place(PlaceKind.FOLDER, os.fsdecode(path), label=label), tracks))
    return _sorted(found, Sort.NAME)


def _folders_in(connection: Connection, prefix: bytes) -> Iterator[bytes]:
    """The names of the folders in one that hold any files."""
    end = prefix[:-1] + b"0" if prefix else None  # "0" follows "/" in ASCII
    after = prefix
    while row := connection.execute(
        "SELECT path FROM file WHERE path > ?1 AND (?2 IS NULL OR path < ?2) ORDER BY path LIMIT 1",
        (after, end),
    ).fetchone():
        name, slash, _ = row[0][len(prefix) :].partition(b"/")
        after = prefix + name + b"0" if slash else row[0]
        if slash:
            yield name


def _others_in(connection: Connection, prefix: bytes) -> Counter[bytes]:
    """How many files that are no tracks there are below each folder in one."""
    rows = connection.execute(
        "SELECT path FROM file WHERE id IN"
        " (SELECT file_id FROM unreadable UNION SELECT file_id FROM playlist)"
    )
    below = (path[len(prefix) :] for (path,) in rows if path.startswith(prefix))
    return Counter(rest.partition(b"/")[0] for rest in below)


def _sorted(shelves: list[Shelf], sort: Sort) -> list[Shelf]:
    by_name = sorted(shelves, key=lambda shelf: filing_key(shelf.place.label))
    if sort is Sort.MOST:
        return sorted(by_name, key=attrgetter("tracks"), reverse=True)
    return by_name
