"""What plays and opinions say about a track, artist or family, and what was learned in a mood."""

from dataclasses import dataclass

from tui_player.model.mood.moods import MoodName
from tui_player.model.music.track import Track, TrackId

MOOD, FAMILY, ARTIST, TRACK = "mood", "family", "artist", "track"


@dataclass(frozen=True, slots=True)
class Lesson:
    """How often a track was heard to its end in one mood, and how often skipped early."""

    finished: int = 0
    skipped: int = 0


NO_LESSON = Lesson()


@dataclass(frozen=True, slots=True)
class TrackName:
    """What a track was called when something was learned of it."""

    title: str
    artist: str = ""
    families: tuple[str, ...] = ()

    @classmethod
    def of(cls, track: Track) -> "TrackName":
        """The name of a track; bytes that are no text are replaced."""
        return cls(
            _as_text(track.title), _as_text(track.artist), tuple(map(_as_text, track.families))
        )

    @property
    def artist_key(self) -> str:
        """The artist, however it is spelt in capitals; empty if unknown."""
        return self.artist.casefold()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and what against, in plays."""

    good: float = 0.0
    bad: float = 0.0

    @classmethod
    def of(cls, lesson: Lesson, opinion: int = 0, worth: float = 0.0) -> "Evidence":
        """What plays and an opinion (1, 0, -1), worth so many, say together."""
        liked, disliked = max(opinion, 0), max(-opinion, 0)
        return cls(lesson.finished + liked * worth, lesson.skipped + disliked * worth)

    @property
    def amount(self) -> float:
        """How much there is of it."""
        return self.good + self.bad

    @property
    def told(self) -> str:
        """It in words; likes and dislikes are in it as the plays that they are worth."""
        return f"worth {self.good:g} heard out, {self.bad:g} skipped"

    def plus(self, other: "Evidence", sign: int = 1) -> "Evidence":
        """Both together; with `sign` -1 this without the other."""
        return Evidence(self.good + sign * other.good, self.bad + sign * other.bad)

    def mean(self, prior: float, strength: float) -> float:
        """The posterior mean, 0 to 1, where the prior has this mean and strength."""
        return (self.good + strength * prior) / (self.amount + strength)


def _as_text(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


@dataclass(frozen=True, slots=True)
class LearnedTrack:
    """What was learned of a track; `factor` is what its weight is multiplied by."""

    track_id: TrackId
    name: TrackName
    lesson: Lesson
    opinion: int
    factor: float


@dataclass(frozen=True, slots=True)
class LearnedMood:
    """What was learned in one mood; families and artists with what speaks for and against."""

    emotion: MoodName
    families: tuple[tuple[str, Evidence], ...]
    artists: tuple[tuple[str, Evidence], ...]
    tracks: tuple[LearnedTrack, ...]

    @property
    def summary(self) -> str:
        """How much it is, in words."""
        opinions = [track.opinion for track in self.tracks]
        counts = (
            (sum(track.lesson.finished for track in self.tracks), "heard out"),
            (sum(track.lesson.skipped for track in self.tracks), "skipped early"),
            (opinions.count(1), "liked"),
            (opinions.count(-1), "disliked"),
        )
        return ", ".join(f"{number} {what}" for number, what in counts if number)
