"""Stand-ins for the ports, kept in memory, that behave as the real parts do."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping

from tui_player.model.music.genres import fold
from tui_player.model.music.letters import text_for_search
from tui_player.model.music.natural_order import natural_key
from tui_player.model.music.search_query import SearchQuery, Term, parse_search
from tui_player.model.music.track import Track, TrackId, filing_key
from tui_player.ports.catalog import Randomness, nobody_is_barred


def _by_artist(track: Track) -> tuple[object, ...]:
    return (
        filing_key(track.filed_under),
        track.album.casefold(),
        track.disc_number or 0,
        track.track_number or 0,
        "" if track.track_number else natural_key(track.id.replace("/", "\x01")),
        track.id,
    )


class ListCatalog:
    """A Catalog over tracks in a list; holds to the same contract as the real library."""

    def __init__(
        self, tracks: Iterable[Track] = (), moods: Mapping[str, Collection[str]] | None = None
    ) -> None:
        self.moods = moods or {}
        self.tracks: dict[TrackId, Track] = {track.id: track for track in tracks}

    def add(self, *tracks: Track) -> None:
        """Put tracks in, replacing those of the same id, as a scan would."""
        self.tracks.update({track.id: track for track in tracks})

    def remove(self, *track_ids: TrackId) -> None:
        """Take tracks out, as when their files are deleted."""
        for track_id in track_ids:
            self.tracks.pop(track_id, None)

    def sample(
        self,
        families: Collection[str],
        limit: int,
        randomness: Randomness,
        is_barred: Callable[[TrackId], bool] = nobody_is_barred,
    ) -> tuple[Track, ...]:
        """At most `limit` different tracks of any of the families, uniformly at random."""
        fitting = [track for track in self._of(families) if not is_barred(track.id)]
        chosen: list[Track] = []
        while fitting and len(chosen) < limit:
            chosen.append(fitting.pop(randomness.randrange(len(fitting))))
        return tuple(chosen)

    def count(self, families: Collection[str]) -> int:
        """How many tracks are of any of the families; all if none is named."""
        return len(self._of(families))

    def _of(self, families: Collection[str]) -> list[Track]:
        wanted = set(families)
        return [
            track
            for track in self.tracks.values()
            if not wanted or wanted & set(track.families or ("",))
        ]

    def search(self, text: str, limit: int) -> tuple[Track, ...]:
        """Tracks that fit the text, by artist."""
        query = parse_search(text)
        found = [track for track in self.tracks.values() if self._fits(track, query)]
        return tuple(sorted(found, key=_by_artist)[: max(limit, 0)])

    def counts(self) -> dict[str, int]:
        """Tracks per genre family; those without any under the empty string."""
        return dict(Counter(name for t in self.tracks.values() for name in t.families or ("",)))

    def track(self, track_id: TrackId) -> Track | None:
        """The track with this id, or None."""
        return self.tracks.get(track_id)

    def _fits(self, track: Track, query: SearchQuery) -> bool:
        first, last = query.years or (0, 9999)
        names = [fold(name) for name in (*track.genres, *track.families)]
        return (
            all(_has_term(track, term) for term in query.terms)
            and all(any(_is_named(name, fold(genre)) for name in names) for genre in query.genres)
            and all(self._fits_mood(track, mood) for mood in query.moods)
            and (query.years is None or first <= (track.year or -1) <= last)
        )

    def _fits_mood(self, track: Track, asked: str) -> bool:
        wanted = {f for mood, names in self.moods.items() if mood.startswith(asked) for f in names}
        has_tag = any(mood.casefold().startswith(asked) for mood in track.moods)
        return has_tag or bool(wanted & set(track.families))


def _parts(track: Track, field: str) -> tuple[str, ...]:
    """What a track says in one field, or everywhere."""
    parts = {
        "title": (track.title,),
        "artist": (track.artist, track.album_artist),
        "album": (track.album,),
        "path": (str(track.id),),
    }
    everywhere = (*(text for texts in parts.values() for text in texts), *track.genres)
    return parts.get(field, everywhere)


def _has_term(track: Track, term: Term) -> bool:
    texts = [text_for_search(part).lower().split() for part in _parts(track, term.field)]
    asked = list(term.words)
    if not term.is_phrase:
        words = [word for text in texts for word in text]
        return all(any(word.startswith(each) for word in words) for each in asked)
    return any(
        text[at : at + len(asked) - 1] == asked[:-1]
        and text[at + len(asked) - 1].startswith(asked[-1])
        and (term.is_unfinished or text[at + len(asked) - 1] == asked[-1])
        for text in texts
        for at in range(len(text) - len(asked) + 1)
    )


def _is_named(words: tuple[str, ...], asked: tuple[str, ...]) -> bool:
    by_words = all(any(word.startswith(each) for word in words) for each in asked)
    return by_words or "".join(words).startswith("".join(asked))
