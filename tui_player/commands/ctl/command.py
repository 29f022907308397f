"""The command `ctl`: says a word to the player that runs, and prints what comes of it."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tui_player.commands.ctl.grammar import order_of, parse, typed_paths
from tui_player.commands.ctl.output import (
    ONE_LINE,
    Values,
    fields_of,
    for_tmux,
    formatted,
    is_read_by_tmux,
    new_notices,
    safe,
    status_lines,
)
from tui_player.commands.ctl.paths import (
    MusicError,
    NamedMusic,
    UnplayableError,
    named_music,
    search,
)
from tui_player.remote.control.address import ControlError
from tui_player.remote.control.client import ControlClient, NoPlayerError
from tui_player.settings.paths import UserPaths
from tui_player.util.console import print_line
from tui_player.util.standard_streams import output_descriptor

EXIT_NOT_DONE = 1


def main(arguments: list[str]) -> int:
    """Do what the words print_line; the exit status. Raises TuiPlayerError for wrong words."""
    options = parse(arguments)
    user = UserPaths.of_this_user()
    try:
        with ControlClient(user.control_dirs) as client:
            return _do(client, options, user)
    except ControlError as error:
        _complain(error)
        return EXIT_NOT_DONE


def _do(client: ControlClient, options: argparse.Namespace, user: UserPaths) -> int:
    match options.word:
        case "status":
            _show_status(client.look(), options)
        case "watch":
            return _watch(client, options)
        case "search":
            return _search(client, options, user)
        case "quit":
            return _quit(client)
        case _:
            return _order(client, options, user)
    return 0


def _order(client: ControlClient, options: argparse.Namespace, user: UserPaths) -> int:
    """Do as the words print_line; what cannot be played is left out and told."""
    before = client.look()
    music = NamedMusic([], [])
    if getattr(options, "paths", ()):
        paths = typed_paths(options.paths)
        music = named_music(paths, Path(before["library"]["folder"]), user)
    if music.refused and not music.ids:
        return _refuse_all(music.refused)
    for error in music.refused:
        _complain(error)
    order = order_of(options, music.ids)
    for request in order.requests:
        client.send(request)
        client.hear()
    after = client.look()
    for line in new_notices(before, after) or [order.shows(after)]:
        print_line(line)
    return EXIT_NOT_DONE if music.refused else 0


def _refuse_all(errors: Sequence[MusicError]) -> int:
    """Tell why nothing is done; raises the last error where the words were wrong."""
    *others, last = errors
    for error in others:
        _complain(error)
    if not any(isinstance(error, UnplayableError) for error in errors):
        raise last
    _complain(last)
    return EXIT_NOT_DONE


def _complain(error: Exception) -> None:
    print(f"tui-player: {safe(str(error))}", file=sys.stderr)  # noqa: T201 - a command's own words


def _show_status(snapshot: Values, options: argparse.Namespace) -> None:
    if options.json:
        print_line(json.dumps(snapshot))
    elif options.format is not None:
        print_line(formatted(options.format, _fields(snapshot)))
    else:
        for line in status_lines(snapshot):
            print_line(line)


def _watch(client: ControlClient, options: argparse.Namespace) -> int:
    """A line whenever there is another one to be shown, until the player ends."""
    form = ONE_LINE if options.format is None else options.format
    shown = None
    for snapshot in client.watch(output_descriptor(sys.stdout)):
        line = json.dumps(snapshot) if options.json else formatted(form, _fields(snapshot))
        if line != shown:
            shown = line
            print_line(line)
    raise NoPlayerError


def _fields(snapshot: Values) -> dict[str, str]:
    """The values of a format; where tmux reads them for its status line, its own signs in a title
    are to be shown, not obeyed."""
    is_for_tmux = is_read_by_tmux(os.environ, is_terminal=sys.stdout.isatty())
    fields = fields_of(snapshot)
    return {name: for_tmux(value) for name, value in fields.items()} if is_for_tmux else fields


def _search(client: ControlClient, options: argparse.Namespace, user: UserPaths) -> int:
    folder = Path(client.look()["library"]["folder"])
    for track in search(" ".join(options.text), folder, user):
        if options.paths:
            sys.stdout.buffer.write(os.fsencode(track.path) + b"\n")
        else:
            who = f"{track.artist} – {track.title}" if track.artist else track.title
            print_line(safe(f"{who}  ({track.id})"))
    sys.stdout.flush()
    return 0


def _quit(client: ControlClient) -> int:
    if not client.quit():
        raise ControlError("the player was told to end, and has not yet")
    return 0
