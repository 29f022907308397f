"""The characters the screen draws with, and how foreign text is made safe to show."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from tui_player.model.clean_text import harmless
from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.moods import Mood, MoodName
from tui_player.ui.drawing.cell_widths import most_cells, with_room

# Sequences with the emoji variation selector and skin tones are drawn with another width by
# terminals than by Textual (measured in tmux), which shifts the rest of the line.
_VARIATION_SELECTORS = frozenset({"\ufe0e", "\ufe0f"})
_SKIN_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_JOINERS = "\u200c\u200d"
# A cut may fall inside a joined emoji.
_LOOSE_ENDS = " " + _JOINERS
_UNSHOWABLE = frozenset({"Cc", "Cs", "Cn", "Co", "Zl", "Zp"})

_PLAIN_SPELLINGS = str.maketrans(
    {
        "–": "-",
        "—": "-",
        "·": "-",
        "…": "...",
        "→": "->",
        "←": "<-",
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "ß": "ss",
        "ø": "o",
        "Ø": "O",
        "æ": "ae",
        "Æ": "AE",
        "ł": "l",
        "Ł": "L",
        "×": "x",
    }
)


class Charset(NamedTuple):
    """One set of signs. `bar_parts` are the growing last cells of a bar that lies, `column_parts`
    those of one that stands; `shades` go from dark to light.
    """

    only_ascii: bool
    faces: Mapping[MoodName, str]
    camera_open: str
    camera_closed: str
    note: str
    separator: str
    ellipsis: str
    playing: str
    paused: str
    liked: str
    disliked: str
    current: str
    pinned: str
    asked_for: str
    cursor: str
    chosen: str
    warning: str
    dash: str
    line_done: str
    line_knob: str
    line_left: str
    volume_full: str
    volume_empty: str
    bar_parts: str
    bar_left: str
    column_parts: str
    shades: str
    half_block: str
    corners: str
    border: str
    key_names: Mapping[str, str]

    def with_moods(self, moods: Iterable[Mood]) -> Charset:
        """The same signs with the faces of these moods."""
        own = {mood.name: mood.ascii_face if self.only_ascii else mood.emoji for mood in moods}
        return self._replace(faces={**self.faces, **own})

    def face(self, mood: MoodName) -> str:
        """The face of a mood or of what a face shows; that of rest for one without."""
        return self.faces.get(mood, self.faces[Emotion.NEUTRAL])

    def show(self, text: str) -> str:
        """`text` as this terminal can show it: no control characters, nothing that shifts."""
        if text.isascii() and text.isprintable():
            return text
        shown = harmless("".join(map(_shown, text)))
        return _spelled_plainly(shown) if self.only_ascii else shown

    def fit(self, text: str, cells: int) -> str:
        """`text` made safe and cut to at most `cells` cells, with an ellipsis when cut.

        Where terminals do not agree on its width, it has blanks enough for the widest.
        """
        shown = self.show(text)
        if most_cells(shown) <= cells:
            return with_room(shown)
        room = cells - cell_len(self.ellipsis)
        if room <= 0:
            return set_cell_size(self.ellipsis, max(cells, 0))
        cut = set_cell_size(shown, room)
        while most_cells(cut) > room:
            cut = cut[:-1]
        return with_room(cut.rstrip(_LOOSE_ENDS) + self.ellipsis)

    def column(self, text: str, cells: int) -> str:
        """`text` made safe, cut or padded to exactly `cells` cells."""
        return set_cell_size(self.fit(text, cells), cells)

    def bar(self, fraction: float, cells: int) -> tuple[str, str]:
        """The filled and the empty part of a bar `cells` wide, together exactly that wide."""
        steps = len(self.bar_parts)
        filled = round(min(max(fraction, 0.0), 1.0) * cells * steps)
        whole, part = divmod(filled, steps)
        done = self.bar_parts[-1] * whole + (self.bar_parts[part - 1] if part else "")
        return done, self.bar_left * (cells - len(done))


def _shown(character: str) -> str:
    if character in _VARIATION_SELECTORS or character in _SKIN_TONES:
        return ""
    if character in "\t\n\r":
        return " "
    category = unicodedata.category(character)
    if category in _UNSHOWABLE:
        return "\ufffd"
    if category == "Cf" and character not in _JOINERS:
        return ""
    return character


def _spelled_plainly(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_PLAIN_SPELLINGS))
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return letters.encode("ascii", "replace").decode("ascii")


UNICODE = Charset(
    only_ascii=False,
    faces={
        Emotion.HAPPY: "😀",
        Emotion.SAD: "😢",
        Emotion.ANGRY: "😠",
        Emotion.NEUTRAL: "😐",
        Emotion.SURPRISED: "😮",
        Emotion.FEARFUL: "😨",
        Emotion.DISGUSTED: "🤢",
    },
    camera_open="●",
    camera_closed="○",
    note="♪",
    separator="·",
    ellipsis="…",
    playing="▶",
    paused="‖",
    liked="♥",
    disliked="✗",
    current="›",
    pinned="◆",
    asked_for="◆",
    cursor="›",
    chosen="✓",
    warning="!",
    dash="–",
    line_done="━",
    line_knob="●",
    line_left="─",
    volume_full="▮",
    volume_empty="▯",
    bar_parts="▏▎▍▌▋▊▉█",
    bar_left=" ",
    column_parts="▁▂▃▄▅▆▇█",
    shades=" ░▒▓█",
    half_block="▀",
    corners="┌┐└┘",
    border="round",
    key_names={
        "left": "←",
        "right": "→",
        "up": "↑",
        "down": "↓",
        "shift+left": "shift+←",
        "shift+right": "shift+→",
        "shift+up": "shift+↑",
        "shift+down": "shift+↓",
    },
)

ASCII = Charset(
    only_ascii=True,
    faces={
        Emotion.HAPPY: ":)",
        Emotion.SAD: ":(",
        Emotion.ANGRY: ">(",
        Emotion.NEUTRAL: ":|",
        Emotion.SURPRISED: ":O",
        Emotion.FEARFUL: "D:",
        Emotion.DISGUSTED: ":S",
    },
    camera_open="(*)",
    camera_closed="( )",
    note="#",
    separator="-",
    ellipsis="..",
    playing=">",
    paused="=",
    liked="<3",
    disliked="no",
    current=">",
    pinned="*",
    asked_for="*",
    cursor=">",
    chosen="*",
    warning="!",
    dash="-",
    line_done="=",
    line_knob="o",
    line_left="-",
    volume_full="|",
    volume_empty=".",
    bar_parts="#",
    bar_left=".",
    column_parts=".:|",
    shades=" .:-=+*#%@",
    half_block="",
    corners="++++",
    border="ascii",
    key_names={
        "left": "<-",
        "right": "->",
        "shift+left": "shift+<-",
        "shift+right": "shift+->",
    },
)

# The Linux console draws no emoji and few signs, but in a UTF-8 locale it does draw letters.
LINUX_CONSOLE = ASCII._replace(only_ascii=False)
