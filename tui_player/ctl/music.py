"""Finds music by its place on the disk, or by words: what can be asked of the player is its id."""

import os
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from tui_player.domain.errors import TuiPlayerError
from tui_player.settings.paths import UserPaths

if TYPE_CHECKING:
    from tui_player.domain.track import Track

# The player takes no longer list at once.
MOST_TRACKS = 5_000
MOST_FOUND = 50


class MusicError(TuiPlayerError):
    """What was named is no music that the player knows of."""


def track_ids(paths: Sequence[str], folder: Path, user: UserPaths) -> list[str]:
    """The ids of the tracks at these paths, of all in folders and playlists, in their order."""
    found: dict[str, None] = {}
    for path in paths:
        found.update(dict.fromkeys(_ids_at(path, folder, user)))
    return list(found)[:MOST_TRACKS]


def _ids_at(path: str, folder: Path, user: UserPaths) -> Sequence[str]:
    if not Path(path).exists():
        raise MusicError(f"{path}: there is no such file or folder")
    if Path(path).is_file() and not path.lower().endswith((".m3u", ".m3u8", ".pls")):
        return (_below(path, folder),)
    ids = _listed(path, folder, user)
    if not ids:
        raise MusicError(f"{path}: no track in it is in the library")
    return ids


def _below(path: str, folder: Path) -> str:
    """The path under the music folder, as it is written, or with links followed."""
    written = Path(os.path.abspath(path)), folder  # noqa: PTH100 - links stay as they are
    for file, top in (written, (Path(path).resolve(), folder.resolve())):
        if file.is_relative_to(top):
            return str(file.relative_to(top))
    raise MusicError(f"{path}: it is not under {folder}, where the player's music is")


def _listed(path: str, folder: Path, user: UserPaths) -> Sequence[str]:
    """The tracks in a folder or a playlist, as the library knows them."""
    from tui_player.domain.browse import Place, PlaceKind
    from tui_player.domain.genre import GenreFamilies
    from tui_player.library.browser import LibraryBrowser

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
    from tui_player.library.errors import UnreadableAudioError
    from tui_player.library.playlists import read_playlist

    try:
        read_playlist(os.fsencode(path))
    except UnreadableAudioError as error:
        raise MusicError(f"the playlist {path} cannot be read: {error}") from None
    except OSError as error:
        raise MusicError(f"the playlist {path} cannot be read: {error.strerror}") from None


def search(words: str, folder: Path, user: UserPaths) -> "Sequence[Track]":
    """The tracks that fit what is typed to search, best first."""
    from tui_player.library.index import LibraryCatalog
    from tui_player.settings.config import load_config, load_rules

    config = load_config(user.config_file, must_exist=False)
    moods = load_rules(config).families_by_mood
    with closing(LibraryCatalog.open(user.index_file(folder), folder, moods)) as catalog:
        return catalog.search(words, MOST_FOUND)
