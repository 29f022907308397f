"""What is left of text from outside."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_player.model.clean_text import MOST_CHARACTERS, REPLACEMENT, clean, escaped, harmless

FLAG_OF_SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
RIGHT = [
    "Für Élise – «x»",
    "e\u0301te\u0301",
    "Việt Nam",
    "夜の歌",
    "בְּרֵאשִׁ֖ית בָּרָ֣א",
    "بِسْمِ ٱللَّهِ ٱلرَّحْمَٰنِ",
    "هِنْدِيّ",
    "हिन्दी क्षेत्र",
    "น้ำผึ้งที่ดี",
    "མཁྱེན་བརྩེ",
    "မြန်မာဘာသာ",
    "می\u200cخواهم",
    "ক্\u200dষ",
    "അവന\u0d4d\u200d",
    "👩\u200d🚀 👨\u200d👩\u200d👧 🏳\ufe0f\u200d🌈 ❤\ufe0f 👍🏽",
    "🇺🇦 1\ufe0f\u20e3",
    f"by {FLAG_OF_SCOTLAND} bands",
    "葛\U000e0100城",
    "\u06dd١",
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_people_write_stays(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("\x1b[31mred\x07", "[31mred"),
        ("a\x00b\x7fc\x9bd\x85e\nf\tg", "a b c d e f g"),
        ("one\u2028two\u2029three", "one two three"),
        ("  wide\u00a0\u3000blanks ", "wide blanks"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("a\u2066b\u2067c\u2068d\u2069e\u061cf\u200eg\u200fh", "abcdefgh"),
        ("soft\u00adhyphen\u200b\u2060\ufeff", "softhyphen"),
        ("\ue000\uf8ff\U0010eeee", REPLACEMENT * 3),
        ("\ud83d\udc9b"[:1] + "x", f"{REPLACEMENT}x"),
        ("\ufffe\ufdd0\U0001ffff\u0378", REPLACEMENT * 4),
        ("hidden\U000e0074\U000e0061\U000e0067\U000e007f", "hidden"),
        ("\U0001f3f4\U000e0067", "\U0001f3f4"),
        ("\u200dstart end\u200d \u200c between", "start end between"),
        ("a\u200d\u200d\u200cb", "a\u200cb"),
        ("\ufff9\U0001d173x", "x"),
    ],
)
def test_what_steers_is_left_out(text: str, left: str) -> None:
    assert clean(text) == left


def test_marks_are_few() -> None:
    zalgo = "Z" + "\u0335\u0321\u034f" * 50 + "a" + "\u0301\u200d" * 50 + "!"
    left = clean(zalgo)
    assert [c for c in left if unicodedata.category(c)[0] in "LP"] == ["Z", "a", "!"]
    assert max(len(part) for part in left.replace("a", "Z").split("Z")) <= 14
    assert len(left) < 30


def test_a_long_text_is_cut() -> None:
    left = clean("word " * 100_000)
    assert len(left) <= MOST_CHARACTERS
    assert left.endswith("…")
    assert clean("x" * MOST_CHARACTERS) == "x" * MOST_CHARACTERS
    assert clean("abcdef", most=4) == "abc…"


@given(st.text(st.characters()) | st.text(st.characters(categories=["Mn", "Cf", "Lo", "So"])))
def test_nothing_is_left_that_must_not_be(text: str) -> None:
    left = clean(text)
    for character in left.replace(FLAG_OF_SCOTLAND, ""):
        category = unicodedata.category(character)
        assert category not in ("Cc", "Cn", "Co", "Cs", "Zl", "Zp")
        assert character not in "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e"
        assert not "\u2066" <= character <= "\u206f"
    assert len(left) <= MOST_CHARACTERS
    assert "  " not in left
    assert left == left.strip(" ")


@given(st.text())
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    once = clean(text)
    assert clean(once) == once


def test_a_line_that_is_put_together_keeps_its_blanks() -> None:
    assert harmless("  a\x1b[2J  b\u202e ") == "  a [2J  b "
    assert harmless("x" * 5_000) == "x" * 5_000
    assert len(harmless("Z" + "\u0335" * 500)) == 7


def test_a_log_spells_out_what_a_terminal_would_obey() -> None:
    assert escaped("Żółw\n\tat line 1\x1b[2J\x07\x9b\u202e\udcff") == (
        "Żółw\n\tat line 1\\x1b[2J\\x07\\x9b\\u202e\\udcff"
    )
