"""What stands in the place of the camera picture."""

from dataclasses import replace

from tests.ui.conftest import MakeStage
from tests.ui.reading import screen_text
from tests.ui.sample_snapshots import PLAYING
from tui_player.messages.events import CameraState
from tui_player.messages.snapshot import CameraView, MoodView


async def test_a_camera_that_is_off_is_not_one_that_starts(make_stage: MakeStage) -> None:
    for state, told in (
        (CameraState.OFF, "camera off: press c"),
        (CameraState.STARTING, "camera starting"),
    ):
        shown = replace(PLAYING, camera=CameraView(state), mood=MoodView())
        stage = make_stage(shown)
        async with stage.app.run_test(size=(120, 36)) as pilot:
            await pilot.pause()
            in_the_pane = screen_text(stage).partition("\n")[2]
            assert told in in_the_pane
