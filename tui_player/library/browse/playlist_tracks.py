"""Finds the tracks of a playlist in the index: files, folders and other lists that it names."""

# pathlib takes no bytes.
# ruff: noqa: PTH113
import os
from collections.abc import Iterable, Mapping, Sequence
from sqlite3 import Connection

from tui_player.library.browse.playlist_files import read_playlist
from tui_player.library.browse.playlist_paths import possible_paths, relative_paths
from tui_player.library.errors import UnreadableAudioError
from tui_player.library.file_types import is_playlist_name
from tui_player.library.index.schema import paths_below
from tui_player.library.scanner.folder_children import Child, children, tracks_below
from tui_player.library.tags.reader import displayable_name
from tui_player.model.music.letters import plain

# Lists may name lists, and themselves.
MOST_LEVELS = 5
MOST_LISTS = 100
MOST_TRACKS = 100_000
# Entries that are not where they are said to be are looked for, and so many at most.
MOST_LOOKED_FOR = 5_000
_ENTRIES_AT_A_TIME = 500


class PlaylistTracks:
    """Looks the entries of one playlist up in the index of a music folder.

    `missing` has the entries that are nothing in the library, in their order.
    """

    def __init__(self, connection: Connection, folder: bytes) -> None:
        self._connection = connection
        self._roots = tuple(
            root.rstrip(b"/") + b"/" for root in dict.fromkeys((folder, os.path.realpath(folder)))
        )
        self._reading: list[bytes] = []  # the list that is being read, and those that led to it
        self._lists = 0
        self._looked_for = 0
        self._listings: dict[bytes, dict[str, Child]] = {}
        self.missing: dict[bytes, None] = {}

    def ids(self, playlist: bytes) -> list[int]:
        """The tracks by their numbers. Raises UnreadableAudioError and OSError."""
        entries = read_playlist(playlist)
        self._lists += 1
        self._reading.append(playlist)
        try:
            return self._ids_of(entries, playlist)[:MOST_TRACKS]
        finally:
            self._reading.pop()

    def _ids_of(self, entries: Sequence[bytes], playlist: bytes) -> list[int]:
        meant = [possible_paths(entry, playlist) for entry in entries]
        inside = [self._inside(paths) for paths in meant]
        known = self._known({path for paths in inside for path in paths})
        ids: list[int] = []
        for entry, full, paths in zip(entries, meant, inside, strict=True):
            track_id = next((known[path] for path in paths if path in known), None)
            if track_id is not None:
                ids.append(track_id)
                continue
            found = self._in_list(full)
            if found is None:
                found = self._in_folder(paths) or self._elsewhere(entry, playlist)
                if not found:
                    self.missing[entry] = None
            ids += found
            if len(ids) >= MOST_TRACKS:
                break
        return ids

    def _inside(self, paths: Iterable[bytes]) -> list[bytes]:
        """The paths under the music folder, of those that lie in it."""
        return [
            path[len(root) :] for path in paths for root in self._roots if path.startswith(root)
        ]

    def _known(self, paths: set[bytes]) -> Mapping[bytes, int]:
        """The tracks at these paths."""
        wanted = sorted(paths)
        known: dict[bytes, int] = {}
        for start in range(0, len(wanted), _ENTRIES_AT_A_TIME):
            some = wanted[start : start + _ENTRIES_AT_A_TIME]
            marks = ", ".join("?" * len(some))
            rows = self._connection.execute(
                "SELECT path, file.id FROM file JOIN track ON track.id = file.id"
                f" WHERE path IN ({marks})",
                some,
            )
            known.update(rows)
        return known

    def _in_list(self, paths: Iterable[bytes]) -> list[int] | None:
        """The tracks of another playlist, if that is what an entry names."""
        path = next((p for p in paths if is_playlist_name(p) and os.path.isfile(p)), None)
        if path is None:
            return None
        is_too_much = len(self._reading) >= MOST_LEVELS or self._lists >= MOST_LISTS
        if is_too_much or path in self._reading:
            return []
        try:
            return self.ids(path)
        except (UnreadableAudioError, OSError):
            return []

    def _in_folder(self, paths: Iterable[bytes]) -> list[int]:
        """The tracks in a folder that an entry names, and below."""
        for path in paths:
            sql = "SELECT 1 FROM file WHERE path >= ? AND path < ? LIMIT 1"
            if self._connection.execute(sql, paths_below(path)).fetchone():
                return tracks_below(self._connection, path, MOST_TRACKS)
        return []

    def _elsewhere(self, entry: bytes, playlist: bytes) -> list[int]:
        """The track with the end of an entry's path, upper and lower case apart.

        Beside the playlist its name is enough; in all of the music folder it takes a folder's too.
        """
        if self._looked_for >= MOST_LOOKED_FOR:
            return []
        self._looked_for += 1
        beside = self._inside([os.path.dirname(playlist) + b"/"])  # noqa: PTH120
        for path in relative_paths(entry):
            for place in dict.fromkeys((*(each.rstrip(b"/") for each in beside), b"")):
                if (b"/" in path or place) and (found := self._at(place, path)) is not None:
                    return [found]
        return []

    def _at(self, folder: bytes, path: bytes) -> int | None:
        """The track at a path under a folder, upper and lower case apart."""
        *folders, name = path.split(b"/")
        for each in folders:
            child = self._children(folder).get(_key(each))
            if child is None or not child.is_folder:
                return None
            folder = folder + b"/" + child.name if folder else child.name
        child = self._children(folder).get(_key(name))
        return None if child is None else child.track_id

    def _children(self, folder: bytes) -> Mapping[str, Child]:
        if folder not in self._listings:
            listed = children(self._connection, folder)
            self._listings[folder] = {_key(child.name): child for child in listed}
        return self._listings[folder]


def _key(name: bytes) -> str:
    return plain(displayable_name(name))
