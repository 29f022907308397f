"""How well a library covers the moods, and what in it needs attention; told in sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_player.model.text import counted

if TYPE_CHECKING:
    from tui_player.model.music.unreadable_file import UnreadableFile


# Fewer than about an hour of music, and a mood begins to repeat itself.
THIN_TRACKS = 20


@dataclass(frozen=True, slots=True)
class Coverage:
    """What an index holds.

    `per_mood` counts tracks by mood; `unknown_genres` are the genre names that lead to no family,
    with their tracks, most first. `homeless` tracks belong to no family, `untagged` ones of them
    name no genre at all. `by_artist` tracks have the family of their artist's other tracks,
    `by_person` one that the person gave.
    """

    tracks: int = 0
    per_mood: Mapping[str, int] | None = None
    homeless: int = 0
    untagged: int = 0
    by_artist: int = 0
    by_person: int = 0
    unknown_genres: tuple[tuple[str, int], ...] = ()
    unreadable: "tuple[UnreadableFile, ...]" = ()

    @property
    def thin_moods(self) -> tuple[str, ...]:
        """The moods that have too few tracks."""
        moods = self.per_mood or {}
        return tuple(mood for mood, tracks in moods.items() if tracks < THIN_TRACKS)


def moods_told(coverage: Coverage) -> tuple[str, ...]:
    """Each mood with its tracks."""
    thin = coverage.thin_moods
    moods = coverage.per_mood or {}
    return tuple(
        f"{mood} {tracks}{', thin' if mood in thin else ''}" for mood, tracks in moods.items()
    )


def families_told(coverage: Coverage) -> tuple[str, ...]:
    """A sentence on each group of tracks whose families do not come from their own tags."""
    sources = (
        (coverage.by_artist, "of their artist's other tracks"),
        (coverage.by_person, "that you gave"),
    )
    return tuple(
        f"{counted(number, 'track')} with the family {source}."
        for number, source in sources
        if number
    )


def genres_told(genres: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """Each genre name with its tracks."""
    return tuple(f"{name} ({tracks})" for name, tracks in genres)
