"""The command `config`: writes a commented config.toml for who wants one, and checks it."""

import argparse
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from tui_player.model.errors import TuiPlayerError
from tui_player.settings.options import config_text
from tui_player.settings.paths import UserPaths
from tui_player.ui.keys.actions import ACTIONS
from tui_player.util.atomic_files import write_new
from tui_player.util.console import print_line


class ConfigExistsError(TuiPlayerError):
    """There is a configuration already, which is never overwritten."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the file; the exit status. Raises TuiPlayerError if there is one or it cannot be."""
    options = _parser().parse_args(arguments)
    path = options.config or UserPaths.of_this_user().config_file
    write_config(path)
    print_line(f"Written: {path}. Every option in it is a comment until you take its # off.")
    return 0


def write_config(path: Path) -> None:
    """Write a config.toml in which every option is a comment.

    Raises ConfigExistsError if there is a file already, TuiPlayerError if it cannot be written.
    """
    text = config_text((action.name, action.keys, action.help) for action in ACTIONS)
    try:
        # Apart from the writing: a file in the place of the folder also "exists".
        with suppress(FileExistsError):
            path.parent.mkdir(parents=True)
        write_new(path, text.encode("utf-8"))
    except FileExistsError:
        raise ConfigExistsError(
            f"{path} is there already and stays as it is; to see all options, write them "
            f"elsewhere: tui-player config init --config OTHER.toml"
        ) from None
    except OSError as error:
        raise TuiPlayerError(f"{path} cannot be written: {error.strerror or error}") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tui-player config",
        description="Writes a config.toml that lists and explains every option.",
    )
    parser.add_argument("what", choices=["init"], help="init: write the file; never overwrites one")
    parser.add_argument("--config", type=Path, metavar="PATH", help="where to, if not to its place")
    return parser
