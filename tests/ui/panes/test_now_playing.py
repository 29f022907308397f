"""What is wrong with the sound, as far as there is room for it."""

from dataclasses import replace

from tests.ui.conftest import MakeStage
from tests.ui.reading import screen_text
from tests.ui.sample_snapshots import PLAYING
from tui_player.messages.events import SpeakerState
from tui_player.messages.snapshot import SpeakerView

SILENT = SpeakerView(
    SpeakerState.SILENT,
    sentence="No sound device: playing on unheard. `aplay -l` should list a card.",
)


async def test_a_short_window_tells_what_is_wrong_a_larger_one_what_to_do(
    make_stage: MakeStage,
) -> None:
    for size, tells_more in (((60, 16), False), ((80, 24), True)):
        stage = make_stage(replace(PLAYING, speaker=SILENT))
        async with stage.app.run_test(size=size) as pilot:
            await pilot.pause()
            assert "! No sound device: playing on unheard." in screen_text(stage)
            assert ("aplay" in screen_text(stage)) is tells_more
