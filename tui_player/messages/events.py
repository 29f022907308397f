"""Events: what happened, told to the engine by every thread and process."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_player.model.device_states import CameraState as CameraState
from tui_player.model.device_states import SpeakerState as SpeakerState
from tui_player.model.mood.face_reading import FaceReading
from tui_player.model.music.loudness import Loudness
from tui_player.model.music.track import TrackId
from tui_player.model.music.unreadable_file import UnreadableFile

if TYPE_CHECKING:  # two dozen dataclasses that a scan from the command line never needs
    from tui_player.messages.requests import Request


@dataclass(frozen=True, slots=True)
class FaceRead:
    """A frame was analysed and its main face read."""

    reading: FaceReading


@dataclass(frozen=True, slots=True)
class FaceLost:
    """A frame was analysed and no face was found in it."""


@dataclass(frozen=True, slots=True)
class CameraChanged:
    """The camera's state changed; `sentence` says so to a person, with what to do."""

    state: CameraState
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class ScanProgressed:
    """The scanner has read `done` of `total` files (total None: still counting)."""

    done: int
    total: int | None


@dataclass(frozen=True, slots=True)
class LibraryChanged:
    """The index now holds `tracks` tracks; sent after each batch while scanning.

    `families` counts tracks per genre family, largest first. `finished` is False while a scan
    is still running.
    """

    tracks: int
    genres: int
    families: tuple[tuple[str, int], ...] = ()
    unreadable: tuple[UnreadableFile, ...] = ()
    finished: bool = True


@dataclass(frozen=True, slots=True)
class TracksMoved:
    """Files were renamed or moved within the folder, all at once: pairs of old and new id."""

    moves: tuple[tuple[TrackId, TrackId], ...]


@dataclass(frozen=True, slots=True)
class LibraryTroubled:
    """The folder cannot be scanned or watched as it should; empty sentence: it can again."""

    sentence: str


@dataclass(frozen=True, slots=True)
class TrackStarted:
    """The first sample of a play left for the speaker."""

    play_id: int
    duration_s: float | None = None


@dataclass(frozen=True, slots=True)
class PositionMoved:
    """What is heard now is `position_s` into the play."""

    play_id: int
    position_s: float


@dataclass(frozen=True, slots=True)
class TrackEnded:
    """The last sample of a play was heard; a following track, if set, has begun.

    Where the two are crossfaded it comes where the fade begins to be heard.
    """

    play_id: int


@dataclass(frozen=True, slots=True)
class TrackUnplayable:
    """A play could not begin or go on; `reason` completes "cannot play X: …"."""

    play_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class SpeakerChanged:
    """The sound device changed; `sentence` is empty when all is well."""

    state: SpeakerState
    device: str = ""
    backend: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class SpeakersListed:
    """The sound devices there are, by name; `chosen` is None for the system's default."""

    names: tuple[str, ...]
    chosen: str | None = None


@dataclass(frozen=True, slots=True)
class LoudnessMeasured:
    """A file's loudness was measured; nothing known in it if it could not be.

    None: the file is as it was when it was measured before.
    """

    track_id: TrackId
    loudness: Loudness | None


@dataclass(frozen=True, slots=True)
class RingRanDry:
    """The speaker asked for sound that was not decoded yet; `count` since start."""

    count: int


@dataclass(frozen=True, slots=True)
class MusicInterrupted:
    """The sound server wants music to be silent, as during a call; or no longer does."""

    by_others: bool


@dataclass(frozen=True, slots=True)
class WorkerFailed:
    """A thread met an error it did not expect; `sentence` says which and what follows."""

    worker: str
    sentence: str


@dataclass(frozen=True, slots=True)
class UserAsked:
    """Somebody asked for something: a key, the mouse, or remote control."""

    request: "Request"


@dataclass(frozen=True, slots=True)
class ClockTicked:
    """Time passed with nothing else happening; lets pins and notices expire."""


# What the sound process and the loudness meter tell.
# What happens to tracks in the sound process and the loudness meter.
TrackEvent = (
    TrackStarted
    | PositionMoved
    | TrackEnded
    | TrackUnplayable
    | LoudnessMeasured
    | MusicInterrupted
)

SpeakerEvent = SpeakerChanged | SpeakersListed | RingRanDry

SoundEvent = TrackEvent | SpeakerEvent

FaceEvent = FaceRead | FaceLost | CameraChanged

LibraryEvent = ScanProgressed | LibraryChanged | TracksMoved | LibraryTroubled

Event = SoundEvent | FaceEvent | LibraryEvent | WorkerFailed | UserAsked | ClockTicked

Emit = Callable[[Event], None]
