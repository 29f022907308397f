"""What was learned, as a person reads it: mood by mood, the most telling first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tui_player.core.memory import Memory
from tui_player.model.mood.emotion import EMOTIONS
from tui_player.model.mood.moods import MoodName
from tui_player.model.music.taste import (
    ARTIST,
    FAMILY,
    NO_LESSON,
    Evidence,
    LearnedMood,
    LearnedTrack,
    TrackName,
)
from tui_player.model.music.track import Track, TrackId


def learned_moods(memory: Memory) -> tuple[LearnedMood, ...]:
    """Every mood in which something was learned, in the order of the moods."""
    learned = memory.learned
    # Moods that are named like what a face shows first, in that order; then all others.
    by_mood: dict[MoodName, dict[TrackId, None]] = {emotion.value: {} for emotion in EMOTIONS}
    for track_id, mood in learned.lessons:
        by_mood.setdefault(mood, {})[track_id] = None
    for (track_id, mood), opinion in memory.opinions.items():
        if opinion:
            by_mood.setdefault(mood, {})[track_id] = None
    return tuple(
        _mood(memory, emotion, track_ids) for emotion, track_ids in by_mood.items() if track_ids
    )


def _mood(memory: Memory, emotion: MoodName, track_ids: Iterable[TrackId]) -> LearnedMood:
    tracks = [_track(memory, emotion, track_id) for track_id in track_ids]
    spelt = {t.name.artist_key: t.name.artist for t in tracks}
    sums = memory.learned.sums
    return LearnedMood(
        emotion,
        families=_most_telling(_of(sums, emotion, FAMILY)),
        artists=_most_telling(
            {spelt.get(key, key): each for key, each in _of(sums, emotion, ARTIST).items()}
        ),
        tracks=tuple(sorted(tracks, key=lambda t: (-t.factor, t.name.title, t.track_id))),
    )


def _track(memory: Memory, emotion: MoodName, track_id: TrackId) -> LearnedTrack:
    learned = memory.learned
    name = learned.names.get(track_id) or TrackName(_file_name(track_id))
    opinion = memory.opinion(track_id, emotion)
    as_track = Track(track_id, "", name.title, artist=name.artist, families=name.families)
    factor = learned.verdict(as_track, emotion, opinion).factor
    lesson = learned.lessons.get((track_id, emotion), NO_LESSON)
    return LearnedTrack(track_id, name, lesson, opinion, factor)


def _file_name(track_id: TrackId) -> str:
    return track_id.rpartition("/")[2].encode("utf-8", "replace").decode()


def _of(
    sums: Mapping[tuple[MoodName, str, str], Evidence], emotion: MoodName, level: str
) -> dict[str, Evidence]:
    return {
        name: evidence
        for (mood, its_level, name), evidence in sums.items()
        if mood == emotion and its_level == level and evidence.amount
    }


def _most_telling(found: Mapping[str, Evidence]) -> tuple[tuple[str, Evidence], ...]:
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1].amount, pair[0])))


@dataclass(frozen=True, slots=True)
class LearnedLine:
    """A line of the view: columns from left to right; a heading stands alone."""

    columns: tuple[str, ...]
    is_heading: bool = False


def learned_lines(moods: Iterable[LearnedMood], most: int | None = None) -> tuple[LearnedLine, ...]:
    """The view in lines: at most so many families, artists and tracks a mood; None: all."""
    lines: list[LearnedLine] = []
    for mood in moods:
        lines.append(LearnedLine((f"{mood.emotion}: {mood.summary}",), is_heading=True))
        lines += [_told_evidence("style", *pair) for pair in mood.families[:most]]
        lines += [_told_evidence("artist", *pair) for pair in mood.artists[:most]]
        shown = _both_ends(mood.tracks, most)
        lines += [_told_track(track) for track in shown]
        if len(shown) < len(mood.tracks):
            left = len(mood.tracks) - len(shown)
            lines.append(LearnedLine(("", f"and {left} other tracks", "", "")))
    return tuple(lines)


def _both_ends(tracks: tuple[LearnedTrack, ...], most: int | None) -> tuple[LearnedTrack, ...]:
    """The tracks that gained and that lost most."""
    if most is None or len(tracks) <= most:
        return tracks
    first = most - most // 2
    return (*tracks[:first], *tracks[len(tracks) - most // 2 :])


def _told_evidence(what: str, name: str, evidence: Evidence) -> LearnedLine:
    return LearnedLine((what, name, evidence.told, ""))


def _told_track(track: LearnedTrack) -> LearnedLine:
    name = " – ".join(part for part in (track.name.title, track.name.artist) if part)
    told = [
        *([f"{track.lesson.finished} heard out"] if track.lesson.finished else []),
        *([f"{track.lesson.skipped} skipped"] if track.lesson.skipped else []),
        *({1: ["liked"], -1: ["disliked"]}.get(track.opinion, [])),
    ]
    return LearnedLine(("track", name, ", ".join(told), f"× {track.factor:.2g}"))
