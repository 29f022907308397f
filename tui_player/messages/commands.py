"""Commands: orders of the Director to one worker each; carrying one out never waits."""

from dataclasses import dataclass

from tui_player.messages.facts import Fact
from tui_player.model.music.family_overrides import Scope
from tui_player.model.music.loudness import FileState
from tui_player.model.music.track import TrackId


@dataclass(frozen=True, slots=True)
class PlayNow:
    """Stop what sounds and play this file from `position_s` on.

    `play_id` names this play in every event about it: one track may be played twice.
    With `paused` the track is made ready and waits for `Resume`. `gain_db` makes its loudness
    even with the others. With `fade_s` above 0 what sounded is crossfaded into it.
    """

    play_id: int
    path: str
    position_s: float = 0.0
    paused: bool = False
    gain_db: float = 0.0
    fade_s: float = 0.0


@dataclass(frozen=True, slots=True)
class SetUpNext:
    """Follow the present track with this one, without a gap; replaces what was set before.

    With `path` None nothing follows. With `crossfade_s` above 0 its beginning sounds together
    with the present track's end.
    """

    play_id: int
    path: str | None
    gain_db: float = 0.0
    crossfade_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Pause:
    """Fall silent at once, keeping the position."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on where it was paused."""


@dataclass(frozen=True, slots=True)
class Seek:
    """Go to `position_s` in the present track."""

    position_s: float


@dataclass(frozen=True, slots=True)
class OutputVolume:
    """Set the volume, 0 (silent) to 100 on a perceptual scale."""

    percent: int


@dataclass(frozen=True, slots=True)
class SetRate:
    """Play `rate` times as fast as recorded, 0.5 to 2, with the pitch kept; 1 is untouched."""

    rate: float


@dataclass(frozen=True, slots=True)
class UseDevice:
    """Play on the sound device of this name, from now on; None: the system's default."""

    name: str | None


@dataclass(frozen=True, slots=True)
class QueryDevices:
    """Tell which sound devices there are, by `SpeakersListed`."""


@dataclass(frozen=True, slots=True)
class MeasureLoudness:
    """Measure how loud a file is, in the background; told by `LoudnessMeasured`.

    `known_of` is the state in which it was measured before: nothing is done if it still is.
    """

    track_id: TrackId
    path: str
    known_of: FileState | None = None


@dataclass(frozen=True, slots=True)
class StopPlaying:
    """Fall silent and forget the present and the following track."""


@dataclass(frozen=True, slots=True)
class OpenCamera:
    """Open the camera and read faces until released."""


@dataclass(frozen=True, slots=True)
class ReleaseCamera:
    """Really close the camera device."""


@dataclass(frozen=True, slots=True)
class ScanFolder:
    """Walk the music folder again and bring the index into step."""


@dataclass(frozen=True, slots=True)
class UseFamilies:
    """Count these artists, albums and tracks as these genre families, and no others."""

    given: tuple[tuple[Scope, str], ...]


@dataclass(frozen=True, slots=True)
class Remember:
    """Write one fact of the user's past to the history."""

    fact: Fact


PlayerCommand = (
    PlayNow
    | SetUpNext
    | Pause
    | Resume
    | Seek
    | OutputVolume
    | SetRate
    | UseDevice
    | QueryDevices
    | StopPlaying
)
CameraCommand = OpenCamera | ReleaseCamera
LibraryCommand = ScanFolder | UseFamilies
Command = PlayerCommand | CameraCommand | MeasureLoudness | LibraryCommand | Remember
