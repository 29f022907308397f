"""What comes with a track beside its sound: the cover of its album and its lyrics."""

from collections.abc import Callable
from dataclasses import dataclass

from tui_player.domain.lyrics import Lyrics
from tui_player.domain.picture import Picture
from tui_player.domain.track import Track, TrackId


@dataclass(frozen=True, slots=True)
class Sleeve:
    """The cover and the lyrics of one track, as far as there are any.

    `problems` holds a sentence for each file that should have told and could not be read.
    """

    track_id: TrackId
    cover: Picture | None = None
    lyrics: Lyrics | None = None
    problems: tuple[str, ...] = ()


# Reads files, so it may take long; raises nothing for what a file holds.
ReadSleeve = Callable[[Track], Sleeve]
