"""The only file that knows directories: what ships with the program, and what is the user's."""

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import platformdirs

from tui_player.model.errors import TuiPlayerError
from tui_player.util.atomic_files import write_atomically
from tui_player.util.private_files import make_private
from tui_player.util.small_files import SmallFileError, read_bytes, read_text

APP_NAME = "tui-player"
DEFAULT_MODEL_NAME = "expression.onnx"
# The home of those who have none, as Debian writes it: nobody makes this folder.
NO_HOME = Path("/nonexistent")
_MOST_NOTED_BYTES = 10_000  # a path has 4,096 at most


def shipped_dir(name: str) -> Path:
    """The folder `models` or `themes`: inside the package when installed from a wheel,
    beside it in a checkout (an editable install)."""
    package = Path(__file__).resolve().parents[1]
    in_wheel = package / "_shipped" / name
    return in_wheel if in_wheel.is_dir() else package.parent / name


def default_model() -> Path:
    """The network the program reads faces with unless told otherwise."""
    return shipped_dir("models") / DEFAULT_MODEL_NAME


def settings_table(name: str) -> Path:
    """A readable table that ships in this package, such as `moods.toml`."""
    return Path(__file__).resolve().parent / name


class PathError(TuiPlayerError):
    """A folder of the program's own cannot be used."""


class UserPaths(NamedTuple):
    """The user's own directories, by the XDG rules of the platform."""

    config_dir: Path
    data_dir: Path
    cache_dir: Path
    state_dir: Path
    music_dir: Path
    runtime_dir: Path | None = None  # gone when the user logs out; not every system has one
    usual_state_dir: Path | None = None  # of programs that were told of no other

    @classmethod
    def of_this_user(cls) -> "UserPaths":
        """The directories of whoever runs the program; nothing is created."""
        return cls(
            config_dir=_found(platformdirs.user_config_path, ".config", APP_NAME),
            data_dir=_found(platformdirs.user_data_path, ".local/share", APP_NAME),
            cache_dir=_found(platformdirs.user_cache_path, ".cache", APP_NAME),
            state_dir=_found(platformdirs.user_state_path, ".local/state", APP_NAME),
            music_dir=_found(platformdirs.user_music_path, "Music"),
            runtime_dir=runtime_dir(os.environ),
            usual_state_dir=_usual_state_dir(),
        )

    @property
    def config_file(self) -> Path:
        """Where the configuration is read from unless `--config` says otherwise."""
        return self.config_dir / "config.toml"

    @property
    def themes_dir(self) -> Path:
        """The user's own themes."""
        return self.config_dir / "themes"

    @property
    def playlists_dir(self) -> Path:
        """Where saved playlists lie unless the configuration names another folder."""
        return self.data_dir / "playlists"

    @property
    def history_file(self) -> Path:
        """The user's own database: plays, likes, resume point."""
        return self.data_dir / "history.db"

    @property
    def log_file(self) -> Path:
        """What went wrong, in detail; never anything the camera saw."""
        return self.state_dir / "tui-player.log"

    @property
    def sound_log_file(self) -> Path:
        """What the sound libraries write, apart: without a device they write much."""
        return self.state_dir / "sound.log"

    @property
    def control_dirs(self) -> tuple[Path, ...]:
        """Where the player that runs can be spoken to; nobody else is let into them.

        More than one, as cron, sudo or a system service may not know of the others.
        """
        runtime = () if self.runtime_dir is None else (self.runtime_dir / APP_NAME,)
        usual = () if self.usual_state_dir is None else (self.usual_state_dir,)
        states = dict.fromkeys((self.state_dir, *usual))
        return (*runtime, *(state / "control" for state in states))

    @property
    def last_folder_file(self) -> Path:
        """Remembers the music folder of the last run."""
        return self.state_dir / "last-folder"

    @property
    def last_theme_file(self) -> Path:
        """Remembers the theme that was chosen on the screen."""
        return self.state_dir / "last-theme"

    def index_file(self, folder: Path) -> Path:
        """The library index of one music folder: a cache that may be deleted at any time."""
        from hashlib import sha256  # loads OpenSSL, which the first paint need not wait for

        name = sha256(os.fsencode(folder)).hexdigest()[:16]
        return self.cache_dir / f"library-{name}.db"

    def create(self) -> None:
        """Create the directories the program writes to, or shut others out of older ones.

        Raises PathError where that fails. The player itself makes do without them; see
        stand_in_folders.
        """
        for directory in (self.data_dir, self.cache_dir, self.state_dir):
            try:
                make_own_folder(directory)
            except OSError as error:
                raise PathError(
                    f"the folder {directory} cannot be made: {error.strerror}; allow it, or name "
                    "other places with XDG_DATA_HOME, XDG_CACHE_HOME and XDG_STATE_HOME"
                ) from error


def make_own_folder(folder: Path) -> None:
    """Make a folder of the user's private; raises OSError, also where the user has no home."""
    if NO_HOME in folder.parents:
        raise FileNotFoundError(0, "this user has no home folder", str(folder))
    make_private(folder)


def _found(find: Callable[..., Path], in_home: str, *names: str) -> Path:
    """A directory of the user's; one that nobody has where the user has no home.

    So it is for a user that the system does not know, as in some containers, without HOME.
    """
    try:
        found = find(*names)
    except RuntimeError:  # some versions of platformdirs; others return what begins with "~"
        found = Path()
    return found if found.is_absolute() else Path(NO_HOME, in_home, *names)


def runtime_dir(environ: Mapping[str, str], of_users: Path = Path("/run/user")) -> Path | None:
    """As the XDG base directory specification has it: absolute, there, and the user's own.

    Where none is named, as by cron, or that of another user, as by `su`, it is the one which
    systemd makes for each user among those `of_users`.
    """
    for folder in (Path(environ.get("XDG_RUNTIME_DIR", "")), of_users / str(os.getuid())):
        if folder.is_absolute() and _is_own_folder(folder):
            return folder
    return None


def _is_own_folder(folder: Path) -> bool:
    try:
        found = folder.stat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()


def _usual_state_dir() -> Path | None:
    """Where state is kept unless a variable says otherwise; None where there is no home."""
    home = Path(home_dir())
    usual = home / ".local" / "state" / APP_NAME
    return usual if home.is_absolute() and os.path.isdir(home) else None  # noqa: PTH112 - never raises


def home_dir() -> str:
    """The user's home folder; "~" for a user without one."""
    return os.path.expanduser("~")  # noqa: PTH111 - Path's own raises where there is none


def remember_folder(paths: UserPaths, folder: Path) -> None:
    """Note the music folder for the next start without one named."""
    write_atomically(paths.last_folder_file, os.fsencode(folder))


def last_folder(paths: UserPaths) -> Path | None:
    """The music folder of the last run, if it was noted and is still there."""
    try:
        folder = Path(os.fsdecode(read_bytes(paths.last_folder_file, _MOST_NOTED_BYTES)))
        return folder if folder.is_dir() else None
    except (SmallFileError, OSError, ValueError):  # never noted, or by a disk that garbled it
        return None


def remember_theme(paths: UserPaths, name: str) -> None:
    """Note the theme for the next start without one named; raises OSError if it cannot be."""
    write_atomically(paths.last_theme_file, name.encode())


def last_theme(paths: UserPaths) -> str:
    """The theme chosen on the screen of an earlier run; empty if none is noted."""
    try:
        return read_text(paths.last_theme_file, _MOST_NOTED_BYTES)
    except SmallFileError:
        return ""
