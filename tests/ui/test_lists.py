"""Stories of Up next and the Library: searching, queueing, moving."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.ui.conftest import ListCatalog, MakeStage
from tests.ui.reading import screen_text, until_found, until_shown
from tests.ui.sample_snapshots import (
    PLAYING,
    TRACKS,
    track,
)
from tui_player.messages import requests
from tui_player.model.music.track import Track
from tui_player.ports.browser import Page, Place, PlaceKind, Row, Sort
from tui_player.ui.library.pane import LibraryPane
from tui_player.ui.library.rows import LibraryRows
from tui_player.ui.panes.up_next import UpNextPane, shared_room


async def test_searching_and_playing_with_enter(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await until_found(pilot, len(TRACKS))
        await pilot.press("/", *"lucky")
        await until_found(pilot, 1)
        assert "1 found" in screen_text(stage)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("space")
    assert stage.asked == [requests.PlayTrack(TRACKS[7].id), requests.TogglePause()]


async def test_queueing_what_was_found(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await until_found(pilot, len(TRACKS))
        await pilot.press("/", *"disco!")
        await until_found(pilot, 0)
        assert "nothing found for disco!" in screen_text(stage)
        await pilot.press(*["backspace"] * 6)
        await until_found(pilot, len(TRACKS))
        await pilot.press("down", "a", "j", "e", "escape")
        assert not stage.app.query_one(LibraryPane).has_class("-searching")
        assert stage.app.query_one(UpNextPane).has_focus
    assert stage.asked == [
        requests.QueueTrack(TRACKS[1].id),
        requests.QueueTrack(TRACKS[2].id, first=True),
    ]


async def test_searching_works_where_the_library_has_no_room_of_its_own(
    make_stage: MakeStage,
) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(60, 16)) as pilot:
        await until_found(pilot, len(TRACKS))
        assert "Library" not in screen_text(stage)
        await pilot.press("/", *"abba")
        await until_found(pilot, 1)
        assert "Dancing Queen" in screen_text(stage)
        await pilot.press("enter", "escape")
        await pilot.pause()
        assert "Up next" in screen_text(stage)
        await pilot.press("j", "delete")
        await pilot.pause()
    assert stage.asked == [requests.PlayTrack(TRACKS[11].id), requests.RemoveFromUpNext(11)]


async def test_enter_plays_in_up_next(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("j", "enter", "enter")
        await pilot.pause()
    assert stage.asked == [requests.PlayFromUpNext(11)], "pressed twice in haste it plays one"


async def test_leaving_the_search_goes_back_to_where_it_began(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("tab")
        before = stage.app.focused
        assert isinstance(before, LibraryRows)
        await pilot.press("/", "a", "escape")
        await pilot.pause()
        assert stage.app.focused is before


@pytest.mark.parametrize(
    ("room", "wanted", "given"),
    [
        (50, [10, 10, 10], [20, 16, 14]),
        (50, [40, 30, 20], [23, 16, 11]),
        (50, [40, 5, 5], [40, 5, 5]),
        (50, [10, 40, 5], [10, 35, 5]),
        (0, [5, 5, 5], [0, 0, 0]),
    ],
)
def test_columns_share_the_room(room: int, wanted: list[int], given: list[int]) -> None:
    assert shared_room(room, wanted) == given


async def test_letters_typed_in_the_search_line_ask_for_nothing(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("/", "n", "space", "x", "3")
    assert stage.asked == []


async def test_a_failed_search_is_told(make_stage: MakeStage) -> None:
    class BrokenCatalog(ListCatalog):
        def page(self, place: Place, sort: Sort, first: int, count: int) -> Page:
            raise OSError("disk gone")

    stage = make_stage(PLAYING, open_catalog=BrokenCatalog)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        found = stage.app.query_one(LibraryRows)
        for _ in range(1000):
            if found.sentence:
                break
            await pilot.pause(0.01)
        assert "the library cannot be read: disk gone" in screen_text(stage)


async def test_the_library_is_read_again_when_it_changed(make_stage: MakeStage) -> None:
    known = list(TRACKS[:3])

    class Growing(ListCatalog):
        def rows(self, place: Place, sort: Sort) -> Sequence[Row]:
            return tuple(known)

    stage = make_stage(PLAYING, open_catalog=Growing)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await until_found(pilot, 3)
        known.append(TRACKS[3])
        stage.bridge.publish(replace(PLAYING, library=replace(PLAYING.library, tracks=12_409)))
        await until_found(pilot, 4)


async def test_moving_and_taking_out_of_up_next(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("down", "delete", "shift+down", "k", "shift+up")
    assert stage.asked == [
        requests.RemoveFromUpNext(11),
        requests.MoveInUpNext(11, 1),
        requests.MoveInUpNext(10, -1),
    ]


async def test_the_cursor_stays_on_its_track_when_the_queue_moves(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("down", "down")
        stage.bridge.publish(replace(PLAYING, up_next=PLAYING.up_next[1:]))
        await pilot.pause()
        entry = stage.app.query_one(UpNextPane).current
        assert entry is not None
        assert entry.play_id == 12


async def test_the_cursor_scrolls_the_list(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        await pilot.pause()
        assert "Dancing Queen" in screen_text(stage)
        await pilot.press("home")
        await pilot.pause()
        assert "Dog Days Are Over" in screen_text(stage)


async def test_tab_moves_to_the_library_and_back(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("tab")
        assert stage.app.query_one(LibraryRows).has_focus
        await pilot.press("tab")
        assert stage.app.query_one(UpNextPane).has_focus


def numbered(count: int) -> tuple[Track, ...]:
    """So many tracks, ten by each artist."""
    return tuple(track(f"Song {n}", f"Artist {n // 10}") for n in range(count))


async def test_rows_come_as_they_come_into_view(make_stage: MakeStage) -> None:
    many = numbered(100_000)
    snapshot = replace(PLAYING, library=replace(PLAYING.library, tracks=len(many)))
    stage = make_stage(snapshot, open_catalog=lambda: ListCatalog(many))
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await until_found(pilot, len(many))
        await pilot.press("tab", "j")
        await until_shown(pilot, stage, " 2 of 100 000 ")
        await pilot.press("end")
        await until_shown(pilot, stage, "Song 99999")
        assert " 100 000 of 100 000 " in screen_text(stage)
        await pilot.press("home")
        await until_shown(pilot, stage, "Song 3 ")


async def test_of_a_search_more_is_fetched_when_the_end_is_near(make_stage: MakeStage) -> None:
    class Careful(ListCatalog):
        """Finds all only if the first thousand are not enough, as the index does."""

        def page(self, place: Place, sort: Sort, first: int, count: int) -> Page:
            page = super().page(place, sort, first, count)
            if place.kind is not PlaceKind.FOUND or first + count > 1000:
                return page
            return replace(page, total=min(page.total, 1000), may_be_more=page.total > 1000)

    stage = make_stage(PLAYING, open_catalog=lambda: Careful(numbered(5000)))
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await until_found(pilot, 5000)
        await pilot.press("/", *"song")
        await until_found(pilot, 1000)
        assert " 1 of 1 000+ found " in screen_text(stage)
        await pilot.press("down", "end")
        await until_found(pilot, 5000)
        await pilot.press("end")
        await until_shown(pilot, stage, " 5 000 of 5 000 found ")
        assert "Song 4999" in screen_text(stage)


async def test_an_artist_is_told_once_for_a_group_in_view(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING, open_catalog=lambda: ListCatalog(numbered(30)))
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await until_found(pilot, 30)
        assert screen_text(stage).count("Artist 0") == 1
        await pilot.press("tab", "j", "j")
        await pilot.pause()
        assert screen_text(stage).count("Artist 0") == 2
        await pilot.press("/", *"artist 0")
        await until_found(pilot, 10)
        assert screen_text(stage).count("Artist 0") == 10


async def test_a_wide_library_tells_the_album_too(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(200, 60)) as pilot:
        await until_found(pilot, len(TRACKS))
        text = screen_text(stage)
        assert "Random Access Memories (2013)" in text
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        assert "Random Access Memories" not in screen_text(stage)
