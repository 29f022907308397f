"""Code pages by the names that people give them."""

import pytest

from tui_player.util.code_page_names import code_page_named


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("cp1251", "cp1251"),
        ("Windows-1251", "cp1251"),
        ("KOI8-R", "koi8-r"),
        ("Shift_JIS", "cp932"),
        ("sjis", "cp932"),
        ("GBK", "gb18030"),
        ("gb2312", "gb18030"),
        ("Big5", "cp950"),
        ("EUC-KR", "cp949"),
        ("latin1", "cp1252"),
        ("utf8", "utf-8"),
    ],
)
def test_is_found_by_any_of_its_names(name: str, found: str) -> None:
    assert code_page_named(name) == found


@pytest.mark.parametrize(
    "name",
    [
        *("", "cyrillic, I think", "x\0y", "utf-16", "utf-7", "cp037", "punycode"),
        *("rot13", "base64", "zlib", "unicode_escape", "undefined"),
    ],
)
def test_what_tags_cannot_be_in_is_none(name: str) -> None:
    assert code_page_named(name) is None
