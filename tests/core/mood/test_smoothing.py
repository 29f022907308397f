"""The steady mood: what changes it, what does not, and how it says that it is unsure."""

import pytest

from tests.makers import face_reading
from tui_player.core.mood.smoothing import MoodFilter, MoodSettings
from tui_player.model.mood.emotion import Emotion

FRAME_S = 0.2


def watch(
    mood: MoodFilter, emotion: Emotion, from_s: float, for_s: float, share: float = 0.8
) -> MoodFilter:
    """The mood after a face has shown `emotion` for a while at five frames a second."""
    for frame in range(round(for_s / FRAME_S) + 1):
        reading = face_reading(emotion, share)
        mood = mood.after_reading(reading, from_s + frame * FRAME_S, MoodSettings())
    return mood


def settled(emotion: Emotion) -> MoodFilter:
    return watch(MoodFilter(), emotion, 0.0, 5.0)


def test_the_first_mood_settles_within_two_seconds() -> None:
    assert watch(MoodFilter(), Emotion.HAPPY, 0.0, 0.4).emotion is None
    assert watch(MoodFilter(), Emotion.HAPPY, 0.0, 2.0).emotion == Emotion.HAPPY


def test_a_grimace_of_under_two_seconds_changes_nothing() -> None:
    mood = settled(Emotion.HAPPY)
    mood = watch(mood, Emotion.DISGUSTED, 5.0, 1.8)
    mood = watch(mood, Emotion.HAPPY, 7.0, 5.0)
    assert mood.emotion == Emotion.HAPPY
    assert mood.before is None


def test_a_change_that_stays_is_taken_up_within_four_seconds() -> None:
    assert watch(settled(Emotion.HAPPY), Emotion.SAD, 5.0, 4.0).emotion == Emotion.SAD


def test_a_small_lead_does_not_change_the_mood() -> None:
    mood = settled(Emotion.HAPPY)
    even = face_reading(Emotion.SAD, 0.48, second=Emotion.HAPPY, second_share=0.44)
    for frame in range(50):
        mood = mood.after_reading(even, 5.0 + frame * FRAME_S, MoodSettings())
    assert mood.emotion == Emotion.HAPPY
    assert mood.unsure


def test_low_certainty_is_unsure_and_keeps_the_mood() -> None:
    mood = watch(settled(Emotion.HAPPY), Emotion.SAD, 5.0, 6.0, share=0.3)
    assert mood.unsure
    assert mood.emotion == Emotion.HAPPY


def test_certainty_is_the_share_of_the_steady_mood() -> None:
    assert settled(Emotion.HAPPY).certainty == pytest.approx(0.8)
    assert MoodFilter().certainty == 0.0


def test_a_poor_crop_counts_for_less() -> None:
    before = settled(Emotion.HAPPY)
    clear = before.after_reading(face_reading(Emotion.SAD, 0.8), 5.2, MoodSettings())
    poor = before.after_reading(face_reading(Emotion.SAD, 0.8, quality=0.1), 5.2, MoodSettings())
    assert clear.certainty < poor.certainty < before.certainty


def test_a_rejected_mood_gives_way_to_the_one_before() -> None:
    mood = watch(settled(Emotion.HAPPY), Emotion.ANGRY, 5.0, 5.0)
    assert mood.emotion == Emotion.ANGRY
    rejected = mood.after_rejection(10.0, MoodSettings())
    assert rejected.emotion == Emotion.HAPPY
    again = watch(rejected, Emotion.ANGRY, 10.2, 20.0, share=0.5)
    assert again.emotion == Emotion.HAPPY, "half sure is not enough after a rejection"


def test_a_rejected_mood_returns_on_clear_evidence_and_freely_after_ten_minutes() -> None:
    mood = watch(settled(Emotion.HAPPY), Emotion.ANGRY, 5.0, 5.0)
    rejected = mood.after_rejection(10.0, MoodSettings())
    assert watch(rejected, Emotion.ANGRY, 10.2, 6.0, share=0.95).emotion == Emotion.ANGRY
    assert watch(rejected, Emotion.ANGRY, 611.0, 6.0, share=0.6).emotion == Emotion.ANGRY


