"""Turns jumpy readings of a face into one steady mood that says when it is unsure."""

import math
from dataclasses import dataclass, replace

from tui_player.model.mood.emotion import EMOTIONS, Emotion
from tui_player.model.mood.face_reading import FaceReading

# A gap in the readings counts as no longer than this for the background.
LONGEST_STEP_S = 1.0


@dataclass(frozen=True, slots=True)
class MoodSettings:
    """How readily the mood follows the face.

    The figures aim at this: what lasts under two seconds (a cough, a turned head) changes
    nothing, what stays is taken up within about four, and a face that wavers between two moods
    for minutes does not take the music to and fro. They were tuned on one half of the streams of
    tests/benchmarks/mood.py, which prints how well they do on both.
    """

    smoothing_s: float = 0.9  # time constant of the exponential smoothing
    dwell_s: float = 1.8  # how long another emotion must lead before it is the mood
    first_dwell_s: float = 1.0  # the same for the very first mood
    lead: float = 0.38  # hysteresis: by how much it must lead the present mood
    background_s: float = 20.0  # time constant of what the face has shown for longer
    wavering_lead: float = 1.2  # by how much more, where it has long shown both alike
    wavering_most: float = 0.75  # but never by more than that
    easing_per_s: float = 0.06  # how much less each second that it leads without a break
    unsure_below: float = 0.5  # the strongest emotion's probability
    unsure_margin: float = 0.3  # its distance to the second
    forget_after_s: float = 2.5  # a gap this long in the readings starts the smoothing afresh
    stale_after_s: float = 60.0  # one this long makes what was shown before count no more
    rejected_for_s: float = 600.0  # how long "not this mood" counts
    rejected_handicap: float = 0.25  # what a rejected emotion must show in addition, at the least
    rejected_margin: float = 0.1  # by how much it must show more than it did, to be sure again


@dataclass(frozen=True, slots=True)
class Rejection:
    """The person said that this emotion was read wrongly; counts until `until_s`.

    `handicap` is taken from what it shows.
    """

    emotion: Emotion
    until_s: float
    handicap: float


