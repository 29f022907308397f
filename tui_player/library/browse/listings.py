"""Lists what leads on to tracks: artists, albums, genres and folders, with their counts."""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from tui_player.library.browse.playlists import count_playlists
from tui_player.library.index.groups import ALL, GENRE
from tui_player.library.index.schema import paths_below
from tui_player.library.scanner.folder_children import natural_children
from tui_player.library.tags.reader import displayable_name
from tui_player.model.music.natural_order import natural_key
from tui_player.model.music.track import filing_key
from tui_player.model.text import counted
from tui_player.ports.browser import BrowseLink, Place, PlaceKind, Sort

NO_ARTIST, NO_ALBUM, NO_GENRE = "unknown artist", "no album", "no genre"


Counts = Mapping[PlaceKind, int]


def top(counts: Counts, connection: Connection, playlists: Path) -> Sequence[BrowseLink]:
    """Where to begin, with what was counted there."""
    shown = {**counts, PlaceKind.PLAYLISTS: count_playlists(connection, playlists)}
    return [
        BrowseLink(Place(kind, label=kind.value), None, f"{number:,}")
        for kind, number in shown.items()
    ]


def count_all(connection: Connection, folders: int) -> Counts:
    """How much there is of everything that the index knows, besides so many folders at the top."""

    def count(sql: str, *parameters: object) -> int:
        return int(connection.execute(sql, parameters).fetchone()[0] or 0)

    artists_, albums = connection.execute(
        "SELECT COUNT(DISTINCT filed_key), SUM(album <> '') FROM"
        " (SELECT filed_key, album FROM track GROUP BY filed_key, album COLLATE NOCASE)"
    ).fetchone()
    return {
        PlaceKind.TRACKS: count("SELECT SUM(tracks) FROM shelf WHERE kind = ?", ALL),
        PlaceKind.ARTISTS: artists_,
        PlaceKind.ALBUMS: albums or 0,
        PlaceKind.GENRES: count("SELECT COUNT(*) FROM shelf WHERE kind = ? AND tracks > 0", GENRE),
        PlaceKind.FOLDERS: folders,
    }


def artists(connection: Connection, sort: Sort, limit: int) -> Sequence[BrowseLink]:
    """Those whom tracks are filed under; the first `limit` by name, in this order."""
    rows = connection.execute(
        "SELECT filed_under, COUNT(*), COUNT(DISTINCT album COLLATE NOCASE) FROM track"
        " GROUP BY filed_key ORDER BY filed_key LIMIT ?",
        (limit,),
    )
    found = [
        BrowseLink(
            Place(PlaceKind.ARTIST, name, label=name or NO_ARTIST),
            tracks,
            counted(albums, "album"),
        )
        for name, tracks, albums in rows
    ]
    return found if sort is Sort.NAME else _sorted(found, sort)


def albums_of(connection: Connection, place: Place, sort: Sort) -> Sequence[BrowseLink]:
    """The albums of one artist, the oldest first."""
    rows = connection.execute(
        "SELECT album, COUNT(*), MIN(year) FROM track WHERE filed_key = ?"
        " GROUP BY album COLLATE NOCASE",
        (filing_key(place.key),),
    )
    found = [
        BrowseLink(
            Place(PlaceKind.ALBUM, album, place.key, label=album or NO_ALBUM),
            tracks,
            str(year or ""),
        )
        for album, tracks, year in sorted(rows, key=_by_year)
    ]
    return found if sort is Sort.YEAR else _sorted(found, sort)


