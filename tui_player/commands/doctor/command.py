"""Reads the doctor's command line, runs its checks one after the other, and writes them down."""

import argparse
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from tui_player.commands.doctor.decoding import check_decoding, check_newest
from tui_player.commands.doctor.findings import (
    Check,
    CheckStatus,
    Finding,
    as_document,
    as_lines,
    checked_in_time,
    summary,
)
from tui_player.commands.doctor.library import check_library
from tui_player.commands.doctor.settings import CheckedSettings, check_themes, load_settings
from tui_player.commands.doctor.sound import check_sound
from tui_player.commands.doctor.terminal import check_terminal
from tui_player.commands.doctor.versions import check_versions, versions
from tui_player.commands.doctor.vision import SystemPlaces, check_camera, check_network
from tui_player.settings.config import Config
from tui_player.settings.paths import UserPaths
from tui_player.settings.run_settings import RunOptions, network_of, settle
from tui_player.ui.terminal.capabilities import terminal_look
from tui_player.util.console import print_line

CHECK_LIMIT_S = 30.0


def main(arguments: list[str]) -> int:
    """Examine everything; the exit status: 0 if all that is needed works, else 1."""
    options = _parser().parse_args(arguments)
    paths = UserPaths.of_this_user()
    settings = load_settings(options.config, paths)
    ascii_only = terminal_look(os.environ).charset.only_ascii
    sections: list[tuple[str, tuple[Finding, ...]]] = []
    for title, check in _checks(options, settings, paths):
        findings = checked_in_time(check, CHECK_LIMIT_S)
        sections.append((title, findings))
        if not options.json:
            for line in (title, *as_lines(findings, ascii_only=ascii_only)):
                print_line(line)
    found = [finding for _, findings in sections for finding in findings]
    if options.json:
        print_line(json.dumps({"versions": versions(), **as_document(sections)}, indent=2))
    else:
        print_line("")
        print_line(summary(found))
    return 1 if any(finding.verdict is CheckStatus.FAILS for finding in found) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tui-player doctor",
        description="Tells what works, what does not, and what to type. Changes nothing.",
    )
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        metavar="FOLDER",
        help="the music (default: the last folder, else your music folder)",
    )
    parser.add_argument("--config", type=Path, metavar="PATH", help="another config.toml")
    parser.add_argument("--camera", metavar="SOURCE", help="another camera")
    parser.add_argument("--audio-device", metavar="NAME", help="another sound device")
    parser.add_argument("--model", type=Path, metavar="PATH", help="another network (.onnx)")
    parser.add_argument("--all", action="store_true", help="tell all files that cannot be read")
    parser.add_argument("--json", action="store_true", help="one JSON document, for bug reports")
    return parser


def _checks(
    options: argparse.Namespace, settings: CheckedSettings, paths: UserPaths
) -> Iterator[tuple[str, Check]]:
    """Every check with its title, in the order of the report."""
    config = settings.config

    def library() -> Iterable[Finding]:
        # Here, because a network disk that does not answer holds even this up.
        folder = settle(RunOptions(folder=options.folder), config, paths, os.environ).folder
        index = paths.index_file(folder)
        yield from check_library(
            folder, index, settings.families, settings.rules, tell_all=options.all
        )
        yield from check_newest(folder, index)

    yield "Versions", lambda: check_versions(versions())
    yield "Configuration", lambda: (*settings.findings, *check_themes(config, paths))
    yield "Terminal", lambda: check_terminal(os.environ, _terminal_size())
    yield "Sound", lambda: check_sound(options.audio_device or config.audio_device)
    camera = options.camera or config.camera
    is_named = camera != Config().camera or bool(options.camera)
    yield "Decoding", check_decoding
    yield "Camera", lambda: check_camera(camera, SystemPlaces(), is_named=is_named)
    yield "Reading faces", lambda: check_network(network_of(options.model, config))
    yield "Library", library


def _terminal_size() -> os.terminal_size | None:
    """The size of whichever standard descriptor is a terminal."""
    for descriptor in (2, 1, 0):
        try:
            return os.get_terminal_size(descriptor)
        except OSError:
            continue
    return None
