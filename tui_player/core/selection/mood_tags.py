"""The words of MOOD tags, and which moods they speak for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from tui_player.model.mood.moods import PLAIN_MOODS, MoodName


class TagMatch(Enum):
    """What a track's MOOD tag says of a mood."""

    FITS = "fits"
    SPEAKS_OF_OTHERS = "speaks of others"


@dataclass(frozen=True, slots=True)
class MoodWords:
    """Knows words, and the moods that each is right in; empty it knows none."""

    _moods: Mapping[str, frozenset[MoodName]] = field(default_factory=dict)

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
        names = {mood: [mood] for mood in (*PLAIN_MOODS.names, *table, *(extra or {}))}
        shipped = _moods_by_word([names, table])
        return cls({**shipped, **_moods_by_word([extra or {}])})

    def judged(self, words: Iterable[str], emotion: MoodName) -> tuple[TagMatch, str] | None:
        """What a track's words say of a mood, and the word that says so; None if none is known.

        One word that fits outweighs all that speak of other moods.
        """
        known = [(emotions, word) for word in words if (emotions := self._moods_of(word))]
        for emotions, word in known:
            if emotion in emotions:
                return TagMatch.FITS, word
        return (TagMatch.SPEAKS_OF_OTHERS, known[0][1]) if known else None

    def _moods_of(self, word: str) -> frozenset[MoodName]:
        parts = _folded(word)
        whole = self._moods.get("".join(parts))
        if whole is not None:
            return whole
        return frozenset().union(*(self._moods.get(part, frozenset()) for part in parts))


def _moods_by_word(
    tables: Iterable[Mapping[str, Sequence[str]]],
) -> dict[str, frozenset[MoodName]]:
    found: dict[str, set[MoodName]] = {}
    for table in tables:
        for mood, words in table.items():
            for word in words:
                found.setdefault("".join(_folded(word)), set()).add(mood)
    return {key: frozenset(emotions) for key, emotions in found.items()}


def _folded(word: str) -> tuple[str, ...]:
    from tui_player.model.music.genres import fold  # not needed before the first paint

    return fold(word)
