"""A face drawn in lines for each mood, shown where there is no camera picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_player.model.mood.emotion import Emotion

if TYPE_CHECKING:
    from tui_player.model.mood.moods import MoodName
    from tui_player.ui.drawing.glyphs import Charset

# Brows, eyes, and two rows for the mouth, each 11 cells wide.
_Face = tuple[str, str, str, str]

_UNICODE_FACES: dict[MoodName | None, _Face] = {
    Emotion.HAPPY: ("           ", "   ◠   ◠   ", "           ", "   ╰───╯   "),
    Emotion.SAD: ("  ╱     ╲  ", "   ●   ●   ", "           ", "   ╭───╮   "),
    Emotion.ANGRY: ("  ╲     ╱  ", "   ●   ●   ", "           ", "   ╶───╴   "),
    Emotion.NEUTRAL: ("           ", "   ●   ●   ", "           ", "   ╶───╴   "),
    Emotion.SURPRISED: ("   ◠   ◠   ", "   ○   ○   ", "    ╭─╮    ", "    ╰─╯    "),
    Emotion.FEARFUL: ("  ╱     ╲  ", "   ○   ○   ", "           ", "   ∼∼∼∼∼   "),
    Emotion.DISGUSTED: ("  ─     ╱  ", "   –   ●   ", "           ", "   ∼──╯    "),
    None: ("           ", "   –   –   ", "           ", "    ╶─╴    "),
}
_ASCII_FACES: dict[MoodName | None, _Face] = {
    Emotion.HAPPY: ("           ", "   ^   ^   ", "           ", "   \\___/   "),
    Emotion.SAD: ("  /     \\  ", "   o   o   ", "    ___    ", "   /   \\   "),
    Emotion.ANGRY: ("  \\     /  ", "   o   o   ", "           ", "   -----   "),
    Emotion.NEUTRAL: ("           ", "   o   o   ", "           ", "   -----   "),
    Emotion.SURPRISED: ("   ^   ^   ", "   O   O   ", "    .-.    ", "    '-'    "),
    Emotion.FEARFUL: ("  /     \\  ", "   O   O   ", "           ", "   ~~~~~   "),
    Emotion.DISGUSTED: ("  -     /  ", "   -   o   ", "           ", "   ~--/    "),
    None: ("           ", "   -   -   ", "           ", "    ---    "),
}


def drawn_face(mood: MoodName | None, charset: Charset) -> tuple[str, ...]:
    """The rows of a drawn face, all 13 cells wide; None draws one that is asleep.

    A mood without a face of its own has the one at rest.
    """
    if charset.half_block:
        faces, top, side, bottom = _UNICODE_FACES, "╭───────────╮", "│", "╰───────────╯"
    else:
        faces, top, side, bottom = _ASCII_FACES, ".-----------.", "|", "'-----------'"
    face = faces.get(mood, faces[Emotion.NEUTRAL])
    return (top, *(f"{side}{row}{side}" for row in face), bottom)