def all_albums(connection: Connection, sort: Sort, limit: int) -> Sequence[BrowseLink]:
    """The albums of all artists; of the first artists with at least `limit`, in this order.

    Tracks without an album are none.
    """
    rows = connection.execute(
        "SELECT album, COUNT(*), MIN(year), filed_key, filed_under FROM track WHERE album <> ''"
        " GROUP BY filed_key, album COLLATE NOCASE ORDER BY filed_key, album COLLATE NOCASE"
    )
    found: list[tuple[int, BrowseLink]] = []
    for _, its_rows in groupby(rows, key=itemgetter(3)):
        for album, tracks, year, _, name in sorted(its_rows, key=_by_year):
            place = Place(PlaceKind.ALBUM, album, name, label=album)
            found.append((year or 0, BrowseLink(place, tracks, name or NO_ARTIST)))
        if len(found) >= limit:
            break
    if sort is Sort.YEAR:
        found.sort(key=lambda each: -each[0])
    shelves = [shelf for _, shelf in found]
    return shelves if sort in (Sort.ARTIST, Sort.YEAR) else _sorted(shelves, sort)


def genres(connection: Connection, sort: Sort) -> Sequence[BrowseLink]:
    """All genres, and where to find what has none."""
    rows = connection.execute("SELECT name, tracks FROM shelf WHERE kind = ?", (GENRE,))
    found = [
        BrowseLink(Place(PlaceKind.GENRE, name, label=name), tracks)
        for name, tracks in rows
        if tracks
    ]
    (without,) = connection.execute("SELECT COUNT(*) FROM track WHERE genres = ''").fetchone()
    shelves = _sorted(found, sort)
    if without:
        shelves.append(BrowseLink(Place(PlaceKind.GENRE, "", label=NO_GENRE), without))
    return shelves


def in_folder(connection: Connection, place: Place) -> tuple[Sequence[bytes], Sequence[int]]:
    """What lies in a folder, by name: the names of the folders with tracks, and its tracks.

    Nothing that lies deeper is looked at, by the index of paths.
    """
    folder = os.fsencode(place.key)
    first, _ = paths_below(folder)
    others = _others_in(connection, folder)
    names: list[bytes] = []
    tracks: list[int] = []
    for name, is_folder, track_id in natural_children(connection, folder):
        if track_id is not None:
            tracks.append(track_id)
        elif is_folder and (
            name not in others or others[name] < _files_below(connection, first + name)
        ):
            names.append(name)
    return names, tracks


def folder_shelves(
    connection: Connection, place: Place, names: Sequence[bytes]
) -> Sequence[BrowseLink]:
    """The rows of these folders in one, with the tracks in each and below."""
    if not names:
        return ()
    folder = os.fsencode(place.key)
    first, _ = paths_below(folder)
    others = _others_in(connection, folder)
    return [
        BrowseLink(
            Place(PlaceKind.FOLDER, os.fsdecode(first + name), label=displayable_name(name)),
            _files_below(connection, first + name) - others[name],
        )
        for name in names
    ]


def _by_year(row: tuple[Any, ...]) -> tuple[int, str]:
    """The oldest album first, those of a year by name; a row begins with name, tracks and year."""
    album, _, year = row[:3]
    return year or 0, natural_key(album)


def _files_below(connection: Connection, folder: bytes) -> int:
    sql = "SELECT COUNT(*) FROM file WHERE path >= ? AND path < ?"
    return int(connection.execute(sql, paths_below(folder)).fetchone()[0])


def _others_in(connection: Connection, folder: bytes) -> Counter[bytes]:
    """How many files that are no tracks there are below each folder in one."""
    first, end = paths_below(folder)
    rows = connection.execute(
        "SELECT substr(path, ?3) FROM file WHERE path > ?1 AND path < ?2 AND id IN"
        " (SELECT file_id FROM unreadable UNION ALL SELECT file_id FROM playlist)",
        (first, end, len(first) + 1),
    )
    return Counter(rest.partition(b"/")[0] for (rest,) in rows)


def _sorted(shelves: list[BrowseLink], sort: Sort) -> list[BrowseLink]:
    by_name = sorted(shelves, key=lambda shelf: natural_key(filing_key(shelf.place.label)))
    if sort is Sort.MOST:
        return sorted(by_name, key=attrgetter("tracks"), reverse=True)
    return by_name
