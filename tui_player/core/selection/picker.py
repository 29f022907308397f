"""Chooses the next tracks for a mood, each with its reason."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from tui_player.core.memory import Memory
from tui_player.core.selection.rules import MoodRules
from tui_player.core.selection.sampling import WeightedSampler
from tui_player.core.selection.schedule import Context
from tui_player.core.selection.shuffle_bag import ShuffleBag
from tui_player.core.selection.weights import Scorer
from tui_player.core.settings import PickerSettings
from tui_player.messages.explanation import ChoiceSum
from tui_player.model.clock import Moment
from tui_player.model.mood.moods import MoodName
from tui_player.model.mood.plan import MusicTarget
from tui_player.model.music.track import Track, TrackId
from tui_player.ports.catalog import Catalog, Randomness

# How many tracks of each family enter the draw, at the least: families that have as many share
# by weight, not by size.
CANDIDATES_PER_FAMILY = 32
# So many of the tracks liked in this mood enter it besides: in a large library hardly one would.
LIKED_IN_DRAW = 8


@dataclass(frozen=True, slots=True)
class Pick:
    """A chosen track, why in at most six words, and what it was chosen by."""

    track: Track
    reason: str
    sum: ChoiceSum | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """What a choice depends on besides the wish.

    `heard` are the last tracks that had their turn, oldest first; `planned` those that come
    before what is chosen, the one that sounds included, of which `planned_turns` are turns of the
    wished mood (None: all).
    """

    memory: Memory
    now: Moment
    heard: Sequence[Track] = ()
    planned: Sequence[Track] = ()
    planned_turns: int | None = None
    unplayable: frozenset[TrackId] = frozenset()

    @property
    def turns_to_come(self) -> int:
        """How many turns of the wished mood come before what is chosen."""
        return len(self.planned) if self.planned_turns is None else self.planned_turns


@dataclass(frozen=True, slots=True)
class Picker:
    """Draws tracks at random by weight, from a shuffle bag for each mood."""

    catalog: Catalog
    rules: MoodRules
    randomness: Randomness
    settings: PickerSettings = field(default_factory=PickerSettings)

    def tracks_of(self, emotion: MoodName | None, now: Moment) -> int:
        """How many tracks the shuffle bag of a mood goes round: all where it has none."""
        return self.catalog.count(self._families_of(emotion, now))

    def pick(self, wish: MusicTarget, count: int, situation: Situation) -> tuple[Pick, ...]:
        """At most `count` different tracks that fit, none planned already; fewer if they are few.

        For a mood that has no track at all they are of any kind, and the reason says so.
        """
        families = self._families_of(wish.emotion, situation.now)
        if not families and wish.emotion is not None:
            wish = replace(wish, reason=f"nothing tagged for {wish.emotion}")
        return self._pick(wish, count, situation, families)

    def pick_anything(self, wish: MusicTarget, situation: Situation) -> tuple[Pick, ...]:
        """One track of any kind where none is left that fits, and a reason that says so."""
        wish = replace(wish, reason=f"no other tagged for {wish.emotion}")
        return self._pick(wish, 1, situation, ())

    def _families_of(self, emotion: MoodName | None, now: Moment) -> tuple[str, ...]:
        """The families a mood plays at this time of day, where there are tracks; none: all tracks.

        Where the hour would leave nothing to play, it is not heeded.
        """
        if emotion is None:
            return ()
        counts = self.catalog.counts()
        there = [family for family in self.rules.rule(emotion).family_names if counts.get(family)]
        context = self.settings.context.at(now)
        return tuple([family for family in there if context.factor(family)] or there)

    def _pick(
        self, wish: MusicTarget, count: int, situation: Situation, families: tuple[str, ...]
    ) -> tuple[Pick, ...]:
        memory, emotion = situation.memory, wish.emotion
        bag = ShuffleBag(
            memory.turns_in(emotion),
            self.catalog.count(families),
            situation.turns_to_come,
            frozenset(memory.with_opinion_in(emotion, -1)),
        )
        weigher = Scorer(
            emotion,
            None if emotion is None else self.rules.rule(emotion),
            self._context(situation.now, families),
            memory,
            situation.now.unix_s,
            self.settings.learns,
            self.settings.mood_words,
        )
        for eased in bag.easings():
            candidates = self._candidates(weigher, eased, count, situation, families)
            draw = WeightedSampler(weigher, eased, self.randomness)
            before = (*situation.heard, *situation.planned)
            picks = [*draw.picks(map(weigher.weigh, candidates), count, before, wish.reason)]
            # There may be candidates and none that weighs anything, or that may come first.
            if picks:
                return tuple(Pick(track, its.reason, its) for track, its in picks)
        return ()

    def _context(self, now: Moment, families: tuple[str, ...]) -> Context:
        """The rules that hold now; none if they would leave nothing to play."""
        context = self.settings.context.at(now)
        return context if any(context.factor(family) for family in families) else Context()

    def _candidates(
        self,
        weigher: Scorer,
        bag: ShuffleBag,
        count: int,
        situation: Situation,
        families: tuple[str, ...],
    ) -> list[Track]:
        """Tracks for the draw: as many of each family, uniformly, and some of those liked."""
        out = situation.unplayable | {track.id for track in situation.planned}

        def is_barred(track_id: TrackId) -> bool:
            return track_id in out or bag.rests(track_id, count - 1)

        size = max(CANDIDATES_PER_FAMILY, 3 * count)
        found: dict[TrackId, Track] = {}
        for family in families:
            for track in self.catalog.sample((family,), size, self.randomness, is_barred):
                # A track of two families comes by the one that weighs more, not twice as often.
                if weigher.family_of(track) == family:
                    found[track.id] = track
        if not families:
            sampled = self.catalog.sample((), size, self.randomness, is_barred)
            found.update({track.id: track for track in sampled})
        for track in self._liked(situation.memory, weigher.emotion, is_barred):
            found[track.id] = track
        return list(found.values())

    def _liked(
        self, memory: Memory, emotion: MoodName | None, is_barred: Callable[[TrackId], bool]
    ) -> list[Track]:
        """Some of the tracks liked in a mood, whatever they are."""
        liked = [i for i in memory.with_opinion_in(emotion, 1) if not is_barred(i)]
        drawn = [liked.pop(self.randomness.randrange(len(liked))) for _ in liked[:LIKED_IN_DRAW]]
        tracks = (self.catalog.track(track_id) for track_id in drawn)
        return [track for track in tracks if track is not None]
