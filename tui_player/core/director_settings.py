"""What the configuration decides for the Director, loaded together with it."""

from dataclasses import dataclass, field

from tui_player.core.mood.smoothing import MoodSettings
from tui_player.core.settings import PickerSettings, PresenceSettings, SoundSettings
from tui_player.model.device_states import Replays
from tui_player.model.mood.goal import GoalSettings
from tui_player.model.mood.moods import PLAIN_MOODS, Moods


@dataclass(frozen=True, slots=True)
class DirectorSettings:
    """What the configuration decides for the Director.

    With `change_at_once` a change of mood does not wait for the track to end.
    """

    folder: str
    camera_wanted: bool = True
    replays: Replays = Replays.NOTHING
    resume: bool = True
    change_at_once: bool = False
    moods: Moods = PLAIN_MOODS
    mood: MoodSettings = MoodSettings()
    goals: GoalSettings = GoalSettings()
    presence: PresenceSettings = field(default_factory=PresenceSettings)
    sound: SoundSettings = field(default_factory=SoundSettings)
    choosing: PickerSettings = field(default_factory=PickerSettings)
