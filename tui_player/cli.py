"""Reads the command line: plays a folder, or runs one of the other commands."""

import argparse
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, MutableMapping, Sequence
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path

from tui_player.model.errors import TuiPlayerError
from tui_player.ui.terminal.colours import ColourDepth, colour_depth
from tui_player.util.private_files import new_files_private

# Commands and the function that carries each out; imported only when asked for.
COMMANDS: dict[str, tuple[str, str]] = {
    "doctor": (
        "tui_player.commands.doctor.command",
        "tell what works, what does not, what to type",
    ),
    "demo": (
        "tui_player.commands.demo.command",
        "no camera or no music at hand? a show of its own",
    ),
    "ctl": (
        "tui_player.commands.ctl.command",
        "control the player that runs, and ask what it does",
    ),
    "attach": ("tui_player.app.attach", "show the screen of the player that runs, here"),
    "scan": ("tui_player.commands.scan", "read a music folder into the library, and leave"),
    "learned": (
        "tui_player.commands.taste",
        "show what was learned of your taste; keep, move, forget it",
    ),
    "moods": ("tui_player.commands.moods", "draw or export what your face showed, if that is kept"),
    "config": ("tui_player.commands.config", "init: write a config.toml with every option in it"),
    "train": ("tui_player.training.train", "train the network that reads faces"),
    "evaluate": ("tui_player.training.evaluation.evaluate", "measure a network on labelled faces"),
}

# What these make is for everybody, and nothing of the user's is in it.
WRITE_FOR_ALL = frozenset({"train", "evaluate"})

EXIT_USAGE = 2
EXIT_INTERRUPTED = 128 + signal.SIGINT
# Textual paints what a key changed at the next of so many frames a second. Its own 60 let a key
# wait twice as long for its paint; what is painted stays as much.
FRAMES_PER_S = 125


def main(arguments: Sequence[str] | None = None) -> int:
    """Run tui-player; the exit status: 0 well, 2 a wrong command line or configuration, 130 after
    Ctrl-C."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _tell_textual(os.environ)
    is_for_all = bool(words) and words[0] in WRITE_FOR_ALL
    try:
        with nullcontext() if is_for_all else new_files_private():
            if words and words[0] in COMMANDS:
                return _run_command(words[0], words[1:])
            return _play(parser().parse_args(words))
    except TuiPlayerError as error:
        print(f"tui-player: {error}", file=sys.stderr)  # noqa: T201 - no screen is up
        return EXIT_USAGE
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED


def _tell_textual(environ: MutableMapping[str, str]) -> None:
    """What Textual reads in the environment when it is loaded.

    It takes many terminals for poorer in colours than they are.
    """
    environ.setdefault("TEXTUAL_FPS", str(FRAMES_PER_S))
    if (depth := colour_depth(environ)) is not ColourDepth.NONE:
        environ.setdefault("TEXTUAL_COLOR_SYSTEM", depth.for_textual)


def parser() -> argparse.ArgumentParser:
    """The options of the player itself."""
    commands = "\n".join(f"  {name:<10} {what}" for name, (_, what) in COMMANDS.items())
    result = argparse.ArgumentParser(
        prog="tui-player",
        description="Plays the music of a folder, chosen by the look on your face.",
        epilog=f"other commands (a folder of such a name is given as ./train):\n{commands}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    result.add_argument(
        "folder",
        nargs="?",
        type=Path,
        metavar="FOLDER",
        help="the music (default: the last folder, else your music folder)",
    )
    result.add_argument(
        "--camera",
        metavar="SOURCE",
        help="index, device path, URL, video file or folder of images (default: 0)",
    )
    result.add_argument(
        "--camera-turn",
        choices=("auto", "0", "90", "180", "270"),
        help="degrees that its picture is turned clockwise, for one that is not mounted upright"
        " (default: found out)",
    )
    result.add_argument("--no-camera", action="store_true", help="do not use a camera")
    result.add_argument("--audio-device", metavar="NAME", help="the sound device to play on")
    result.add_argument("--model", type=Path, metavar="PATH", help="another network (.onnx)")
    result.add_argument("--config", type=Path, metavar="PATH", help="another config.toml")
    result.add_argument("--theme", metavar="NAME", help="the colours of the screen")
    result.add_argument(
        "--pictures",
        choices=("auto", "pixels", "blocks"),
        help="what camera picture and covers are made of (default: auto)",
    )
    result.add_argument("--no-resume", action="store_true", help="do not go on where you left off")
    shown = result.add_mutually_exclusive_group()
    shown.add_argument(
        "--plain", action="store_true", help="no screen: a line a change, for screen readers"
    )
    shown.add_argument(
        "--headless", action="store_true", help="nothing at all is shown; see tui-player ctl"
    )
    result.add_argument(
        "--record-readings",
        type=Path,
        metavar="FILE",
        help="write what is read of faces (no pictures)",
    )
    result.add_argument(
        "--replay", type=Path, metavar="FILE", help="recorded readings in place of a camera"
    )
    result.add_argument("--version", action=_TellVersion, nargs=0, help="tell it and leave")
    return result


def _run_command(name: str, arguments: list[str]) -> int:
    module, _ = COMMANDS[name]
    gc.disable()  # what modules are made of is never garbage, and no use looking through later
    try:
        command: Callable[[list[str]], int] = import_module(module).main
    finally:
        gc.freeze()
        gc.enable()
    _let_interrupts_raise()
    return command(arguments)


def _let_interrupts_raise() -> None:
    """A command may have something to put in order after Ctrl-C, unless that is ignored."""
    is_main = threading.current_thread() is threading.main_thread()
    if is_main and callable(signal.getsignal(signal.SIGINT)):
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _play(options: argparse.Namespace) -> int:
    # Nothing is garbage while the program builds itself up; ui/terminal/gc_tuning.py
    # has it collected then.
    gc.disable()
    _check_is_no_slip(options.folder)
    # Textual is not loaded for a mere --help.
    from tui_player.settings.run_settings import RunOptions

    run_options = RunOptions(
        folder=options.folder,
        camera=options.camera,
        camera_turn=options.camera_turn,
        no_camera=options.no_camera,
        audio_device=options.audio_device,
        model=options.model,
        theme=options.theme,
        pictures=options.pictures,
        no_resume=options.no_resume,
        replay=options.replay,
        record_readings=options.record_readings,
    )
    try:
        if options.headless:
            from tui_player.app.headless import play_headless

            return play_headless(run_options, options.config)
        from tui_player.app.startup import play

        return play(run_options, options.config, plain=options.plain)
    finally:
        gc.enable()


def _check_is_no_slip(folder: Path | None) -> None:
    """Raises TuiPlayerError for what is no folder, but nearly the name of a command."""
    if folder is None or folder.name != str(folder) or folder.exists():
        return
    from tui_player.model.text import nearest

    if hint := nearest(folder.name, COMMANDS):
        raise TuiPlayerError(f"there is no folder and no command {folder.name!r}{hint}")


class _TellVersion(argparse.Action):
    """Looks the version up only when it is asked for: that takes a tenth of a bare start."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Print it and leave."""
        from importlib.metadata import version

        print(f"tui-player {version('tui-player')}")  # noqa: T201 - no screen is up
        parser.exit()
