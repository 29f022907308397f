"""Up next in columns: one under another, also after some of the rows have changed."""

from dataclasses import replace

from tests.ui.conftest import MakeStage
from tests.ui.reading import screen_lines
from tests.ui.sample_snapshots import PLAYING


async def test_rows_that_stay_move_with_columns_that_change(make_stage: MakeStage) -> None:
    first, *others = PLAYING.up_next
    longer = [replace(e, track=replace(e.track, title=e.track.title + " again")) for e in others]
    after = replace(PLAYING, up_next=(first, *longer))
    screens = []
    for before in (PLAYING, after):
        stage = make_stage(before)
        async with stage.app.run_test(size=(160, 36)) as pilot:
            await pilot.pause()
            stage.bridge.publish(after)
            await pilot.pause()
            screens.append(screen_lines(stage))
    assert screens[0] == screens[1]
