"""Weighs tracks for a mood: rule, time of day, what was learned, and how long ago it was heard."""

from dataclasses import dataclass, field
from math import prod

from tui_player.core.memory import Memory
from tui_player.core.selection.mood_tags import MoodWords, TagMatch
from tui_player.core.selection.rules import MoodRule
from tui_player.core.selection.schedule import Context
from tui_player.core.taste.taste import Suiting, TasteScore
from tui_player.messages.explanation import Factor
from tui_player.model.clock import DAY_S, HOUR_S, MINUTE_S
from tui_player.model.mood.moods import MoodName
from tui_player.model.music.taste import ARTIST, TRACK
from tui_player.model.music.track import Track
from tui_player.model.text import counted

# A track heard just now starts at this share of its weight and has all of it back in a week.
JUST_HEARD_SHARE = 0.02
RECOVERS_IN_S = 7 * DAY_S
UNHEARD_AFTER_S = 30 * DAY_S
# A MOOD tag is one person's word, and outweighs no family.
TAG_FITS, TAG_SPEAKS_OF_OTHERS = 1.5, 0.8
# What speaks so much for a track is told beside the reason.
WORTH_TELLING = 1.3


@dataclass(frozen=True, slots=True)
class Scored:
    """A track, what its weight is made of, and what was learned of it (None: no mood)."""

    track: Track
    family: str
    rule: float
    context: float
    learned: float
    recency: float
    unheard: float
    tag: float
    tag_word: str
    opinion: int
    verdict: TasteScore | None
    since_heard_s: float

    @property
    def weight(self) -> float:
        """The product, without spacing: that depends on the tracks before."""
        return self.rule * self.context * self.learned * self.recency * self.unheard * self.tag


@dataclass(frozen=True, slots=True)
class Scorer:
    """Weighs for one mood at one moment; without a rule (None) for no mood in particular.

    With `learns` off what plays and skips have taught is left out.
    """

    emotion: MoodName | None
    rule: MoodRule | None
    context: Context
    memory: Memory
    now_unix_s: float
    learns: bool = True
    mood_words: MoodWords = field(default_factory=MoodWords)
    # Rule weight and context factor of each family of the mood, the heaviest first.
    _families: dict[str, tuple[float, float]] = field(init=False)

    def __post_init__(self) -> None:
        rule = () if self.rule is None else self.rule.families
        pairs = [(family, (weight, self.context.factor(family))) for family, weight in rule]
        pairs.sort(key=lambda pair: -prod(pair[1]))
        object.__setattr__(self, "_families", dict(pairs))

    def family_of(self, track: Track) -> str:
        """The family of a track that weighs most here; empty if the mood plays none of them."""
        return next((family for family in self._families if family in track.families), "")

    def weigh(self, track: Track) -> Scored:
        """All that speaks for and against a track but its neighbours."""
        family = self.family_of(track)
        opinion = self.memory.opinion(track.id, self.emotion)
        verdict = None
        if self.emotion is not None:
            verdict = self.memory.learned.verdict(
                track, self.emotion, opinion, from_plays=self.learns
            )
        last_heard = self.memory.last_heard_unix_s.get(track.id)
        since_s = float("inf") if last_heard is None else max(0.0, self.now_unix_s - last_heard)
        rule, context = self._families.get(family, (1.0, 1.0))
        tag, tag_word = self._tag(track)
        return Scored(
            track,
            family,
            rule=rule,
            context=context,
            learned=1.0 if verdict is None else verdict.factor,
            recency=recency(since_s),
            unheard=1.0 if self.rule is None else unheard(since_s, self.rule),
            tag=tag,
            tag_word=tag_word,
            opinion=opinion,
            verdict=verdict,
            since_heard_s=since_s,
        )

    def _tag(self, track: Track) -> tuple[float, str]:
        """The factor of a track's MOOD tag, and the word of it that counts; 1 where none does."""
        judged = self.emotion and self.mood_words.judged(track.moods, self.emotion)
        if not judged:
            return 1.0, ""
        verdict, word = judged
        return TAG_FITS if verdict is TagMatch.FITS else TAG_SPEAKS_OF_OTHERS, word

    def factors(self, weighed: Scored) -> tuple[Factor, ...]:
        """The factors of a weight, each with what it comes from."""
        return (
            Factor("rule", weighed.rule, self._rule_words(weighed)),
            *self._factor("context", weighed.context, self.context.when(weighed.family)),
            *self._factor("learned", weighed.learned, _learned_words(weighed)),
            Factor("last heard", weighed.recency, told_ago(weighed.since_heard_s)),
            *self._factor("unheard", weighed.unheard, f"{self.emotion}: not heard for a month"),
            *self._factor("mood tag", weighed.tag, self._tag_words(weighed)),
        )

    @staticmethod
    def _factor(name: str, value: float, words: str) -> tuple[Factor, ...]:
        """A factor, left out where it changes nothing."""
        return () if value == 1.0 else (Factor(name, value, words),)

    def _tag_words(self, weighed: Scored) -> str:
        fits = "which suits" if weighed.tag > 1 else "not a word for"
        return f"tagged {weighed.tag_word}, {fits} {self.emotion}"

    def _rule_words(self, weighed: Scored) -> str:
        if self.emotion is None:
            return "any music: no mood is known"
        if weighed.family:
            return f"{self.emotion} plays {weighed.family}"
        if weighed.opinion > 0:
            return f"no music of {self.emotion}, but liked here"
        return f"any music: {self.emotion} has none left"

    def aside(self, weighed: Scored) -> str:
        """What speaks most for a track besides its mood, in two words or three; may be empty."""
        told = [(weighed.context, "fits the hour"), (weighed.unheard, "long unheard")]
        told.append((weighed.tag, f"tagged {weighed.tag_word}"))
        told.append((weighed.learned, _learned_aside(weighed)))
        strongest, words = max(told, key=lambda pair: pair[0])
        return words if strongest >= WORTH_TELLING else ""


