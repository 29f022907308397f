"""A story for every key of the table: pressed in a running screen, something comes of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.conftest import MakeStage, Stage
from tests.ui.reading import screen_lines, screen_text, until_found
from tests.ui.sample_snapshots import COVER, GOLDEN, LYRICS, PLAYING, SUNG_AT_S, TRACKS, portrait
from tui_player.messages import requests
from tui_player.messages.requests import Request
from tui_player.messages.snapshot import NowPlaying
from tui_player.model.music.track import Track
from tui_player.model.music.track_extras import CoverRead, LyricsRead
from tui_player.ui.keys.actions import ACTIONS, Action, Where

EVENING = replace(
    PLAYING, now_playing=NowPlaying(1, GOLDEN, "you look happy", SUNG_AT_S, 198.0, opinion=1)
)
SIZE = (120, 36)


@dataclass(frozen=True, slots=True)
class Story:
    """What is pressed before the key, and what must come of the key.

    `asks`: a request of this kind goes out. `shows`: these words come onto the screen. `is_so`:
    this becomes true.
    """

    before: Sequence[str] = ()
    asks: type[Request] | None = None
    shows: str = ""
    is_so: Callable[[Stage], bool] | None = None


def opens(words: str) -> Story:
    return Story(shows=words)


def asks(kind: type, *before: str) -> Story:
    return Story(before, asks=kind)


def up_next_is_at(row: int) -> Callable[[Stage], bool]:
    return lambda stage: stage.app.up_next.cursor == row


def focus_is_not_in_up_next(stage: Stage) -> bool:
    return stage.app.focused is not stage.app.up_next


def has_ended(stage: Stage) -> bool:
    return stage.app.return_code == 0


def nothing_is_open(stage: Stage) -> bool:
    return not stage.app.overlays.is_open


# Into the list of the Library, with nothing typed.
IN_LIBRARY = ("tab",)
STORIES: Mapping[str, Story] = {
    "speakers": opens("Audio output"),
    "pin_for": opens("Pin this mood"),
    "mood_history": opens("Moods of the last half hour"),
    "learned": opens("What was learned"),
    "why": opens("Why this track"),
    "coverage": opens("How the library covers the moods"),
    "sleep_timer": opens("Pause the music"),
    "remaining_time": opens("-2:05"),
    "show_playing": Story(is_so=focus_is_not_in_up_next),
    "save_up_next": opens("Save Up next as a playlist"),
    "themes": opens("Theme ─"),
    "palette": opens("Commands ─"),
    "help": opens("Keys ─"),
    "picture": opens("camera picture off"),
    "spectrum": opens("spectrum on"),
    "lyrics": opens("› hold on, it will not stay"),
    "album_art": opens("album cover off"),
    "search": opens("title, artist, album"),
    "browse": Story(is_so=focus_is_not_in_up_next),
    "cursor_down": Story(is_so=up_next_is_at(1)),
    "cursor_up": Story(("down", "down"), is_so=up_next_is_at(1)),
    "page_down": Story(is_so=lambda stage: stage.app.up_next.cursor > 4),
    "page_up": Story(("end",), is_so=lambda stage: stage.app.up_next.cursor < len(TRACKS) - 1),
    "first": Story(("end",), is_so=up_next_is_at(0)),
    "last": Story(is_so=up_next_is_at(len(TRACKS) - 1)),
    "play_now": asks(requests.PlayFromUpNext),
    "remove": asks(requests.RemoveFromUpNext),
    "move_up": asks(requests.MoveInUpNext, "down"),
    "move_down": asks(requests.MoveInUpNext),
    "play_selected": asks(requests.PlayTrack, *IN_LIBRARY),
    "queue_last": asks(requests.QueueTrack, *IN_LIBRARY),
    "queue_next": asks(requests.QueueTrack, *IN_LIBRARY),
    "sing_from_here": Story(("y", "tab", "home", "down"), asks=requests.SeekTo),
    "next_pane": Story(is_so=focus_is_not_in_up_next),
    "choose": Story(("t", "j"), is_so=nothing_is_open),
    "leave": Story(("?",), is_so=nothing_is_open),
    "quit": Story(is_so=has_ended),
    "interrupt": Story(("/",), is_so=has_ended),
}
# Told in the stories of their own panes, where there is more to them than a key.
ELSEWHERE = {
    "play_all": "test_browsing",
    "mark": "test_browsing",
    "go_up": "test_browsing",
    "sort": "test_browsing",
    "give_family": "test_browsing",
    "forget_learned": "test_learned_pane",
}

OPENING = [a for a in ACTIONS if a.name in STORIES and STORIES[a.name].shows]
OTHERS = [a for a in ACTIONS if a.name in STORIES and not STORIES[a.name].shows]
# What the same key takes away again.
SWITCHES = ("picture", "spectrum", "lyrics", "album_art", "remaining_time")
WITH_REQUESTS = [a for a in ACTIONS if a.request is not None and a.where is Where.EVERYWHERE]


def with_cover(track: Track) -> CoverRead:
    return replace(COVER, track_id=track.id)


def with_lyrics(track: Track) -> LyricsRead:
    return replace(LYRICS, track_id=track.id)


def nowhere(name: str, tracks: Sequence[Track], may_replace: bool) -> Path:
    return Path("nowhere", name)


def test_no_key_is_without_a_story() -> None:
    told = {*STORIES, *ELSEWHERE, *(action.name for action in WITH_REQUESTS)}
    assert [action.name for action in ACTIONS if action.name not in told] == []


async def test_each_key_asks_for_what_the_table_says(make_stage: MakeStage) -> None:
    stage = make_stage(EVENING)
    async with stage.app.run_test(size=SIZE) as pilot:
        for action in WITH_REQUESTS:
            await pilot.press(*action.keys)
        await pilot.pause()
    assert stage.asked == [action.request for action in WITH_REQUESTS for _ in action.keys]


async def test_each_key_that_opens_something_opens_it(make_stage: MakeStage) -> None:
    stage = make_stage(
        EVENING, read_cover=with_cover, read_lyrics=with_lyrics, save_playlist=nowhere
    )
    async with stage.app.run_test(size=SIZE) as pilot:
        await until_found(pilot, len(TRACKS))
        for action in OPENING:
            words = STORIES[action.name].shows
            for key in action.keys:
                assert words not in screen_text(stage), action.name
                await pilot.press(key)
                await until(pilot, lambda: words in screen_text(stage), f"{key}: {words}")  # noqa: B023
                await pilot.press(*(key,) if action.name in SWITCHES else ("escape",), "escape")
                await until(pilot, lambda: words not in screen_text(stage), f"{words} goes")  # noqa: B023


@pytest.mark.parametrize("action", OTHERS, ids=lambda action: str(action.name))
async def test_each_key_does_what_its_story_tells(make_stage: MakeStage, action: Action) -> None:
    story = STORIES[action.name]
    stage = make_stage(EVENING, read_cover=with_cover, read_lyrics=with_lyrics)
    async with stage.app.run_test(size=SIZE) as pilot:
        await until_found(pilot, len(TRACKS))
        await pilot.press(*story.before)
        await pilot.pause()
        assert not came_true(story, stage), "the key is not needed for it"
        await pilot.press(action.keys[0])
        await until(pilot, lambda: came_true(story, stage), f"{action.name}: {story}")


def came_true(story: Story, stage: Stage) -> bool:
    if story.asks is not None:
        return any(isinstance(request, story.asks) for request in stage.asked)
    if story.is_so is not None:
        return story.is_so(stage)
    return story.shows in screen_text(stage)


async def until(pilot: Pilot[None], is_so: Callable[[], bool], what: str) -> None:
    for _ in range(500):
        if is_so():
            return
        await pilot.pause(0.01)
    raise AssertionError(f"in vain: {what}")


STORM = [(120, 36), (60, 16), (200, 60), (30, 8), (61, 40), (160, 17), (3, 2)]


async def test_resizing_with_anything_open_never_raises(make_stage: MakeStage) -> None:
    ticks = iter(range(100_000))
    stage = make_stage(
        EVENING, read_cover=with_cover, read_lyrics=with_lyrics, clock=lambda: float(next(ticks))
    )
    async with stage.app.run_test(size=(80, 24)) as pilot:
        for action in OPENING:
            await pilot.press(action.keys[0])
            for size in STORM:
                await pilot.resize_terminal(*size)
                stage.bridge.show_picture(portrait())
                await pilot.pause()
                assert all(len(line) <= size[0] for line in screen_lines(stage)), action.name
            await pilot.press("escape")
    assert stage.app.return_code in (None, 0)
