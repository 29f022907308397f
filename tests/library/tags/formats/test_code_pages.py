"""Text in code pages that no tag names: guessed where it is sure, and read as the person says."""

from pathlib import Path

import pytest

from tests.library.tags.formats.tag_bytes import (
    ape,
    comments,
    frame23,
    id3v1,
    id3v2,
    latin1,
    sound,
    utf16,
)
from tui_player.library.tags.formats.code_page_text import has_broken_words
from tui_player.library.tags.formats.code_pages import decode_fields
from tui_player.library.tags.formats.fields import code_page_text
from tui_player.library.tags.reader import read_tags

# A title and its artist, and the code page in which such tags are found.
SURE = [
    ("Группа крови", "Кино", "cp1251"),
    ("Ой у лузі червона калина", "Хор", "cp1251"),
    ("Молитва", "Марија Шерифовић", "cp1251"),
    ("Звезда по имени Солнце (live 1989)", "КИНО", "cp1251"),
    ("Кто ты без меня", "DJ Грув", "koi8-r"),
    ("Ο χορός του Ζορμπά", "Μίκης Θεοδωράκης", "cp1253"),
    ("הבה נגילה", "עפרה חזה", "cp1255"),
    ("إنت عمري", "أم كلثوم", "cp1256"),
    ("夜に駆ける", "東京事変", "shift_jis"),
    ("さくら（独唱）", "森山直太朗", "shift_jis"),
    ("龙卷风", "周杰伦", "gbk"),
    ("月亮代表我的心", "邓丽君", "gbk"),
    ("月亮代表我的心", "鄧麗君", "big5"),
    ("강남스타일", "싸이", "euc_kr"),
    ("좋은 날", "아이유", "euc_kr"),
]
# What stands in Latin-1 in Europe, and in code pages that are not so far from it.
WESTERN = [
    ("Ágætis byrjun", "Sigur Rós"),
    ("Jóga", "Björk"),
    ("Ça ira", "Édith Piaf"),
    ("Créée à Paris", "Céline Dion"),
    ("Übers Meer", "Rio Reiser"),
    ("Ace of Spades", "Motörhead"),
    ("Mañana", "Niños del Cerro"),
    ("Coração", "Tom Zé"),
    ("TRAMITAÇÃO AÇÕES", "CORPORAÇÃO SECTÁRIA"),
    ("Året då kärleken dog", "Håkan Hellström"),
    ("ÆØÅ", "Åge Aleksandersen"),
    ("Ø", "Å"),
    ("ÅÄÖ åäö", "ÄÖÜ ß"),
    ("áéíóúñ", "ÁÉÍÓÚÑ"),
    ("àâçéèêëîïôûùüÿ", "ÀÉÈÙ"),
    ("éé", "ÇÃO"),
    ("¿Qué? ¡Olé!", "«Là»"),
    ("“Heroes” – 50 % …", "‘Til Tuesday"),
    ("½ x ³", "µ-Ziq"),
    ("Þursaflokkurinn", "ÐÞþð"),
]
UNSURE = [
    ("Ы", "", "cp1251"),
    ("十", "", "gbk"),
    ("Kино", "", "cp1251"),
    ("Привет", "ЖЫЩ", "cp866"),
]


def decoded(*values: bytes, encoding: str | None = None) -> list[str]:
    fields = {"title": [code_page_text(value) for value in values]}
    decode_fields(fields, encoding)
    return fields["title"]


@pytest.mark.parametrize(("title", "artist", "encoding"), SURE)
def test_is_guessed_where_it_is_sure(title: str, artist: str, encoding: str) -> None:
    assert decoded(title.encode(encoding), artist.encode(encoding)) == [title, artist]


@pytest.mark.parametrize(("title", "artist"), WESTERN)
def test_what_is_western_stays_so(title: str, artist: str) -> None:
    assert decoded(title.encode("cp1252"), artist.encode("cp1252")) == [title, artist]
    for text in (title, artist):
        assert decoded(text.encode("cp1252")) == [text]


@pytest.mark.parametrize(("title", "artist", "encoding"), UNSURE)
def test_is_left_where_it_is_not_sure(title: str, artist: str, encoding: str) -> None:
    values = [text.encode(encoding) for text in (title, artist)]
    assert decoded(*values) != [title, artist]
    assert all(char < "\u0400" or char > "\u2000" for text in decoded(*values) for char in text)


