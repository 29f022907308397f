"""Finds tracks by words and filters in the index."""

import json
import sqlite3
import string
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tui_player.library.index.groups import FAMILY, GENRE, MOOD
from tui_player.model.music.genres import fold
from tui_player.model.music.search_query import SearchQuery, Term
from tui_player.model.music.track import filing_key

# Families by the name of the mood that plays them.
Moods = Mapping[str, Collection[str]]

_COLUMNS = {
    "title": "title",
    "artist": "artist album_artist",
    "album": "album",
    "path": "location",
}
_USUAL_LETTERS = string.ascii_lowercase + string.digits
BY_ARTIST = (
    " ORDER BY filed_key, album COLLATE NOCASE, disc_number, track_number, order_key, track.id"
)
# A word in the title counts most, then artist, album, album artist, genre, path.
_BY_FIT = " ORDER BY bm25(words, 10.0, 8.0, 5.0, 4.0, 3.0, 1.0)"
# To sort by fit, every match must be weighed: with more than so many that would be felt. They are
# taken in the order of the library then, matches in the title, artist or album first.
MOST_WORTH_SORTING = 2_000
# Of a filter is known only by a look at each match of the words whether it holds. Where more match
# than this, that is done for as many as are asked for, and not for all.
MOST_WORTH_FILTERING = 5_000
# A filter that so few tracks pass is quicker asked by their numbers than by a look at each match.
FEW_ENOUGH_TO_LIST = 20_000


@dataclass(frozen=True, slots=True)
class _Conditions:
    """What must hold besides the words, as SQL on `track`, each beginning with AND."""

    sql: str
    parameters: tuple[object, ...]


def find(connection: sqlite3.Connection, query: SearchQuery, moods: Moods, limit: int) -> list[int]:
    """The ids of at most `limit` tracks, the best first as far as that is worth sorting.

    `moods` says what the filter `mood:` means, besides a MOOD tag of that name. With a higher
    limit more follow behind the same ones.
    """
    shelves = [_genre_shelves(connection, name) for name in query.genres]
    shelves += [_mood_shelves(connection, moods, name) for name in query.moods]
    if not all(shelves):
        return []  # there is no such genre or mood
    if query.terms:
        conditions = _conditions(connection, query, shelves, few=FEW_ENOUGH_TO_LIST)
        return _find_words(connection, query.terms, conditions, limit)
    source, times = "track", 1
    if shelves:  # fewer to look at than all tracks
        smallest = min(shelves, key=len)
        shelves.remove(smallest)
        source = (
            "shelved CROSS JOIN track ON track.id = shelved.track_id"
            f" AND shelf_id IN {_list(smallest)}"
        )
        times = len(smallest)  # so often a track may come
    conditions = _conditions(connection, query, shelves, few=-1)
    sql = f"SELECT track.id FROM {source} WHERE 1{conditions.sql} LIMIT ?"
    most = times * max(limit, MOST_WORTH_SORTING + 1)
    ids = _ids(connection, sql, (*conditions.parameters, most))
    is_few = len(ids) <= MOST_WORTH_SORTING
    return list(_sorted_by_artist(connection, ids) if is_few else ids)[:limit]


def _find_words(
    connection: sqlite3.Connection, terms: Sequence[Term], conditions: _Conditions, limit: int
) -> list[int]:
    ids: dict[int, None] = {}
    letter = _only_letter(terms)
    if letter and _begins_many_artists(connection, letter):
        ids = _by_artists_with(connection, letter, conditions, limit)
    if len(ids) < limit and any(map(_has_only_first_letter, terms)):
        ids |= _best(connection, _all_of(terms, _by_two_letters), conditions, limit)
    if len(ids) < limit:
        ids |= _best(connection, _all_of(terms), conditions, limit)
    return list(ids)[:limit]


