"""Stories of the lyrics: they follow the music, let themselves be read, and lead back to it."""

import threading
from dataclasses import replace

import pytest

from tests.ui.conftest import MakeStage
from tests.ui.reading import screen_text, until_shown
from tests.ui.sample_snapshots import GOLDEN, LYRICS, PLAYING, SUNG_AT_S, TRACKS
from tui_player.messages import requests
from tui_player.messages.snapshot import NowPlaying, Snapshot
from tui_player.model.music.lyrics import LyricLine, Lyrics
from tui_player.model.music.track import Track
from tui_player.model.music.track_extras import CoverRead, LyricsRead
from tui_player.ui.panes.lyrics import LyricsPane


def at(position_s: float, *, paused: bool = False) -> Snapshot:
    now = NowPlaying(1, GOLDEN, "you look happy", position_s, 198.0)
    return replace(PLAYING, now_playing=now, paused=paused)


def with_lyrics(track: Track) -> LyricsRead:
    return replace(LYRICS, track_id=track.id)


def sung(text: str) -> list[str]:
    """The lines with the sign of what is sung."""
    return [line for line in text.splitlines() if "› hold on" in line or "› The harbour" in line]


async def test_y_shows_the_line_that_is_sung_and_hides_it_again(make_stage: MakeStage) -> None:
    stage = make_stage(at(SUNG_AT_S), read_lyrics=with_lyrics)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        assert "Lyrics" not in screen_text(stage)
        await pilot.press("y")
        await until_shown(pilot, stage, "› hold on, it will not stay")
        assert "Library" not in screen_text(stage)
        stage.bridge.publish(at(0.5))
        await until_shown(pilot, stage, "› The harbour lights come on")
        assert len(sung(screen_text(stage))) == 1
        await pilot.press("y")
        await until_shown(pilot, stage, "Library")
        assert "harbour" not in screen_text(stage)


async def test_lyrics_do_not_wait_for_a_cover_that_never_comes(make_stage: MakeStage) -> None:
    is_free = threading.Event()

    def hang(track: Track) -> CoverRead:
        is_free.wait(20)
        return CoverRead(track.id)

    stage = make_stage(at(SUNG_AT_S), read_cover=hang, read_lyrics=with_lyrics)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("y")
        await until_shown(pilot, stage, "› hold on, it will not stay")
        assert not is_free.is_set()
        is_free.set()


async def test_a_line_due_before_the_next_news_of_the_position_is_not_late(
    make_stage: MakeStage,
) -> None:
    lyrics = Lyrics((LyricLine("first", 10.0), LyricLine("second", 10.2)), is_synced=True)
    stage = make_stage(at(10.1), read_lyrics=lambda track: LyricsRead(track.id, lyrics=lyrics))
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("y")
        await until_shown(pilot, stage, "› second")


async def test_while_paused_no_line_goes_on(make_stage: MakeStage) -> None:
    lyrics = Lyrics((LyricLine("first", 10.0), LyricLine("second", 10.2)), is_synced=True)
    stage = make_stage(
        at(10.19, paused=True), read_lyrics=lambda track: LyricsRead(track.id, lyrics=lyrics)
    )
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("y")
        await until_shown(pilot, stage, "› first")
        await pilot.pause(0.1)
        assert "› first" in screen_text(stage)


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 36), (200, 60)])
async def test_search_takes_precedence_and_gives_the_place_back(
    make_stage: MakeStage, size: tuple[int, int]
) -> None:
    stage = make_stage(at(SUNG_AT_S), read_lyrics=with_lyrics)
    async with stage.app.run_test(size=size) as pilot:
        await pilot.press("y")
        await until_shown(pilot, stage, "› hold on")
        await pilot.press("/")
        await until_shown(pilot, stage, "title, artist, album")
        await pilot.press("escape")
        await until_shown(pilot, stage, "› hold on")


async def test_enter_goes_to_the_line(make_stage: MakeStage) -> None:
    stage = make_stage(at(SUNG_AT_S), read_lyrics=with_lyrics)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("y")
        await until_shown(pilot, stage, "› hold on")
        stage.app.query_one(LyricsPane).focus()
        await pilot.press("home", "down", "enter")
        await pilot.pause()
    [request] = stage.asked
    assert isinstance(request, requests.SeekTo)
    assert request.fraction == pytest.approx(12.0 / 198.0)


async def test_who_reads_elsewhere_is_left_alone_for_a_while(make_stage: MakeStage) -> None:
    now = [0.0]
    stage = make_stage(at(SUNG_AT_S), read_lyrics=with_lyrics, clock=lambda: now[0])
    async with stage.app.run_test(size=(60, 16)) as pilot:
        await pilot.press("y")
        await until_shown(pilot, stage, "› hold on")
        pane = stage.app.query_one(LyricsPane)
        assert pane.has_focus, "Up next gave its place up"
        await pilot.press("home")
        stage.bridge.publish(at(SUNG_AT_S + 24))
        await pilot.pause()
        assert pane.cursor == 0
        assert "The harbour lights come on" in screen_text(stage)
        now[0] = 60.0
        stage.bridge.publish(at(SUNG_AT_S + 48))
        await until_shown(pilot, stage, "The harbour lights go out")
        assert pane.cursor > 0


async def test_plain_lyrics_scroll_with_the_track(make_stage: MakeStage) -> None:
    lyrics = Lyrics(tuple(LyricLine(f"line {n}") for n in range(100)))
    stage = make_stage(at(0.0), read_lyrics=lambda track: LyricsRead(track.id, lyrics=lyrics))
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("y")
        await until_shown(pilot, stage, "line 0")
        stage.bridge.publish(at(99.0))
        await until_shown(pilot, stage, "line 50")
        stage.bridge.publish(at(198.0))
        await until_shown(pilot, stage, "line 99")


async def test_another_track_has_other_lyrics(make_stage: MakeStage) -> None:
    def read(track: Track) -> LyricsRead:
        return with_lyrics(track) if track.id == GOLDEN.id else LyricsRead(track.id)

    stage = make_stage(at(SUNG_AT_S), read_lyrics=read)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("y")
        await until_shown(pilot, stage, "› hold on")
        other = NowPlaying(2, TRACKS[1], "you look happy", 1.0, 200.0)
        stage.bridge.publish(replace(PLAYING, now_playing=other))
        await until_shown(pilot, stage, "no lyrics: a file September.lrc beside the track")
        assert "harbour" not in screen_text(stage)


async def test_lyrics_that_could_break_the_screen_do_not(make_stage: MakeStage) -> None:
    lines = ("\x1b[2J", "[bold]x", "\u202e", "w" * 500, "夜" * 300, "👋🏽" * 50, "")
    lyrics = Lyrics(tuple(LyricLine(text, float(n)) for n, text in enumerate(lines)), True)
    stage = make_stage(at(3.0), read_lyrics=lambda track: LyricsRead(track.id, lyrics=lyrics))
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("y")
        await until_shown(pilot, stage, "[bold]x")
        for size in ((60, 16), (200, 60), (30, 8), (120, 36)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert "\x1b" not in screen_text(stage)