def test_all_that_is_utf8_is_no_accident() -> None:
    assert decoded("Żółw".encode(), "Sigur Rós".encode()) == ["Żółw", "Sigur Rós"]


def test_a_letter_that_id3v1_cut_in_two_is_left_out() -> None:
    title = "夜に駆ける夜に駆ける夜に駆ける夜"
    cut = ("(" + title).encode("shift_jis")[:30]
    assert decoded(cut) == ["(" + title[:14]]
    assert decoded(cut[:-1] + b"!") == ["(" + title[:14] + "!"]


def test_bytes_that_windows_has_no_letter_for_stay_as_they_are() -> None:
    assert decoded(b"J\xf3ga \x81") == ["Jóga \x81"]


class TestByTheCodePageThatThePersonNames:
    def test_all_is_read_so(self) -> None:
        assert decoded("Ы".encode("cp1251"), encoding="cp1251") == ["Ы"]
        assert decoded("Żółw".encode("cp1250"), encoding="cp1250") == ["Żółw"]
        assert decoded("Tシャツ".encode("cp932"), encoding="cp932") == ["Tシャツ"]

    @pytest.mark.parametrize("encoding", ["cp1251", "cp1253", "cp932", "gb18030", "cp950", "cp949"])
    @pytest.mark.parametrize("text", ["Motörhead", "Sigur Rós", "Café", "Mañana"])
    def test_but_for_words_that_would_be_of_two_scripts(self, encoding: str, text: str) -> None:
        assert decoded(text.encode("cp1252"), encoding=encoding) == [text]

    def test_and_what_is_no_text_in_it(self) -> None:
        assert decoded("Jóga".encode("cp1252") + b"\x98", encoding="cp1251") == ["Jóga˜"]

    def test_western_is_not_guessed_away(self) -> None:
        group = "Группа крови".encode("cp1251")
        assert decoded(group, encoding="cp1252") == [group.decode("cp1252")]


@pytest.mark.parametrize(
    ("word", "is_broken"),
    [
        *(("Żółw", False), ("Кино", False), ("Tシャツ", False), ("A面", False), ("e租宝", False)),
        *(("Motцrhead", True), ("Mot鰎head", True), ("A합ES", True), ("Zoё", True)),
    ],
)
def test_words_that_nobody_writes(word: str, is_broken: bool) -> None:
    assert has_broken_words(f"All of {word}, 1994") is is_broken


class TestInFiles:
    TITLE, ARTIST = "Группа крови", "Кино"

    @pytest.mark.parametrize("encoding", [None, "cp1251"])
    def test_is_read_in_every_kind_of_tag(self, tmp_path: Path, encoding: str | None) -> None:
        title, artist = self.TITLE.encode("cp1251"), self.ARTIST.encode("cp1251")
        mp3, flac, wav = (sound(tmp_path, suffix) for suffix in (".mp3", ".flac", ".wav"))
        block = comments(b"title=" + title, b"artist=" + artist)
        info = b"INFO" + b"".join(
            name + len(text).to_bytes(4, "little") + text + bytes(len(text) % 2)
            for name, text in ((b"INAM", title), (b"IART", artist))
        )
        files = {
            "v1.mp3": mp3 + id3v1(title, artist),
            "v23.mp3": id3v2(3, frame23("TIT2", b"\0" + title) + frame23("TPE1", b"\0" + artist))
            + mp3,
            "ape.mp3": mp3 + ape({"Title": title, "Artist": artist}),
            "a.flac": flac[:42] + b"\x84" + len(block).to_bytes(3, "big") + block,
            "a.wav": wav + b"LIST" + len(info).to_bytes(4, "little") + info,
        }
        for name, content in files.items():
            path = tmp_path / name
            path.write_bytes(content)
            tags = read_tags(bytes(path), tag_encoding=encoding)
            assert (tags.title, tags.artist) == (self.TITLE, self.ARTIST), name

    def test_that_say_what_they_are_in_nothing_is_guessed(self, tmp_path: Path) -> None:
        path = tmp_path / "a.mp3"
        mojibake = self.TITLE.encode("cp1251").decode("cp1252")
        tag = frame23("TIT2", utf16(mojibake)) + frame23("TPE1", latin1("Plain"))
        path.write_bytes(id3v2(3, tag) + sound(tmp_path))
        for encoding in (None, "cp1251"):
            assert read_tags(bytes(path), tag_encoding=encoding).title == mojibake
