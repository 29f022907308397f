"""What plays, skips, likes and dislikes have taught, mood by mood, and what follows from it.

Whether a track suits a mood == a coin with an unknown bias: a play to the end speaks for it, an
early skip against it. The bias is the mean of a Beta posterior (Gelman et al., Bayesian Data
Analysis, 3rd ed., section 2.4), `(good + k * prior) / (good + bad + k)`. Its prior is what is
known of the artist, whose prior is that of the families, whose prior is that of the mood: a
hierarchy that backs off where little is known (MacKay & Peto, "A hierarchical Dirichlet language
model", 1995). The strengths `k` and the evidence of a like are this program's own choice.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from tui_player.model.mood.moods import MoodName
from tui_player.model.music.taste import (
    ARTIST,
    FAMILY,
    MOOD,
    NO_LESSON,
    TRACK,
    Evidence,
    Lesson,
    TrackName,
)
from tui_player.model.music.track import Track, TrackId

# A like or dislike speaks as loudly as so many plays: of the track itself, and of its artist and
# families. Of the mood as a whole it says nothing: else every like would make the others weaker.
OPINION_OF_TRACK = 8.0
OPINION_OF_OTHERS = 2.0
# How many plays a prior is worth: the more plays, the slower what is wider moves what is narrower.
MOOD_STRENGTH = 10.0
FAMILY_STRENGTH = 40.0
ARTIST_STRENGTH = 12.0
TRACK_STRENGTH = 4.0
UNKNOWN_MOOD = 0.5  # the prior of a mood nothing was played in


NO_EVIDENCE = Evidence()


@dataclass(frozen=True, slots=True)
class Suiting:
    """How well something suits a mood: the share of plays expected to be heard out, 0 to 1."""

    level: str
    name: str
    evidence: Evidence
    share: float


@dataclass(frozen=True, slots=True)
class TasteScore:
    """What was learned of a track in a mood, from the mood as a whole down to the track itself."""

    levels: tuple[Suiting, ...]

    @property
    def factor(self) -> float:
        """How many times likelier than usual in this mood it is heard out, as odds.

        1 for a track of which nothing is known.
        """
        return _odds(self.levels[-1].share) / _odds(self.levels[0].share)


_SumKey = tuple[MoodName, str, str]  # mood, level, name
_LessonKey = tuple[TrackId, MoodName]
Opinions = Mapping[_LessonKey, int]


@dataclass(frozen=True, slots=True)
class Learned:
    """All that was learned; a new one per lesson. `sums` follow from the rest and opinions."""

    lessons: Mapping[_LessonKey, Lesson] = field(default_factory=dict)
    names: Mapping[TrackId, TrackName] = field(default_factory=dict)
    sums: Mapping[_SumKey, Evidence] = field(default_factory=dict, compare=False)

    @classmethod
    def of(
        cls,
        lessons: Mapping[_LessonKey, Lesson],
        names: Mapping[TrackId, TrackName],
        opinions: Opinions,
    ) -> "Learned":
        """What was learned, added up."""
        totals: defaultdict[_SumKey, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for track_id, emotion in {*lessons, *opinions}:
            lesson = lessons.get((track_id, emotion), NO_LESSON)
            opinion = opinions.get((track_id, emotion), 0)
            for key, evidence in _counted(emotion, names.get(track_id), lesson, opinion):
                total = totals[key]
                total[0] += evidence.good
                total[1] += evidence.bad
        sums = {key: Evidence(good, bad) for key, (good, bad) in totals.items()}
        return cls(lessons, names, sums)

    def verdict(
        self, track: Track, emotion: MoodName, opinion: int, *, from_plays: bool = True
    ) -> TasteScore:
        """What is known of a track in a mood; without plays, only its own opinion counts."""
        lesson = self.lessons.get((track.id, emotion), NO_LESSON) if from_plays else NO_LESSON
        own = Evidence.of(lesson, opinion, OPINION_OF_TRACK)
        levels: tuple[Suiting, ...] = _NOTHING_LEARNED
        if from_plays:
            counted = Evidence.of(lesson, opinion, OPINION_OF_OTHERS)
            levels = tuple(self._wider_levels(track, emotion, counted))
        share = own.mean(levels[-1].share, TRACK_STRENGTH)
        return TasteScore((*levels, Suiting(TRACK, track.title, own, share)))

    def _wider_levels(self, track: Track, emotion: MoodName, own: Evidence) -> Iterator[Suiting]:
        """Mood, families and artist, as far as the track has them.

        What the track itself has taught counts for it once, not again by way of its artist.
        """
        counted_for = set(_counts_for(self.names.get(track.id)))

        def of_others(level: str, name: str) -> Evidence:
            found = self.sums.get((emotion, level, name), NO_EVIDENCE)
            return found.plus(own, -1) if (level, name) in counted_for else found

        mood = self.sums.get((emotion, MOOD, ""), NO_EVIDENCE)
        families = NO_EVIDENCE
        for family in track.families:
            families = families.plus(of_others(FAMILY, family))
        artist = of_others(ARTIST, track.artist.casefold())
        share = UNKNOWN_MOOD
        for level, name, evidence, strength in (
            (MOOD, emotion, mood, MOOD_STRENGTH),
            (FAMILY, ", ".join(track.families), families, FAMILY_STRENGTH),
            (ARTIST, track.artist, artist, ARTIST_STRENGTH),
        ):
            if name:
                share = evidence.mean(share, strength)
                yield Suiting(level, name, evidence, share)

    def with_lesson(self, track_id: TrackId, emotion: MoodName, lesson: Lesson) -> "Learned":
        """After one more play, or several at once."""
        before = self.lessons.get((track_id, emotion), NO_LESSON)
        after = Lesson(before.finished + lesson.finished, before.skipped + lesson.skipped)
        sums = {**self.sums}
        _add(sums, emotion, self.names.get(track_id), lesson, 0)
        return replace(self, lessons={**self.lessons, (track_id, emotion): after}, sums=sums)

    def with_opinion(
        self, track_id: TrackId, emotion: MoodName, before: int, after: int
    ) -> "Learned":
        """After an opinion has changed."""
        sums = {**self.sums}
        name, nothing = self.names.get(track_id), NO_LESSON
        _add(sums, emotion, name, nothing, before, sign=-1)
        _add(sums, emotion, name, nothing, after)
        return replace(self, sums=sums)

    def with_name(self, track_id: TrackId, name: TrackName, opinions: Opinions) -> "Learned":
        """A track is called so now: what was learned of it counts for its artist and families."""
        sums = {**self.sums}
        moods = {mood for of_track, mood in (*self.lessons, *opinions) if of_track == track_id}
        for emotion in sorted(moods):
            key = (track_id, emotion)
            taught = self.lessons.get(key, NO_LESSON), opinions.get(key, 0)
            _add(sums, emotion, self.names.get(track_id), *taught, sign=-1)
            _add(sums, emotion, name, *taught)
        return replace(self, names={**self.names, track_id: name}, sums=sums)

    def without(self, is_gone: Callable[[MoodName], bool], opinions: Opinions) -> "Learned":
        """All but what was learned in these moods; `opinions` are those that are left."""
        lessons = {key: lesson for key, lesson in self.lessons.items() if not is_gone(key[1])}
        needed = {track_id for track_id, _ in (*lessons, *opinions)}
        names = {track_id: name for track_id, name in self.names.items() if track_id in needed}
        return Learned.of(lessons, names, opinions)

    def renamed(self, new_ids: Mapping[TrackId, TrackId], opinions: Opinions) -> "Learned":
        """The same under new ids; what was learned of a moved track counts at its new id."""
        lessons = {
            (new_ids.get(i, i), emotion): self.lessons[i, emotion]
            for i, emotion in sorted(self.lessons, key=lambda key: key[0] in new_ids)
        }
        names = {
            new_ids.get(i, i): self.names[i]
            for i in sorted(self.names, key=lambda track_id: track_id in new_ids)
        }
        return Learned.of(lessons, names, opinions)


_NOTHING_LEARNED = (Suiting(MOOD, "", NO_EVIDENCE, UNKNOWN_MOOD),)


def _add(
    sums: dict[_SumKey, Evidence],
    emotion: MoodName,
    name: TrackName | None,
    lesson: Lesson,
    opinion: int,
    sign: int = 1,
) -> None:
    """Add to sums, or with `sign` -1 take from them, what a lesson and an opinion count for."""
    for key, evidence in _counted(emotion, name, lesson, opinion):
        sums[key] = sums.get(key, NO_EVIDENCE).plus(evidence, sign)


def _counted(
    emotion: MoodName, name: TrackName | None, lesson: Lesson, opinion: int
) -> Iterator[tuple[_SumKey, Evidence]]:
    """Evidence for the mood, and for artist and families if they are known."""
    of_plays = of_others = Evidence.of(lesson)
    if opinion:
        of_others = Evidence.of(lesson, opinion, OPINION_OF_OTHERS)
    if of_plays.amount:
        yield (emotion, MOOD, ""), of_plays
    if of_others.amount:
        for level, its_name in _counts_for(name):
            yield (emotion, level, its_name), of_others


def _counts_for(name: TrackName | None) -> Iterable[tuple[str, str]]:
    """The artist and families that what is learned of a track counts for."""
    if name is not None:
        yield from ((FAMILY, family) for family in name.families)
        if name.artist:
            yield ARTIST, name.artist_key


def _odds(share: float) -> float:
    return share / (1.0 - share)
