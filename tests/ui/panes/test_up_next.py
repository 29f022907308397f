"""Up next in columns: one under another, also after some of the rows have changed."""

from dataclasses import replace

import pytest

from tests.makers import entry
from tests.ui.conftest import MakeStage
from tests.ui.reading import screen_lines, until_shown
from tests.ui.sample_snapshots import PLAYING
from tui_player.messages.snapshot import UpNextEntry
from tui_player.ui.panes.up_next import UpNextPane


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


async def test_a_row_that_stays_is_measured_once(
    make_stage: MakeStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[int] = []
    measure = UpNextPane._cells_of

    def count(pane: UpNextPane, row: UpNextEntry) -> tuple[int, int, int, int]:
        measured.append(row.play_id)
        return measure(pane, row)

    monkeypatch.setattr(UpNextPane, "_cells_of", count)
    rows = tuple(entry(number) for number in range(1_000))
    stage = make_stage(replace(PLAYING, up_next=rows))
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await until_shown(pilot, stage, "track 3")
        for rest in (rows[1:], rows[2:], (*rows[2:], entry(5_000))):
            stage.bridge.publish(replace(PLAYING, up_next=rest))
            await pilot.pause()
    assert sorted(measured) == [*range(1_000), 5_000]
