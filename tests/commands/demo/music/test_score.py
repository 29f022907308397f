"""The demo's notation: what a pattern of steps plays upon which chord."""

from random import Random

from tui_player.commands.demo.music.score import (
    SCALES,
    Harmony,
    Note,
    last_notes,
    melody_notes,
    pattern_notes,
)

C = 48
IN_C = Harmony(C, "major", "1 5 6m 4")


def pitches(pattern: str, bar: int = 0, octave: int = 0, harmony: Harmony = IN_C) -> list[int]:
    return [note.pitch for note in pattern_notes(pattern, harmony, [bar], 16, octave)]


def test_numbers_are_tones_of_the_chord_counted_on_into_the_next_octave() -> None:
    assert pitches("1.2.3.4.5.......") == [C, C + 4, C + 7, C + 12, C + 16]
    assert pitches("1.2.3...........", bar=1) == [C + 7, C + 11, C + 14]
    assert pitches("0...............") == [C - 5]
    assert pitches("1...............", octave=-1) == [C - 12]


def test_a_chord_named_by_its_quality_need_not_follow_from_the_scale() -> None:
    blues = Harmony(C, "mixolydian", "17 47")
    assert pitches("1234............", harmony=blues) == [C, C + 4, C + 7, C + 10]
    assert pitches("1234............", bar=1, harmony=blues) == [C + 5, C + 9, C + 12, C + 15]


def test_a_whole_chord_lies_close_to_the_one_before() -> None:
    first, second = pitches("c---------------"), pitches("c---------------", bar=1)
    assert {pitch % 12 for pitch in first} == {0, 4, 7}
    assert {pitch % 12 for pitch in second} == {7, 11, 2}
    assert max(abs(a - b) for a, b in zip(first, second, strict=True)) < 7


def test_a_power_chord_has_no_third_and_a_walk_leads_to_the_next_root() -> None:
    assert pitches("p...............") == [C, C + 7, C + 12]
    assert pitches("1...w...........") == [C, C + 6]  # to G, a half tone above


def test_a_dash_holds_a_tone_and_a_short_pattern_is_repeated() -> None:
    notes = list(pattern_notes("1--.", IN_C, [0], 16, 0))
    assert [(note.step, note.steps) for note in notes] == [(0, 3), (4, 3), (8, 3), (12, 3)]


def test_a_pattern_longer_than_a_bar_goes_on_in_the_next() -> None:
    long = "1" + "." * 15 + "3" + "." * 15
    notes = list(pattern_notes(long, Harmony(C, "major", "1"), [0, 1, 2], 16, 0))
    assert [(note.step, note.pitch) for note in notes] == [(0, C), (16, C + 7), (32, C)]


def test_all_end_on_the_chord_they_began_with() -> None:
    assert list(last_notes("..3-w.", IN_C, 8, 16, 1)) == [Note(C + 19, 128, 16, 0.8)]


def test_a_tune_keeps_to_the_scale_and_comes_back() -> None:
    rhythm = "x-x-x---x-x-x-x-"
    still = Harmony(C, "dorian", "1")
    notes = list(melody_notes(rhythm, still, range(4), 16, 1, Random(1)))
    assert {(note.pitch - C) % 12 for note in notes} <= set(SCALES["dorian"])
    tones = [[n.pitch for n in notes if n.step // 16 == bar] for bar in range(4)]
    assert tones[0] == tones[1] == tones[3] != tones[2]
    on_the_beat = [note for note in notes if note.step % 4 == 0]
    assert all((note.pitch - C) % 12 in (0, 3, 7) for note in on_the_beat)