def _best(
    connection: sqlite3.Connection, match: str, conditions: _Conditions, limit: int
) -> dict[int, None]:
    """The tracks that a match finds: the best first, or with many, matches in names first."""
    if not conditions.sql or not _has_more_than(connection, match, MOST_WORTH_FILTERING):
        found = _matches(connection, match, conditions, max(limit, MOST_WORTH_SORTING + 1))
        if len(found) <= MOST_WORTH_SORTING:
            return _matches(connection, match, conditions, limit, order=_BY_FIT)
    ids = _matches(connection, f"{{title artist album}} : ({match})", conditions, limit)
    if len(ids) < limit:
        ids |= _matches(connection, match, conditions, limit)
    return ids


def _matches(
    connection: sqlite3.Connection,
    match: str,
    conditions: _Conditions,
    limit: int,
    *,
    order: str = "",
) -> dict[int, None]:
    """The tracks that a match in the language of FTS5 finds and for which the conditions hold."""
    join = " JOIN track ON track.id = words.rowid" if conditions.sql else ""
    sql = f"SELECT words.rowid FROM words{join} WHERE words MATCH ?{conditions.sql}{order} LIMIT ?"
    return _ids(connection, sql, (match, *conditions.parameters, limit))


def _has_more_than(connection: sqlite3.Connection, match: str, number: int) -> bool:
    sql = "SELECT 1 FROM words WHERE words MATCH ? LIMIT 1 OFFSET ?"
    return connection.execute(sql, (match, number)).fetchone() is not None


def _has_only_first_letter(term: Term) -> bool:
    """Whether of a word only the first letter is typed yet."""
    if term.is_phrase:
        return term.is_unfinished and len(term.words) == len(term.words[0]) == 1
    return any(len(word) == 1 for word in term.words)


def _only_letter(terms: Sequence[Term]) -> str:
    """The letter, if nothing but the first one of a word is typed yet."""
    if len(terms) != 1 or terms[0].field not in ("", "artist"):
        return ""
    (term,) = terms
    if term.is_phrase and not term.is_unfinished:
        return ""
    if len(term.words) != 1:  # of several the key may leave out the first
        return ""
    key = filing_key(term.words[0])
    return key if len(key) == 1 else ""


def _by_artists_with(
    connection: sqlite3.Connection, letter: str, conditions: _Conditions, limit: int
) -> dict[int, None]:
    """The tracks of artists that begin with a letter: in a large library enough for a beginning.

    All words that begin with it take FTS5 long to bring together.
    """
    sql = f"SELECT id FROM track WHERE {_BEGINS}{conditions.sql}{BY_ARTIST} LIMIT ?"
    return _ids(connection, sql, (*_between(letter), *conditions.parameters, limit))


def _begins_many_artists(connection: sqlite3.Connection, letter: str) -> bool:
    """Whether so many tracks are filed under artists with this letter as are not worth sorting."""
    sql = f"SELECT 1 FROM track WHERE {_BEGINS} LIMIT 1 OFFSET ?"
    parameters = (*_between(letter), MOST_WORTH_SORTING)
    return connection.execute(sql, parameters).fetchone() is not None


_BEGINS = "filed_key >= ? AND filed_key < ?"


def _between(letter: str) -> tuple[str, str]:
    """The first text that begins with a letter, and the first one behind all that do."""
    return letter, chr(ord(letter) + 1)


def _beginning(word: str) -> str:
    """All words that begin so, in the language of FTS5."""
    return f'"{word}"*'


def _by_two_letters(word: str) -> str:
    """The same for a single letter, but without words whose second letter is a rare one.

    FTS5 has ready lists of what begins with two letters and takes the first tracks from these at
    once; all that begins with one it has to bring together before.
    """
    if len(word) > 1:
        return _beginning(word)
    return f'("{word}" OR {" OR ".join(_beginning(word + second) for second in _USUAL_LETTERS)})'


def _all_of(terms: Iterable[Term], beginning: Callable[[str], str] = _beginning) -> str:
    return " AND ".join(_match(term, beginning) for term in terms)


