"""Chooses the next tracks for a mood, each with its reason."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tui_player.domain.catalog import Catalog, Randomness
from tui_player.domain.memory import Memory
from tui_player.domain.rules import MoodRule, MoodRules
from tui_player.domain.track import Track, TrackId
from tui_player.domain.wish import Wish

DAY_S = 86_400.0

# How many tracks of each family enter the draw, at the least: families that have as many share
# by rule weight, not by size.
CANDIDATES_PER_FAMILY = 16
# A track heard just now starts at this share of its weight and has all of it back in a week.
JUST_HEARD_SHARE = 0.02
RECOVERS_IN_S = 7 * DAY_S
UNHEARD_AFTER_S = 30 * DAY_S
SAME_ARTIST_SHARE = 0.1
ARTIST_SPACING = 4
LIKED_FACTOR = 3.0
DISLIKED_FACTOR = 0.05


@dataclass(frozen=True, slots=True)
class Pick:
    """A chosen track, and why in at most six words."""

    track: Track
    reason: str


@dataclass(frozen=True, slots=True)
class Picker:
    """Draws tracks at random, weighted by rule, opinion and time since last heard."""

    catalog: Catalog
    rules: MoodRules
    randomness: Randomness

    def pick(
        self,
        wish: Wish,
        count: int,
        memory: Memory,
        now_unix_s: float,
        without: Collection[TrackId] = (),
        recent_artists: Sequence[str] = (),
    ) -> tuple[Pick, ...]:
        """At most `count` different tracks that fit, none of `without`; fewer if they are few.

        `recent_artists` are those heard or planned last, newest last; they are spaced out.
        """
        rule = None if wish.emotion is None else self.rules.rule(wish.emotion)
        families = [()] if rule is None else [(family,) for family in rule.family_names]
        fresh = self._fresh(families, count, frozenset(without))
        weighted = [(t, self._weight(t, rule, wish, memory, now_unix_s)) for t in fresh]
        drawn = self._draw(weighted, count, list(recent_artists))
        return tuple(Pick(track, wish.reason) for track in drawn)

    def pick_anything(
        self, wish: Wish, memory: Memory, now_unix_s: float, without: Collection[TrackId] = ()
    ) -> tuple[Pick, ...]:
        """One track of any kind where none is left that fits, and a reason that says so."""
        fresh = self._fresh([()], 1, frozenset(without))
        weighted = [(t, self._weight(t, None, wish, memory, now_unix_s)) for t in fresh]
        drawn = self._draw(weighted, 1, [])
        return tuple(Pick(track, f"no other tagged for {wish.emotion}") for track in drawn)

    def _fresh(
        self, families: Sequence[tuple[str, ...]], count: int, without: frozenset[TrackId]
    ) -> list[Track]:
        """Candidates for the draw, as many of each family."""
        size = max(CANDIDATES_PER_FAMILY, count + len(without))
        found: dict[TrackId, Track] = {}
        for wanted in families:
            for track in self.catalog.sample(wanted, size, self.randomness):
                if track.id not in without:
                    found[track.id] = track
        return list(found.values())

    def _weight(
        self, track: Track, rule: MoodRule | None, wish: Wish, memory: Memory, now_unix_s: float
    ) -> float:
        weight = 1.0 if rule is None else rule.weight(track.families) or 1.0
        opinion = memory.opinion(track.id, wish.emotion)
        weight *= {1: LIKED_FACTOR, -1: DISLIKED_FACTOR}.get(opinion, 1.0)
        last_heard = memory.last_heard_unix_s.get(track.id)
        since_s = float("inf") if last_heard is None else max(0.0, now_unix_s - last_heard)
        if rule is not None and since_s > UNHEARD_AFTER_S:
            weight *= rule.unheard_factor
        return weight * (
            JUST_HEARD_SHARE + (1 - JUST_HEARD_SHARE) * min(1, since_s / RECOVERS_IN_S)
        )

    def _draw(
        self, weighted: list[tuple[Track, float]], count: int, artists: list[str]
    ) -> list[Track]:
        """Weighted sampling without replacement, an artist's weight falling once drawn."""
        drawn: list[Track] = []
        while weighted and len(drawn) < count:
            recent = {artist for artist in artists[-ARTIST_SPACING:] if artist}
            weights = [w * (SAME_ARTIST_SHARE if t.artist in recent else 1) for t, w in weighted]
            index = _roulette(weights, self.randomness.random())
            track, _ = weighted.pop(index)
            drawn.append(track)
            artists.append(track.artist)
        return drawn


def _roulette(weights: Sequence[float], spin: float) -> int:
    """The index that `spin` (0 to 1) lands on when each weight has its share of the wheel."""
    goal = spin * sum(weights)
    for index, weight in enumerate(weights):
        goal -= weight
        if goal < 0:
            return index
    return len(weights) - 1
