import math
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.remote.snapshots import snapshot
from tui_player.messages import requests
from tui_player.messages.requests import Request
from tui_player.messages.snapshot import Snapshot
from tui_player.model.music.repeat import Repeat
from tui_player.remote.mpris.calls import (
    INVALID,
    NOT_SUPPORTED,
    BusError,
    asked_by_call,
    asked_by_position,
    asked_by_seek,
    asked_by_setting,
    path_of,
)
from tui_player.remote.mpris.position import ShownPosition


@pytest.mark.parametrize(
    ("method", "asked"),
    [
        ("Next", (requests.Skip(stays_paused=True),)),
        ("Previous", (requests.Back(stays_paused=True),)),
        ("PlayPause", (requests.TogglePause(),)),
        ("Play", (requests.SetPaused(False),)),
        ("Pause", (requests.SetPaused(True),)),
        ("Stop", (requests.SetPaused(True), requests.SeekToTime(0.0))),
    ],
)
def test_methods_that_take_nothing(method: str, asked: tuple[Request, ...]) -> None:
    assert asked_by_call(method) == asked


def test_a_seek_is_from_where_it_is_now() -> None:
    shown = ShownPosition(snapshot(170.0), at_s=100.0)
    assert asked_by_seek(5_000_000, shown, 100.0) == (requests.SeekBy(5.0),)
    assert asked_by_seek(-500_000_000, shown, 100.0) == (requests.SeekBy(-500.0),)
    assert asked_by_seek(5_000_000, ShownPosition(Snapshot(), 100.0), 100.0) == ()


def test_a_seek_past_the_end_is_the_next_track() -> None:
    shown = ShownPosition(snapshot(170.0), at_s=100.0)
    assert asked_by_seek(10_000_000, shown, 100.0) == (requests.SeekBy(10.0),)
    assert asked_by_seek(10_000_000, shown, 100.5) == (requests.Skip(stays_paused=True),)
    endless = ShownPosition(snapshot(170.0, length_s=None), 100.0)
    assert asked_by_seek(10_000_000, endless, 100.5) == (requests.SeekBy(10.0),)


@pytest.mark.parametrize(
    ("track", "position_us", "asked"),
    [
        ("/tui_player/play/7", 44_500_000, (requests.SeekToTime(44.5),)),
        ("/tui_player/play/7", 0, (requests.SeekToTime(0.0),)),
        ("/tui_player/play/7", 180_000_000, (requests.SeekToTime(180.0),)),
        ("/tui_player/play/7", 180_000_001, ()),
        ("/tui_player/play/7", -1, ()),
        ("/tui_player/play/6", 44_500_000, ()),
        ("/", 0, ()),
    ],
)
def test_a_position_of_this_play(track: str, position_us: int, asked: tuple[Request, ...]) -> None:
    assert asked_by_position(track, position_us, snapshot()) == asked
    assert asked_by_position(track, position_us, Snapshot()) == ()


@pytest.mark.parametrize(
    ("volume", "percent"), [(0.3, 30), (0.555, 56), (-1.0, 0), (7.0, 100), (math.inf, 100)]
)
def test_setting_the_volume(volume: float, percent: int) -> None:
    assert asked_by_setting("Volume", volume, snapshot()) == (requests.SetVolume(percent),)


@pytest.mark.parametrize(
    ("now", "wanted", "asked"),
    [
        (1.0, 1.5, (requests.ChangeRate(5),)),
        (1.5, 1.0, (requests.ChangeRate(-5),)),
        (1.3, 1.3, ()),
        (1.0, 9.0, (requests.ChangeRate(10),)),
        (1.0, -3.0, (requests.ChangeRate(-5),)),
        (1.0, 0.0, (requests.SetPaused(True),)),
    ],
)
def test_setting_the_rate(now: float, wanted: float, asked: tuple[Request, ...]) -> None:
    assert asked_by_setting("Rate", wanted, snapshot(rate=now)) == asked


@pytest.mark.parametrize(
    ("wanted", "repeat"),
    [("None", Repeat.OFF), ("Track", Repeat.TRACK), ("Playlist", Repeat.QUEUE)],
)
def test_setting_what_is_repeated(wanted: str, repeat: Repeat) -> None:
    assert asked_by_setting("LoopStatus", wanted, snapshot()) == (requests.SetRepeat(repeat),)


@pytest.mark.parametrize(
    ("name", "value"),
    [("Volume", math.nan), ("Rate", math.nan), ("LoopStatus", "Sometimes"), ("LoopStatus", "")],
)
def test_values_that_make_no_sense(name: str, value: object) -> None:
    with pytest.raises(BusError) as raised:
        asked_by_setting(name, value, snapshot())
    assert raised.value.name == INVALID


def test_the_file_of_a_uri() -> None:
    assert path_of("file:///music/a%20b/%C3%A4.flac") == "/music/a b/ä.flac"
    assert path_of("file://localhost/music/%E4.mp3") == "/music/\udce4.mp3"


@pytest.mark.parametrize(
    ("uri", "name"),
    [
        ("http://example.org/a.mp3", NOT_SUPPORTED),
        ("file://elsewhere/a.mp3", NOT_SUPPORTED),
        ("/music/a.mp3", NOT_SUPPORTED),
        ("", NOT_SUPPORTED),
        ("file:a.mp3", INVALID),
        ("file:///a%00b", INVALID),
        ("file://[/a", INVALID),
    ],
)
def test_uris_of_no_file_here(uri: str, name: str) -> None:
    with pytest.raises(BusError) as raised:
        path_of(uri)
    assert raised.value.name == name
    assert str(raised.value).endswith((".", "…"))


@settings(deadline=None)
@given(st.one_of(st.text(), st.text().map("file:///".__add__)))
def test_any_uri_names_a_file_or_is_refused(uri: str) -> None:
    with suppress(BusError):
        path = path_of(uri)
        assert path.startswith("/")
        assert "\0" not in path
