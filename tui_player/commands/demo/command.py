"""The command `demo`: opens the player on music and readings it makes itself."""

import argparse
import gc
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from secrets import token_hex
from tempfile import gettempdir
from types import FrameType

from tui_player.commands.demo.maker import MusicMaker
from tui_player.commands.demo.readings import write_readings
from tui_player.model.errors import TuiPlayerError
from tui_player.settings.paths import UserPaths
from tui_player.settings.run_settings import RunOptions
from tui_player.ui.terminal.signals import handlers_restored, ignore_signals

# The tracks take 80 MB.
NEEDED_BYTES = 150_000_000
# In five minutes a change of mood is to be heard when it is seen.
CONFIG = 'on_mood_change = "fade"\nresume = false\n'


def main(arguments: list[str]) -> int:
    """Play the demo until the person quits; the exit status. Raises TuiPlayerError."""
    options = _parser().parse_args(arguments)
    return _play(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tui-player demo",
        description="Shows the player without a camera and without music of yours. Readings of a"
        " made-up face are replayed, round after round of five minutes, its mood changing about"
        " twice a minute; the program composes a small library for it. When the mood changes, the"
        " music fades over at once.",
        epilog="All of it lies in a folder of its own among the temporary files (80 MB) and is"
        " removed when you quit. Your library, history and configuration are neither read nor"
        " changed.",
    )
    parser.add_argument("--audio-device", metavar="NAME", help="the sound device to play on")
    parser.add_argument("--theme", metavar="NAME", help="the colours of the screen")
    parser.add_argument(
        "--plain", action="store_true", help="no screen: a line a change, for screen readers"
    )
    return parser


def _play(options: argparse.Namespace) -> int:
    with _own_folder() as folder, ExitStack() as until_it_ends:
        music = folder / "Demo Music"
        with _told_where():
            music.mkdir()
            maker = until_it_ends.enter_context(MusicMaker(music))
        status = _open_player(options, folder, music)
    if maker.trouble:
        raise TuiPlayerError(f"the demo's music could not all be made: {maker.trouble}")
    return status


def _open_player(options: argparse.Namespace, folder: Path, music: Path) -> int:
    gc.disable()  # as in cli.py, until the screen has it collected
    # While this is loaded, the first track is made.
    from tui_player.app.startup import play

    config, readings = folder / "config.toml", folder / "readings.jsonl"
    with _told_where():
        config.write_text(CONFIG, encoding="utf-8")
        write_readings(readings)
    run_options = RunOptions(
        folder=music,
        audio_device=options.audio_device,
        theme=options.theme,
        replay=readings,
        is_demo=True,
        paths=_paths_in(folder),
    )
    try:
        return play(run_options, config, plain=options.plain)
    finally:
        gc.enable()


def _paths_in(folder: Path) -> UserPaths:
    """Directories like a user's own, so that nothing of the user's is touched."""
    return UserPaths(
        config_dir=folder,
        data_dir=folder / "data",
        cache_dir=folder / "cache",
        state_dir=folder / "state",
        music_dir=folder,
    )


@contextmanager
def _own_folder() -> Iterator[Path]:
    """A temporary folder, which is gone afterwards however this ends; raises TuiPlayerError.

    Where the player itself gave up it stays, for the log in it.
    """
    place = gettempdir()
    with _told_where():
        free_bytes = shutil.disk_usage(place).free
    if free_bytes < NEEDED_BYTES:
        needed = f"{NEEDED_BYTES // 1_000_000} MB"
        raise TuiPlayerError(f"{place} has not {needed} left for the demo; TMPDIR names another")
    folder = Path(place) / f"tui-player-demo-{os.getpid()}-{token_hex(4)}"
    # Until the screen heeds them itself, these too must not leave the folder behind.
    before = {n: signal.signal(n, _leave) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    is_wanted = False
    try:
        with _told_where():
            folder.mkdir(mode=0o700)  # within: an interrupt may come at any moment
        yield folder
    except (TuiPlayerError, OSError):
        is_wanted = _paths_in(folder).log_file.exists()
        raise
    finally:
        with handlers_restored():
            ignore_signals()  # a window that is closed now changes nothing
            if not is_wanted:
                _remove(folder)
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _told_where() -> Iterator[None]:
    """What keeps the demo from being made is told as that: raises TuiPlayerError for OSError."""
    try:
        yield
    except OSError as error:
        raise TuiPlayerError(f"the demo cannot be made in {gettempdir()}: {error}") from error


def _remove(folder: Path) -> None:
    """Remove the folder, once more where somebody ended just now and still wrote into it."""
    for _ in range(2):
        if folder.exists():
            shutil.rmtree(folder, ignore_errors=True)


def _leave(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)