@pytest.mark.parametrize("share", [0.6, 0.75, 0.9, 1.0])
def test_a_face_that_goes_on_as_it_was_does_not_bring_a_rejected_mood_back(share: float) -> None:
    mood = watch(settled(Emotion.HAPPY), Emotion.ANGRY, 5.0, 20.0, share=share)
    assert mood.emotion == Emotion.ANGRY
    rejected = mood.after_rejection(25.2, MoodSettings())
    same = watch(rejected, Emotion.ANGRY, 25.4, 590.0, share=share)
    assert same.emotion == Emotion.HAPPY
    assert watch(same, Emotion.ANGRY, 626.0, 10.0, share=share).emotion == Emotion.ANGRY


@pytest.mark.parametrize("share", [0.7, 0.9])
def test_a_first_mood_that_was_rejected_does_not_come_back_either(share: float) -> None:
    rejected = watch(MoodFilter(), Emotion.ANGRY, 0.0, 5.0, share).after_rejection(
        5.2, MoodSettings()
    )
    assert watch(rejected, Emotion.ANGRY, 5.4, 60.0, share).emotion is None
    assert watch(rejected, Emotion.SAD, 5.4, 5.0, share).emotion == Emotion.SAD


def test_rejecting_without_a_mood_changes_nothing() -> None:
    assert MoodFilter().after_rejection(0.0, MoodSettings()) == MoodFilter()


def test_after_a_gap_the_smoothing_starts_afresh() -> None:
    mood = settled(Emotion.HAPPY).after_reading(
        face_reading(Emotion.SAD, 0.9), 60.0, MoodSettings()
    )
    assert mood.emotion == Emotion.HAPPY
    assert mood.smoothed == pytest.approx(face_reading(Emotion.SAD, 0.9).probabilities)


def test_a_challenge_does_not_outlast_a_gap() -> None:
    mood = watch(settled(Emotion.HAPPY), Emotion.SAD, 5.0, 2.0)
    assert mood.challenger == Emotion.SAD
    later = mood.after_reading(face_reading(Emotion.SAD), 600.0, MoodSettings())
    assert later.emotion == Emotion.HAPPY


def test_a_worthless_first_crop_leaves_the_mood_unsure() -> None:
    worthless = face_reading(Emotion.ANGRY, 0.9, quality=0.0)
    mood = MoodFilter().after_reading(worthless, 0.0, MoodSettings())
    assert mood.unsure
    assert mood.smoothed == pytest.approx((1 / 7,) * 7)


def test_a_face_that_wavers_for_minutes_does_not_take_the_mood_to_and_fro() -> None:
    mood = settled(Emotion.HAPPY)
    moods = set()
    for turn in range(40):
        emotion = (Emotion.SAD, Emotion.HAPPY)[turn % 2]
        mood = watch(mood, emotion, 5.0 + 4.0 * turn, 4.0 - FRAME_S)
        moods.add(mood.emotion)
        if turn == 7:
            moods.clear()
    assert len(moods) == 1, "once it is known to waver, the mood stays"


def test_a_face_that_has_wavered_and_then_stays_is_followed() -> None:
    mood = settled(Emotion.HAPPY)
    for turn in range(30):
        emotion = (Emotion.SAD, Emotion.HAPPY)[turn % 2]
        mood = watch(mood, emotion, 5.0 + 2.0 * turn, 2.0 - FRAME_S)
    assert mood.emotion == Emotion.HAPPY
    assert watch(mood, Emotion.SAD, 65.0, 15.0).emotion == Emotion.SAD


def test_what_leads_by_little_for_long_is_taken_up_in_the_end() -> None:
    weak = face_reading(Emotion.SAD, 0.56, second=Emotion.HAPPY, second_share=0.22)
    mood = settled(Emotion.HAPPY)
    taken_up_s = None
    for frame in range(300):
        mood = mood.after_reading(weak, 5.0 + frame * FRAME_S, MoodSettings())
        if mood.emotion == Emotion.SAD and taken_up_s is None:
            taken_up_s = frame * FRAME_S
    assert taken_up_s is not None
    assert 4.0 < taken_up_s < 30.0
