"""What is played when: chords, and patterns of steps that play upon them.

A pattern is a string, a character for each quarter of a beat; one shorter than a bar is repeated.
`1`, `2`, `3`, … is that tone of the chord, counted on into the next octaves; `0` the one below
its root; `c` all tones at once; `p` root and fifth; `w` a half tone below the next chord's root;
`-` goes on with the step before, `.` is silence.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

STEPS_PER_BEAT = 4
SCALES: Mapping[str, tuple[int, ...]] = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "harmonic minor": (0, 2, 3, 5, 7, 8, 11),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "whole tone": (0, 2, 4, 6, 8, 10, 11),
}
# Chords that do not follow from the scale, as half tones above their root.
_QUALITIES: Mapping[str, tuple[int, ...]] = {
    "M": (0, 4, 7),
    "m": (0, 3, 7),
    "7": (0, 4, 7, 10),
    "m7": (0, 3, 7, 10),
    "^7": (0, 4, 7, 11),
    "s": (0, 5, 7),
}
_CHORD = re.compile(r"([1-7])(.*)")


@dataclass(frozen=True, slots=True)
class Note:
    """A note: MIDI pitch, its beginning and length in steps, and how hard it is struck, 0 to 1."""

    pitch: int
    step: int
    steps: int
    force: float = 1.0


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord: the MIDI pitch of its root, and its tones as half tones above it."""

    root: int
    tones: tuple[int, ...]

    def tone(self, number: int) -> int:
        """The pitch of a tone; 1 is the root, beyond the last it goes on an octave higher."""
        octave, place = divmod(number - 1, len(self.tones))
        return self.root + 12 * octave + self.tones[place]

    def close_to(self, centre: int) -> list[int]:
        """All tones, each in the octave around `centre`: so voices hardly leap between chords."""
        return sorted((self.root + tone - centre + 6) % 12 + centre - 6 for tone in self.tones)


@dataclass(frozen=True, slots=True)
class Harmony:
    """The chords of a piece, one a bar, over and over: "1 6 4 5", or "2m7 57 1^7" by quality."""

    tonic: int
    scale: str
    chords: str
    tones: int = 3

    def chord(self, bar: int) -> Chord:
        """The chord of a bar."""
        names = self.chords.split()
        return self._named(names[bar % len(names)])

    def pitch(self, degree: int) -> int:
        """The pitch of a degree of the scale; 0 is the tonic."""
        steps = SCALES[self.scale]
        octave, place = divmod(degree, len(steps))
        return self.tonic + 12 * octave + steps[place]

    def _named(self, name: str) -> Chord:
        found = _CHORD.fullmatch(name)
        assert found is not None
        degree = int(found[1]) - 1
        root = self.pitch(degree)
        if found[2]:
            return Chord(root, _QUALITIES[found[2]])
        return Chord(root, tuple(self.pitch(degree + 2 * n) - root for n in range(self.tones)))


def pattern_notes(
    pattern: str, harmony: Harmony, bars: Sequence[int], steps: int, octave: int
) -> Iterator[Note]:
    """The notes of a pattern in these bars of so many steps, so many octaves above the tonic."""
    for bar in bars:
        chord, following = harmony.chord(bar), harmony.chord(bar + 1)
        written = _bar_of(pattern, bar, steps)
        for step, sign in enumerate(written):
            if sign in ".-":
                continue
            held = _held(written, step)
            for pitch in _pitches(sign, chord, following, harmony.tonic):
                yield Note(pitch + 12 * octave, bar * steps + step, held, _force(step))


def _pitches(sign: str, chord: Chord, following: Chord, tonic: int) -> list[int]:
    if sign == "c":
        return chord.close_to(tonic + 4)
    if sign == "p":
        return [chord.root, chord.root + 7, chord.root + 12]
    if sign == "w":
        return [following.root - 1]
    return [chord.tone(int(sign))]


def last_notes(pattern: str, harmony: Harmony, bar: int, steps: int, octave: int) -> Iterator[Note]:
    """How a part ends: its first sign, on the tonic's chord, for a whole bar."""
    sign = next((sign for sign in pattern if sign not in ".-w"), "1")
    tonic = harmony.chord(0)
    for pitch in _pitches(sign, tonic, tonic, harmony.tonic):
        yield Note(pitch + 12 * octave, bar * steps, steps, 0.8)


def melody_notes(
    rhythm: str, harmony: Harmony, bars: Sequence[int], steps: int, octave: int, random: Random
) -> Iterator[Note]:
    """A tune: two phrases of a few tones that come back in the way of verse (A A B A).

    `rhythm` has `x` where a tone begins. Tones on a beat belong to the chord, others lie between.
    """
    phrases = [_contour(rhythm, random), _contour(rhythm, random)]
    length = max(1, len(rhythm) // steps)  # bars of a phrase
    degree = 7
    for bar in bars:
        phrase = phrases[1 if bar // length % 4 == 2 else 0]
        chord = harmony.chord(bar)
        written = _bar_of(rhythm, bar, steps)
        if bar % length == 0:
            degree = 7
        for step, sign in enumerate(written):
            if sign != "x":
                continue
            move = phrase[(bar * steps + step) % len(rhythm)]
            degree = min(max(degree + move, 3), 12)
            if step % STEPS_PER_BEAT == 0:
                degree = _nearest_of_chord(degree, harmony, chord)
            pitch = harmony.pitch(degree) + 12 * octave
            yield Note(pitch, bar * steps + step, _held(written, step), _force(step))


def _contour(rhythm: str, random: Random) -> list[int]:
    """By how many degrees a tune moves at each of its steps: mostly by one, seldom by a leap."""
    moves = (-1, 1, -1, 1, 1, -1, 2, -2, 0, 3, -3)
    return [moves[random.randrange(len(moves))] for _ in rhythm]


def _nearest_of_chord(degree: int, harmony: Harmony, chord: Chord) -> int:
    tones = {(chord.root + tone) % 12 for tone in chord.tones}
    ways = sorted(range(-3, 4), key=abs)
    fitting = (degree + way for way in ways if harmony.pitch(degree + way) % 12 in tones)
    return next(fitting, degree)


def _bar_of(pattern: str, bar: int, steps: int) -> str:
    """What of an endlessly repeated pattern falls into a bar."""
    return (pattern * steps)[bar * steps % len(pattern) :][:steps]


def _held(written: str, step: int) -> int:
    """How many steps a sign lasts, within its bar."""
    after = written[step + 1 :]
    return 1 + len(after) - len(after.lstrip("-"))


def _force(step: int) -> float:
    """The first beat is struck hardest, what lies between beats most softly."""
    if step == 0:
        return 1.0
    return 0.88 if step % STEPS_PER_BEAT == 0 else 0.74
