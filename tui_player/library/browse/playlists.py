"""Lists playlists, those in the music folder and the saved ones, and opens them."""

import os
from collections.abc import Sequence
from pathlib import Path
from sqlite3 import Connection

from tui_player.library.browse.playlist_files import read_playlist
from tui_player.library.browse.playlist_tracks import PlaylistTracks
from tui_player.library.errors import UnreadableAudioError
from tui_player.library.file_types import is_playlist_name
from tui_player.library.tags.reader import displayable_name
from tui_player.model.music.natural_order import natural_key
from tui_player.model.music.track import filing_key
from tui_player.ports.browser import BrowseLink, Place, PlaceKind, Sort

_NAMED = 3  # so many of the missing entries are named


def count_playlists(connection: Connection, saved: Path) -> int:
    """How many playlists there are."""
    (known,) = connection.execute("SELECT COUNT(*) FROM playlist").fetchone()
    return int(known) + len(_saved(saved))


def list_playlists(
    connection: Connection, folder: str, saved: Path, sort: Sort
) -> Sequence[BrowseLink]:
    """All playlists; beside each, in which folder it lies."""
    found = [BrowseLink(_place(path), _entries(path), "saved") for path in _saved(saved)]
    rows = connection.execute("SELECT path, entries FROM playlist JOIN file ON file.id = file_id")
    for path, entries in rows:
        full = os.path.join(os.fsencode(folder), path)  # noqa: PTH118 - bytes
        found.append(BrowseLink(_place(full), entries, displayable_name(path.rpartition(b"/")[0])))
    by_name = sorted(found, key=lambda shelf: natural_key(filing_key(shelf.place.label)))
    if sort is Sort.MOST:
        return sorted(by_name, key=lambda shelf: shelf.tracks or 0, reverse=True)
    return by_name


def open_playlist(connection: Connection, folder: bytes, playlist: bytes) -> tuple[list[int], str]:
    """The tracks of a playlist by their numbers, and a sentence on entries that are none."""
    tracks = PlaylistTracks(connection, folder)
    try:
        ids = tracks.ids(playlist)
    except UnreadableAudioError as error:
        return [], f"This playlist cannot be read: {error}."
    except OSError as error:
        return [], f"This playlist cannot be read: {os.strerror(error.errno or 0)}."
    return ids, _missing_told([displayable_name(entry) for entry in tracks.missing])


def _missing_told(names: Sequence[str]) -> str:
    if not names:
        return ""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    verb = "is" if len(names) == 1 else "are"
    return f"{', '.join(names[:_NAMED])}{more} {verb} not in the music folder."


def _saved(folder: Path) -> list[bytes]:
    """The playlists in the folder of saved ones."""
    try:
        with os.scandir(os.fsencode(folder)) as entries:
            return [e.path for e in entries if is_playlist_name(e.name) and e.is_file()]
    except OSError:  # nothing was saved yet
        return []


def _place(path: bytes) -> Place:
    name = path.rpartition(b"/")[2].rpartition(b".")[0]
    return Place(PlaceKind.PLAYLIST, os.fsdecode(path), label=displayable_name(name))


def _entries(path: bytes) -> int | None:
    try:
        return len(read_playlist(path))
    except (UnreadableAudioError, OSError):
        return None
