"""Nobody but the user can read what the program writes: from the first byte, older files too."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.media_files import write_audio
from tests.terminal import TerminalSession, session_environ
from tui_player import cli
from tui_player.commands.demo.readings import write_readings
from tui_player.settings.paths import UserPaths
from tui_player.util.private_files import OTHERS, make_private, new_files_private

# The program as somebody starts it whose shell lets everybody write everything.
CARELESS = (
    "-c",
    "import os, sys; os.umask(0); from tui_player.cli import main; sys.exit(main(sys.argv[1:]))",
)


@pytest.fixture
def careless() -> Iterator[None]:
    """A shell that lets everybody write everything."""
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def open_to_others(folder: Path) -> set[str]:
    """What below a folder others may read, write or enter."""
    found = [path for path in folder.rglob("*") if not path.is_symlink()]
    return {str(path) for path in found if mode(path) & OTHERS}


def test_older_files_are_tightened_and_never_loosened(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    lists = folder / "playlists"
    lists.mkdir(parents=True)
    wanted = {
        folder / "history.db": 0o644,
        folder / "history.db-wal": 0o666,
        lists / "a.m3u": 0o440,
    }
    for path, permissions in wanted.items():
        path.touch()
        path.chmod(permissions)
    lists.chmod(0o500)
    folder.chmod(0o777)
    make_private(folder)
    assert [mode(path) for path in (folder, lists, *wanted)] == [0o700, 0o500, 0o600, 0o600, 0o400]


def test_folders_of_others_and_those_a_link_leads_to_stay_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, shared = tmp_path / "own", tmp_path / "shared"
    for folder in (own, shared):
        folder.mkdir()
        (folder / "file").touch()
        folder.chmod(0o755)
    (own / "playlists").symlink_to(shared)
    (tmp_path / "linked").symlink_to(shared)
    make_private(own)
    make_private(tmp_path / "linked")
    assert mode(own) == 0o700
    assert mode(shared) == 0o755
    own.chmod(0o755)
    monkeypatch.setattr("os.geteuid", lambda: own.stat().st_uid + 1)
    make_private(own)
    assert mode(own) == 0o755


@pytest.mark.usefixtures("careless")
def test_new_files_are_private_only_while_the_program_runs(tmp_path: Path) -> None:
    with new_files_private():
        (tmp_path / "inside").touch()
        (tmp_path / "folder").mkdir()
    (tmp_path / "outside").touch()
    assert open_to_others(tmp_path) == {str(tmp_path / "outside")}


@pytest.mark.timeout(180)
def test_all_that_a_run_writes_is_the_users_alone(tmp_path: Path, own_home: Path) -> None:
    music = tmp_path / "Music"
    music.mkdir()
    for title in ("One", "Two"):
        write_audio(music / f"{title}.flac", seconds=30, tags={"title": title, "genre": "Jazz"})
    recording, readings = tmp_path / "recording.jsonl", tmp_path / "readings.jsonl"
    write_readings(recording)
    data = own_home / ".local" / "share" / "tui-player"
    data.mkdir(parents=True)  # as an older version left it
    above = open_to_others(own_home) - {str(data)}  # not the program's own
    (data / "older.txt").touch()
    arguments = [str(music), "--replay", str(recording), "--record-readings", str(readings)]
    with TerminalSession(arguments, session_environ(own_home), command=CARELESS) as program:
        program.wait_for("2 tracks", "Now playing")
        program.press("l\x13")
        program.wait_for("Save Up next as a playlist")
        program.press("mine\r")
        program.wait_until((data / "playlists" / "mine.m3u8").exists)
        program.wait_until((data / "history.db-wal").exists)
        while_it_runs = {path.name for path in own_home.rglob("*")}
        assert open_to_others(own_home) == above
        program.press("q")
        assert program.wait_for_end() == 0
    assert {"history.db-shm", "tui-player.log", "sound.log", "last-folder"} <= while_it_runs
    assert open_to_others(own_home) == above
    assert mode(readings) == 0o600


@pytest.mark.usefixtures("careless")
def test_commands_write_for_the_user_alone(tmp_path: Path, own_home: Path) -> None:
    music = tmp_path / "music"
    music.mkdir()
    paths = UserPaths.of_this_user()
    paths.data_dir.mkdir(parents=True)
    paths.history_file.touch()
    written = tmp_path / "written"
    written.mkdir(mode=0o700)
    commands = [
        ["scan", str(music)],
        ["moods", "--keep"],
        ["learned", "--export", str(written / "learned.json")],
        ["config", "init"],
    ]
    assert [cli.main(command) for command in commands] == [0] * len(commands)
    assert {path.name for path in written.iterdir()} == {"learned.json"}
    made = {paths.history_file, paths.config_file, paths.index_file(music)}
    assert all(path.exists() for path in made)
    assert not {str(path) for path in (*made, paths.data_dir)} & open_to_others(own_home)
    assert open_to_others(written) == set()
