"""Draws the mood history as lines of text: a day emotion by emotion, a week day by day."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tui_player.model.mood.emotion import EMOTIONS, Emotion
from tui_player.model.mood.mood_minute import MoodMinute

MINUTES_OF_DAY = 1440
SLOT_MINUTES = 30
SLOTS = MINUTES_OF_DAY // SLOT_MINUTES
LABEL_CELLS = 12
HOURS_APART = 3

BLOCKS = "▁▂▃▄▅▆▇█"
ASCII_BLOCKS = ".:-=+*%#"
# The letter of each mood in the week; surprised takes the one that is free.
LETTERS: Mapping[Emotion, str] = {
    emotion: "u" if emotion is Emotion.SURPRISED else emotion.value[0] for emotion in EMOTIONS
}


@dataclass(frozen=True, slots=True)
class MoodDay:
    """One day's minutes, each by its minute of the day (0 to 1439) on the wall."""

    name: str
    minutes: Mapping[int, MoodMinute]

    def in_slot(self, slot: int) -> Counter[Emotion]:
        """How many minutes of a half hour showed what."""
        first = slot * SLOT_MINUTES
        seen = (self.minutes.get(first + n) for n in range(SLOT_MINUTES))
        return Counter(minute.emotion for minute in seen if minute is not None)

    @property
    def total(self) -> Counter[Emotion]:
        """How many minutes of the day showed what."""
        return Counter(minute.emotion for minute in self.minutes.values())


def day_lines(day: MoodDay, blocks: str = BLOCKS) -> list[str]:
    """A row an emotion, a column a half hour: the higher, the more of it; then the sums."""
    slots = [day.in_slot(slot) for slot in range(SLOTS)]
    rows = []
    for emotion in EMOTIONS:
        drawn = "".join(_block(counts[emotion], blocks) for counts in slots)
        rows.append(f"{emotion.value:{LABEL_CELLS}}{drawn}".rstrip())
    return [day.name, _hours(), *rows, "", _summary(day)]


def week_lines(days: Sequence[MoodDay]) -> list[str]:
    """A row a day, a column a half hour: the letter of what was seen most."""
    rows = []
    for day in days:
        slots = (day.in_slot(slot) for slot in range(SLOTS))
        drawn = "".join(_letter(counts) for counts in slots)
        rows.append(f"{day.name:{LABEL_CELLS}}{drawn}".rstrip())
    legend = ", ".join(f"{letter} {emotion}" for emotion, letter in LETTERS.items())
    return [_hours(), *rows, "", legend]


def _hours() -> str:
    each = HOURS_APART * 60 // SLOT_MINUTES
    marks = "".join(f"{hour:<{each}}" for hour in range(0, 24, HOURS_APART))
    return (" " * LABEL_CELLS + marks).rstrip()


def _block(minutes: int, blocks: str) -> str:
    """A sign as high as the share of the half hour; the lowest for a single minute."""
    if minutes == 0:
        return " "
    return blocks[min((minutes * len(blocks) - 1) // SLOT_MINUTES, len(blocks) - 1)]


def _letter(counts: Counter[Emotion]) -> str:
    """The most frequent one's, the first of EMOTIONS among equals."""
    if not counts:
        return " "
    return LETTERS[max(EMOTIONS, key=lambda emotion: counts[emotion])]


def _summary(day: MoodDay) -> str:
    total = sum(day.total.values())
    if not total:
        return "Nothing was seen on this day."
    shares = [f"{emotion} {round(100 * n / total)} %" for emotion, n in day.total.most_common()]
    hours, minutes = divmod(total, 60)
    seen = f"{hours} h {minutes} min" if hours else f"{minutes} min"
    return f"Seen for {seen}: {', '.join(shares)}."
