"""The seven emotions."""

from enum import StrEnum


class Emotion(StrEnum):
    """The seven moods the player knows, in the order of the keys 1 to 7."""

    HAPPY = "happy"
    SAD = "sad"
    ANGRY = "angry"
    NEUTRAL = "neutral"
    SURPRISED = "surprised"
    FEARFUL = "fearful"
    DISGUSTED = "disgusted"


EMOTIONS: tuple[Emotion, ...] = tuple(Emotion)
