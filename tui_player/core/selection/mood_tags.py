"""The words of MOOD tags, and which moods they speak for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from tui_player.model.mood.emotion import EMOTIONS, Emotion


class TagMatch(Enum):
    """What a track's MOOD tag says of a mood."""

    FITS = "fits"
    SPEAKS_OF_OTHERS = "speaks of others"


@dataclass(frozen=True, slots=True)
class MoodWords:
    """Knows words, and the moods that each is right in; empty it knows none."""

    _emotions: Mapping[str, frozenset[Emotion]] = field(default_factory=dict)

    @classmethod
    def from_table(
        cls,
        table: Mapping[str, Sequence[str]],
        extra: Mapping[str, Sequence[str]] | None = None,
    ) -> "MoodWords":
        """From words by the name of a mood, which speaks for that mood too.

        `extra` is the user's own table: a word in it is right in the moods given there and no
        longer in those of the first.
        """
        names = {emotion.value: [emotion.value] for emotion in EMOTIONS}
        shipped = _emotions_by_word([names, table])
        return cls({**shipped, **_emotions_by_word([extra or {}])})

    def judged(self, words: Iterable[str], emotion: Emotion) -> tuple[TagMatch, str] | None:
        """What a track's words say of a mood, and the word that says so; None if none is known.

        One word that fits outweighs all that speak of other moods.
        """
        known = [(emotions, word) for word in words if (emotions := self._emotions_of(word))]
        for emotions, word in known:
            if emotion in emotions:
                return TagMatch.FITS, word
        return (TagMatch.SPEAKS_OF_OTHERS, known[0][1]) if known else None

    def _emotions_of(self, word: str) -> frozenset[Emotion]:
        parts = _folded(word)
        whole = self._emotions.get("".join(parts))
        if whole is not None:
            return whole
        return frozenset().union(*(self._emotions.get(part, frozenset()) for part in parts))


def _emotions_by_word(
    tables: Iterable[Mapping[str, Sequence[str]]],
) -> dict[str, frozenset[Emotion]]:
    found: dict[str, set[Emotion]] = {}
    for table in tables:
        for emotion in EMOTIONS:
            for word in table.get(emotion.value, ()):
                found.setdefault("".join(_folded(word)), set()).add(emotion)
    return {key: frozenset(emotions) for key, emotions in found.items()}


def _folded(word: str) -> tuple[str, ...]:
    from tui_player.model.music.genres import fold  # not needed before the first paint

    return fold(word)
