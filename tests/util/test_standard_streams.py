"""Standard streams that are closed, full or read by nobody: quiet, or one sentence."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.media_files import write_audio
from tests.terminal import session_environ

NO_SPACE = "tui-player: standard output cannot be written: No space left on device\n"
COMMANDS: list[tuple[str, ...]] = [
    ("--help",),
    ("--version",),
    ("--nonsense",),
    ("ctl", "--help"),
    ("ctl", "status"),
    ("ctl", "nonsense"),
    ("attach",),
    ("scan", "."),
    ("moods", "--day"),
    ("learned",),
    ("config", "init"),
    ("demo", "--help"),
    ("evaluate", "--help"),
    ("train", "--help"),
]


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "Music"
    folder.mkdir()
    write_audio(folder / "One.flac", seconds=1, tags={"title": "One"})
    return folder


def run(
    words: Sequence[str], streams: str, home: Path, folder: Path
) -> subprocess.CompletedProcess[str]:
    """What a command leaves with standard streams that the shell makes so."""
    shell = ("/bin/sh", "-c", f'"$@" {streams}', "")
    return subprocess.run(
        [*shell, sys.executable, "-m", "tui_player", *words],
        env=session_environ(home),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_streams_that_are_closed_change_nothing_else(
    words: tuple[str, ...], music: Path, own_home: Path
) -> None:
    usual = run(words, "", own_home, music)
    if words == ("config", "init"):
        (own_home / ".config" / "tui-player" / "config.toml").unlink()
    for streams in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-"):
        found = run(words, streams, own_home, music)
        if words == ("config", "init"):
            (own_home / ".config" / "tui-player" / "config.toml").unlink()
        assert found.returncode == usual.returncode, streams
        assert found.stdout == ("" if ">&-" in streams.split() else usual.stdout), streams
        assert found.stderr == ("" if "2>&-" in streams else usual.stderr), streams


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_an_output_that_takes_nothing_is_told_in_a_sentence(
    words: tuple[str, ...], music: Path, own_home: Path
) -> None:
    found = run(words, ">/dev/full", own_home, music)
    if found.returncode == 1 and "no player is running" not in found.stderr:
        assert found.stderr == NO_SPACE
    else:
        assert found.returncode > 0, "there was nothing but errors to be written"
        assert NO_SPACE not in found.stderr
    assert "Traceback" not in found.stderr
    assert run(words, ">/dev/full 2>/dev/full", own_home, music).stderr == ""


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_reader_that_leaves_is_no_trouble(
    words: tuple[str, ...], music: Path, own_home: Path
) -> None:
    read, write = os.pipe()
    os.close(read)
    found = subprocess.run(
        [sys.executable, "-m", "tui_player", *words],
        env=session_environ(own_home),
        cwd=music,
        stdin=subprocess.DEVNULL,
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(write)
    assert "Traceback" not in found.stderr
    assert "ignored" not in found.stderr
    assert found.returncode in (1, 2) if found.stderr else found.returncode == 141


def test_what_a_file_of_its_own_lacks_is_not_said_of_standard_output(
    music: Path, own_home: Path
) -> None:
    found = run(("learned", "--export", "/dev/full"), "", own_home, music)
    assert "/dev/full is there already" in found.stderr


@pytest.mark.parametrize(("locale", "shown"), [("C", "F?r ?lise"), ("C.UTF-8", "Für Élise")])
def test_letters_that_the_locale_lacks_are_replaced(
    locale: str, shown: str, tmp_path: Path, own_home: Path
) -> None:
    folder = tmp_path / "Für Élise"
    folder.mkdir()
    found = subprocess.run(
        [sys.executable, "-m", "tui_player", "scan", folder],
        env=session_environ(own_home, LC_ALL=locale),
        capture_output=True,
        check=False,
    )
    assert found.stdout.decode() == f"{tmp_path}/{shown}: 0 tracks, 0 genres.\n"
