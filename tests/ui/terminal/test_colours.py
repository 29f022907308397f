"""How many colours a terminal is believed to have."""

import os
import subprocess
import sys

import pytest
from rich.console import Console

from tui_player.ui.terminal.colours import ColourDepth, colour_depth

ALL, MANY, SIXTEEN = ColourDepth.ALL, ColourDepth.MANY, ColourDepth.SIXTEEN


def no_entry(_: str) -> int:
    return 0


@pytest.mark.parametrize(
    ("name", "depth"),
    [
        *((name, ALL) for name in ("alacritty", "alacritty-direct", "foot", "foot-extra")),
        *((name, ALL) for name in ("ghostty", "xterm-ghostty", "xterm-kitty", "kitty", "wezterm")),
        *((name, ALL) for name in ("contour", "contour-latest", "rio", "konsole", "vte", "iterm2")),
        *((name, ALL) for name in ("xterm-direct", "tmux-direct", "screen-direct", "st-direct")),
        *((name, ALL) for name in ("konsole-256color", "iterm", "vte-256color")),
        *((name, MANY) for name in ("xterm-256color", "tmux-256color", "screen-256color", "st")),
        *((name, MANY) for name in ("st-256color", "rxvt-unicode-256color", "putty-256color")),
        *((name, SIXTEEN) for name in ("xterm", "linux", "linux-16color", "screen", "", "vt220")),
        *((name, SIXTEEN) for name in ("stterm", "footnote", "no-such-terminal")),
        ("dumb", ColourDepth.NONE),
    ],
)
def test_the_name_is_enough(name: str, depth: ColourDepth) -> None:
    assert colour_depth({"TERM": name}, no_entry) is depth


@pytest.mark.parametrize(
    ("colours", "depth"),
    [(1 << 24, ALL), (256, MANY), (88, SIXTEEN), (8, SIXTEEN), (0, SIXTEEN)],
)
def test_a_name_that_nobody_knows_is_looked_up(colours: int, depth: ColourDepth) -> None:
    assert colour_depth({"TERM": "my-terminal"}, lambda _: colours) is depth


def test_what_the_environment_says_counts_more() -> None:
    assert colour_depth({"TERM": "vt220", "COLORTERM": "truecolor"}, no_entry) is ALL
    assert colour_depth({"TERM": "vt220", "COLORTERM": "24bit"}, no_entry) is ALL
    assert colour_depth({"TERM": "foot", "NO_COLOR": "1"}, no_entry) is ColourDepth.NONE
    assert colour_depth({"TERM": "screen", "TMUX": "/tmp/tmux,1,0"}, no_entry) is MANY
    assert colour_depth({}, no_entry) is SIXTEEN


def test_it_never_believes_in_fewer_than_rich_does() -> None:
    order = [None, "standard", "256", "truecolor"]
    for name in ("xterm-256color", "xterm-kitty", "tmux-256color", "xterm-16color", "screen"):
        console = Console(force_terminal=True, _environ={"TERM": name})
        ours = colour_depth({"TERM": name}, no_entry).for_textual
        assert order.index(ours) >= order.index(console.color_system)


@pytest.mark.parametrize(("name", "least"), [("xterm-256color", "256"), ("no-such", "0")])
def test_terminfo_is_asked(name: str, least: str) -> None:
    program = (
        "from tui_player.ui.terminal.colours import colours_in_terminfo as found;"
        f"print(found({name!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout.strip() == least
    assert not done.stderr
