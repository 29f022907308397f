"""The row of a track in the index: what its tags and its path say, in the order of the columns."""

from typing import NamedTuple

from tui_player.library.index.disc_folders import disc_of
from tui_player.library.index.families import FamilyChoice
from tui_player.library.index.schema import joined
from tui_player.library.tags.genres import FamiliesFrom
from tui_player.library.tags.reader import FileTags, displayable_name
from tui_player.model.music.natural_order import natural_key


class TrackRow(NamedTuple):
    """The columns of the table `track` (schema.py)."""

    id: int
    title: str
    artist: str
    album: str
    album_artist: str
    genres: str
    families: str
    raw_genres: str
    location: str
    duration_s: float | None
    year: int | None
    track_number: int | None
    disc_number: int | None
    track_gain_db: float | None
    track_peak: float | None
    album_gain_db: float | None
    album_peak: float | None
    moods: str
    is_compilation: int
    filed_under: str
    filed_key: str
    families_from: int
    album_by: str
    order_key: str

    @property
    def is_loose(self) -> bool:
        """Whether no tag says whom the album is by."""
        return bool(self.album and not self.album_artist and not self.is_compilation)

    def says_as_much_as(self, known: "TrackRow") -> bool:
        """Whether tags and path say the same; what the artist's other tracks told stays out."""
        mine: TrackRow = self
        if known.families_from == FamiliesFrom.ARTIST and not mine.families:
            mine = mine._replace(families=known.families, families_from=known.families_from)
        return mine == known


def track_row(
    track_id: int, path: bytes, tags: FileTags, choice: FamilyChoice, album_by: str
) -> TrackRow:
    """The row for the tags of the file at `path` under the music folder.

    `album_by` is whom its album was found to be by, if its tags do not say.
    """
    location = displayable_name(path)
    filing = choice.filing(tags.artist, tags.album_artist, tags.is_compilation, album_by)
    found = choice.find(tags.genres, path, filing.name, tags.album)
    return TrackRow(
        track_id,
        tags.title or location.rpartition("/")[2].rpartition(".")[0],
        tags.artist,
        tags.album,
        tags.album_artist,
        joined(found.genres),
        joined(found.families),
        joined(tags.genres),
        location,
        tags.duration_s,
        tags.year,
        tags.track_number,
        tags.disc_number or disc_of(path),
        tags.loudness.track_gain_db,
        tags.loudness.track_peak,
        tags.loudness.album_gain_db,
        tags.loudness.album_peak,
        joined(tags.moods),
        int(tags.is_compilation),  # sqlite3 takes long over what is nearly a number
        filing.name,
        filing.key,
        int(found.families_from),
        album_by,
        order_key(location) if tags.track_number is None else "",
    )


def order_key(location: str) -> str:
    """What tracks without a number are ordered by: their names, folder by folder."""
    return natural_key(location.replace("/", "\x01"))
