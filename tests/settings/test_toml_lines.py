"""The line a complaint is about."""

from tui_player.settings.toml_lines import with_lines

TEXT = """\
# a comment = 1
folder = 1
"camera" = 2

[ sound ]   # how it sounds
preamp_db = "loud"

[moods."angry"]
plays = { ambeint = 1.0 }

[[context]]
hours = "22:00-06:00"
[[context]]
weights = { metla = 1 }
[keys]
pause = "["
"""


def test_each_problem_gets_its_line_and_they_come_in_order() -> None:
    problems = [
        "keys.pause: no",
        "context[2].weights: no",
        "moods.angry.plays: no",
        "sound.preamp_db: no",
        "no setting 'camera'",
        "folder: must be text",
    ]
    lines = [int(told.split()[1].rstrip(":")) for told in with_lines(problems, TEXT)]
    assert lines == [2, 3, 6, 9, 14, 16]
    assert with_lines(problems, TEXT)[0] == "line 2: folder: must be text"


def test_what_stands_nowhere_has_the_line_of_its_table_or_none() -> None:
    assert with_lines(["sound.fade_s: no", "nothing of the kind"], TEXT) == [
        "line 5: sound.fade_s: no",
        "nothing of the kind",
    ]
    assert with_lines(["folder: no"], "") == ["folder: no"]


def test_a_line_of_blanks_is_passed_over_at_once() -> None:
    assert with_lines(["keys: no"], "[" + " " * 250_000 + "\n[keys]") == ["line 2: keys: no"]
