"""Moods: what music can follow, each a row of data; some are reached by what a face shows."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeGuard

from tui_player.model.mood.emotion import EMOTIONS, Emotion

# A mood is known by its name: in messages, in the database and in JSON.
MoodName = str


class Mood(NamedTuple):
    """One mood.

    `emotion` is what a face must show to lead to it, for `after_s` seconds without a break; None:
    it is reached by hand alone. `step` is its place on the way of a goal: below 0 for low moods,
    0 for those between, above 0 for high ones. `colour` (`#rrggbb`) stands in for themes that
    name none for it.
    """

    name: MoodName
    key: str = ""
    emoji: str = "🙂"
    ascii_face: str = ":-"
    emotion: Emotion | None = None
    after_s: float = 0.0
    step: int = 0
    colour: str = ""
    letter: str = ""

    @property
    def is_plain_reading(self) -> bool:
        """Whether it follows at once from what the face shows."""
        return self.emotion is not None and self.after_s == 0.0


class Moods:
    """The moods in their order: those that ship, then the person's own."""

    def __init__(self, rows: Iterable[Mood]) -> None:
        self._rows: Mapping[MoodName, Mood] = {row.name: row for row in rows}

    def __iter__(self) -> Iterator[Mood]:
        return iter(self._rows.values())

    def __contains__(self, name: object) -> bool:
        return name in self._rows

    def __getitem__(self, name: MoodName) -> Mood:
        return self._rows[name]

    @property
    def names(self) -> tuple[MoodName, ...]:
        """All names, in order."""
        return tuple(self._rows)

    @property
    def by_face(self) -> tuple[Mood, ...]:
        """The moods a face can lead to."""
        return tuple(row for row in self if row.emotion is not None)

    @property
    def by_hand(self) -> tuple[Mood, ...]:
        """The moods that are reached by hand alone."""
        return tuple(row for row in self if row.emotion is None)

    def led_to_by(self, emotion: Emotion, shown_for_s: float) -> MoodName:
        """The mood a face leads to that has shown `emotion` for so many seconds.

        Of several the one that takes longest; the emotion's own name where no row says.
        """
        due = [row for row in self if row.emotion is emotion and row.after_s <= shown_for_s]
        return max(due, key=lambda row: row.after_s).name if due else emotion.value

    def is_low(self, name: MoodName | None) -> bool:
        """Whether it is a mood that a lift leads out of."""
        return name is not None and name in self._rows and self._rows[name].step < 0

    def ladder(self, start: MoodName, target: MoodName) -> tuple[MoodName, ...]:
        """The moods from one to another, both included: one between lies between unlike ones."""
        if start == target:
            return (target,)
        low_start, low_target = self.is_low(start), self.is_low(target)
        between = next((row.name for row in self if row.step == 0), None)
        is_unlike = low_start != low_target or low_start
        if is_unlike and between is not None and between not in (start, target):
            return (start, between, target)
        return (start, target)


_NAME = re.compile(r"[a-z][a-z0-9_-]{0,15}")


def is_mood_name(text: object) -> TypeGuard[MoodName]:
    """Whether a text could name a mood: a short word in small letters."""
    return isinstance(text, str) and _NAME.fullmatch(text) is not None


# What a face shows, as moods of the same names: for readings without any table of moods.
# Valence as in the circumplex model (J. A. Russell, 1980).
_HIGH = (Emotion.HAPPY, Emotion.SURPRISED)
PLAIN_MOODS = Moods(
    Mood(
        emotion.value,
        key=str(number),
        emotion=emotion,
        step=0 if emotion is Emotion.NEUTRAL else 1 if emotion in _HIGH else -1,
        letter="u" if emotion is Emotion.SURPRISED else emotion.value[0],
    )
    for number, emotion in enumerate(EMOTIONS, start=1)
)
