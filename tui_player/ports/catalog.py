"""The port to the library: what the Director and the screen may ask of it."""

from collections.abc import Callable, Collection
from typing import Protocol

from tui_player.model.music.track import Track, TrackId


class Randomness(Protocol):
    """The part of `random.Random` that choosing needs; passed in so that tests can seed it."""

    def random(self) -> float:
        """A number in [0, 1)."""

    def randrange(self, stop: int, /) -> int:
        """A whole number in [0, stop)."""


def nobody_is_barred(_track_id: TrackId) -> bool:
    """Every track may be drawn."""
    return False


class Catalog(Protocol):
    """All playable tracks. Answers reflect the index at the moment of asking."""

    def sample(
        self,
        families: Collection[str],
        limit: int,
        randomness: Randomness,
        is_barred: Callable[[TrackId], bool] = nobody_is_barred,
    ) -> tuple[Track, ...]:
        """At most `limit` different tracks of any of these families, uniformly at random.

        No family at all (an empty collection) asks for tracks of the whole library. None that is
        barred is among them; where nearly all are, fewer may come than there are, or none.
        """

    def count(self, families: Collection[str]) -> int:
        """How many different tracks are of any of these families; of no family at all: all."""

    def search(self, text: str, limit: int) -> tuple[Track, ...]:
        """Tracks that fit the text, best first; all by artist for an empty text.

        `model/music/search_query.py` says what may be asked.
        """

    def counts(self) -> dict[str, int]:
        """Tracks per genre family; those without any family under the empty string."""

    def track(self, track_id: TrackId) -> Track | None:
        """The track with this id, or None if the library no longer has it."""
