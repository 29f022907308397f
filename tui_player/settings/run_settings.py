"""What one run plays, sees with and sounds on: command line first, then config.toml."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tui_player.model.device_states import Replays
from tui_player.model.errors import TuiPlayerError
from tui_player.settings.config import FOUND_OUT, Config
from tui_player.settings.paths import UserPaths, default_model, last_folder

DEFAULT_CAMERA = "0"


class FolderError(TuiPlayerError):
    """The music folder cannot be used."""


class RunOptions(NamedTuple):
    """What the command line said; None where it said nothing.

    `paths` are directories to use in place of the user's own.
    """

    folder: Path | None = None
    camera: str | None = None
    camera_turn: str | None = None
    no_camera: bool = False
    audio_device: str | None = None
    model: Path | None = None
    theme: str | None = None
    pictures: str | None = None
    no_resume: bool = False
    replay: Path | None = None
    record_readings: Path | None = None
    is_demo: bool = False
    paths: UserPaths | None = None


class RunSettings(NamedTuple):
    """Everything decided; `camera` is what `c` opens, and `camera_wanted` whether at the start.

    `camera_turn_deg` is how far its picture is turned clockwise; None: it is found out.
    """

    folder: Path
    camera: str
    camera_wanted: bool
    analyses_per_s: float
    camera_picture: bool
    audio_device: str | None
    model: Path
    theme: str
    resume: bool
    change_at_once: bool
    camera_turn_deg: int | None = None
    ignore: tuple[str, ...] = ()
    tag_encoding: str | None = None  # of tags that name none
    playlists: Path = Path()  # where saved ones lie
    mood_tint: bool = True
    terminal_title: bool = True
    album_art: bool = True
    pictures: str = "auto"
    replay: Path | None = None  # recorded readings to take the place of a camera
    record_readings: Path | None = None
    is_demo: bool = False

    @property
    def replays(self) -> Replays:
        """What stands in for a camera, as the screen is to say it."""
        if self.replay is None:
            return Replays.NOTHING
        return Replays.DEMO if self.is_demo else Replays.RECORDING


def settle(
    options: RunOptions, config: Config, paths: UserPaths, environ: Mapping[str, str]
) -> RunSettings:
    """Join command line, configuration and defaults.

    Raises FolderError if no usable music folder was named or found.
    """
    over_ssh = bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"))
    picture = config.camera_picture
    return RunSettings(
        folder=_music_folder(options, config, paths),
        camera=options.camera or config.camera or DEFAULT_CAMERA,
        camera_wanted=not options.no_camera
        and (options.replay or options.camera or config.camera) is not None,
        analyses_per_s=config.analyses_per_s,
        # A picture costs far more traffic than all the rest of the screen.
        camera_picture=not over_ssh if picture is None else picture,
        audio_device=options.audio_device or config.audio_device,
        model=network_of(options.model, config),
        theme=options.theme or config.theme or "",
        resume=config.resume and not options.no_resume,
        change_at_once=config.change_at_once,
        camera_turn_deg=_turn_deg(options.camera_turn or config.camera_turn),
        ignore=config.ignore,
        tag_encoding=config.tag_encoding,
        playlists=_expanded(config.playlists) if config.playlists else paths.playlists_dir,
        mood_tint=config.mood_tint,
        terminal_title=config.terminal_title,
        album_art=config.album_art,
        pictures=options.pictures or config.pictures,
        replay=options.replay,
        record_readings=options.record_readings,
        is_demo=options.is_demo,
    )


def _turn_deg(text: str | int) -> int | None:
    return None if text == FOUND_OUT else int(text)


def network_of(named: Path | None, config: Config) -> Path:
    """The network to read faces with: the one named on the command line, else as configured."""
    return named or (_expanded(config.model) if config.model else default_model())


def _music_folder(options: RunOptions, config: Config, paths: UserPaths) -> Path:
    if options.folder is not None:
        return _usable(options.folder)
    if config.folder is not None:
        return _usable(Path(config.folder))
    found = last_folder(paths) or paths.music_dir
    if not os.path.isdir(found):  # noqa: PTH112 - Path's own raises in a folder of others
        raise FolderError(
            f"no music folder named, and {found} does not exist; start with: tui-player FOLDER"
        )
    return _usable(found)


def _usable(folder: Path) -> Path:
    """The folder as an absolute path, if it can be listed."""
    try:
        folder = folder.expanduser()
        if not folder.exists():
            raise FolderError(f"{folder}: there is no such folder")
        if not folder.is_dir():
            raise FolderError(f"{folder} is a file, not a folder; name the folder it lies in")
    except OSError as error:
        raise FolderError(f"{folder}: {error.strerror or error}") from error
    except RuntimeError as error:  # "~name" of nobody
        raise FolderError(f"{folder}: {error}") from error
    if not os.access(folder, os.R_OK | os.X_OK):
        raise FolderError(f"{folder}: no permission to read this folder")
    return Path(os.path.abspath(folder))  # noqa: PTH100 - links in the path stay as named


def _expanded(text: str) -> Path:
    return Path(os.path.expanduser(text))  # noqa: PTH111 - leaves "~name" of nobody as it is
