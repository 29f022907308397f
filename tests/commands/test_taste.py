"""The command `learned`: the view, the file that goes out and in, and forgetting."""

import json
import os
from contextlib import closing
from pathlib import Path

import pytest

from tui_player import cli
from tui_player.core.memory import Memory
from tui_player.history.fact_tables import read_memory, write_fact
from tui_player.history.schema import open_history
from tui_player.messages.facts import Fact, LessonLearned, OpinionGiven, TrackNamed
from tui_player.model.mood.emotion import Emotion
from tui_player.model.music.taste import Lesson, TrackName
from tui_player.model.music.track import TrackId
from tui_player.settings.paths import UserPaths

A = TrackId("Earth/september.mp3")
B = TrackId(os.fsdecode(b"Bj\xf6rk/b.mp3"))
HAPPY, SAD = Emotion.HAPPY, Emotion.SAD
FACTS: tuple[Fact, ...] = (
    TrackNamed(A, TrackName("September", "Earth, Wind & Fire", ("disco",))),
    LessonLearned(A, HAPPY, Lesson(finished=3, skipped=1)),
    OpinionGiven(A, HAPPY, 1),
    OpinionGiven(B, SAD, -1),
)


@pytest.fixture
def history() -> Path:
    """A history in which something was learned."""
    path = UserPaths.of_this_user().history_file
    with closing(open_history(path)) as connection:
        for fact in FACTS:
            write_fact(connection, fact)
    return path


def read(path: Path) -> Memory:
    with closing(open_history(path)) as connection:
        return read_memory(connection)


def test_nothing_learned_yet(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["learned"]) == 0
    assert "Nothing was learned yet" in capsys.readouterr().out
    assert not UserPaths.of_this_user().history_file.exists()


@pytest.mark.usefixtures("history")
def test_the_view_goes_mood_by_mood(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["learned"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "happy: 3 heard out, 1 skipped early, 1 liked"
    assert lines[1].split() == ["style", "disco", "worth", "5", "heard", "out,", "1", "skipped"]
    assert "September – Earth, Wind & Fire" in lines[3]
    assert "3 heard out, 1 skipped, liked" in lines[3]
    assert lines[-2] == "sad: 1 disliked"
    assert lines[-1].split()[:2] == ["track", "b.mp3"]
    assert cli.main(["learned", "--mood", "sad"]) == 0
    assert "September" not in capsys.readouterr().out


def test_export_forget_and_import_bring_it_all_back(
    history: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "taste.json"
    before = read(history)
    assert cli.main(["learned", "--export", str(file)]) == 0
    assert "2 tracks" in capsys.readouterr().out
    assert cli.main(["learned", "--forget", "all", "--yes"]) == 0
    gone = read(history)
    assert gone.opinions == {}
    assert gone.learned.lessons == {}
    assert cli.main(["learned", "--import", str(file)]) == 0
    after = read(history)
    given = {key: opinion for key, opinion in after.opinions.items() if opinion}
    assert given == before.opinions
    assert after.learned.lessons[A, HAPPY] == before.learned.lessons[A, HAPPY]
    assert after.learned.names[A] == before.learned.names[A]
    copy = history.with_name("history.before-import-1.db")
    assert str(copy) in capsys.readouterr().out
    assert read(copy).opinions == {}


def test_an_export_overwrites_nothing(
    history: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "taste.json"
    file.write_text("mine")
    assert cli.main(["learned", "--export", str(file)]) == 2
    assert "there already" in capsys.readouterr().err
    assert file.read_text() == "mine"
    assert cli.main(["learned", "--export", str(tmp_path / "none" / "x.json")]) == 2
    assert "cannot be written" in capsys.readouterr().err
    assert read(history).opinions


def test_one_mood_is_forgotten_alone(history: Path) -> None:
    assert cli.main(["learned", "--forget", "happy", "--yes"]) == 0
    assert read(history).opinions == {(B, SAD): -1}
    assert cli.main(["learned", "--forget", "happy", "--yes"]) == 0


def test_forgetting_is_asked_before(
    history: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["learned", "--forget", "all"]) == 2
    assert "--yes" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    for answer, status in (("no", 1), ("", 1), ("Yes", 0)):
        monkeypatch.setattr("builtins.input", lambda _question, answer=answer: answer)
        assert cli.main(["learned", "--forget", "all"]) == status
        assert bool(read(history).opinions) == bool(status)


def test_a_pipe_is_not_waited_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert cli.main(["learned", "--import", str(tmp_path / "pipe")]) == 2
    assert "pipe cannot be read: it is a named pipe" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff", "cannot be read as JSON"),
        (b"{", "cannot be read as JSON"),
        pytest.param(b"9" * 5000, "cannot be read as JSON", id="too many digits"),
        pytest.param(b"[" * 99_999, "cannot be read as JSON", id="too deep"),
        (b"[]", '"format"'),
        (b'{"format": "other"}', '"format"'),
        ({"moods": []}, "moods: must be a table"),
        ({"moods": {"bored": []}}, "moods.bored: no such mood"),
        ({"moods": {"sad": {}}}, "moods.sad: must be a list"),
        ({"moods": {"sad": [3]}}, "moods.sad[1]: must be a table"),
        ({"moods": {"sad": [{"track": ""}]}}, "moods.sad[1].track: must be the path"),
        ({"moods": {"sad": [{"track": "a\0b"}]}}, "moods.sad[1].track: must be the path"),
        ({"moods": {"sad": [{"track": "\ud800"}]}}, "moods.sad[1].track: must be the path"),
        ({"moods": {"sad": [{"track": "a", "title": 3}]}}, "moods.sad[1].title: must be text"),
        ({"moods": {"sad": [{"track": "a", "artist": "\udcf6"}]}}, "artist: must be text"),
        ({"moods": {"sad": [{"track": "a", "families": "pop"}]}}, "families: must be a list"),
        ({"moods": {"sad": [{"track": "a", "finished": -1}]}}, "finished: must be a whole"),
        ({"moods": {"sad": [{"track": "a", "skipped": True}]}}, "skipped: must be a whole"),
        ({"moods": {"sad": [{"track": "a", "opinion": 2}]}}, "opinion: must be 1"),
        ({"moods": {"sad": [{"track": "a", "opinion": True}]}}, "opinion: must be 1"),
        ({"moods": {"sad": [{"track": "a", "liked": 1}]}}, "moods.sad[1].liked: no such field"),
    ],
)
def test_a_wrong_file_changes_nothing_and_is_told_with_the_place(
    history: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    content: bytes | dict[str, object],
    said: str,
) -> None:
    file = tmp_path / "taste.json"
    if isinstance(content, dict):
        content = json.dumps({"format": "tui-player learned, version 1", **content}).encode()
    file.write_bytes(content)
    before = read(history)
    assert cli.main(["learned", "--import", str(file)]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert str(file) in error
    assert read(history) == before
    assert not history.with_name("history.before-import-1.db").exists()


def test_all_mistakes_are_told_and_a_missing_file_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "taste.json"
    moods = {"sad": [{"track": 1}, {"track": "a", "finished": "x"}], "bored": []}
    file.write_text(json.dumps({"format": "tui-player learned, version 1", "moods": moods}))
    assert cli.main(["learned", "--import", str(file)]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 4
    assert cli.main(["learned", "--import", str(tmp_path / "none")]) == 2
    assert "cannot be read" in capsys.readouterr().err
