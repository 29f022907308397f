"""Lists what leads on to tracks: artists, albums, genres and folders, with their counts."""

import os
from collections.abc import Sequence
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
    """The folders in a folder that hold music, with the tracks in them and below."""
    prefix = os.fsencode(place.key) + b"/" if place.key else b""
    length = len(prefix)
    rows = connection.execute(
        "SELECT CAST(substr(path, ?1, instr(substr(path, ?1), x'2f') - 1) AS BLOB) AS name,"
        " COUNT(*) FROM file JOIN track ON track.id = file.id"
        " WHERE path >= ?2 AND (?3 IS NULL OR path < ?3) AND instr(substr(path, ?1), x'2f') > 0"
        " GROUP BY name",
        (length + 1, prefix, prefix[:-1] + b"0" if prefix else None),  # "0" follows "/" in ASCII
    )
    found = [
        Shelf(
            Place(PlaceKind.FOLDER, os.fsdecode(prefix + name), label=displayable_name(name)),
            tracks,
        )
        for name, tracks in rows
    ]
    return _sorted(found, Sort.NAME)


def _sorted(shelves: list[Shelf], sort: Sort) -> list[Shelf]:
    by_name = sorted(shelves, key=lambda shelf: filing_key(shelf.place.label))
    if sort is Sort.MOST:
        return sorted(by_name, key=attrgetter("tracks"), reverse=True)
    return by_name
