"""What the configuration decides for the mind, apart from the parts that heed it.

Loaded before the first paint, so it brings nothing along that decides or plays.
"""

from dataclasses import dataclass, field

from tui_player.core.playback.crossfade import CrossfadeSettings
from tui_player.core.playback.gain import LoudnessSettings
from tui_player.core.selection.mood_tags import MoodWords
from tui_player.core.selection.schedule import ContextRules


@dataclass(frozen=True, slots=True)
class SoundSettings:
    """How tracks sound beside each other: their loudness, and where they fade."""

    loudness: LoudnessSettings = field(default_factory=LoudnessSettings)
    crossfade: CrossfadeSettings = field(default_factory=CrossfadeSettings)


@dataclass(frozen=True, slots=True)
class PickerSettings:
    """What the configuration decides: rules by time, and whether plays and skips teach.

    `mood_words` are the words of MOOD tags that are heeded.
    """

    context: ContextRules = field(default_factory=ContextRules)
    learns: bool = True
    mood_words: MoodWords = field(default_factory=MoodWords)


@dataclass(frozen=True, slots=True)
class PresenceSettings:
    """What follows from nobody being there, and from a pin that makes looking useless.

    After `pause_after_s` with no face the music pauses until there is one; None: it never does.
    """

    pause_after_s: float | None = None
    camera_rests_while_pinned: bool = False
