"""The one frozen picture of all that may be shown; never a pixel of the camera."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tui_player.model.device_states import CameraState, FaceSight, Replays, SpeakerState
from tui_player.model.mood.emotion import EMOTIONS
from tui_player.model.mood.moods import MoodName
from tui_player.model.music.track import Track
from tui_player.model.severity import Severity

if TYPE_CHECKING:  # four dozen dataclasses that nobody needs before the first paint
    from tui_player.messages.explanation import ChoiceSum
    from tui_player.model.mood.mood_minute import MoodMinute
    from tui_player.model.music.taste import LearnedMood
    from tui_player.model.music.unreadable_file import UnreadableFile


@dataclass(frozen=True, slots=True)
class Pin:
    """A mood held whatever the face shows; `ends` says until when, in words."""

    emotion: MoodName
    ends: str = "until unpinned"


@dataclass(frozen=True, slots=True)
class GoalView:
    """A goal (`kind`: "lift" or "ramp"), its way of moods and the step the music is at.

    `path` is empty until a mood is known.
    """

    kind: str
    target: MoodName
    path: tuple[MoodName, ...] = ()
    step: int = 0


@dataclass(frozen=True, slots=True)
class RestView:
    """The face at rest is being measured: how long still, and whether it is seen just now."""

    seconds_left: int
    is_seen: bool


@dataclass(frozen=True, slots=True)
class MoodHistoryView:
    """The last half hour: the minutes seen, oldest first, up to the minute `until` (Unix time).

    `may_keep` is None until the person has said whether it may be written down.
    """

    minutes: "tuple[MoodMinute, ...]" = ()
    until: int = 0
    may_keep: bool | None = None


@dataclass(frozen=True, slots=True)
class MoodView:
    """The mood that music follows, and what the face shows at this moment.

    `emotion` is None until a first mood is settled. `probabilities` are the smoothed readings
    in the order of EMOTIONS (all 0 while there is none). `certainty` (0 to 1) belongs to
    `emotion`. `families` are the genre families this mood plays, heaviest first.
    `held_by_guest`: somebody else is there, and the mood waits until they have gone. `rest` is
    there while the face at rest is being measured. `families_of_all` tells what each of EMOTIONS
    plays.
    """

    emotion: MoodName | None = None
    certainty: float = 0.0
    probabilities: tuple[float, ...] = (0.0,) * len(EMOTIONS)
    unsure: bool = False
    sight: FaceSight = FaceSight.NOT_LOOKING
    held_by_guest: bool = False
    pin: Pin | None = None
    goal: GoalView | None = None
    rest: RestView | None = None
    families: tuple[str, ...] = ()
    families_of_all: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class CameraView:
    """The camera's state, its sentence for a person, and frames analysed a second.

    `resting`: it is off only as long as a pin makes it useless. `replays` is what stands in for
    it, if anything does.
    """

    state: CameraState = CameraState.OFF
    sentence: str = ""
    analysed_per_s: float = 0.0
    resting: bool = False
    replays: Replays = Replays.NOTHING

    @property
    def is_on(self) -> bool:
        """Whether it looks, or what is replayed in its place goes on."""
        return self.state in _STATES_WITH_OPEN_DEVICE

    @property
    def device_is_open(self) -> bool:
        """Whether the device is held: the screen's camera sign shows exactly this."""
        return self.is_on and self.replays is Replays.NOTHING


# While opening, the driver may light the camera's lamp already.
_STATES_WITH_OPEN_DEVICE = frozenset(
    {
        CameraState.OPENING,
        CameraState.OK,
        CameraState.FROZEN,
        CameraState.DARK,
        CameraState.COVERED,
    }
)


@dataclass(frozen=True, slots=True)
class NowPlaying:
    """The track that sounds, why it was chosen and how far it is.

    `sum` is what its choice was made by; None if a person asked for it.
    """

    play_id: int
    track: Track
    reason: str
    position_s: float = 0.0
    duration_s: float | None = None
    opinion: int = 0
    sum: "ChoiceSum | None" = None

    @property
    def told_length_s(self) -> float | None:
        """The length to show: that of all lists, unless what sounds differs by a second or more.

        Decoders and tags count the padding of an encoder differently.
        """
        listed_s = self.track.duration_s
        if self.duration_s is None or listed_s is None:
            return listed_s if self.duration_s is None else self.duration_s
        return listed_s if abs(self.duration_s - listed_s) < 1.0 else self.duration_s


@dataclass(frozen=True, slots=True)
class UpNextEntry:
    """One track of Up next, and why it was chosen in at most six words.

    `sum` is what its choice was made by; None if a person asked for it.
    """

    play_id: int
    track: Track
    reason: str
    asked_for: bool = False
    sum: "ChoiceSum | None" = None


@dataclass(frozen=True, slots=True)
class EndingView:
    """What happens when tracks end: what is repeated, and when the music pauses.

    `repeats` is in words, empty for nothing. `sleep_min` are whole minutes until the sleep timer
    runs out, None if it is off, 0 while it waits for a track to be the last one.
    """

    repeats: str = ""
    stops_after_track: bool = False
    sleep_min: int | None = None


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """The sound device and the volume (0 to 100).

    `names` are the devices to choose from, empty until asked for; `chosen` is None for the
    system's default.
    """

    state: SpeakerState = SpeakerState.CLOSED
    device: str = ""
    backend: str = ""
    sentence: str = ""
    volume_percent: int = 72
    muted: bool = False
    ran_dry_count: int = 0
    names: tuple[str, ...] = ()
    chosen: str | None = None


@dataclass(frozen=True, slots=True)
class LibraryView:
    """The music folder: what is in it, how far a scan is, what is wrong with it."""

    folder: str = ""
    tracks: int = 0
    genres: int = 0
    scanning: bool = False
    scan_done: int = 0
    scan_total: int | None = None
    unreadable: "tuple[UnreadableFile, ...]" = ()
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A passing message to the person; `number` grows with each new one."""

    number: int
    text: str
    severity: Severity = Severity.INFORMATION


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything the screen and remote control may show, at one moment."""

    mood: MoodView = MoodView()
    camera: CameraView = CameraView()
    now_playing: NowPlaying | None = None
    paused: bool = False
    rate: float = 1.0  # times as fast as recorded
    ending: EndingView = EndingView()
    up_next: tuple[UpNextEntry, ...] = ()
    speaker: SpeakerView = SpeakerView()
    library: LibraryView = LibraryView()
    notices: tuple[Notice, ...] = field(default=())
    learned: "tuple[LearnedMood, ...] | None" = None  # as it was when somebody looked last
    mood_history: MoodHistoryView = MoodHistoryView()
    failed: bool = False  # nothing plays: the parts behind the screen could not be started
