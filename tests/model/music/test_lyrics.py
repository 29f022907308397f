"""Lyrics: stamps, offsets, lines sung twice, and lyrics without any times."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_player.model.music.lyrics import LyricLine, Lyrics, parse_lyrics


def parsed(text: str) -> Lyrics:
    lyrics = parse_lyrics(text)
    assert lyrics is not None
    return lyrics


def times(text: str) -> list[tuple[float | None, str]]:
    return [(line.at_s, line.text) for line in parsed(text).lines]


def test_stamped_lines_come_in_the_order_of_their_times() -> None:
    text = "[ar:Ada]\n[ti:Song]\n\n[00:12.50]second\n[00:01.5]first\r\n[01:00:25]third\n[2:03]last"
    text += "\n[1:02:03.4]encore"
    assert times(text) == [
        (1.5, "first"),
        (12.5, "second"),
        (60.25, "third"),
        (123.0, "last"),
        (3723.4, "encore"),
    ]
    assert parsed(text).is_synced


def test_a_line_with_several_stamps_is_sung_several_times() -> None:
    text = "[00:10.00][00:30.00] the chorus\n[00:20.00]the verse"
    assert times(text) == [(10.0, "the chorus"), (20.0, "the verse"), (30.0, "the chorus")]


@pytest.mark.parametrize(
    ("offset", "at_s"), [("+500", 9.5), ("500", 9.5), ("-1500", 11.5), ("20000", 0.0)]
)
def test_a_positive_offset_makes_all_sooner(offset: str, at_s: float) -> None:
    assert times(f"[offset:{offset}]\n[00:10.00]x") == [(at_s, "x")]


def test_an_empty_stamped_line_is_a_pause_and_one_without_a_stamp_goes_with_the_one_before() -> (
    None
):
    text = "[00:01.00]Bonjour\nHello\n[00:05.00]\n[00:09.00]Adieu"
    assert times(text) == [(1.0, "Bonjour"), (1.0, "Hello"), (5.0, ""), (9.0, "Adieu")]


def test_stamps_of_single_words_are_left_out() -> None:
    text = "[00:01.00] <00:01.00> Once <00:01.50> upon <00:02.00> a time"
    assert times(text) == [(1.0, "Once upon a time")]


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ("[00:01.00]<00:01.00>Once <00:01.50>upon <00:02.00>a time<00:03.00>", "Once upon a time"),
        ("[00:01.00]Never [00:01.50]gonna [00:02.00]give", "Never gonna give"),
        ("[00:01.00]走[00:01.30]廊[00:01.60]灯", "走廊灯"),
        ("[00:01.00]Never gonna give you up[00:02.50]", "Never gonna give you up"),
        ("[00:01.00]<00:01,00>with <00:01:50>commas", "with commas"),
        ("[00:01.00][Verse 1] at <3 o'clock", "[Verse 1] at <3 o'clock"),
    ],
)
def test_stamps_inside_a_line_are_left_out(row: str, text: str) -> None:
    assert times(row) == [(1.0, text)]


@pytest.mark.parametrize(
    ("stamp", "at_s"),
    [
        ("[00:02,50]", 2.5),
        ("[00:02.500]", 2.5),
        ("[00:02:50]", 2.5),
        ("[ 00:02.5 ]", 2.5),
        ("[0:02]", 2.0),
        ("[123:04.5]", 7384.5),
        ("[1:02:03,4]", 3723.4),
    ],
)
def test_every_way_to_write_a_time_is_read(stamp: str, at_s: float) -> None:
    assert times(f"{stamp}la") == [(at_s, "la")]


def test_three_numbers_are_hours_where_they_can_be_nothing_else() -> None:
    rows = [f"[00:{at_s // 60:02}:{at_s % 60:02}]la" for at_s in (5, 20, 75, 130)]
    assert [at_s for at_s, _ in times("\n".join(rows))] == [5.0, 20.0, 75.0, 130.0]
    rows = [f"[{n:02}:10:20]la" for n in range(5)]
    assert [at_s for at_s, _ in times("\n".join(rows))] == [60 * n + 10.2 for n in range(5)]


def test_what_programs_tell_of_the_song_is_not_sung() -> None:
    text = "[ti:Song]\n[ID: x1]\n[by:me]\n[total:185000]\n[kana:12]\n[00:01.00]la\n[hash:ab]\n\n"
    assert times(text) == [(1.0, "la")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_end_of_line_is_one(end: str) -> None:
    assert times(f"[00:01.00]a{end}[00:02.00]b{end}") == [(1.0, "a"), (2.0, "b")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[00:01.00]" * 90_000 + "la", id="one line"),
        pytest.param("[00:01.00]la\n" * 90_000, id="many lines"),
        pytest.param("[00:01.00]la" + "[00:02.00]" * 90_000, id="behind"),
        pytest.param("[00:01.00]la" + "<00:02.00>" * 90_000, id="words"),
        pytest.param("[00:01.00]la\n" + "[ti:" * 200_000 + "\n[00:02.00]la", id="open"),
    ],
)
def test_more_than_can_be_sung_is_cut_off(text: str) -> None:
    lines = parsed(text).lines
    assert {line.text for line in lines if not line.text.startswith("[ti:")} == {"la"}
    assert len(lines) <= 5_000


@given(st.text(alphabet="[]<>0123456789:.,ab \n\t"))
def test_no_letters_and_numbers_make_it_fail(text: str) -> None:
    lyrics = parse_lyrics(text)
    if lyrics is not None and lyrics.is_synced:
        stamps = [line.at_s for line in lyrics.lines if line.at_s is not None]
        assert stamps == sorted(stamps)


def test_which_line_is_sung() -> None:
    lyrics = parsed("[00:02.00]a\n[00:04.00]b")
    assert [lyrics.index_at(at_s) for at_s in (0.0, 2.0, 3.9, 4.0, 99.0)] == [None, 0, 0, 1, 1]


def test_plain_lyrics_stay_as_written_without_loose_empty_lines() -> None:
    lyrics = parsed("\n\nFirst verse\n\n\n[Chorus: all]\nLa la\n\n")
    assert lyrics == Lyrics(
        tuple(map(LyricLine, ("First verse", "", "[Chorus: all]", "La la"))), is_synced=False
    )
    assert lyrics.index_at(10.0) is None


@pytest.mark.parametrize("text", ["", "\n \n", "[ar:Ada]\n[length: 3:00]", "\ufeff"])
def test_nothing_to_sing_is_no_lyrics(text: str) -> None:
    assert parse_lyrics(text) is None


def test_no_text_makes_it_fail() -> None:
    numberless = f"[offset:{'9' * 5000}]\n[00:01.00]x"  # more digits than Python makes a number of
    for text in (
        *("[", "[99:99:99.999]", "[00:01", "[offset:]", "]\x00[00:01.00]x", "[1:2]" * 500),
        numberless,
    ):
        parse_lyrics(text)
