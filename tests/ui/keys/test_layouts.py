"""Which key is meant where another layout than the US one is on."""

from collections.abc import Sequence

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from tests.ui.conftest import MakeStage, Stage
from tests.ui.sample_snapshots import PLAYING
from tui_player.messages import requests
from tui_player.ui.keys.layouts import LAYOUTS, KeyPlaces, language_of
from tui_player.ui.library.pane import SearchLine
from tui_player.ui.terminal.key_sequences import KeySequences
from tui_player.ui.terminal.reader import Typed


@pytest.mark.parametrize(
    ("character", "us"),
    [
        *zip("йцукен", "qwerty", strict=True),
        ("т", "n"),
        ("Т", "N"),
        ("№", "#"),
        ("і", "s"),
        ("ў", "o"),
        ("ə", ""),
        ("ν", "n"),
        ("Ν", "N"),
        ("ς", "w"),
        ("מ", "n"),
        ("ץ", "."),
        ("ى", "n"),
        ("ﻻ", "b"),
        ("؟", "?"),
        ("گ", "'"),
        ("ნ", "n"),
        ("ื", "n"),
        ("ल", "n"),
        ("љ", "q"),
        ("٣", "3"),
        ("۷", "7"),
        ("५", "5"),
        ("๒", "2"),
        ("é", ""),
        ("ß", ""),
        ("語", ""),
        ("n", ""),
        (".", ""),
        ("3", ""),
    ],
)
def test_the_key_at_the_same_place(character: str, us: str) -> None:
    assert KeyPlaces().us_key(character) == us


@pytest.mark.parametrize(
    ("language", "character", "us"),
    [
        ("ru", "т", "n"),
        ("sr", "т", "t"),
        ("mk", "р", "r"),
        ("bg", "т", "j"),
        ("fa", "د", "n"),
        ("ar", "د", "]"),
        ("kk", "і", "3"),
        ("de", "т", "n"),
    ],
)
def test_the_persons_language_decides_between_layouts(
    language: str, character: str, us: str
) -> None:
    assert KeyPlaces(language).us_key(character) == us


def test_signs_are_looked_up_in_the_layout_in_use() -> None:
    places = KeyPlaces()
    places.note("т")
    assert [places.us_key(sign) for sign in '.,";:?/'] == ["/", "?", "@", "$", "^", "&", "|"]
    places.note("j")
    assert places.us_key(".") == ""
    places.note("ν")
    assert [places.us_key(sign) for sign in ";:."] == ["q", "Q", ""]
    places.note("א")
    assert [places.us_key(sign) for sign in ".,'/[]"] == ["/", "'", "w", "q", "]", "["]
    places.note("é")
    assert places.us_key(".") == "/"


def test_no_layout_has_two_places_for_a_letter_of_its_own() -> None:
    for layout in LAYOUTS:
        letters = [own for own, _ in layout.places() if own.isalpha() and own.islower()]
        assert len(set(letters)) >= len(letters) - 1, layout.languages  # Serbian has ж twice


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "uk_UA.UTF-8"}, "uk"),
        ({"LANG": "ru_RU.KOI8-R", "LC_ALL": "sr_RS@latin"}, "sr"),
        ({"LC_CTYPE": "bg_BG", "LANG": "C"}, "bg"),
        ({"LANG": "C.UTF-8"}, "c"),
        ({"LANG": "", "LC_ALL": ""}, ""),
        ({}, ""),
    ],
)
def test_the_language_of_a_locale(environ: dict[str, str], language: str) -> None:
    assert language_of(environ) == language


def press(stage: Stage, characters: Sequence[str]) -> None:
    sequences = KeySequences()
    for character in characters:
        for message in sequences.messages(Typed(character)):
            stage.app.post_message(message)


async def until_asked(stage: Stage, pilot: Pilot[None], count: int) -> list[str]:
    """The names of what was asked, once it is so many."""
    for _ in range(1000):
        if len(stage.asked) >= count:
            break
        await pilot.pause(0.01)
    return [type(request).__name__ for request in stage.asked]


@pytest.mark.parametrize(
    ("characters", "asked"),
    [
        ("тьч", ["Skip", "ToggleMute", "RejectMood"]),
        ("ТПчы", ["ChangeMusicNow", "RejectMood", "ShuffleQueued"]),
        ("νμχ", ["Skip", "ToggleMute", "RejectMood"]),
        ("מצס", ["Skip", "ToggleMute", "RejectMood"]),
        ("ىةء", ["Skip", "ToggleMute", "RejectMood"]),
        ("т1", ["Skip", "PinMood"]),
        ("٢", ["PinMood"]),
    ],
)
async def test_keys_act_by_their_place(
    make_stage: MakeStage, characters: str, asked: list[str]
) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        press(stage, characters)
        assert await until_asked(stage, pilot, len(asked)) == asked


async def test_the_search_is_reached_by_its_place_and_takes_letters_as_they_are(
    make_stage: MakeStage,
) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        press(stage, "Ш.тихий")
        for _ in range(1000):
            if [line.value for line in stage.app.query(SearchLine)] == ["тихий"]:
                break
            await pilot.pause(0.01)
        assert [line.value for line in stage.app.query(Input).results(SearchLine)] == ["тихий"]
    assert stage.asked == []


async def test_a_full_stop_alone_opens_nothing(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        press(stage, ".n")
        assert await until_asked(stage, pilot, 1) == ["Skip"]
        assert not stage.app.query_one(SearchLine).has_focus


async def test_a_letter_that_the_person_gave_a_meaning_keeps_it(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING, keys={"mute": ("т",), "skip": ("№",)})
    async with stage.app.run_test(size=(120, 36)) as pilot:
        press(stage, "т№")
        await until_asked(stage, pilot, 2)
    assert stage.asked == [requests.ToggleMute(), requests.Skip()]


async def test_ctrl_and_a_letter_count_by_place(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        stage.app.post_message(events.Key("ctrl+з", None))
        for _ in range(1000):
            if stage.app.overlays.is_open:
                break
            await pilot.pause(0.01)
        assert stage.app.panes.palette.is_open


async def test_lists_take_them_too(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test(size=(120, 36)) as pilot:
        stage.app.up_next.focus()
        await pilot.pause()
        before = stage.app.up_next.cursor
        press(stage, "о")
        for _ in range(1000):
            if stage.app.up_next.cursor != before:
                break
            await pilot.pause(0.01)
        assert stage.app.up_next.cursor == before + 1
