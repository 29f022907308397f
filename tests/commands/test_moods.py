"""The command `moods`: drawn, exported, kept on request only, and erased."""

import csv
import json
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from tui_player import cli
from tui_player.core.mood.profile import Person
from tui_player.history.profile_tables import read_person, write_person_fact
from tui_player.history.schema import open_history
from tui_player.messages.facts import MoodHistoryAllowed
from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.mood_minute import MoodMinute
from tui_player.settings.paths import UserPaths

# Minutes on the wall, so that the test holds in every time zone.
NINE = int(datetime(2026, 11, 22, 9, 0).timestamp() // 60)
DAY = ["moods", "--day", "2026-11-22"]


@pytest.fixture
def history() -> Path:
    """A history in which an hour of happiness was kept."""
    path = UserPaths.of_this_user().history_file
    with closing(open_history(path)) as connection:
        write_person_fact(connection, MoodHistoryAllowed(True))
        for n in range(60):
            write_person_fact(connection, MoodMinute(NINE + n, Emotion.HAPPY, 0.75))
    return path


def person(path: Path) -> Person:
    with closing(open_history(path)) as connection:
        return read_person(connection)


def test_without_a_history_it_says_how_to_keep_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["moods"]) == 0
    assert "`tui-player moods --keep`" in capsys.readouterr().out
    assert not UserPaths.of_this_user().history_file.exists()


@pytest.mark.usefixtures("history")
def test_a_day_is_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(DAY) == 0
    told = capsys.readouterr().out
    assert "Sunday, 2026-11-22" in told
    assert "happy" + " " * 25 + "██" in told
    assert "Seen for 1 h 0 min: happy 100 %." in told


@pytest.mark.usefixtures("history")
def test_a_week_is_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["moods", "--week", "--day", "2026-11-24"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line[:9] for line in lines[1:8]] == [
        "Wed 11-18",
        "Thu 11-19",
        "Fri 11-20",
        "Sat 11-21",
        "Sun 11-22",
        "Mon 11-23",
        "Tue 11-24",
    ]
    assert lines[5].endswith("hh")


@pytest.mark.usefixtures("history")
def test_it_is_exported_and_nothing_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    as_csv, as_json = tmp_path / "moods.csv", tmp_path / "moods.json"
    assert cli.main([*DAY, "--export", str(as_csv)]) == 0
    assert cli.main([*DAY, "--export", str(as_json)]) == 0
    with as_csv.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 60
    assert rows[0]["emotion"] == "happy"
    assert float(rows[0]["certainty"]) == 0.75
    told = json.loads(as_json.read_text())
    assert [each["time"] for each in told] == [row["time"] for row in rows]
    assert datetime.fromisoformat(told[0]["time"]).timestamp() == NINE * 60
    assert cli.main([*DAY, "--export", str(as_csv)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert cli.main([*DAY, "--export", str(tmp_path / "moods.txt")]) == 2
    assert ".csv or .json" in capsys.readouterr().err


def test_keeping_stopping_and_erasing(history: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["moods", "--stop"]) == 0
    assert person(history).may_keep_history is False
    assert len(person(history).minutes) == 30
    assert cli.main(["moods", "--erase"]) == 0
    assert person(history).minutes == ()
    assert cli.main(["moods", "--keep"]) == 0
    assert person(history).may_keep_history is True
    capsys.readouterr()
    assert cli.main(DAY) == 0
    assert "Nothing was seen on this day." in capsys.readouterr().out