@dataclass(frozen=True, slots=True)
class MoodFilter:
    """What the face has shown up to now; every method gives a new one.

    `emotion` is the steady mood, None until a first one has settled. `smoothed` holds one
    probability per emotion in the order of EMOTIONS, `background` the same over a longer time.
    """

    emotion: Emotion | None = None
    before: Emotion | None = None
    smoothed: tuple[float, ...] = (0.0,) * len(EMOTIONS)
    background: tuple[float, ...] = (0.0,) * len(EMOTIONS)
    unsure: bool = False
    read_at_s: float | None = None
    leader: Emotion | None = None  # the strongest of the moment, if that is sure
    leader_since_s: float = 0.0
    shown_before: tuple[float, ...] = (0.0,) * len(EMOTIONS)  # the background at that time
    challenger: Emotion | None = None
    challenger_since_s: float = 0.0
    rejections: tuple[Rejection, ...] = ()

    @property
    def certainty(self) -> float:
        """The smoothed probability (0 to 1) of the steady mood; 0 while there is none."""
        return 0.0 if self.emotion is None else self.smoothed[EMOTIONS.index(self.emotion)]

    def after_reading(
        self, reading: FaceReading, now_s: float, settings: MoodSettings
    ) -> "MoodFilter":
        """The mood after one more reading at `now_s` (steady seconds)."""
        rejections = tuple(r for r in self.rejections if r.until_s > now_s)
        is_fresh = self.read_at_s is None or now_s - self.read_at_s > settings.forget_after_s
        looked = replace(
            self,
            smoothed=self._smoothed_with(reading, now_s, settings, is_fresh=is_fresh),
            background=self._background_with(reading, now_s, settings),
            leader=None if is_fresh else self.leader,
            challenger=None if is_fresh else self.challenger,
            read_at_s=now_s,
            rejections=rejections,
        )
        return looked._judged(now_s, settings)

    def after_rejection(self, now_s: float, settings: MoodSettings) -> "MoodFilter":
        """Back to the mood before; the present one needs clearly more evidence for a while.

        More than there was, that is: a face that goes on as it was does not bring it back.
        """
        if self.emotion is None:
            return self
        others = tuple(r for r in self.rejections if r.emotion is not self.emotion)
        index = EMOTIONS.index(self.emotion)
        shown = max(self.smoothed[index], self.background[index])
        least = shown + settings.rejected_margin - settings.unsure_below
        handicap = max(settings.rejected_handicap, least)
        rejection = Rejection(self.emotion, now_s + settings.rejected_for_s, handicap)
        return replace(
            self,
            emotion=self.before,
            before=None,
            challenger=None,
            rejections=(*others, rejection),
        )

    def afresh(self) -> "MoodFilter":
        """The same mood, with all forgotten that readings have shown up to now."""
        return MoodFilter(self.emotion, self.before, rejections=self.rejections)

    def _smoothed_with(
        self, reading: FaceReading, now_s: float, settings: MoodSettings, *, is_fresh: bool
    ) -> tuple[float, ...]:
        """A poor crop counts for less, at the beginning and after a gap (`is_fresh`) as well."""
        if self.read_at_s is None or is_fresh:
            before, share = (1 / len(EMOTIONS),) * len(EMOTIONS), 1.0
        else:
            # Exponential smoothing for uneven intervals.
            before = self.smoothed
            share = 1.0 - math.exp(-(now_s - self.read_at_s) / settings.smoothing_s)
        share *= reading.quality
        pairs = zip(before, reading.probabilities, strict=True)
        return tuple(old + share * (new - old) for old, new in pairs)

    def _background_with(
        self, reading: FaceReading, now_s: float, settings: MoodSettings
    ) -> tuple[float, ...]:
        """From nothing, slowly; time in which nothing was read does not count."""
        if self.read_at_s is None or now_s - self.read_at_s > settings.stale_after_s:
            return (0.0,) * len(EMOTIONS)
        since_s = min(now_s - self.read_at_s, LONGEST_STEP_S)
        share = reading.quality * (1.0 - math.exp(-since_s / settings.background_s))
        pairs = zip(self.background, reading.probabilities, strict=True)
        return tuple(old + share * (new - old) for old, new in pairs)

    def _judged(self, now_s: float, settings: MoodSettings) -> "MoodFilter":
        scores = self._scores()
        first, second = sorted(scores.values(), reverse=True)[:2]
        unsure = first < settings.unsure_below or first - second < settings.unsure_margin
        leader = None if unsure else max(scores, key=scores.__getitem__)
        judged = replace(self, unsure=unsure)
        if leader is not self.leader:
            judged = replace(
                judged, leader=leader, leader_since_s=now_s, shown_before=self.background
            )
        if leader is None or not judged._is_ahead(leader, scores, now_s, settings):
            return replace(judged, challenger=None)
        if leader is not self.challenger:
            return replace(judged, challenger=leader, challenger_since_s=now_s)
        dwell_s = settings.first_dwell_s if self.emotion is None else settings.dwell_s
        if now_s - self.challenger_since_s < dwell_s:
            return judged
        return replace(judged, emotion=leader, before=self.emotion, challenger=None)

    def _scores(self) -> dict[Emotion, float]:
        scores = dict(zip(EMOTIONS, self.smoothed, strict=True))
        for rejection in self.rejections:
            scores[rejection.emotion] -= rejection.handicap
        return scores

    def _is_ahead(
        self, leader: Emotion, scores: dict[Emotion, float], now_s: float, settings: MoodSettings
    ) -> bool:
        """Whether the leader is so far ahead of the mood that it may become it.

        A face that has long shown both, by turns or at once, must leave the one for the other;
        what leads without a break needs less and less.
        """
        if self.emotion is None:
            return True
        both = (self.shown_before[EMOTIONS.index(e)] for e in (leader, self.emotion))
        needed = settings.lead + min(settings.wavering_lead * 2 * min(both), settings.wavering_most)
        needed -= settings.easing_per_s * (now_s - self.leader_since_s)
        return leader is not self.emotion and scores[leader] - scores[self.emotion] >= needed
