"""Genres: tidies the genre tags found in files and maps their names to genre families."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tui_player.model.music.id3v1_genres import ID3V1_GENRES

# "(17)", "(17)(4)", "(4)Eurodisco", "(RX)", "(CR)": how ID3v2 writes ID3v1 numbers.
_ID3_REFERENCE = re.compile(r"\((\d{1,3}|RX|CR)\)")
_ID3_WORDS = {"RX": "Remix", "CR": "Cover"}

# Nobody writes these inside one genre's name.
_STRONG_SEPARATOR = re.compile(r"[;|\0\r\n\t\\；、／]")
# These also occur inside names ("Hip-Hop/Rap", "Folk, World, & Country").
_WEAK_SEPARATOR = re.compile(r"([/,，])")

# "&", "+", and an "n" that stands alone, as in "Rock 'n' Roll" and "R'n'B".
_AND = re.compile(r"[&+＆]|(?<![^\W\d_])n(?![^\W\d_])")


_SIGNS_OMITTED = "'’`."
_ASCII_SIGNS = {
    code: None if chr(code) in _SIGNS_OMITTED else " "
    for code in range(128)
    if not chr(code).isalnum()
}


def fold(name: str) -> tuple[str, ...]:
    """The words of a name without case, accents and punctuation; "&" and "'n'" become "and"."""
    spelt = name.casefold()
    if spelt.isascii():  # nearly all names: the table of them is read before the first paint
        words = spelt.split()
        if "n" not in words and "".join(words).isalpha():
            return tuple(words)
        return tuple(_AND.sub(" and ", spelt).translate(_ASCII_SIGNS).split())
    spelt = _AND.sub(" and ", spelt)
    decomposed = unicodedata.normalize("NFKD", spelt)
    letters = "".join(
        c if c.isalnum() else "" if unicodedata.combining(c) or c in _SIGNS_OMITTED else " "
        for c in decomposed
    )
    return tuple(letters.split())


def _key(name: str) -> str:
    return "".join(fold(name))


LONGEST_TAG = 400
LONGEST_NUMBER = 3


@dataclass(frozen=True, slots=True)
class GenreFamilies:
    """Knows genre names, and to which families each belongs.

    Two spellings that differ only in case, accents, spaces and punctuation are one name.
    `fingerprint` differs between tables that may give different answers.
    """

    fingerprint: str
    _families: Mapping[str, tuple[str, ...]] = field(repr=False)
    _shown: Mapping[str, str] = field(repr=False)
    _ignored: frozenset[str] = field(repr=False)

    @classmethod
    def from_table(
        cls,
        families: Mapping[str, Sequence[str]],
        aliases: Mapping[str, str] | None = None,
        ignored: Iterable[str] = (),
        extra: Mapping[str, Sequence[str]] | None = None,
    ) -> "GenreFamilies":
        """Build from a table of families and the genre names in each.

        A name may stand in several families. `aliases` maps other spellings to a name of the
        table; `ignored` are tags that say nothing ("Other"). `extra` is the user's own table: a
        name in it belongs to the families given there and no longer to those of the first.
        """
        extra, aliases, ignored = extra or {}, aliases or {}, tuple(ignored)
        members, shown = _members(families)
        own_members, own_shown = _members(extra)
        members |= own_members
        shown = own_shown | shown
        for alias, name in aliases.items():
            key = _key(alias)
            if key not in own_members and _key(name) in members:
                members[key], shown[key] = members[_key(name)], shown[_key(name)]
        described = repr((sorted(members.items()), sorted(shown.items()), sorted(ignored)))
        return cls(
            fingerprint=hashlib.sha256(described.encode("utf-8", "surrogatepass")).hexdigest(),
            _families=members,
            _shown=shown,
            _ignored=frozenset(_key(name) for name in ignored) - own_members.keys(),
        )

    def __len__(self) -> int:
        """How many different names are known, other spellings of one name not counted."""
        return len(set(self._shown.values()))

    @property
    def keys(self) -> frozenset[str]:
        """Every known name as it is compared: its words in one, see `fold`."""
        return frozenset(self._families)

    @property
    def family_names(self) -> tuple[str, ...]:
        """All families, in the order of the alphabet."""
        return tuple(sorted({each for families in self._families.values() for each in families}))

    def tidy(self, raw: Sequence[str]) -> tuple[str, ...]:
        """The genre names in raw tags, split, resolved and spelt as the table does.

        Names the table does not know are kept as they are written.
        """
        names: dict[str, str] = {}
        for text in raw:
            for piece in self._pieces(text):
                key = self._known_key(piece) or _key(piece)
                if key and key not in self._ignored:
                    name = self._shown.get(key) or " ".join(piece.split())
                    names.setdefault(_key(name), name)
        return tuple(names.values())

    def families(self, names: Iterable[str]) -> tuple[str, ...]:
        """The families of these names, without repetition; for an unknown name by its words."""
        found: dict[str, None] = {}
        for name in names:
            key = self._known_key(name)
            known = [key] if key else self._known_phrases(fold(name))
            for each in known:
                found.update(dict.fromkeys(self._families[each]))
        return tuple(found)

    def knows(self, name: str) -> bool:
        """Whether the whole name stands in the table, in any spelling."""
        return self._known_key(name) is not None

    def _known_key(self, name: str) -> str | None:
        """The key under which a name, or its singular, is known."""
        key = _key(name)
        if key in self._families:
            return key
        return key[:-1] if key.endswith("s") and key[:-1] in self._families else None

    def _known_phrases(self, words: tuple[str, ...]) -> list[str]:
        """The longest known names among the words of an unknown one, from left to right."""
        found, start = [], 0
        while start < len(words):
            for end in range(len(words), start, -1):
                key = self._known_key(" ".join(words[start:end]))
                if key is not None:
                    found.append(key)
                    start = end
                    break
            else:
                start += 1
        return found

    def _pieces(self, text: str) -> Iterator[str]:
        """The single names in one raw tag."""
        # What is longer than any list of genres is a mistake, and would take long to look at.
        for part in _STRONG_SEPARATOR.split(text[:LONGEST_TAG]):
            rest = part.strip()
            while match := _ID3_REFERENCE.match(rest):
                yield _id3_name(match[1])
                rest = rest[match.end() :].lstrip()
            if rest.isdecimal() and len(rest) <= LONGEST_NUMBER:
                yield _id3_name(rest)
            else:  # ID3v2 writes a real opening parenthesis twice
                yield from self._split_carefully(rest.replace("((", "(", 1))

    def _split_carefully(self, text: str) -> Iterator[str]:
        """Split at "/" and ",", not inside names spelt so, nor where no part is known."""
        tokens = _WEAK_SEPARATOR.split(text)
        parts = tokens[::2]
        if not any(self.families([part]) for part in parts):
            yield from re.split("[,，]", text) if not self.knows(text) else (text,)
            return
        start = 0
        while start < len(parts):
            ends = range(len(parts), start + 1, -1)
            known = (end for end in ends if self._has_separator(tokens[2 * start : 2 * end - 1]))
            end = next(known, start + 1)
            yield "".join(tokens[2 * start : 2 * end - 1])
            start = end

    def _has_separator(self, tokens: list[str]) -> bool:
        """Whether these tokens make one name, which the table too spells with a separator.

        "Hip-Hop/Rap" is one; "Rap/Metal" is two, although there is "Rap Metal".
        """
        key = self._known_key("".join(tokens))
        return key is not None and _WEAK_SEPARATOR.search(self._shown[key]) is not None


def _id3_name(reference: str) -> str:
    """The name for an ID3v1 number or ID3v2 abbreviation; empty if there is none."""
    if reference in _ID3_WORDS:
        return _ID3_WORDS[reference]
    number = int(reference)
    return ID3V1_GENRES[number] if number < len(ID3V1_GENRES) else ""


def _members(
    table: Mapping[str, Sequence[str]],
) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Families by key, and the first spelling by key; a family's own name belongs to it."""
    members: dict[str, dict[str, None]] = {}
    shown: dict[str, str] = {}
    for family, names in table.items():
        for name in (*names, family):
            key = _key(name)
            members.setdefault(key, {})[family] = None
            shown.setdefault(key, name)
    return {key: tuple(families) for key, families in members.items()}, shown
