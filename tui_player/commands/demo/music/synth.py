"""Plays a piece: its parts upon their voices, mixed and mastered."""

from random import Random

import numpy as np

from tui_player.commands.demo.music.drums import DRUMS
from tui_player.commands.demo.music.mixing import distorted, mastered, with_echo, with_room
from tui_player.commands.demo.music.piece import Part, Piece
from tui_player.commands.demo.music.score import (
    STEPS_PER_BEAT,
    Harmony,
    Note,
    last_notes,
    melody_notes,
    pattern_notes,
)
from tui_player.commands.demo.music.voices import SAMPLE_RATE, VOICES, Sound, note

# The last chord rings on for so long after its bar.
RINGS_S = 1.5
# Nobody plays on the very moment.
UNEVEN_S = 0.005


def play(piece: Piece) -> Sound:
    """The sound of a piece, left and right, at SAMPLE_RATE, all of it within ±1."""
    timing = _Timing(piece)
    total = np.zeros((2, timing.sample_of(timing.steps) + int(RINGS_S * SAMPLE_RATE)), np.float32)
    for part in piece.parts:
        total += _played(part, piece, timing, total.shape[1])
    for drum, pattern in piece.drums:
        _beat(total, drum, pattern, piece, timing)
    if piece.echo:
        beat_s = 60 / piece.tempo
        total = with_echo(total, piece.echo, 0.75 * beat_s)
    return mastered(with_room(total, piece.room, 0.6 + 2.4 * piece.room))


class _Timing:
    """When the steps of a piece are."""

    def __init__(self, piece: Piece) -> None:
        self._step_s = 60 / piece.tempo / STEPS_PER_BEAT
        self._swing = piece.swing
        self.steps_of_bar = piece.beats * STEPS_PER_BEAT
        bars = round(piece.seconds / (self._step_s * self.steps_of_bar))
        of_chords = len(piece.chords.split())
        self.bars = max(1, round(bars / of_chords)) * of_chords
        self.steps = (self.bars + 1) * self.steps_of_bar

    def sample_of(self, step: float) -> int:
        """The sample at which a step begins; swing delays the second half of each beat."""
        beat, within = divmod(step / STEPS_PER_BEAT, 1.0)
        half = self._swing
        warped = within * 2 * half if within < 0.5 else half + (within - 0.5) * 2 * (1 - half)
        return int((beat + warped) * STEPS_PER_BEAT * self._step_s * SAMPLE_RATE)

    def bars_of(self, part: Part) -> range:
        """The bars in which a part plays, the last one, where all end together, left out."""
        return range(round(part.enters * self.bars), round(part.leaves * self.bars))


def _played(part: Part, piece: Piece, timing: _Timing, samples: int) -> Sound:
    """One part, by itself."""
    sound = np.zeros((2, samples), np.float32)
    voice = VOICES[part.voice]
    random = Random(f"{piece.title} {part.voice}")
    sides = np.array([[min(1.0, 1 - part.pan)], [min(1.0, 1 + part.pan)]], np.float32)
    known: dict[tuple[int, float], Sound] = {}
    for each in _notes(part, piece, timing, random):
        start = timing.sample_of(each.step)
        length_s = round((timing.sample_of(each.step + each.steps) - start) / SAMPLE_RATE, 2)
        key = each.pitch, length_s
        if key not in known:
            known[key] = note(voice, each.pitch, length_s) * sides
        start += int(random.random() * UNEVEN_S * SAMPLE_RATE)
        played = known[key][:, : samples - start]
        force = np.float32(each.force * (0.92 + 0.16 * random.random()))
        sound[:, start : start + played.shape[1]] += force * played
    if part.drive:
        sound = distorted(sound, part.drive)
    return sound * np.float32(part.level)


def _notes(part: Part, piece: Piece, timing: _Timing, random: Random) -> list[Note]:
    harmony = Harmony(piece.tonic, piece.scale, piece.chords, piece.tones)
    bars, steps = timing.bars_of(part), timing.steps_of_bar
    if "x" in part.pattern:
        return [*melody_notes(part.pattern, harmony, bars, steps, part.octave, random)]
    notes = [*pattern_notes(part.pattern, harmony, bars, steps, part.octave)]
    if part.leaves == 1.0:
        notes += last_notes(part.pattern, harmony, timing.bars, steps, part.octave)
    return notes


def _beat(total: Sound, drum: str, pattern: str, piece: Piece, timing: _Timing) -> None:
    """Add one drum: `x` is a stroke, `o` a soft one; it comes in a little after the beginning."""
    struck = DRUMS[drum]() * np.float32(piece.drums_level)
    random = Random(f"{piece.title} {drum}")
    first = round(piece.drums_enter * timing.bars) * timing.steps_of_bar
    for step in range(first, timing.bars * timing.steps_of_bar + 1):
        sign = pattern[step % len(pattern)]
        if sign == ".":
            continue
        start = timing.sample_of(step)
        force = (1.0 if sign == "x" else 0.45) * (0.9 + 0.2 * random.random())
        stroke = struck[: total.shape[1] - start]
        total[:, start : start + stroke.size] += np.float32(force) * stroke
