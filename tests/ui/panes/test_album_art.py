"""The cover of the album: shown where there is room, replaced with the track, never in the way."""

import threading
from dataclasses import replace

import pytest
from textual.geometry import Size
from textual.pilot import Pilot

from tests.ui.conftest import MakeStage, Stage
from tests.ui.reading import screen_lines, screen_text, until_shown
from tests.ui.sample_snapshots import COVER, PLAYING, TRACKS, cover
from tui_player.messages.snapshot import NowPlaying, Snapshot
from tui_player.model.music.track import Track
from tui_player.model.music.track_extras import CoverRead
from tui_player.ui.drawing.glyphs import ASCII
from tui_player.ui.panes.album_art import AlbumArt, art_rows
from tui_player.ui.terminal.capabilities import TerminalLook
from tui_player.ui.terminal.colours import ColourDepth


def with_cover(track: Track) -> CoverRead:
    return replace(COVER, track_id=track.id)


def playing(track: Track, play_id: int = 9) -> Snapshot:
    return replace(PLAYING, now_playing=NowPlaying(play_id, track, "you look happy", 1.0, 200.0))


async def until_art(pilot: Pilot[None], stage: Stage, *, is_shown: bool = True) -> AlbumArt:
    art = stage.app.query_one(AlbumArt)
    for _ in range(1000):
        if (art.rows > 0 and bool(art._grid)) is is_shown:
            await pilot.pause()
            return art
        await pilot.pause(0.01)
    raise AssertionError(f"cover shown: {not is_shown}")


@pytest.mark.parametrize(
    ("size", "rows"),
    [((60, 16), 0), ((80, 24), 0), ((80, 40), 0), ((95, 30), 6), ((120, 36), 8), ((200, 60), 11)],
)
def test_it_is_as_large_as_there_is_room(size: tuple[int, int], rows: int) -> None:
    assert art_rows(Size(*size)) == rows


async def test_the_cover_is_shown_beside_the_words(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING, read_cover=with_cover)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        art = await until_art(pilot, stage)
        assert (art.size.height, art.size.width) == (8, 18)
        lines = screen_lines(stage)
        assert "▀" in lines[2]
        assert "Golden Hour" in lines[2]
        assert "Kacey Musgraves" in lines[3]
        assert any("vol ▮" in line for line in lines)


async def test_a_track_without_a_cover_leaves_everything_in_its_place(
    make_stage: MakeStage,
) -> None:
    def read(track: Track) -> CoverRead:
        return with_cover(track) if track.id != TRACKS[0].id else CoverRead(track.id)

    stage = make_stage(PLAYING, read_cover=read)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await until_art(pilot, stage)
        heights = [line.startswith("│") for line in screen_lines(stage)]
        stage.bridge.publish(playing(TRACKS[0]))
        await until_art(pilot, stage, is_shown=False)
        assert [line.startswith("│") for line in screen_lines(stage)] == heights
        assert "♪" in "".join(screen_lines(stage)[2:10])


async def test_without_any_cover_no_room_is_taken(make_stage: MakeStage) -> None:
    read: list[Track] = []

    def nothing(track: Track) -> CoverRead:
        read.append(track)
        return CoverRead(track.id)

    stage = make_stage(PLAYING, read_cover=nothing)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        before = screen_text(stage)
        await pilot.pause(0.05)
        assert screen_text(stage) == before
        assert stage.app.query_one(AlbumArt).rows == 0
    assert len(read) == 1


async def test_the_key_hides_it_and_shows_it_again(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING, read_cover=with_cover)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await until_art(pilot, stage)
        await pilot.press("A")
        await until_art(pilot, stage, is_shown=False)
        assert "album cover off" in screen_text(stage)
        await pilot.press("A")
        await until_art(pilot, stage)


async def test_it_comes_and_goes_with_the_size_of_the_window(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING, read_cover=with_cover)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        for size, height in (((200, 60), 11), ((60, 16), 0), ((120, 36), 8), ((80, 24), 0)):
            await pilot.resize_terminal(*size)
            await until_art(pilot, stage, is_shown=height > 0)
            assert stage.app.query_one(AlbumArt).rows == height
            assert all(len(line) <= size[0] for line in screen_lines(stage))


async def test_a_problem_is_told_once(make_stage: MakeStage) -> None:
    def broken(track: Track) -> CoverRead:
        return CoverRead(track.id, problems=("the cover in a.jpg cannot be read",))

    stage = make_stage(PLAYING, read_cover=broken)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await until_shown(pilot, stage, "the cover in a.jpg cannot be read")
        await pilot.press("escape")
        for track in TRACKS[:3]:
            stage.bridge.publish(playing(track))
            await pilot.pause(0.03)
        assert "a.jpg" not in screen_text(stage)


async def test_a_reader_that_fails_is_told_and_goes_on(make_stage: MakeStage) -> None:
    def failing(track: Track) -> CoverRead:
        if track.id == TRACKS[0].id:
            raise MemoryError("no memory")
        return with_cover(track)

    stage = make_stage(playing(TRACKS[0]), read_cover=failing)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await until_shown(pilot, stage, "cannot be read: no memory")
        stage.bridge.publish(playing(TRACKS[1]))
        await until_art(pilot, stage)


async def test_a_slow_disk_holds_up_neither_keys_nor_the_end(make_stage: MakeStage) -> None:
    is_free, is_at_it = threading.Event(), threading.Event()

    def slow(track: Track) -> CoverRead:
        is_at_it.set()
        is_free.wait(20)
        return with_cover(track)

    stage = make_stage(PLAYING, read_cover=slow)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        for _ in range(500):
            if is_at_it.is_set():
                break
            await pilot.pause(0.01)
        await pilot.press("space")
        assert len(stage.asked) == 1
    assert not is_free.is_set()
    is_free.set()


@pytest.mark.parametrize("colours", [ColourDepth.SIXTEEN, ColourDepth.NONE])
async def test_few_colours_serve_too(make_stage: MakeStage, colours: ColourDepth) -> None:
    stage = make_stage(
        PLAYING, read_cover=with_cover, look=TerminalLook(ASCII, colours), picture_on=False
    )
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await until_art(pilot, stage)
        text = screen_text(stage)
        assert [c for c in text if not c.isascii()] == []


def test_the_sample_cover_is_a_picture() -> None:
    assert len(cover(8).rgb) == 8 * 8 * 3
