"""Longer stories of the screen: searching, queueing, notices, sizes, pictures, endings."""

import os
import signal
from dataclasses import replace

import pytest
from textual.geometry import Offset
from textual.pilot import Pilot

from tests.ui.conftest import ListCatalog, MakeStage, Stage
from tests.ui.sample_snapshots import (
    NOTHING_WORKS,
    PINNED_SAD,
    PLAYING,
    TRACKS,
    portrait,
    track,
)
from tui_player.domain import requests
from tui_player.domain.catalog import Catalog
from tui_player.domain.emotion import Emotion
from tui_player.domain.snapshot import Notice, Severity, Snapshot
from tui_player.ui.charset import ASCII, LINUX_CONSOLE, Charset
from tui_player.ui.key_line import KeyLine
from tui_player.ui.library_pane import FoundTracks, LibraryPane
from tui_player.ui.now_playing import NowPlayingPane
from tui_player.ui.sight import Sight
from tui_player.ui.terminal import ColourDepth, TerminalLook
from tui_player.ui.up_next import UpNextPane


def screen_lines(stage: Stage) -> list[str]:
    """What the screen shows, row by row."""
    return [strip.text for strip in stage.app.screen._compositor.render_strips()]


def screen_text(stage: Stage) -> str:
    return "\n".join(screen_lines(stage))


async def until_found(pilot: Pilot[None], count: int) -> None:
    """Wait for the search thread's answer."""
    found = pilot.app.query_one(FoundTracks)
    for _ in range(1000):
        if len(found.rows) == count:
            return
        await pilot.pause(0.01)
    raise AssertionError(f"{len(found.rows)} rows found, {count} expected")


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


