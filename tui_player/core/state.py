"""The parts that the Director is made of, shared by all who answer for it."""

from dataclasses import dataclass, field

from tui_player.core.library.status import LibraryStatus
from tui_player.core.mood.absence import AbsencePause
from tui_player.core.mood.camera_policy import CameraRest
from tui_player.core.mood.controller import MoodController
from tui_player.core.mood.history import MoodHistory
from tui_player.core.mood.smoothing import MoodSettings
from tui_player.core.notices import NoticeBoard
from tui_player.core.playback.autoplay import Autoplay
from tui_player.core.playback.sleep_timer import SleepTimer
from tui_player.core.settings import PickerSettings, PresenceSettings, SoundSettings
from tui_player.core.undo import UndoList
from tui_player.messages.facts import MoodOrders
from tui_player.messages.snapshot import SpeakerView
from tui_player.model.clock import Moment
from tui_player.model.device_states import Replays
from tui_player.model.mood.goal import GoalSettings
from tui_player.model.music.taste import LearnedMood
from tui_player.model.severity import Severity


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
    mood: MoodSettings = MoodSettings()
    goals: GoalSettings = GoalSettings()
    presence: PresenceSettings = field(default_factory=PresenceSettings)
    sound: SoundSettings = field(default_factory=SoundSettings)
    choosing: PickerSettings = field(default_factory=PickerSettings)


@dataclass(slots=True)
class Parts:
    """All state of the player, changed only on the engine thread; `now` is the present moment."""

    settings: DirectorSettings
    mood: MoodController
    programme: Autoplay
    library: LibraryStatus
    camera: CameraRest
    absence: AbsencePause
    history: MoodHistory
    notices: NoticeBoard = field(default_factory=NoticeBoard)
    sleep: SleepTimer = field(default_factory=SleepTimer)
    undo: UndoList = field(default_factory=UndoList)
    speaker: SpeakerView = field(default_factory=SpeakerView)
    learned: tuple[LearnedMood, ...] | None = None  # until somebody looks
    orders: MoodOrders = MoodOrders()  # as they stood after the last event
    now: Moment = field(default_factory=lambda: Moment(0.0, 0.0))

    @property
    def now_s(self) -> float:
        """The present moment in steady seconds."""
        return self.now.steady_s

    def say(self, text: str, severity: Severity = Severity.INFORMATION) -> None:
        """Show one sentence for a while."""
        self.notices.say(text, self.now_s, severity)
