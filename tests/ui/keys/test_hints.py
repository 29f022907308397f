"""Sentences that name keys name those that hold."""

from dataclasses import replace

import pytest

from tests.ui.conftest import ListCatalog, MakeStage
from tests.ui.reading import screen_text, until_shown
from tests.ui.sample_snapshots import PLAYING
from tui_player.messages.snapshot import CameraView, MoodView
from tui_player.model.device_states import CameraState
from tui_player.model.music.coverage import Coverage
from tui_player.ui.keys.actions import ACTIONS, with_keys
from tui_player.ui.keys.hints import KeyHints

OTHER_KEYS = {
    "leave": ("ctrl+l",),
    "choose": ("right",),
    "camera": ("K",),
    "search": ("ctrl+f",),
    "queue_last": ("Q",),
    "forget_learned": ("ctrl+d",),
    "cursor_down": ("ctrl+n",),
    "cursor_up": ("ctrl+u",),
    "give_family": ("F",),
    "browse": (),
    "skip": ("M",),
    "unpin": (),
}
NOBODY = replace(
    PLAYING, camera=CameraView(CameraState.OFF), mood=MoodView(), up_next=(), now_playing=None
)


def test_what_has_no_key_is_not_told() -> None:
    hints = KeyHints(with_keys(ACTIONS, {"help": ()}), {})
    assert hints.key("help") == ""
    assert hints.pieces(("help", "helps")) == []


@pytest.mark.parametrize(
    ("press", "told"),
    [
        ("", "camera off: press K"),
        ("", "nothing queued: search with ctrl+f and press Q"),
        ("", "ctrl+f search"),
        ("", "M skip"),
        ("t", "→ takes it, ctrl+l closes"),
        (":", "Enter does it, ctrl+l closes"),
        ("?", "ctrl+l closes"),
        ("L", "ctrl+d forgets; ctrl+l closes"),
        ("C", "Library with F."),
    ],
)
async def test_other_keys_are_told_in_place_of_the_usual_ones(
    make_stage: MakeStage, press: str, told: str
) -> None:
    catalog = ListCatalog()
    catalog.found_coverage = Coverage(tracks=9, untagged=3)
    stage = make_stage(NOBODY, keys=OTHER_KEYS, open_catalog=lambda: catalog)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.press(*press)
        await until_shown(pilot, stage, told)


async def test_an_action_without_a_key_is_not_told_on_the_bottom_line(
    make_stage: MakeStage,
) -> None:
    stage = make_stage(PLAYING, keys=OTHER_KEYS)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert "follow face" not in screen_text(stage)
        assert "explore" not in screen_text(stage)
