"""What the commands beside the player share: new files, the history."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tui_player.history.schema import open_history
from tui_player.model.errors import TuiPlayerError
from tui_player.util.atomic_files import write_new
from tui_player.util.private_files import make_private

AT_NEXT_START = "A player that is running learns of it at its next start."


def export(file: Path, content: bytes) -> None:
    """Write a new file of the user's; raises TuiPlayerError if it is there or cannot be written."""
    try:
        write_new(file, content)
    except FileExistsError:
        raise TuiPlayerError(
            f"{file} is there already: name another file, or remove it first"
        ) from None
    except OSError as error:
        raise TuiPlayerError(f"{file} cannot be written: {error.strerror}") from None


def is_history_there(path: Path) -> bool:
    """Whether anything was ever remembered; raises TuiPlayerError where that cannot be seen."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise TuiPlayerError(f"the history {path} cannot be used: {error.strerror}") from None
    return True


@contextmanager
def opened_history(path: Path) -> Iterator[sqlite3.Connection]:
    """The history, for as long as it takes; raises TuiPlayerError if it cannot be used."""
    try:
        make_private(path.parent)
        with closing(open_history(path)) as connection:
            yield connection
    except (sqlite3.DatabaseError, OSError) as error:
        raise TuiPlayerError(f"the history {path} cannot be used: {error}") from None
