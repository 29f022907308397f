"""Stories of the whole screen: a key is pressed, a request goes out."""

from typing import Any

import pytest

from tests.ui.conftest import MakeStage
from tests.ui.sample_snapshots import PLAYING
from tui_player.messages import requests
from tui_player.model.mood.emotion import EMOTIONS, Emotion

KEYS_AND_REQUESTS: list[tuple[str, Any]] = [
    ("space", requests.TogglePause()),
    ("n", requests.Skip()),
    (">", requests.Skip()),
    ("<", requests.Back()),
    ("left", requests.SeekBy(-5.0)),
    ("right", requests.SeekBy(5.0)),
    ("shift+left", requests.SeekBy(-60.0)),
    ("shift+right", requests.SeekBy(60.0)),
    ("-", requests.ChangeVolume(-4)),
    ("+", requests.ChangeVolume(4)),
    ("=", requests.ChangeVolume(4)),
    ("m", requests.ToggleMute()),
    ("0", requests.Unpin()),
    ("p", requests.TogglePin()),
    ("x", requests.RejectMood()),
    ("c", requests.ToggleCamera()),
    ("l", requests.Like()),
    ("d", requests.Dislike()),
    ("u", requests.Rescan()),
    ("z", requests.Undo()),
    ("G", requests.ChangeMusicNow()),
    ("R", requests.PlayRandomAlbum()),
    *((str(n), requests.PinMood(emotion)) for n, emotion in enumerate(EMOTIONS, start=1)),
]


async def test_each_key_posts_its_request(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.press(*(key for key, _ in KEYS_AND_REQUESTS))
        await pilot.pause()
    assert stage.asked == [request for _, request in KEYS_AND_REQUESTS]


async def test_keys_work_before_the_first_snapshot(make_stage: MakeStage) -> None:
    stage = make_stage()
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3")
        await pilot.pause()
    assert stage.asked == [requests.PinMood(Emotion.ANGRY)]
    assert stage.first_paints == [True]


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
async def test_quitting_ends_with_code_0(make_stage: MakeStage, key: str) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        assert stage.app.return_code is None
        await pilot.press(key)
    assert stage.app.return_code == 0


async def test_ctrl_c_quits_also_from_the_search_line(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("/", "q", "ctrl+c")
    assert stage.app.return_code == 0
