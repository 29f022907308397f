"""Letters are folded to what people type; of scripts that need their marks, these stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_player.model.music.letters import (
    path_for_search,
    pieces_of,
    plain,
    text_for_search,
    words_of,
)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Łódź", "lodz"),
        ("Mø", "mo"),
        ("Straße STRASSE", "strasse strasse"),
        ("Đường", "duong"),
        ("Æther Œuvre", "aether oeuvre"),
        ("Þórr Guðrún", "thorr gudrun"),
        ("Ħal Ŧest Ŋĸ", "hal test nk"),
        ("İstanbul Işık ısı", "istanbul isik isi"),
        ("Ho\u0302tel Hôtel", "hotel hotel"),
        ("Ещё ёлка Йога", "еще елка иога"),
        ("Ґрунт Қазақ", "грунт казак"),
        ("Ελλάς ΆΣΜΑ", "ελλασ ασμα"),
        ("Ｆｕｌｌ Ｗｉｄｔｈ", "full width"),
        ("ﬁnale ﬄ Ǆ", "finale ffl dz"),
        ("שָׁלוֹם שלום", "שלומ שלומ"),
        ("أَحْمَد احمد", "احمد احمد"),
        ("كـــتاب", "كتاب"),
        ("می\u200cخواهم", "ميخواهم"),
        ("١٢٣ ४५", "123 45"),
        ("Hawaiʻi", "hawaii"),
        ("so\u00adft", "soft"),
    ],
)
def test_marks_and_letters_are_folded(text: str, typed: str) -> None:
    assert plain(text) == typed
    assert plain(typed) == typed


@pytest.mark.parametrize("text", ["हिन्दी", "தமிழ்", "ความ", "ガギグ", "대한민국", "中国"])
def test_scripts_that_need_their_marks_keep_them(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kind of Blue", ("kind", "of", "blue")),
        ("群青日和 live", ("群", "青", "日", "和", "live")),
        ("Perfumeの曲", ("perfume", "の", "曲")),
        ("ﾕｰｻﾞｰ", ("ユ", "ー", "ザ", "ー")),
        ("한국", ("한", "국")),
        ("\u1112\u1161\u11ab", ("한",)),
        ("हिन्दी", ("हिन्दी",)),
        ("snake_case", ("snake", "case")),
        ("!!!", ("u0021u0021u0021",)),
        ("❤", ("u2764",)),
        ("", ()),
        (" \0\n", ()),
    ],
)
def test_words(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words
    assert tuple(word for piece in pieces_of(text) for word in piece) == words


@pytest.mark.parametrize(
    ("text", "also"),
    [
        ("AC/DC Live", "acdc"),
        ("R.E.M. song", "rem"),
        ("Don’t Stop", "dont"),
        ("P!nk", "pink"),
        ("Ke$ha", "kesha"),
        ("$uicideboy$", "suicideboys"),
        ("Hip-Hop", "hiphop"),
        ("Ænima d’Éon", "deon"),
    ],
)
def test_what_signs_part_is_found_without_them(text: str, also: str) -> None:
    assert also in text_for_search(text).split()
    assert set(words_of(text)) <= set(text_for_search(text).split())


@pytest.mark.parametrize("text", ["Wham!", "A - B", "Vol. 2", "日本-語"])
def test_signs_between_words_join_nothing(text: str) -> None:
    assert tuple(text_for_search(text).lower().split()) == words_of(text)


@given(st.text())
def test_any_text_is_folded_alike_in_the_index_and_in_a_search(text: str) -> None:
    words = words_of(text)
    assert all(word and not word.isspace() for word in words)
    assert plain(plain(text)) == plain(text)
    # FTS5 cuts what is put in; what this cuts differently would never be found.
    assert words_of(text_for_search(text))[: len(words)] == words
    if any(c.isalnum() for c in text):
        assert words_of(path_for_search(text)) == words
