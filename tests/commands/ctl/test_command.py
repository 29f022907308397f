"""`tui-player ctl` at a player's real socket: what is done, what is printed, how it is left."""

import io
import json
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.core.stage import Stage
from tests.fakes import ListCatalog
from tests.media_files import write_audio
from tests.remote.stage_player import StagePlayer
from tui_player import cli
from tui_player.commands.ctl import command
from tui_player.core.director_settings import DirectorSettings
from tui_player.library.index.catalog import LibraryCatalog
from tui_player.messages.requests import SetPaused
from tui_player.model.mood.emotion import Emotion
from tui_player.settings.paths import UserPaths


@pytest.fixture(scope="module")
def songs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three tracks in two folders, and a playlist."""
    folder = tmp_path_factory.mktemp("songs")
    (folder / "Anna").mkdir()
    for name in ("Anna/1 First", "Anna/2 Second", "Third"):
        tags = {"title": name.split()[-1], "artist": "Anna"}
        write_audio(folder / f"{name}.flac", seconds=0.5, tags=tags)
    (folder / "mine.m3u").write_text("Third.flac\nAnna/1 First.flac\n")
    return folder


@pytest.fixture
def player(songs: Path) -> Iterator[StagePlayer]:
    assert cli.main(["scan", str(songs)]) == 0
    with closing(LibraryCatalog.open(UserPaths.of_this_user().index_file(songs), songs)) as index:
        tracks = index.search("", 99)
    stage = Stage(DirectorSettings(folder=str(songs)), catalog=ListCatalog(tracks))
    stage.library_is_read()
    player = StagePlayer(stage)
    player.start()
    yield player
    player.control.stop()


@pytest.fixture
def ctl(player: StagePlayer, capsys: pytest.CaptureFixture[str]) -> "Ctl":
    capsys.readouterr()
    return Ctl(capsys)


class Ctl:
    """The command, and what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.errors = ""

    def __call__(self, *words: str, status: int = 0) -> str:
        assert cli.main(["ctl", *words]) == status
        out, self.errors = self._capsys.readouterr()
        return out


def test_a_word_is_done_and_its_outcome_printed(ctl: Ctl, player: StagePlayer) -> None:
    assert ctl("pause").startswith("paused: Anna – ")
    assert player.stage.snapshot.paused
    assert ctl("play").startswith("playing: Anna – ")
    assert ctl("volume", "-7") == "volume: 65 %\n"
    assert ctl("volume") == "volume: 65 %\n"
    assert ctl("mood", "sad", "--tracks", "2") == "mood: held at sad for 2 tracks\n"
    assert player.stage.snapshot.mood.pin is not None
    assert player.stage.snapshot.mood.emotion == Emotion.SAD


def test_a_list_that_is_none_or_endless_is_refused_with_the_reason(
    ctl: Ctl, songs: Path, tmp_path: Path
) -> None:
    endless = tmp_path / "endless.m3u"
    endless.write_text("Third.flac\n" * 1_000_000)
    ctl("queue", str(endless), status=2)
    assert "endless.m3u cannot be read: it has 1,000,000 entries" in ctl.errors
    for name in ("pipe", "pipe.m3u", "pipe.flac"):
        os.mkfifo(tmp_path / name)
        ctl("queue", str(tmp_path / name), status=2)
        assert f"{name} cannot be read: it is a named pipe" in ctl.errors


def test_what_the_player_says_is_printed(ctl: Ctl) -> None:
    assert ctl("undo") == "Nothing to undo.\n"
    assert ctl("sleep", "track") == "The music pauses after this track.\n"


def test_status_in_three_forms(ctl: Ctl, player: StagePlayer) -> None:
    assert ctl("status").splitlines()[-1].startswith("library: 3 tracks in ")
    assert ctl("status", "--format", "{state} {volume}") == "playing 72\n"
    told = json.loads(ctl("status", "--json"))
    assert told["library"]["tracks"] == 3
    ctl("status", "--format", "{nothing}", status=2)
    assert "there is no {nothing}" in ctl.errors


def queued(player: StagePlayer) -> list[str]:
    return [entry.track.title for entry in player.stage.snapshot.up_next if entry.asked_for]


