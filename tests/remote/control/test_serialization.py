"""The JSON form of what the domain says: there and back, and what is refused."""

import json
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.makers import track
from tests.ui.sample_snapshots import NOTHING_WORKS, PINNED_SAD, PLAYING
from tui_player.messages import requests
from tui_player.messages.explanation import ChoiceSum, Factor
from tui_player.messages.snapshot import (
    GoalView,
    MoodHistoryView,
    Notice,
    NowPlaying,
    RestView,
    Snapshot,
)
from tui_player.model.mood.emotion import EMOTIONS, Emotion
from tui_player.model.mood.mood_minute import MoodMinute
from tui_player.model.mood.pin_span import PinSpan
from tui_player.model.music.loudness import FileState, Loudness
from tui_player.model.music.taste import Evidence, LearnedMood, LearnedTrack, Lesson, TrackName
from tui_player.model.music.track import TrackId
from tui_player.model.severity import Severity
from tui_player.remote.control.serialization import FormError, from_json, to_json

A_SUM = ChoiceSum(
    Emotion.SAD, "you look sad", (Factor("rule", 0.5, "folk"),), 12.5, 4, "new", ("a",)
)
A_TRACK = replace(
    track("t", "folk"),
    loudness=Loudness(-6.5, 0.9, None, None, FileState(10, 1_700_000_000_000_000_000)),
)
# With something in every part, whatever the screen shows of it.
FULL = replace(
    PLAYING,
    mood=replace(
        PLAYING.mood, goal=GoalView("lift", EMOTIONS[0], EMOTIONS[:2], 1), rest=RestView(9, True)
    ),
    now_playing=NowPlaying(3, A_TRACK, "r", 1.5, None, -1, A_SUM),
    notices=(Notice(1, "Nothing \x1b to undo.", Severity.WARNING),),
    learned=(
        LearnedMood(
            Emotion.SAD,
            (("folk", Evidence(1.0, 2.0)),),
            (),
            (LearnedTrack(TrackId("t.flac"), TrackName("t"), Lesson(1, 2), 1, 1.5),),
        ),
    ),
    mood_history=MoodHistoryView((MoodMinute(5, Emotion.HAPPY, 0.5),), 6, True),
)


@pytest.mark.parametrize("snapshot", [Snapshot(), PLAYING, PINNED_SAD, NOTHING_WORKS, FULL])
def test_a_snapshot_comes_back_as_it_was(snapshot: Snapshot) -> None:
    assert from_json(Snapshot, json.loads(json.dumps(to_json(snapshot)))) == snapshot


@settings(deadline=None)
@given(st.data())
def test_every_request_comes_back_as_it_was(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(get_args(requests.Request)))
    request = data.draw(st.from_type(kind))
    try:
        read = from_json(kind, json.loads(json.dumps(to_json(request))))
    except FormError as error:
        assume("number" not in str(error))  # one that no player could take is refused
        raise
    assert read == request


def test_a_name_that_is_no_utf_8_comes_back_byte_for_byte() -> None:
    asked = requests.PlayTrack(TrackId("caf\udce9.mp3"))
    assert from_json(requests.PlayTrack, json.loads(json.dumps(to_json(asked)))) == asked


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        (requests.SeekBy, {"seconds": "10"}, "'seconds' must be a number"),
        (requests.SeekBy, {"seconds": True}, "'seconds' must be a number"),
        (requests.SeekBy, {"seconds": float("inf")}, "'seconds' must be a finite number"),
        (requests.SeekBy, {"seconds": 10**400}, "'seconds' must be a finite number"),
        (requests.SeekBy, {}, "it lacks 'seconds'"),
        (requests.SeekBy, {"seconds": 1, "x": 2}, "it has no 'x'; SeekBy takes seconds"),
        (requests.SeekBy, [1], "it must be an object"),
        (requests.Like, {"now": 1}, "it has no 'now'; Like takes nothing"),
        (requests.SetVolume, {"percent": 50.0}, "'percent' must be a whole number"),
        (requests.SetVolume, {"percent": 10**19}, "'percent' is too large a number"),
        (requests.SetPaused, {"paused": 1}, "'paused' must be true or false"),
        (requests.PlayTracks, {"track_ids": "a"}, "'track_ids' must be a list"),
        (requests.PlayTracks, {"track_ids": [1]}, "'track_ids', number 1 must be a text"),
        (requests.PlayTrack, {"track_id": "\ud800"}, "'track_id' is no Unicode text"),
        (requests.PinMood, {"emotion": "sad", "span": 3}, "'span' must be an object"),
        (tuple[int, str], [1], "it must be a list of 2"),
    ],
)
def test_what_is_of_another_form_is_refused_in_words(
    kind: type[object], value: object, sentence: str
) -> None:
    with pytest.raises(FormError, match=sentence.replace("(", r"\(")):
        from_json(kind, value)


def test_what_is_left_out_is_as_usual_and_numbers_may_be_whole() -> None:
    assert from_json(requests.PinMood, {"emotion": "sad"}) == requests.PinMood(Emotion.SAD)
    pinned = from_json(requests.PinMood, {"emotion": "sad", "span": {"seconds": 60}})
    assert pinned == requests.PinMood(Emotion.SAD, PinSpan(seconds=60.0))
    assert isinstance(pinned.span.seconds, float)
