"""Requests: what a person can ask of the player, by key, mouse or remote control."""

from dataclasses import dataclass

from tui_player.domain.emotion import Emotion
from tui_player.domain.given_family import Scope
from tui_player.domain.pin import PinSpan
from tui_player.domain.track import TrackId


@dataclass(frozen=True, slots=True)
class TogglePause:
    """Pause, or resume."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Go to the next track."""


@dataclass(frozen=True, slots=True)
class Back:
    """Restart the track; within its first seconds, go to the one before."""


@dataclass(frozen=True, slots=True)
class SeekBy:
    """Move within the track by so many seconds, negative for back."""

    seconds: float


@dataclass(frozen=True, slots=True)
class SeekTo:
    """Move within the track to a fraction (0 to 1) of its length."""

    fraction: float


@dataclass(frozen=True, slots=True)
class ChangeVolume:
    """Louder or softer by `steps` of the volume scale (0 to 100)."""

    steps: int


@dataclass(frozen=True, slots=True)
class ChangeRate:
    """Play faster or slower by so many tenths of the recorded speed."""

    steps: int


@dataclass(frozen=True, slots=True)
class ResetRate:
    """Play as fast as recorded."""


@dataclass(frozen=True, slots=True)
class ToggleMute:
    """Silence, or the volume from before."""


@dataclass(frozen=True, slots=True)
class PinMood:
    """Hold one mood whatever the face shows."""

    emotion: Emotion
    span: PinSpan = PinSpan()


@dataclass(frozen=True, slots=True)
class PinFor:
    """Hold the present mood, or the one that is pinned, for this long from now."""

    span: PinSpan


@dataclass(frozen=True, slots=True)
class TogglePin:
    """Pin the present mood, or unpin."""


@dataclass(frozen=True, slots=True)
class Unpin:
    """Follow the face again."""


@dataclass(frozen=True, slots=True)
class RejectMood:
    """Not this mood: drop the reading and go back to the mood before it."""


@dataclass(frozen=True, slots=True)
class NextGoal:
    """The next mood goal of the round: match the face, lift, ramp."""


@dataclass(frozen=True, slots=True)
class MeasureNeutralFace:
    """Take the next twenty seconds as my face at rest; asked again meanwhile, stop."""


@dataclass(frozen=True, slots=True)
class StopMeasuring:
    """Stop measuring my face at rest, and keep nothing of it."""


@dataclass(frozen=True, slots=True)
class ForgetNeutralFace:
    """Forget my face at rest."""


@dataclass(frozen=True, slots=True)
class KeepMoodHistory:
    """Keep the history of my moods from now on, one emotion a minute; or do not."""

    allowed: bool


@dataclass(frozen=True, slots=True)
class EraseMoodHistory:
    """Wipe out all that is kept of my moods."""


@dataclass(frozen=True, slots=True)
class ChangeMusicNow:
    """Do not wait for the track to end: play what fits the mood at once."""


@dataclass(frozen=True, slots=True)
class ToggleCamera:
    """Close the camera device, or open it again."""


@dataclass(frozen=True, slots=True)
class PlayTrack:
    """Play one track now."""

    track_id: TrackId


@dataclass(frozen=True, slots=True)
class PlayFromUpNext:
    """Play the entry of Up next with this play id now, ahead of those before it."""

    play_id: int


@dataclass(frozen=True, slots=True)
class QueueTrack:
    """Put one track into Up next: at its head if `first`, else behind all asked for."""

    track_id: TrackId
    first: bool = False


@dataclass(frozen=True, slots=True)
class PlayTracks:
    """Play the first of these now; the others follow it in this order."""

    track_ids: tuple[TrackId, ...]


@dataclass(frozen=True, slots=True)
class QueueTracks:
    """Put these, in this order, into Up next: at its head if `first`, else behind all asked for."""

    track_ids: tuple[TrackId, ...]
    first: bool = False


@dataclass(frozen=True, slots=True)
class GiveFamily:
    """Count an artist, album or track, called `label`, as this genre family; empty: as tagged."""

    scope: Scope
    family: str
    label: str


@dataclass(frozen=True, slots=True)
class RemoveFromUpNext:
    """Take the play with this id out of Up next."""

    play_id: int


@dataclass(frozen=True, slots=True)
class MoveInUpNext:
    """Move the play with this id `places` down Up next, negative for up."""

    play_id: int
    places: int


@dataclass(frozen=True, slots=True)
class Like:
    """This track is right in this mood; asked again, the like is taken back."""


@dataclass(frozen=True, slots=True)
class Dislike:
    """This track is wrong in this mood: play it less here, and skip it now."""


@dataclass(frozen=True, slots=True)
class ListSpeakers:
    """Which sound devices are there? The answer is in the Snapshot's speaker part."""


@dataclass(frozen=True, slots=True)
class ChooseSpeaker:
    """Play on the sound device of this name; None: the system's default."""

    name: str | None


@dataclass(frozen=True, slots=True)
class LookAtLearned:
    """What was learned of my taste? The answer is in the Snapshot."""


@dataclass(frozen=True, slots=True)
class ForgetLearned:
    """Wipe out what was learned in this mood, likes and dislikes included; None: in all."""

    emotion: Emotion | None


@dataclass(frozen=True, slots=True)
class Rescan:
    """Look through the music folder again."""


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the last change of Up next or of the mood."""


# Requests by topic; the Director hands each topic to a module of its own.

# What the transport answers alone.
TransportRequest = (
    TogglePause
    | Skip
    | Back
    | SeekBy
    | ChangeVolume
    | ToggleMute
    | ChangeRate
    | ResetRate
    | PlayFromUpNext
)

# What changes the mood by hand, and can be undone.
MoodRequest = PinMood | PinFor | TogglePin | Unpin | RejectMood | NextGoal

# What changes Up next by hand, and can be undone.
QueueRequest = QueueTrack | QueueTracks | RemoveFromUpNext | MoveInUpNext

# What concerns the present track, puts others in its place, or says of what kind tracks are.
TrackRequest = SeekTo | ChangeMusicNow | PlayTrack | PlayTracks | GiveFamily | Like | Dislike

# What concerns what is kept of the person.
PersonRequest = (
    MeasureNeutralFace | StopMeasuring | ForgetNeutralFace | KeepMoodHistory | EraseMoodHistory
)

# What concerns what was learned.
LearningRequest = LookAtLearned | ForgetLearned

DeviceRequest = ToggleCamera | ListSpeakers | ChooseSpeaker | Rescan

Request = (
    TransportRequest
    | MoodRequest
    | PersonRequest
    | QueueRequest
    | TrackRequest
    | DeviceRequest
    | LearningRequest
    | Undo
)
