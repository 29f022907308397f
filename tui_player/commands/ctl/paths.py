"""Finds music by its place on the disk, or by words: what can be asked of the player is its id."""

import os
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tui_player.library.file_types import is_audio_name, is_playlist_name
from tui_player.model.errors import TuiPlayerError
from tui_player.settings.paths import UserPaths

if TYPE_CHECKING:
    from tui_player.library.index.catalog import LibraryCatalog
    from tui_player.model.music.track import Track

# The player takes no longer list at once.
MOST_TRACKS = 5_000
MOST_FOUND = 50


class MusicError(TuiPlayerError):
    """What was named is no music that the player knows of."""


class UnplayableError(MusicError):
    """A file that was named is in the library, and cannot be played."""


class NamedMusic(NamedTuple):
    """The ids of what was named, and why the rest of it cannot be played."""

    ids: list[str]
    refused: list[MusicError]


def named_music(paths: Sequence[str], folder: Path, user: UserPaths) -> NamedMusic:
    """The tracks at these paths, and all in folders and playlists, in their order."""
    from tui_player.library.index.catalog import LibraryCatalog

    found: dict[str, None] = {}
    refused: list[MusicError] = []
    with closing(LibraryCatalog.open(user.index_file(folder), folder)) as catalog:
        for path in paths:
            try:
                found.update(dict.fromkeys(_ids_at(path, folder, user, catalog)))
            except MusicError as error:
                refused.append(error)
    return NamedMusic(list(found)[:MOST_TRACKS], refused)


def _ids_at(path: str, folder: Path, user: UserPaths, catalog: "LibraryCatalog") -> Sequence[str]:
    try:
        Path(path).stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):  # a zero byte in the name
        raise MusicError(f"{path}: there is no such file or folder") from None
    except OSError as error:
        raise MusicError(f"{path}: it cannot be looked at: {error.strerror}") from None
    if Path(path).is_file() and not is_playlist_name(os.fsencode(Path(path).name)):
        return (_track_at(path, folder, catalog),)
    ids = _listed(path, folder, user)
    if not ids:
        raise MusicError(f"{path}: no track in it is in the library")
    return ids


def _track_at(path: str, folder: Path, catalog: "LibraryCatalog") -> str:
    """The id of the track in a file. Raises MusicError if it is none."""
    from tui_player.model.music.track import TrackId

    track_id = TrackId(_below(path, folder))
    if catalog.track(track_id) is not None:
        return track_id
    reason = catalog.why_unreadable(track_id)
    if reason is not None:
        raise UnplayableError(f"{path} cannot be played: {reason}")
    if not is_audio_name(os.fsencode(Path(path).name)):
        raise MusicError(f"{path}: it is not a music file")
    raise MusicError(f"{path}: it is not in the library yet: `tui-player ctl rescan` looks for it")


def _below(path: str, folder: Path) -> str:
    """The path under the music folder, as it is written, or with links followed."""
    written = Path(os.path.abspath(path)), folder  # noqa: PTH100 - links stay as they are
    for file, top in (written, (Path(path).resolve(), folder.resolve())):
        if file.is_relative_to(top):
            return str(file.relative_to(top))
    raise MusicError(f"{path}: it is not under {folder}, where the player's music is")


def _listed(path: str, folder: Path, user: UserPaths) -> Sequence[str]:
    """The tracks in a folder or a playlist, as the library knows them."""
    from tui_player.library.browse.browser import LibraryBrowser
    from tui_player.model.music.genres import GenreFamilies
    from tui_player.ports.browser import Place, PlaceKind

    if Path(path).is_dir():
        key = _below(path, folder)
        place = Place(PlaceKind.FOLDER, "" if key == "." else key)
    else:
        _check_playlist(path)
        place = Place(PlaceKind.PLAYLIST, os.path.abspath(path))  # noqa: PTH100
    # Neither moods nor families have a say in what lies in a place on the disk.
    nothing = GenreFamilies.from_table({})
    with closing(LibraryBrowser(user.index_file(folder), folder, {}, nothing, folder)) as browser:
        return browser.tracks_at([place], MOST_TRACKS)


def _check_playlist(path: str) -> None:
    """Raises MusicError if it cannot be read as one."""
    from tui_player.library.browse.playlist_files import read_playlist
    from tui_player.library.errors import UnreadableAudioError

    try:
        read_playlist(os.fsencode(path))
    except UnreadableAudioError as error:
        raise MusicError(f"the playlist {path} cannot be read: {error}") from None
    except OSError as error:
        raise MusicError(f"the playlist {path} cannot be read: {error.strerror}") from None


def search(words: str, folder: Path, user: UserPaths) -> "Sequence[Track]":
    """The tracks that fit what is typed to search, best first."""
    from tui_player.library.index.catalog import LibraryCatalog
    from tui_player.settings.config import load_config, load_rules

    config = load_config(user.config_file, must_exist=False)
    moods = load_rules(config).families_by_mood
    with closing(LibraryCatalog.open(user.index_file(folder), folder, moods)) as catalog:
        return catalog.search(words, MOST_FOUND)
