"""Short ways to make the frozen things that tests are about."""

from tui_player.messages.snapshot import UpNextEntry
from tui_player.model.mood.emotion import EMOTIONS, Emotion
from tui_player.model.mood.face_reading import FaceBox, FaceReading
from tui_player.model.music.track import Track, TrackId


def face_reading(
    emotion: Emotion,
    share: float = 0.8,
    *,
    second: Emotion | None = None,
    second_share: float = 0.0,
    quality: float = 1.0,
    faces_seen: int = 1,
) -> FaceReading:
    """A reading with `share` on one emotion, `second_share` on another, the rest spread."""
    given = {emotion: share} | ({second: second_share} if second else {})
    rest = (1.0 - sum(given.values())) / (len(EMOTIONS) - len(given))
    probabilities = tuple(given.get(e, rest) for e in EMOTIONS)
    return FaceReading(probabilities, FaceBox(0.3, 0.2, 0.4, 0.5), faces_seen, quality)


def track(name: str, *families: str, artist: str = "", duration_s: float | None = 180.0) -> Track:
    """A track of these genre families; its artist is its own unless given."""
    return Track(
        id=TrackId(f"{name}.flac"),
        path=f"/music/{name}.flac",
        title=name,
        artist=artist or f"{name}'s artist",
        genres=families,
        families=families,
        duration_s=duration_s,
    )


def entry(play_id: int, name: str = "", *, asked_for: bool = False) -> UpNextEntry:
    """A play of a track."""
    return UpNextEntry(play_id, track(name or f"track {play_id}"), "you look happy", asked_for)
