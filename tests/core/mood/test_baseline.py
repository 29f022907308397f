"""The face at rest as a prior: a resting frown reads as neutral, a real one as anger."""

import pytest

from tests.makers import face_reading
from tui_player.core.mood.baseline import FEWEST_READINGS, MEASURED_FOR_S, NeutralMeasurement
from tui_player.core.mood.smoothing import MoodFilter, MoodSettings
from tui_player.model.mood.emotion import EMOTIONS, Emotion
from tui_player.model.mood.face_reading import FaceReading
from tui_player.model.mood.neutral_face import NeutralFace

ANGRY, NEUTRAL, HAPPY = Emotion.ANGRY, Emotion.NEUTRAL, Emotion.HAPPY
FROWN = face_reading(ANGRY, 0.65, second=NEUTRAL, second_share=0.25)
REAL_ANGER = face_reading(ANGRY, 0.95, second=NEUTRAL, second_share=0.03)


def measured(reading: FaceReading) -> NeutralFace:
    measurement = NeutralMeasurement(0.0)
    for _ in range(100):
        measurement = measurement.with_reading(reading)
    return measurement.neutral_face(1_790_000_000.0)


def test_a_resting_frown_counts_as_neutral() -> None:
    corrected = measured(FROWN).corrected(FROWN)
    assert corrected.strongest == NEUTRAL
    assert corrected.probability(NEUTRAL) > 0.5
    assert sum(corrected.probabilities) == pytest.approx(1.0)


def test_real_anger_still_comes_through() -> None:
    corrected = measured(FROWN).corrected(REAL_ANGER)
    assert corrected.strongest == ANGRY
    assert corrected.probability(ANGRY) > 0.6


@pytest.mark.parametrize("emotion", [e for e in EMOTIONS if e != ANGRY])
def test_other_expressions_are_read_as_before(emotion: Emotion) -> None:
    reading = face_reading(emotion, 0.7)
    corrected = measured(FROWN).corrected(reading)
    assert corrected.strongest is emotion
    assert corrected.probability(emotion) >= reading.probability(emotion)


def test_an_ordinary_face_at_rest_changes_next_to_nothing() -> None:
    face = measured(face_reading(NEUTRAL, 0.8))
    for emotion in EMOTIONS:
        reading = face_reading(emotion, 0.6)
        assert face.corrected(reading).probabilities == pytest.approx(reading.probabilities)


def test_even_a_face_that_always_smiles_can_still_look_happy() -> None:
    always = face_reading(HAPPY, 0.99)
    assert measured(always).corrected(face_reading(HAPPY, 0.995)).strongest == HAPPY


def test_the_mood_of_a_resting_frown_is_neutral_and_turns_angry_with_anger() -> None:
    face, mood, settings = measured(FROWN), MoodFilter(), MoodSettings()
    for frame in range(50):
        mood = mood.after_reading(face.corrected(FROWN), frame * 0.2, settings)
    assert mood.emotion == NEUTRAL
    for frame in range(50, 90):
        mood = mood.after_reading(face.corrected(REAL_ANGER), frame * 0.2, settings)
    assert mood.emotion == ANGRY


def test_only_an_average_is_kept_and_no_finer_than_needed() -> None:
    measurement = NeutralMeasurement(0.0)
    for share in (0.2, 0.4):
        measurement = measurement.with_reading(face_reading(ANGRY, share))
    face = measurement.neutral_face(7.0)
    assert face.probabilities == (0.117, 0.117, 0.3, 0.117, 0.117, 0.117, 0.117)
    assert face.at_unix_s == 7.0
    assert measured(FROWN).description() == "angry 65 %, neutral 25 %"


def test_poor_readings_and_guests_do_not_count() -> None:
    measurement = NeutralMeasurement(0.0)
    for _ in range(FEWEST_READINGS):
        measurement = measurement.with_reading(face_reading(ANGRY, quality=0.1))
        measurement = measurement.with_reading(face_reading(ANGRY, faces_seen=2))
    assert measurement.readings == 0
    assert not measurement.is_enough


def test_the_time_left_counts_down_to_zero() -> None:
    measurement = NeutralMeasurement(10.0)
    assert measurement.left_s(10.0) == MEASURED_FOR_S
    assert measurement.left_s(25.0) == pytest.approx(MEASURED_FOR_S - 15.0)
    assert measurement.left_s(99.0) == 0.0


def test_a_face_that_shows_several_things_is_not_at_rest() -> None:
    measurement = NeutralMeasurement(0.0)
    for emotion in (ANGRY, ANGRY, NEUTRAL):
        measurement = measurement.with_reading(face_reading(emotion))
    assert measurement.is_steady
    assert (
        not measurement.with_reading(face_reading(HAPPY))
        .with_reading(face_reading(HAPPY))
        .is_steady
    )
