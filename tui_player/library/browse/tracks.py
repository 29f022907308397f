"""Lists the tracks of a place in the library, as numbers of the index."""

import json
from collections.abc import Sequence
from sqlite3 import Connection

from tui_player.library.index.groups import ALL, GENRE
from tui_player.library.index.search import BY_ARTIST, Moods, find
from tui_player.model.music.natural_order import natural_key
from tui_player.model.music.search_query import parse_search
from tui_player.model.music.track import filing_key
from tui_player.ports.browser import Place, PlaceKind, Sort

_BY_TITLE = " ORDER BY track.title COLLATE NOCASE, track.id"
_ORDERS = {
    Sort.ARTIST: BY_ARTIST,
    Sort.NAME: _BY_TITLE,
    Sort.YEAR: (
        " ORDER BY year DESC NULLS LAST, filed_key, album COLLATE NOCASE, disc_number,"
        " track_number, order_key"
    ),
    Sort.ADDED: " ORDER BY mtime_ns DESC",
    Sort.LENGTH: " ORDER BY duration_s DESC",
}
# Numbers in titles count by their value where that can be told of all tracks at once.
_SMALL_PLACES = (PlaceKind.ALBUM, PlaceKind.FOLDER, PlaceKind.PLAYLIST)
_FROM = "SELECT track.id FROM track"
_FILES = " JOIN file ON file.id = track.id"


def track_ids(
    connection: Connection,
    place: Place,
    sort: Sort,
    moods: Moods,
    limit: int,
    within: Sequence[int] = (),
) -> Sequence[int]:
    """At most `limit` tracks of a place; of a playlist or folder those `within`."""
    if place.kind is PlaceKind.FOUND:
        return find(connection, parse_search(place.key), moods, limit)
    where, parameters = _condition(place, within)
    if sort is Sort.NAME and place.kind in _SMALL_PLACES:
        rows = connection.execute(f"SELECT track.id, title FROM track{where}", parameters)
        return [row[0] for row in sorted(rows, key=lambda row: natural_key(row[1]))][:limit]
    order = _ORDERS.get(sort, BY_ARTIST)
    join = _FILES if sort is Sort.ADDED else ""
    sql = f"{_FROM}{join}{where}{order} LIMIT ?"
    return [row[0] for row in connection.execute(sql, (*parameters, limit))]


def track_total(connection: Connection, place: Place) -> int | None:
    """How many tracks a place has, if that can be told without listing them."""
    shelf = {PlaceKind.TRACKS: (ALL, ""), PlaceKind.GENRE: (GENRE, place.key)}.get(place.kind)
    if shelf is None or shelf == (GENRE, ""):
        return None
    sql = "SELECT SUM(tracks) FROM shelf WHERE kind = ? AND name = ?"
    return int(connection.execute(sql, shelf).fetchone()[0] or 0)


def _condition(place: Place, within: Sequence[int]) -> tuple[str, tuple[object, ...]]:
    """What holds of the tracks of a place, as SQL."""
    match place.kind:
        case PlaceKind.ARTIST:
            return " WHERE filed_key = ?", (filing_key(place.key),)
        case PlaceKind.ALBUM:
            where = " WHERE filed_key = ? AND album = ? COLLATE NOCASE"
            return where, (filing_key(place.within), place.key)
        case PlaceKind.GENRE if not place.key:
            return " WHERE genres = ''", ()
        case PlaceKind.GENRE:
            where = (
                " JOIN shelved ON track_id = track.id WHERE shelf_id ="
                " (SELECT id FROM shelf WHERE kind = ? AND name = ?)"
            )
            return where, (GENRE, place.key)
        case PlaceKind.PLAYLIST | PlaceKind.FOLDER | PlaceKind.FOLDERS:
            where = " WHERE track.id IN (SELECT value FROM json_each(?))"
            return where, (json.dumps(list(within)),)
        case PlaceKind.TRACKS | PlaceKind.ARTISTS | PlaceKind.ALBUMS | PlaceKind.GENRES:
            return "", ()
        case _:
            return " WHERE 0", ()
