"""Stories of looking at what was learned, and of having it forgotten."""

from dataclasses import replace

from tests.ui.conftest import MakeStage
from tests.ui.reading import screen_text, until_shown
from tests.ui.sample_snapshots import PLAYING
from tui_player.core.memory import Memory
from tui_player.core.taste.report import learned_moods
from tui_player.messages import requests
from tui_player.messages.facts import LessonLearned, OpinionGiven, TrackNamed
from tui_player.model.mood.emotion import Emotion
from tui_player.model.music.taste import Lesson, TrackName
from tui_player.model.music.track import TrackId

A, B = TrackId("a.mp3"), TrackId("b.mp3")


def taught() -> Memory:
    memory = Memory()
    for fact in (
        TrackNamed(A, TrackName("September", "Earth, Wind & Fire", ("disco",))),
        LessonLearned(A, Emotion.HAPPY, Lesson(finished=3, skipped=1)),
        OpinionGiven(A, Emotion.HAPPY, 1),
        OpinionGiven(B, Emotion.SAD, -1),
    ):
        memory = memory.with_fact(fact)
    return memory


LEARNED = replace(PLAYING, learned=learned_moods(taught()))


async def test_what_was_learned_is_shown_mood_by_mood(make_stage: MakeStage) -> None:
    stage = make_stage(replace(PLAYING, learned=()))
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("L")
        await pilot.pause()
        assert "Nothing yet" in screen_text(stage)
        assert stage.asked == [requests.LookAtLearned()]
        stage.bridge.publish(LEARNED)
        await until_shown(pilot, stage, "happy: 3 heard out, 1 skipped early, 1 liked")
        text = screen_text(stage)
        assert "September – Earth, Wind & Fire" in text
        assert "worth 5 heard out, 1 skipped" in text
        assert "sad: 1 disliked" in text
        await pilot.press("L")
        await pilot.pause()
        assert "What was learned" not in screen_text(stage)


async def test_forgetting_is_asked_first_and_nothing_is_the_first_answer(
    make_stage: MakeStage,
) -> None:
    stage = make_stage(LEARNED)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("L", "delete")
        await pilot.pause()
        assert "Forget for good?" in screen_text(stage)
        await pilot.press("enter")
        await pilot.pause()
        assert stage.asked == [requests.LookAtLearned()]


async def test_one_mood_or_all_can_be_forgotten(make_stage: MakeStage) -> None:
    for keys, emotion in ((("j",), Emotion.HAPPY), (("j", "j"), Emotion.SAD), (("end",), None)):
        stage = make_stage(LEARNED)
        async with stage.app.run_test(size=(80, 24)) as pilot:
            await pilot.press("L", "delete", *keys, "enter")
            await pilot.pause()
            assert stage.asked[1:] == [requests.ForgetLearned(emotion)]


async def test_it_fits_into_a_small_window(make_stage: MakeStage) -> None:
    stage = make_stage(LEARNED)
    async with stage.app.run_test(size=(60, 16)) as pilot:
        await pilot.press("L")
        await pilot.pause()
        assert "happy: 3 heard out" in screen_text(stage)


async def test_a_narrow_window_cuts_no_word_and_promises_no_more(make_stage: MakeStage) -> None:
    stage = make_stage(replace(PLAYING, learned=()))
    async with stage.app.run_test(size=(60, 16)) as pilot:
        await pilot.press("L")
        await pilot.pause()
        text = screen_text(stage)
        assert "…" not in "".join(line for line in text.splitlines() if "l and" in line)
        assert "teach." in text
        assert "more" not in text
        assert "del forgets; Esc closes" in text


async def test_what_is_told_of_a_track_is_told_whole_where_there_is_room(
    make_stage: MakeStage,
) -> None:
    for size in ((120, 36), (80, 24)):
        stage = make_stage(LEARNED)
        async with stage.app.run_test(size=size) as pilot:
            await pilot.press("L")
            await pilot.pause()
            assert "3 heard out, 1 skipped, liked  ×" in screen_text(stage)
