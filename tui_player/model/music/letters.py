"""Folds letters for search: text is found by what people type, without case, accents and marks."""

import re
import unicodedata
from collections.abc import Collection, Iterator

# Another answer for the same text makes the index be filled with words anew; so does a Python
# that knows letters which an older one did not.
VERSION = f"1 {unicodedata.unidata_version}"

# Letters that Unicode does not decompose, each with what is typed where a keyboard lacks it.
_LATIN = (
    "łl øo đd ðd þth æae œoe ħh ıi ĸk ŋn ŧt əe ɛe ɔo ɩi ɪi ʊu ȣou ǝe ʒz"
    " ƀb ƃb ɓb ƈc ȼc ɖd ɗd ƌd ȡd ɇe ƒf ɠg ǥg ɣg ɦh ɨi ɉj ȷj ƙk ƚl ɫl ɬl ꝉl ɱm ɲn ƞn ɵo ƥp"
    " ɋq ɍr ɽr ʀr ʂs ȿs ƫt ƭt ʈt ⱦt ʉu ʋv ⱳw ƴy ɏy ƶz ȥz ɀz ʐz"
)
_CYRILLIC = "ґг ғг ҕг җж ҙз қк ҝк ҟк ҡк ңн ҥн ҧп ҫс ҭт үу ұу ҳх ҷч ҹч һх әа өо ѣе"
_ARABIC = "ٱا ةه ىي یي کك ہه ھه"
_HEBREW = "ךכ םמ ןנ ףפ ץצ"  # as they stand at the end of a word; Greek has its own by casefold

# Marks that stand at letters of scripts which are read without them too. The vowel signs of India
# and Thailand are no such marks, nor is what makes another kana of one.
_MARKS = (
    *((0x300, 0x36F), (0x483, 0x489), (0x591, 0x5BD), (0x5BF, 0x5BF), (0x5C1, 0x5C2)),
    *((0x5C4, 0x5C5), (0x5C7, 0x5C7), (0x610, 0x61A), (0x64B, 0x65F), (0x670, 0x670)),
    *((0x6D6, 0x6DC), (0x6DF, 0x6E8), (0x6EA, 0x6ED), (0x711, 0x711), (0x730, 0x74A)),
    *((0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F)),
)
# What stands between letters without parting words: the stretching stroke of Arabic, soft
# hyphens, joiners, marks of direction; letters that are written as apostrophes.
_UNSEEN = (
    *((0xAD, 0xAD), (0x2B9, 0x2C1), (0x2C8, 0x2CC), (0x2EE, 0x2EE), (0x640, 0x640)),
    *((0x61C, 0x61C), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFEFF, 0xFEFF)),
)
# The zeros of scripts that have ten digits of their own.
_ZEROS = (
    *(0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66),
    *(0xE50, 0xED0, 0xF20, 0x1040, 0x17E0),
)
_FOLDED: dict[int, str | None] = {
    **{
        ord(pair[0]): pair[1:]
        for pairs in (_LATIN, _CYRILLIC, _ARABIC, _HEBREW)
        for pair in pairs.split()
    },
    **{zero + digit: str(digit) for zero in _ZEROS for digit in range(10)},
    **{code: None for spans in (_MARKS, _UNSEEN) for a, b in spans for code in range(a, b + 1)},
}
# Accents that stand alone, taken for apostrophes; decomposed they would part words by a space.
_APOSTROPHES = {ord(sign): "'" for sign in "´`’‘"}

# Scripts that are written without spaces, or with endings joined to words: Thai and Lao, Burmese,
# Khmer, kana, Han, hangul. Each of their letters is found wherever it stands.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_HAS_UNSPACED = re.compile(f"[{_UNSPACED}]")
# Most texts: FTS5 finds their words, whatever the case.
_PLAIN = re.compile(r"[0-9A-Za-z ]*")
_NOT_ASCII_WORD = re.compile(r"[^0-9a-z]+")

# "AC/DC", "R.E.M.", "Don't", "Ke$ha": what people also write without the signs.
_HAS_SIGN_INSIDE = re.compile(r"[^\W_][^\w\s]+[^\W_]|[$@]")
_SIGNS_FOR_LETTERS = str.maketrans("$@€!", "saei")
_LONGEST_JOINED = 40


def plain(text: str) -> str:
    """The text in small letters without accents and marks, as far as these can be left out."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold()
    return unicodedata.normalize("NFC", decomposed.translate(_FOLDED))


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as they are searched for.

    In scripts without spaces each letter is a word. Of a text that is nothing but signs ("!!!")
    these make one.
    """
    folded = plain(text)
    words = tuple(_words(folded))
    return words or tuple(_sign_word(folded))


def text_for_search(text: str) -> str:
    """What is searched in place of a text: its words, then those that signs part in one."""
    if _PLAIN.fullmatch(text):
        return text
    words = words_of(text)
    return " ".join((*words, *_joined_words(plain(text), words)))


def path_for_search(path: str) -> str:
    """What is searched in place of a path, in which signs part folders."""
    return path if path.isascii() else " ".join(words_of(path))


def pieces_of(text: str) -> Iterator[tuple[str, ...]]:
    """The words of a text, those together that follow each other without a space or sign."""
    folded = plain(text)
    pieces = _spaced(folded).split()
    yield from (tuple(_cut(piece)) for piece in pieces)
    if not pieces:
        yield from ((word,) for word in _sign_word(folded))


def is_unspaced(word: str) -> bool:
    """Whether a word is of a script without spaces, and so one letter."""
    return _HAS_UNSPACED.match(word) is not None


def _words(folded: str) -> Iterator[str]:
    for piece in _spaced(folded).split():
        yield from _cut(piece)


def _spaced(folded: str) -> str:
    """Spaces for all that is in no word."""
    if folded.isascii():
        return _NOT_ASCII_WORD.sub(" ", folded)
    return "".join(c if _is_in_word(c) else " " for c in folded)


def _is_in_word(letter: str) -> bool:
    """Marks belong to words, as the vowel signs of India do; "_" parts words."""
    return letter.isalnum() or unicodedata.category(letter)[0] == "M"


def _cut(piece: str) -> Iterator[str]:
    """A piece without spaces, cut where scripts meet and at each letter of those without."""
    if piece.isascii() or not _HAS_UNSPACED.search(piece):
        yield piece
        return
    yield from re.findall(f"[{_UNSPACED}]|[^{_UNSPACED}]+", piece)


def _joined_words(folded: str, words: Collection[str]) -> Iterator[str]:
    """Words that signs part, in one, and with the letters that signs stand for."""
    if not _HAS_SIGN_INSIDE.search(folded):
        return
    for chunk in folded.split():
        if not _HAS_SIGN_INSIDE.search(chunk) or _HAS_UNSPACED.search(chunk):
            continue
        read = chunk.rstrip("!").translate(_SIGNS_FOR_LETTERS)
        forms = dict.fromkeys("".join(filter(_is_in_word, form)) for form in (chunk, read))
        yield from (f for f in forms if f not in words and 1 < len(f) <= _LONGEST_JOINED)


def _sign_word(folded: str) -> Iterator[str]:
    """A word that stands for nothing but signs, if there are any."""
    signs = [sign for sign in folded if sign.isprintable() and not sign.isspace()]
    if signs:
        yield "".join(f"u{ord(sign):04x}" for sign in signs)
