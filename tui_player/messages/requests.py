"""Requests: what a person can ask of the player, by key, mouse or remote control."""

from dataclasses import dataclass

from tui_player.model.mood.moods import MoodName
from tui_player.model.mood.pin_span import PinSpan
from tui_player.model.music.family_overrides import Scope
from tui_player.model.music.repeat import Repeat
from tui_player.model.music.track import TrackId


@dataclass(frozen=True)
class _Named:
    """A request that its name says all of.

    What makes it data is inherited: fifty such classes are made in the time that one with the
    decorator takes, and all of them are made before the first paint.
    """

    __slots__ = ()


class TogglePause(_Named):
    """Pause, or resume."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class SetPaused:
    """Pause, or resume, whichever it is now: asked twice, nothing more happens."""

    paused: bool


@dataclass(frozen=True, slots=True)
class Skip:
    """Go to the next track, and play it; one that is paused may stay so."""

    stays_paused: bool = False


@dataclass(frozen=True, slots=True)
class Back:
    """Restart the track; within its first seconds, go to the one before, as by Skip."""

    stays_paused: bool = False


@dataclass(frozen=True, slots=True)
class SeekBy:
    """Move within the track by so many seconds, negative for back."""

    seconds: float


@dataclass(frozen=True, slots=True)
class SeekTo:
    """Move within the track to a fraction (0 to 1) of its length."""

    fraction: float


@dataclass(frozen=True, slots=True)
class SeekToTime:
    """Move within the track to so many seconds from its beginning."""

    position_s: float


@dataclass(frozen=True, slots=True)
class ChangeVolume:
    """Louder or softer by `steps` of the volume scale (0 to 100)."""

    steps: int


@dataclass(frozen=True, slots=True)
class SetVolume:
    """This loud (0 to 100); ends muting."""

    percent: int


@dataclass(frozen=True, slots=True)
class ChangeRate:
    """Play faster or slower by so many tenths of the recorded speed."""

    steps: int


class ResetRate(_Named):
    """Play as fast as recorded."""

    __slots__ = ()


class ToggleMute(_Named):
    """Silence, or the volume from before."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class PinMood:
    """Hold one mood whatever the face shows."""

    emotion: MoodName
    span: PinSpan = PinSpan()


@dataclass(frozen=True, slots=True)
class PinFor:
    """Hold the present mood, or the one that is pinned, for this long from now."""

    span: PinSpan


class TogglePin(_Named):
    """Pin the present mood, or unpin."""

    __slots__ = ()


class Unpin(_Named):
    """Follow the face again."""

    __slots__ = ()


class RejectMood(_Named):
    """Not this mood: drop the reading and go back to the mood before it."""

    __slots__ = ()


class NextGoal(_Named):
    """The next mood goal of the round: match the face, lift, ramp."""

    __slots__ = ()


class MeasureNeutralFace(_Named):
    """Take the next twenty seconds as my face at rest; asked again meanwhile, stop."""

    __slots__ = ()


class StopMeasuring(_Named):
    """Stop measuring my face at rest, and keep nothing of it."""

    __slots__ = ()


class ForgetNeutralFace(_Named):
    """Forget my face at rest."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class KeepMoodHistory:
    """Keep the history of my moods from now on, one emotion a minute; or do not."""

    allowed: bool


class EraseMoodHistory(_Named):
    """Wipe out all that is kept of my moods."""

    __slots__ = ()


class ChangeMusicNow(_Named):
    """Do not wait for the track to end: play what fits the mood at once."""

    __slots__ = ()


class PlayRandomAlbum(_Named):
    """Play an album that fits the present mood, chosen at random, from its first track."""

    __slots__ = ()


class ToggleCamera(_Named):
    """Close the camera device, or open it again."""

    __slots__ = ()


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


class Like(_Named):
    """This track is right in this mood; asked again, the like is taken back."""

    __slots__ = ()


class Dislike(_Named):
    """This track is wrong in this mood: play it less here, and skip it now."""

    __slots__ = ()


class ListSpeakers(_Named):
    """Which sound devices are there? The answer is in the Snapshot's speaker part."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class ChooseSpeaker:
    """Play on the sound device of this name; None: the system's default."""

    name: str | None


class LookAtLearned(_Named):
    """What was learned of my taste? The answer is in the Snapshot."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class ForgetLearned:
    """Wipe out what was learned in this mood, likes and dislikes included; None: in all."""

    emotion: MoodName | None


class Rescan(_Named):
    """Look through the music folder again."""

    __slots__ = ()


class NextRepeat(_Named):
    """Repeat this track, then what was queued, then nothing: the next of the round."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class SetRepeat:
    """Repeat this, whatever it was before: asked twice, nothing more happens."""

    repeat: Repeat


@dataclass(frozen=True, slots=True)
class SleepAfter:
    """Pause when the track ends that plays in so many minutes; 0: this one; None: do not."""

    minutes: int | None


class ShuffleQueued(_Named):
    """Put what was asked for in Up next into another order, by chance."""

    __slots__ = ()


class ClearQueued(_Named):
    """Take all that was asked for out of Up next."""

    __slots__ = ()


class Undo(_Named):
    """Take back the last change of Up next or of the mood."""

    __slots__ = ()


# Requests by topic; the Director hands each topic to a module of its own.

VolumeRequest = ChangeVolume | SetVolume | ToggleMute

# Pause, skip, seek, speed and volume.
TransportRequest = (
    TogglePause
    | SetPaused
    | Skip
    | Back
    | SeekBy
    | SeekTo
    | SeekToTime
    | VolumeRequest
    | ChangeRate
    | ResetRate
    | PlayFromUpNext
)

# Changes of the mood by hand; they can be undone.
MoodRequest = PinMood | PinFor | TogglePin | Unpin | RejectMood | NextGoal

# Changes of Up next by hand; they can be undone.
UpNextRequest = (
    QueueTrack | QueueTracks | RemoveFromUpNext | MoveInUpNext | ShuffleQueued | ClearQueued
)

# Changes of Up next, and of what plays now.
QueueRequest = UpNextRequest | PlayTrack | PlayTracks | PlayRandomAlbum | ChangeMusicNow

# What happens when a track ends.
EndingRequest = NextRepeat | SetRepeat | SleepAfter

# What is stored about the person.
PersonRequest = (
    MeasureNeutralFace | StopMeasuring | ForgetNeutralFace | KeepMoodHistory | EraseMoodHistory
)

# Likes, and what plays and skips have taught.
TasteRequest = Like | Dislike | LookAtLearned | ForgetLearned

FamilyRequest = GiveFamily

DeviceRequest = ToggleCamera | ListSpeakers | ChooseSpeaker

LibraryRequest = Rescan

Request = (
    TransportRequest
    | MoodRequest
    | PersonRequest
    | QueueRequest
    | TasteRequest
    | FamilyRequest
    | DeviceRequest
    | LibraryRequest
    | EndingRequest
    | Undo
)
