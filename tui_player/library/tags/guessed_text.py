"""Guesses the code page of text that is not Unicode, by how its language is written."""

import re

# What is written by programs without Unicode; the others of chardet's are rarer than its mistakes.
_CODE_PAGES = (
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
    *("cp874", "koi8-r", "gb18030", "big5hkscs", "cp932", "euc-jp", "cp949"),
)
_WESTERN, _CHINESE, _KOREAN = "cp1252", "gb18030", "cp949"
# Chinese is now and then taken for Korean by so little; Korean is never taken for Chinese.
_CLOSE = 0.7
_UNSURE = 0.06  # of 1; with a line or two of text it is as little
_BYTES_LOOKED_AT = 20_000
# In the West most letters are ASCII, and those that are not stand alone.
_NOT_WESTERN = re.compile(rb"[\x80-\xff]{2}")


def guessed_text(content: bytes) -> str:
    """The text in what is not UTF-8; bytes that the code page does not have are marked."""
    # A table of all languages, which takes a tenth of a second to load and few need.
    import chardet

    found = chardet.detect_all(
        content[:_BYTES_LOOKED_AT],
        ignore_threshold=True,
        include_encodings=_CODE_PAGES,
        compat_names=False,
        prefer_superset=True,
    )
    sure = {each["encoding"] or _WESTERN: each["confidence"] or 0.0 for each in found}
    encoding = next(iter(sure), _WESTERN)
    if encoding == _KOREAN and sure.get(_CHINESE, 0.0) > _CLOSE * sure[_KOREAN]:
        encoding = _CHINESE
    if sure.get(encoding, 0.0) < _UNSURE and not _NOT_WESTERN.search(content):
        encoding = _WESTERN
    return content.decode(encoding, "replace")