def recency(since_heard_s: float) -> float:
    """The share (0 to 1) of its weight that a track has so long after it was heard."""
    return JUST_HEARD_SHARE + (1 - JUST_HEARD_SHARE) * min(1.0, since_heard_s / RECOVERS_IN_S)


def unheard(since_heard_s: float, rule: MoodRule) -> float:
    """What a mood with a taste for the unheard makes of a track not heard for so long."""
    return rule.unheard_factor if since_heard_s > UNHEARD_AFTER_S else 1.0


def told_ago(since_s: float) -> str:
    """How long ago something was heard, in words."""
    if since_s == float("inf"):
        return "never heard"
    for unit_s, unit in ((DAY_S, "day"), (HOUR_S, "hour"), (MINUTE_S, "minute")):
        if since_s >= unit_s:
            return f"heard {counted(int(since_s // unit_s), unit)} ago"
    return "heard just now"


def told_levels(verdict: TasteScore) -> tuple[str, ...]:
    """What is known, from the mood down to the track, a line each; none where nothing is."""
    if not any(level.evidence.amount for level in verdict.levels):
        return ()
    return tuple(_told(level) for level in verdict.levels)


def _told(level: Suiting) -> str:
    return f"{_told_evidence(level)}: {level.share:.0%}"


def _told_evidence(level: Suiting) -> str:
    what = "track" if level.level == TRACK else f"{level.level} {level.name}"
    return f"{what}: {level.evidence.told if level.evidence.amount else 'nothing known'}"


def _learned_words(weighed: Scored) -> str:
    opinion = {1: "liked", -1: "disliked"}.get(weighed.opinion, "")
    if weighed.verdict is None or opinion:
        return opinion
    for level in reversed(weighed.verdict.levels):
        if level.evidence.amount:
            return _told_evidence(level)
    return ""


def _learned_aside(weighed: Scored) -> str:
    if weighed.opinion > 0:
        return "liked"
    if weighed.verdict is None:
        return ""
    for level in reversed(weighed.verdict.levels):
        if level.evidence.amount:
            return {TRACK: "heard out", ARTIST: "artist suits"}.get(level.level, "style suits")
    return ""
