"""What conductor and feeder say to each other: orders one way, notes the other."""

from dataclasses import dataclass

from tui_player.audio.pcm.ring_buffer import PcmRing


@dataclass(frozen=True, slots=True)
class Play:
    """One file to be played once, from `position_s` on, its samples scaled by `gain_db`.

    `rate` times as fast as it was recorded, its pitch kept.
    """

    play_id: int
    path: str
    position_s: float = 0.0
    gain_db: float = 0.0
    rate: float = 1.0


@dataclass(frozen=True, slots=True)
class Load:
    """Order: begin afresh with this play."""

    generation: int
    play: Play


@dataclass(frozen=True, slots=True)
class Follow:
    """Order: go on with this play (None: with nothing) after `after_play_id`.

    If another was already joined to that one it is taken back, unless it sounds already.
    """

    generation: int
    after_play_id: int
    play: Play | None
    crossfade_s: float = 0.0


@dataclass(frozen=True, slots=True)
class FadeTo:
    """Order: fade from what is about to be handed over into this play."""

    generation: int
    play: Play
    fade_s: float


@dataclass(frozen=True, slots=True)
class Unload:
    """Order: let go of all files."""


@dataclass(frozen=True, slots=True)
class Mark:
    """From this frame of the ring on a play sounds (None: nothing).

    `complaint` tells why the play before broke off, if it did.
    """

    frame: int
    play: Play | None
    duration_s: float | None = None
    complaint: str = ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The ring is filled well enough to begin."""

    generation: int
    ring: PcmRing
    rate_hz: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Marked:
    """The ring was marked; marks at the same frame or later no longer hold."""

    generation: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Unmarked:
    """Marks at this frame of the ring or later no longer hold."""

    generation: int
    frame: int


@dataclass(frozen=True, slots=True)
class Failed:
    """A file cannot be played."""

    generation: int
    play_id: int
    reason: str


Order = Load | Follow | FadeTo | Unload
Note = Loaded | Marked | Unmarked | Failed
