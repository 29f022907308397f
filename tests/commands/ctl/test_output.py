"""What `ctl` prints of a snapshot: true, short, and harmless to a terminal."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.makers import track
from tests.ui.sample_snapshots import NOTHING_WORKS, PINNED_SAD, PLAYING
from tui_player.commands.ctl.output import (
    FormatError,
    as_time,
    fields_of,
    for_tmux,
    formatted,
    is_read_by_tmux,
    mood_line,
    new_notices,
    safe,
    status_lines,
    volume_line,
)
from tui_player.messages.snapshot import CameraView, Notice, NowPlaying, Snapshot
from tui_player.model.device_states import CameraState, FaceSight
from tui_player.remote.control.serialization import to_json


def told(snapshot: Snapshot) -> Any:
    """A snapshot as it comes through the socket."""
    return json.loads(json.dumps(to_json(snapshot)))


def test_how_things_stand() -> None:
    assert list(status_lines(told(PLAYING))) == [
        "playing: Kacey Musgraves – Golden Hour  (1:42 of 3:18)",
        "why: you look happy, liked",
        "mood: happy; looks happy, 82 % sure; camera on",
        "next: Florence + the Machine – Dog Days Are Over",
        "volume: 72 %",
        "library: 12408 tracks in /home/ada/Music",
    ]
    assert next(status_lines(told(PINNED_SAD))).startswith("paused: YOASOBI – 夜に駆ける")
    assert mood_line(told(PINNED_SAD)) == "mood: held at sad until unpinned; looks sad, 64 % sure"
    assert volume_line(told(PINNED_SAD)) == "volume: 40 %, muted"
    nothing = list(status_lines(told(NOTHING_WORKS)))
    assert nothing[0] == "stopped: nothing"
    assert nothing[1] == "mood: none known yet; camera off"
    assert nothing[-1].startswith("No sound device")
    assert list(status_lines(told(Snapshot())))


def test_the_mood_is_told_apart_from_what_is_seen_just_now() -> None:
    mood = replace(PLAYING.mood, probabilities=(0.1, 0.7, 0.2, 0.0, 0.0, 0.0, 0.0))
    said = {
        "mood: happy; looks sad, 70 % sure": mood,
        "mood: happy; unsure what the face says": replace(mood, unsure=True),
        "mood: happy; nobody there": replace(
            mood, probabilities=(0.0,) * 7, sight=FaceSight.NOBODY
        ),
    }
    for line, shown in said.items():
        assert mood_line(told(replace(PLAYING, mood=shown))) == line
    unseen = replace(PLAYING, mood=mood, camera=CameraView(CameraState.OFF))
    assert mood_line(told(unseen)) == "mood: happy"


@pytest.mark.parametrize("snapshot", [Snapshot(), PLAYING, PINNED_SAD, NOTHING_WORKS])
def test_a_format_can_have_every_value(snapshot: Snapshot) -> None:
    fields = fields_of(told(snapshot))
    assert formatted("".join(f"{{{name}}}" for name in fields), fields) == safe(
        "".join(fields.values())
    )


def test_a_line_of_ones_own() -> None:
    fields = fields_of(told(PLAYING))
    form = "{artist}|{title}|{album}|{year}|{genre}|{position}/{length} -{left} {percent}%"
    assert formatted(form, fields) == (
        "Kacey Musgraves|Golden Hour|Golden Hour|2018|country pop|1:42/3:18 -1:36 52%"
    )
    assert formatted("{mood} {sure} {volume} {opinion}", fields) == "happy 82 72 liked"
    assert formatted("{pinned} {volume}", fields_of(told(PINNED_SAD))) == "until unpinned 0"
    assert formatted("{ {x}", {"x": "1"}) == "{ 1"
    with pytest.raises(FormatError, match=r"no \{titel\}; there are state, track"):
        formatted("{titel}", fields)
    with pytest.raises(FormatError, match=r"no \{\}"):
        formatted("{}", fields)


@pytest.mark.parametrize("state", CameraState)
def test_the_camera_is_on_when_the_screen_says_so(state: CameraState) -> None:
    view = CameraView(state)
    shown = fields_of(told(replace(PLAYING, camera=view)))["camera"]
    assert shown == ("on" if view.is_on else "off")


def test_a_track_without_length_or_artist() -> None:
    bare = replace(track("bare", duration_s=None), artist="")
    snapshot = told(replace(PLAYING, now_playing=NowPlaying(1, bare, "shuffled", 7.0)))
    assert next(status_lines(snapshot)) == "playing: bare  (0:07)"
    assert fields_of(snapshot)["percent"] == ""


@given(st.text(), st.text())
def test_no_tag_gives_orders_to_a_terminal(title: str, artist: str) -> None:
    evil = replace(track("evil"), title=f"\x1b]0;{title}\x07", artist=f"{artist}\n\udce9\x9b31m")
    snapshot = told(replace(PLAYING, now_playing=NowPlaying(1, evil, "r")))
    for line in (*status_lines(snapshot), formatted("{title}{artist}", fields_of(snapshot))):
        line.encode()
        assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in line)


def test_what_the_player_said_meanwhile() -> None:
    before = replace(PLAYING, notices=(Notice(1, "old"),))
    after = replace(PLAYING, notices=(Notice(1, "old"), Notice(2, "new\x07")))
    assert new_notices(told(before), told(after)) == ["new "]


def test_times() -> None:
    assert [as_time(s) for s in (None, 0.0, 59.9, 61, 3723)] == [
        "",
        "0:00",
        "0:59",
        "1:01",
        "1:02:03",
    ]


def test_a_status_line_of_tmux_shows_its_own_signs() -> None:
    assert for_tmux("#(touch x) #[fg=red] #S 100 %") == "##(touch x) ##[fg=red] ##S 100 %"
    tmux = {"TMUX": "/tmp/tmux-0/default,1,-1"}
    assert is_read_by_tmux(tmux, is_terminal=False)
    assert not is_read_by_tmux(tmux, is_terminal=True)
    assert not is_read_by_tmux({**tmux, "TMUX_PANE": "%1"}, is_terminal=False)
    assert not is_read_by_tmux({}, is_terminal=False)