async def test_letters_typed_in_the_search_line_ask_for_nothing(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("/", "n", "space", "x", "3")
    assert stage.asked == []


async def test_a_failed_search_is_told(make_stage: MakeStage) -> None:
    class BrokenCatalog(ListCatalog):
        def search(self, text: str, limit: int) -> tuple[()]:
            raise OSError("disk gone")

    stage = make_stage(PLAYING, open_catalog=BrokenCatalog)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        found = stage.app.query_one(FoundTracks)
        for _ in range(1000):
            if found.sentence:
                break
            await pilot.pause(0.01)
        assert "the library cannot be read: disk gone" in screen_text(stage)


async def test_the_library_is_read_again_when_it_changed(make_stage: MakeStage) -> None:
    known = list(TRACKS[:3])

    def open_catalog() -> Catalog:
        class Growing(ListCatalog):
            def search(self, text: str, limit: int) -> tuple[object, ...]:  # type: ignore[override]
                return tuple(known)

        return Growing()  # type: ignore[return-value]

    stage = make_stage(PLAYING, open_catalog=open_catalog)
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
        assert stage.app.query_one(FoundTracks).has_focus
        await pilot.press("tab")
        assert stage.app.query_one(UpNextPane).has_focus


async def test_each_notice_is_shown_once(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    told = replace(PLAYING, notices=(Notice(1, "cannot play x.mp3: empty file", Severity.WARNING),))
    async with stage.app.run_test(size=(80, 24)) as pilot:
        stage.bridge.publish(told)
        await pilot.pause()
        assert screen_lines(stage)[-1].strip() == "! cannot play x.mp3: empty file"
        await pilot.press("escape")
        stage.bridge.publish(replace(told, paused=True))
        await pilot.pause()
        assert "space pause" in screen_lines(stage)[-1]


async def test_a_flood_of_notices_keeps_the_newest(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    flood = tuple(Notice(n, f"notice {n}", Severity.ERROR) for n in range(1, 200))
    async with stage.app.run_test(size=(80, 24)) as pilot:
        stage.bridge.publish(replace(PLAYING, notices=flood))
        await pilot.pause()
        assert "notice 1 (+4)" in screen_lines(stage)[-1]
        await pilot.press(*["escape"] * 4)
        assert "notice 199" in screen_lines(stage)[-1]


async def test_help_lists_the_keys_and_lets_them_work(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("?")
        assert "change the music now" in screen_text(stage)
        await pilot.press("space", "escape")
        assert "change the music now" not in screen_text(stage)
    assert stage.asked == [requests.TogglePause()]


@pytest.mark.parametrize("charset", [None, ASCII])
async def test_the_help_fits_the_smallest_full_screen(
    make_stage: MakeStage, charset: Charset | None
) -> None:
    look = TerminalLook() if charset is None else TerminalLook(charset)
    stage = make_stage(PLAYING, look=look)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f1")
        text = screen_text(stage)
        for words in ("a minute back, forward", "look for new files", "pin or unpin this mood"):
            assert words in text
        assert "Esc closes" in text


async def test_keys_can_be_given_otherwise(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING, keys={"pause": ("b",), "cursor_down": ("w",)})
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "b", "w")
        assert stage.app.query_one(UpNextPane).cursor == 1
        assert screen_lines(stage)[-1].startswith(" b pause")
    assert stage.asked == [requests.TogglePause()]


async def test_t_goes_through_the_themes(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        assert stage.app.theme == "afterglow"
        await pilot.press("t")
        assert stage.app.theme == "linen"
        await pilot.pause()
        assert "theme: linen" in screen_text(stage)
        await pilot.press("t")
        assert stage.app.theme == "afterglow"


async def test_an_unknown_theme_is_told(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING, theme_name="sunny")
    async with stage.app.run_test(size=(80, 24)):
        assert stage.app.theme == "afterglow"
        assert "no theme is called sunny" in screen_text(stage)


async def test_without_any_theme_the_terminals_colours_serve(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING, with_themes=())
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t")
        assert "Golden Hour" in screen_text(stage)


@pytest.mark.parametrize("size", [(59, 16), (60, 15), (20, 5), (3, 2)])
async def test_a_window_too_small_gets_a_polite_sentence(
    make_stage: MakeStage, size: tuple[int, int]
) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=size) as pilot:
        text = screen_text(stage)
        assert "Up next" not in text
        if size[0] > 40:
            assert "60 x 16 is the least" in text
        await pilot.press("space")
    assert stage.asked == [requests.TogglePause()]


SIZES = [(120, 36), (80, 24), (60, 16), (30, 8), (100, 30), (200, 60), (61, 40), (160, 17)]


@pytest.mark.parametrize("snapshot", [None, PLAYING, PINNED_SAD, NOTHING_WORKS])
async def test_resizing_during_everything_never_raises(
    make_stage: MakeStage, snapshot: Snapshot | None
) -> None:
    ticks = iter(range(10_000))
    stage = make_stage(snapshot, clock=lambda: float(next(ticks)))
    async with stage.app.run_test(size=(80, 24)) as pilot:
        for keys in ("", "/", "?"):
            if keys:
                await pilot.press(keys)
            for size in SIZES:
                await pilot.resize_terminal(*size)
                stage.bridge.show_picture(portrait())
                await pilot.pause()
                assert all(len(line) <= size[0] for line in screen_lines(stage))


async def test_a_picture_is_shown_boxed_and_hidden_again(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert stage.picture_wanted == [True]
        stage.bridge.show_picture(portrait())
        await pilot.pause()
        text = screen_text(stage)
        assert "▀▀▀" in text
        await pilot.press("v")
        await pilot.pause()
        assert stage.picture_wanted == [True, False]
        assert "▀" not in screen_text(stage)
        assert "◠   ◠" in screen_text(stage)


async def test_pictures_are_shown_at_most_ten_times_a_second(make_stage: MakeStage) -> None:
    now = [0.0]
    stage = make_stage(PLAYING, clock=lambda: now[0])
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        sight = stage.app.query_one(Sight)
        sight.show_picture(portrait())
        first = sight._grid
        sight.show_picture(portrait(shift=0.2))
        assert sight._grid is first
        now[0] = 0.2
        sight.show_picture(portrait(shift=0.2))
        assert sight._grid != first


async def test_a_picture_with_no_room_is_not_wanted(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(60, 16)) as pilot:
        await pilot.pause()
        assert stage.picture_wanted == [False]
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        await pilot.pause()
        assert stage.picture_wanted == [False, True]


async def test_a_sentence_about_the_camera_takes_the_pictures_place(
    make_stage: MakeStage,
) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        stage.bridge.show_picture(portrait())
        await pilot.pause()
        dark = replace(PLAYING.camera, sentence="It is dark: turn on a light")
        stage.bridge.publish(replace(PLAYING, camera=dark))
        await pilot.pause()
        text = screen_text(stage)
        assert "It is dark: turn on a light" in text
        assert "▀" not in text


async def test_in_ascii_everything_is_ascii(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING, look=TerminalLook(ASCII, ColourDepth.SIXTEEN))
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await until_found(pilot, len(TRACKS))
        stage.bridge.show_picture(portrait())
        await pilot.pause()
        text = screen_text(stage)
        assert ":)" in text
        assert [c for c in text if not c.isascii()] == []


async def test_the_linux_console_gets_simple_signs_and_whole_letters(
    make_stage: MakeStage,
) -> None:
    stage = make_stage(PLAYING, look=TerminalLook(LINUX_CONSOLE, ColourDepth.SIXTEEN))
    async with stage.app.run_test(size=(120, 36)):
        text = screen_text(stage)
        assert "Ça plane pour moi" in text
        assert "😀" not in text


async def test_no_colour_is_written_where_there_are_none(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING, look=TerminalLook(colours=ColourDepth.NONE))
    async with stage.app.run_test(size=(120, 36)) as pilot:
        stage.bridge.show_picture(portrait())
        await pilot.pause()
        strips = stage.app.screen._compositor.render_strips()
        styles = [segment.style for strip in strips for segment in strip]
        assert styles
        colours = {c.name for s in styles if s for c in (s.color, s.bgcolor) if c}
        assert colours <= {"default"}


async def test_clicking_the_bar_seeks(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        pane = stage.app.query_one(NowPlayingPane)
        bar = pane._bar
        place = Offset(bar.start + len(bar) // 2, pane._bar_line) + pane.content_offset
        await pilot.click(pane, offset=place)
        await pilot.pause()
    [request] = stage.asked
    assert isinstance(request, requests.SeekTo)
    assert request.fraction == pytest.approx(0.5, abs=0.02)


async def test_clicking_a_mood_pins_it(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await pilot.click("#bars", offset=(8, 2))
        await pilot.pause()
    assert stage.asked == [requests.PinMood(Emotion.ANGRY)]


async def test_clicking_a_word_at_the_bottom_does_it(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await pilot.click(KeyLine, offset=(3, 0))
        await pilot.pause()
        assert stage.asked == [requests.TogglePause()]
        at = screen_lines(stage)[-1].index("? help")
        await pilot.click(KeyLine, offset=(at + 1, 0))
        await pilot.pause()
        assert "change the music now" in screen_text(stage)


async def test_a_double_click_plays(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await pilot.double_click("#up-next", offset=(10, 3))
        await pilot.pause()
    assert stage.asked == [
        requests.RemoveFromUpNext(12),
        requests.PlayTrack(TRACKS[2].id),
    ]


async def test_names_that_could_break_the_screen_do_not(make_stage: MakeStage) -> None:
    nasty = track("\x1b[2J\udcff\u202e[bold]x[/bold]\n", "\ud800[/]", "[red", "]")
    snapshot = replace(
        PLAYING,
        now_playing=None
        if PLAYING.now_playing is None
        else replace(PLAYING.now_playing, track=nasty, reason="\x00[@click=app.quit]"),
        notices=(Notice(1, "[bold]\udcff", Severity.ERROR),),
    )
    stage = make_stage(snapshot, open_catalog=lambda: ListCatalog((nasty,)))
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await until_found(pilot, 1)
        text = screen_text(stage)
        text.encode("utf-8")
        assert "\x1b" not in text
        assert "[bold]x[/bold]" in text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
async def test_signals_end_in_order(make_stage: MakeStage, number: signal.Signals) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        os.kill(os.getpid(), number)
        await pilot.pause(0.1)
    assert stage.app.return_code == 128 + number


async def test_a_snapshot_that_changes_nothing_paints_nothing(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await until_found(pilot, len(TRACKS))
        pane = stage.app.query_one(NowPlayingPane)
        await pilot.pause()
        before = list(pane._shown)
        assert PLAYING.now_playing is not None
        moved = replace(PLAYING.now_playing, position_s=102.4)
        stage.bridge.publish(replace(PLAYING, now_playing=moved))
        await pilot.pause()
        assert list(pane._shown) == before
