"""What the desktop may ask of the player: calls and settings of MPRIS as requests."""

import math
import os
from urllib.parse import unquote_to_bytes, urlsplit

from tui_player.core.playback.transport import FASTEST, SLOWEST
from tui_player.messages import requests
from tui_player.messages.requests import Request
from tui_player.messages.snapshot import Snapshot
from tui_player.model.errors import TuiPlayerError
from tui_player.remote.mpris.position import ShownPosition
from tui_player.remote.mpris.properties import REPEAT_OF, microseconds, track_path

# Names that D-Bus has for errors.
_ERRORS = "org.freedesktop.DBus.Error."
INVALID = f"{_ERRORS}InvalidArgs"
NOT_FOUND = f"{_ERRORS}FileNotFound"
NOT_SUPPORTED = f"{_ERRORS}NotSupported"
READ_ONLY = f"{_ERRORS}PropertyReadOnly"
UNKNOWN_INTERFACE = f"{_ERRORS}UnknownInterface"
UNKNOWN_METHOD = f"{_ERRORS}UnknownMethod"
UNKNOWN_OBJECT = f"{_ERRORS}UnknownObject"
UNKNOWN_PROPERTY = f"{_ERRORS}UnknownProperty"

# By the specification a player that is paused stays so when it goes to another track.
_NEXT = requests.Skip(stays_paused=True)
_ASKED_BY: dict[str, tuple[Request, ...]] = {
    "Next": (_NEXT,),
    "Previous": (requests.Back(stays_paused=True),),
    "PlayPause": (requests.TogglePause(),),
    "Play": (requests.SetPaused(False),),
    "Pause": (requests.SetPaused(True),),
    # What is stopped plays from the beginning next.
    "Stop": (requests.SetPaused(True), requests.SeekToTime(0.0)),
}


class BusError(TuiPlayerError):
    """A call that cannot be obeyed: D-Bus's name for the error, and a sentence."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name


def asked_by_call(method: str) -> tuple[Request, ...]:
    """What is asked for by a method of the player that takes nothing."""
    return _ASKED_BY[method]


def asked_by_seek(offset_us: int, shown: ShownPosition, now_s: float) -> tuple[Request, ...]:
    """Move by so many microseconds; past the end means the next track."""
    playing = shown.snapshot.now_playing
    if playing is None:
        return ()
    offset_s, length_s = offset_us / 1_000_000, playing.told_length_s
    if length_s is not None and shown.position_s(now_s) + offset_s > length_s:
        return (_NEXT,)
    return (requests.SeekBy(offset_s),)


def asked_by_position(track: str, position_us: int, snapshot: Snapshot) -> tuple[Request, ...]:
    """Move to so many microseconds from the beginning.

    By the specification nothing happens if that is outside the track, or another one plays.
    """
    playing = snapshot.now_playing
    if playing is None or track_path(playing.play_id) != track:
        return ()
    length_s = playing.told_length_s
    last_us = math.inf if length_s is None else microseconds(length_s)
    if not 0 <= position_us <= last_us:
        return ()
    return (requests.SeekToTime(position_us / 1_000_000),)


def asked_by_setting(name: str, value: object, snapshot: Snapshot) -> tuple[Request, ...]:
    """What setting a property of the player asks for; raises BusError.

    The value has the type of the property.
    """
    match name, value:
        case "Volume", float(volume) if not math.isnan(volume):
            return (requests.SetVolume(round(100 * min(max(volume, 0.0), 1.0))),)
        case "Rate", float(rate) if not math.isnan(rate):
            return _rate(rate, snapshot)
        case "LoopStatus", str(wanted) if wanted in REPEAT_OF:
            return (requests.SetRepeat(REPEAT_OF[wanted]),)
    raise BusError(INVALID, f"{name} cannot be {value!r}.")


def path_of(uri: str) -> str:
    """The path of a file that is named by a URI, bytes that are not UTF-8 as lone surrogates.

    Raises BusError for anything else than a file on this machine.
    """
    try:
        parts = urlsplit(uri)
        path = unquote_to_bytes(parts.path)
    except ValueError as error:
        raise BusError(INVALID, f"This is no URI: {error}.") from error
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        raise BusError(NOT_SUPPORTED, "Only files on this machine can be played: file:///…")
    if not path.startswith(b"/") or b"\0" in path:
        raise BusError(INVALID, "This URI names no file: file:///… and a whole path.")
    return os.fsdecode(path)


def _rate(rate: float, snapshot: Snapshot) -> tuple[Request, ...]:
    """A rate of 0 means a pause, by the specification."""
    if rate == 0.0:
        return (requests.SetPaused(True),)
    steps = round(10 * min(max(rate, SLOWEST), FASTEST)) - round(10 * snapshot.rate)
    return (requests.ChangeRate(steps),) if steps else ()
