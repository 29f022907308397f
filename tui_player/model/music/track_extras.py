"""What comes with a track beside its sound: the cover of its album and its lyrics.

Each is read by itself, so that neither waits for the other.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tui_player.model.music.lyrics import Lyrics
from tui_player.model.music.track import Track, TrackId
from tui_player.model.picture import Picture


@dataclass(frozen=True, slots=True)
class CoverRead:
    """The cover of one track, if there is one.

    `problems` holds a sentence for each file that should have had it and could not be read.
    """

    track_id: TrackId
    cover: Picture | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LyricsRead:
    """The lyrics of one track, if there are any; `problems` as with covers."""

    track_id: TrackId
    lyrics: Lyrics | None = None
    problems: tuple[str, ...] = ()


# They read files, so they may take long; they raise nothing for what a file holds.
ReadCover = Callable[[Track], CoverRead]
ReadLyrics = Callable[[Track], LyricsRead]
