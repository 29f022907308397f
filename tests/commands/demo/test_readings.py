"""The demo's replayed sitting: long enough, and read as the moods it is made of."""

from pathlib import Path

from tui_player.commands.demo.readings import READINGS_PER_S, SCENES, sitting, write_readings
from tui_player.core.mood.smoothing import MoodFilter, MoodSettings
from tui_player.messages.events import FaceLost, FaceRead
from tui_player.model.mood.emotion import EMOTIONS, Emotion
from tui_player.vision.cameras.replay import load_readings
from tui_player.vision.reading_log import LoggedEvent


def test_it_lasts_five_minutes_and_its_mood_changes_about_twice_a_minute() -> None:
    events = list(sitting())
    times = [logged.at_s for logged in events]
    assert times == sorted(times)
    assert times[-1] >= 300 - 1 / READINGS_PER_S
    moods = moods_of(events)
    assert moods == [
        Emotion.NEUTRAL,
        Emotion.HAPPY,
        Emotion.SAD,
        Emotion.ANGRY,
        Emotion.SURPRISED,
        Emotion.FEARFUL,
        Emotion.DISGUSTED,
        Emotion.HAPPY,
    ]
    assert set(moods) == set(EMOTIONS)


def moods_of(events: list[LoggedEvent]) -> list[Emotion]:
    """The steady moods, one after another, as the player takes them from these readings."""
    mood, found = MoodFilter(), list[Emotion]()
    for logged in events:
        if isinstance(logged.event, FaceRead):
            mood = mood.after_reading(logged.event.reading, logged.at_s, MoodSettings())
            if mood.emotion is not None and mood.emotion not in found[-1:]:
                found.append(mood.emotion)
    return found


def test_one_stretch_is_doubtful_and_in_one_nobody_is_there() -> None:
    mood, unsure_s, lost_s = MoodFilter(), 0.0, 0.0
    for logged in sitting():
        if isinstance(logged.event, FaceRead):
            mood = mood.after_reading(logged.event.reading, logged.at_s, MoodSettings())
            unsure_s += mood.unsure / READINGS_PER_S
        else:
            assert isinstance(logged.event, FaceLost)
            lost_s += 1 / READINGS_PER_S
    assert 15 < unsure_s < 40
    assert 15 < lost_s < 30
    assert any(scene.shares is None for scene in SCENES)


def test_it_is_written_as_a_recording_that_can_be_replayed(tmp_path: Path) -> None:
    path = tmp_path / "readings.jsonl"
    write_readings(path)
    assert len(load_readings(path)) == len(list(sitting()))
