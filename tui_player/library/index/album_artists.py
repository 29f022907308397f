"""Finds the albums in the index that are by somebody whom their tags do not name."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from sqlite3 import Connection
from typing import NamedTuple

from tui_player.library.index.disc_folders import album_folder, is_disc_folder
from tui_player.library.scanner.folder_children import children
from tui_player.model.music.album_artist import AlbumTrack, artist_of_album
from tui_player.model.music.track import filing_key


class _Row(NamedTuple):
    """A track as far as its album is concerned; not `is_loose` where tags say whom it is by."""

    track_id: int
    album_key: str
    is_loose: bool
    album_by: str
    track: AlbumTrack


class AlbumArtists:
    """Looks at the folders of albums whose tracks changed, over the writer's connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._touched: set[bytes] = set()

    def touch(self, path: bytes) -> None:
        """A track at this path, of whose album no tag says whom it is by, came, changed or went."""
        self._touched.add(album_folder(path))

    def forget_touched(self) -> None:
        """All that changed was looked at."""
        self._touched.clear()

    def found(self, *, everywhere: bool) -> Iterator[tuple[int, str]]:
        """The tracks whose albums are by somebody else than was known, and by whom.

        Looks at the folders where something changed, or everywhere.
        """
        for folder in sorted(self._all_folders() if everywhere else self._touched):
            rows = sorted(self._rows(folder), key=attrgetter("album_key", "track_id"))
            albums = {row.album_key for row in rows if row.album_key}
            for key, group in groupby(rows, attrgetter("album_key")):
                yield from _changed(list(group), bool(key), fills_folder=len(albums) == 1)

    def _all_folders(self) -> set[bytes]:
        sql = (
            "SELECT path FROM file JOIN track ON track.id = file.id"
            " WHERE album <> '' AND album_artist = '' AND NOT is_compilation OR album_by <> ''"
        )
        return {album_folder(path) for (path,) in self._connection.execute(sql)}

    def _rows(self, folder: bytes) -> Iterator[_Row]:
        rows = self._connection.execute(
            "SELECT id, artist, album, album_artist, is_compilation, disc_number, track_number,"
            " album_by FROM track WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(self._tracks(folder))),),
        )
        for track_id, artist, album, album_artist, is_compilation, disc, number, album_by in rows:
            track = AlbumTrack(artist, disc, number)
            is_loose = not album_artist and not is_compilation
            yield _Row(track_id, filing_key(album), is_loose, album_by, track)

    def _tracks(self, folder: bytes) -> Iterator[int]:
        """The tracks right in a folder, and in those below it that hold a disc each."""
        for child in children(self._connection, folder):
            if child.track_id is not None:
                yield child.track_id
            elif child.is_folder and is_disc_folder(child.name):
                disc = folder + b"/" + child.name if folder else child.name
                yield from (
                    each.track_id
                    for each in children(self._connection, disc)
                    if each.track_id is not None
                )


def _changed(rows: list[_Row], is_album: bool, *, fills_folder: bool) -> Iterable[tuple[int, str]]:
    loose = [row.track for row in rows if row.is_loose]
    artist = artist_of_album(loose, fills_folder=fills_folder) if is_album else ""
    for row in rows:
        album_by = artist if row.is_loose else ""
        if album_by != row.album_by:
            yield row.track_id, album_by
