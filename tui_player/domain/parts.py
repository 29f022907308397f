"""The parts that the Director is made of, shared by all who answer for it."""

from dataclasses import dataclass, field

from tui_player.domain.absence import AbsencePause
from tui_player.domain.camera_rest import CameraRest
from tui_player.domain.device_states import Replays
from tui_player.domain.goal import GoalSettings
from tui_player.domain.learned_view import LearnedMood
from tui_player.domain.library_keeper import LibraryKeeper
from tui_player.domain.mind_settings import PickerSettings, PresenceSettings, SoundSettings
from tui_player.domain.moment import Moment
from tui_player.domain.mood import MoodSettings
from tui_player.domain.mood_history import MoodHistory
from tui_player.domain.mood_keeper import MoodKeeper
from tui_player.domain.notices import NoticeBoard
from tui_player.domain.person import MoodOrders
from tui_player.domain.programme import Programme
from tui_player.domain.severity import Severity
from tui_player.domain.sleep_timer import SleepTimer
from tui_player.domain.snapshot import SpeakerView
from tui_player.domain.undo import UndoList


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
    mood: MoodKeeper
    programme: Programme
    library: LibraryKeeper
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