def test_music_is_named_by_its_place(
    ctl: Ctl, player: StagePlayer, songs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ctl("play", str(songs / "Third.flac")).startswith("playing: Anna – Third")
    assert ctl("queue", str(songs / "Anna")) == "Queued: 2 tracks\n"
    assert queued(player) == ["First", "Second"]
    monkeypatch.chdir(songs / "Anna")
    assert ctl("queue", "--next", "2 Second.flac", "../Third.flac") == "Next: 2 tracks\n"
    assert queued(player)[:2] == ["Second", "Third"]
    assert "starting with Third" in ctl("play", str(songs / "mine.m3u"))
    assert player.stage.snapshot.now_playing is not None
    assert queued(player)[0] == "First"
    ctl("clear")
    assert ctl("queue", "..") == "Queued: 3 tracks\n"


def test_music_is_found_through_links(
    ctl: Ctl, player: StagePlayer, songs: Path, tmp_path: Path
) -> None:
    (tmp_path / "link").symlink_to(songs)
    assert "Third" in ctl("play", str(tmp_path / "link" / "Third.flac"))


def test_music_may_be_named_by_a_search(
    ctl: Ctl, player: StagePlayer, songs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ctl("search", "third") == "Anna – Third  (Third.flac)\n"
    assert ctl("search", "nothing", "like", "it") == ""
    found = ctl("search", "anna", "--paths")
    assert sorted(found.splitlines()) == sorted(str(path) for path in songs.rglob("*.flac"))
    monkeypatch.setattr("sys.stdin", io.StringIO(found))
    assert ctl("queue", "-") == "Queued: 3 tracks\n"


def test_a_file_that_cannot_be_played_is_told_with_its_reason_and_costs_no_other(
    ctl: Ctl, player: StagePlayer, songs: Path
) -> None:
    (songs / "torn.mp3").write_bytes(b"no sound at all\n" * 100)
    (songs / "empty.flac").touch()
    assert cli.main(["scan", str(songs)]) == 0
    torn, empty = str(songs / "torn.mp3"), str(songs / "empty.flac")
    try:
        ctl("status")
        for word in ("play", "queue"):
            assert ctl(word, torn, status=1) == ""
            assert ctl.errors == (
                f"tui-player: {torn} cannot be played: it is damaged, or not a sound file\n"
            )
        assert queued(player) == []
        assert ctl("queue", torn, str(songs / "Third.flac"), empty, status=1) == "Queued: 1 track\n"
        assert ctl.errors.splitlines() == [
            f"tui-player: {torn} cannot be played: it is damaged, or not a sound file",
            f"tui-player: {empty} cannot be played: the file is empty",
        ]
        assert queued(player) == ["Third"]
    finally:
        (songs / "torn.mp3").unlink()
        (songs / "empty.flac").unlink()


def test_what_is_not_there_costs_no_other(ctl: Ctl, player: StagePlayer, songs: Path) -> None:
    missing, third = str(songs / "none.flac"), str(songs / "Third.flac")
    assert ctl("queue", missing, third, status=1) == "Queued: 1 track\n"
    assert "there is no such file" in ctl.errors
    assert queued(player) == ["Third"]


def test_what_is_no_music_of_the_player_is_told(ctl: Ctl, songs: Path, tmp_path: Path) -> None:
    ctl("play", str(songs / "none.flac"), status=2)
    assert "there is no such file" in ctl.errors
    (tmp_path / "other.flac").touch()
    ctl("queue", str(tmp_path / "other.flac"), status=2)
    assert f"it is not under {songs}" in ctl.errors
    (songs / "notes.txt").write_text("no music")
    ctl("play", str(songs / "notes.txt"), status=2)
    assert "notes.txt: it is not a music file" in ctl.errors
    (songs / "new.flac").touch()
    ctl("play", str(songs / "new.flac"), status=2)
    assert "new.flac: it is not in the library yet" in ctl.errors
    (songs / "new.flac").unlink()
    (songs / "empty").mkdir(exist_ok=True)
    ctl("queue", str(songs / "empty"), status=2)
    assert "no track in it is in the library" in ctl.errors


def test_watching_prints_a_line_a_change_until_the_player_ends(
    ctl: Ctl, player: StagePlayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def on_line(line: str) -> None:
        """The player goes on when the line before was printed."""
        lines.append(line)
        if len(lines) == 1:
            player.control.publish(player.stage.snapshot)  # nothing that the line tells of
            player.stage.ask(SetPaused(True))
            player.control.publish(player.stage.snapshot)
        else:
            player.control.stop()

    lines: list[str] = []
    monkeypatch.setattr(command, "print_line", on_line)
    player.control.publish(player.stage.snapshot)
    ctl("watch", "--format", "{state}", status=1)
    assert lines == ["playing", "paused"]
    assert "no player is running" in ctl.errors


def test_ending_the_player(ctl: Ctl, player: StagePlayer, monkeypatch: pytest.MonkeyPatch) -> None:
    # The test is the player's process, which does not end.
    monkeypatch.setattr("tui_player.remote.control.client.END_LIMIT_S", 0.01)
    ctl("quit", status=1)
    assert player.has_ended
    assert "was told to end" in ctl.errors


def test_without_a_player_it_says_how_to_start_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ctl", "status"]) == 1
    assert capsys.readouterr().err == (
        "tui-player: no player is running: start one with `tui-player`, or without a screen with"
        " `tui-player --headless`\n"
    )


def test_a_player_that_hangs_is_told(
    player: StagePlayer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui_player.remote.control.client.ANSWER_LIMIT_S", 0.05)
    monkeypatch.setattr(player.control, "_look", lambda _: None)
    assert cli.main(["ctl", "status"]) == 1
    assert "does not answer" in capsys.readouterr().err