def _match(term: Term, beginning: Callable[[str], str]) -> str:
    """A term in the language of FTS5."""
    if not term.is_phrase:
        words = " AND ".join(map(beginning, term.words))
    elif term.is_unfinished and len(term.words) == 1:
        words = beginning(term.words[0])
    else:
        words = f'"{" ".join(term.words)}"{"*" if term.is_unfinished else ""}'
    return f"{{{_COLUMNS[term.field]}}} : ({words})" if term.field else f"({words})"


def _conditions(
    connection: sqlite3.Connection,
    query: SearchQuery,
    shelves: Iterable[Collection[int]],
    *,
    few: int,
) -> _Conditions:
    """What the filters demand; the numbers of those that pass are listed if they are `few`."""
    sql: list[str] = []
    parameters: list[object] = []
    if query.years is not None:
        parameters += query.years
        if _has_at_most(connection, few, query.years):
            # Written with a "+" so that the matches lead, and are looked up among these.
            sql.append(" AND +track.id IN (SELECT id FROM track WHERE year BETWEEN ? AND ?)")
        else:
            sql.append(" AND year BETWEEN ? AND ?")
    for shelf in shelves:
        ids = _list(shelf)
        held = "SELECT SUM(tracks) FROM shelf WHERE id IN "
        if connection.execute(held + ids).fetchone()[0] <= few:
            listed = f"SELECT track_id FROM shelved WHERE shelf_id IN {ids}"
            sql.append(f" AND +track.id IN ({listed})")
        else:
            by_track = "SELECT 1 FROM shelved AS other WHERE other.track_id = track.id"
            sql.append(f" AND EXISTS ({by_track} AND other.shelf_id IN {ids})")
    return _Conditions("".join(sql), tuple(parameters))


def _has_at_most(connection: sqlite3.Connection, number: int, years: tuple[int, int]) -> bool:
    if number < 0:
        return False
    sql = "SELECT 1 FROM track WHERE year BETWEEN ? AND ? LIMIT 1 OFFSET ?"
    return connection.execute(sql, (*years, number)).fetchone() is None


def _genre_shelves(connection: sqlite3.Connection, name: str) -> set[int]:
    """The shelves of genres and families with these words, or so spelt in one word."""
    asked = fold(name)
    rows = connection.execute(
        "SELECT id, name FROM shelf WHERE kind IN (?, ?) AND tracks > 0", (GENRE, FAMILY)
    )
    return {id_ for id_, shelf_name in rows if asked and _is_named(fold(shelf_name), asked)}


def _is_named(words: tuple[str, ...], asked: tuple[str, ...]) -> bool:
    by_words = all(any(word.startswith(each) for word in words) for each in asked)
    return by_words or "".join(words).startswith("".join(asked))


def _mood_shelves(connection: sqlite3.Connection, moods: Moods, name: str) -> set[int]:
    """The shelves of all families of the moods whose names begin so, and of such MOOD tags."""
    wanted = name.strip().casefold()
    families = {f for mood, names in moods.items() if mood.startswith(wanted) for f in names}
    rows = connection.execute(
        "SELECT id, kind, name FROM shelf WHERE kind IN (?, ?) AND tracks > 0", (FAMILY, MOOD)
    )
    return {
        id_
        for id_, kind, name in rows
        if (name in families if kind == FAMILY else name.casefold().startswith(wanted))
    }


def _sorted_by_artist(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, None]:
    chosen = "SELECT id FROM track WHERE id IN (SELECT value FROM json_each(?))"
    return _ids(connection, chosen + BY_ARTIST, (json.dumps(list(ids)),))


def _ids(
    connection: sqlite3.Connection, sql: str, parameters: tuple[object, ...]
) -> dict[int, None]:
    return dict.fromkeys(track_id for (track_id,) in connection.execute(sql, parameters))


def _list(ids: Iterable[int]) -> str:
    """Row numbers as SQL has them in a list."""
    return f"({', '.join(map(str, sorted(ids)))})"
