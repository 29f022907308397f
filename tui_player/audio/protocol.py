"""The language between player and sound process: one JSON object a line, both ways.

A line is `{"is": <name of the dataclass>, <field>: <value>, …}` in plain ASCII. Paths that are
not UTF-8 survive: `json` writes Python's lone surrogates as escapes and reads them back.
"""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from tui_player.messages import commands, events
from tui_player.model.errors import TuiPlayerError


class ProtocolError(TuiPlayerError):
    """A line that is no message of this language."""


@dataclass(frozen=True, slots=True)
class Alive:
    """The sound process runs; sent when it has had nothing else to say for a while."""


@dataclass(frozen=True, slots=True)
class Begin:
    """Order: open a device and wait for music; before it a sound process only stands by."""


@dataclass(frozen=True, slots=True)
class WatchSpectrum:
    """Order: measure the spectrum of what is heard, or stop."""

    wanted: bool


@dataclass(frozen=True, slots=True)
class Sought:
    """A Seek is obeyed: positions told from now on are those after it."""


@dataclass(frozen=True, slots=True)
class SpectrumMeasured:
    """The level of each band of what is heard, low notes first, two hexadecimal digits each."""

    levels: str


PlayerEvent = (
    events.TrackStarted
    | events.PositionMoved
    | events.TrackEnded
    | events.TrackUnplayable
    | events.SpeakerChanged
    | events.SpeakersListed
    | events.RingRanDry
    | events.MusicInterrupted
    | events.WorkerFailed
)
Report = PlayerEvent | Sought | SpectrumMeasured | Alive
Order = commands.PlayerCommand | WatchSpectrum | Begin
Message = TypeVar("Message")

_COMMANDS: Mapping[str, type[Order]] = {
    kind.__name__: kind
    for kind in (
        commands.PlayNow,
        commands.SetUpNext,
        commands.Pause,
        commands.Resume,
        commands.Seek,
        commands.OutputVolume,
        commands.SetRate,
        commands.UseDevice,
        commands.QueryDevices,
        commands.StopPlaying,
        WatchSpectrum,
        Begin,
    )
}
_REPORTS: Mapping[str, type[Report]] = {
    kind.__name__: kind
    for kind in (
        events.TrackStarted,
        events.PositionMoved,
        events.TrackEnded,
        events.TrackUnplayable,
        events.SpeakerChanged,
        events.SpeakersListed,
        events.RingRanDry,
        events.MusicInterrupted,
        events.WorkerFailed,
        Sought,
        SpectrumMeasured,
        Alive,
    )
}


def encode(message: Order | Report) -> bytes:
    """Return the message as one line, newline included."""
    fields = {field.name: getattr(message, field.name) for field in dataclasses.fields(message)}
    return json.dumps({"is": type(message).__name__, **fields}).encode("ascii") + b"\n"


def decode_command(line: bytes) -> Order:
    """Read one order of the player. Raises ProtocolError."""
    return _decode(line, _COMMANDS)


def decode_report(line: bytes) -> Report:
    """Read one report of the sound process. Raises ProtocolError."""
    report = _decode(line, _REPORTS)
    if isinstance(report, events.SpeakerChanged):
        return dataclasses.replace(report, state=events.SpeakerState(report.state))
    if isinstance(report, events.SpeakersListed):
        return dataclasses.replace(report, names=tuple(report.names))
    return report


def _decode(line: bytes, kinds: Mapping[str, type[Message]]) -> Message:
    try:
        fields: Any = json.loads(line)
        kind = kinds[fields.pop("is")]
        return kind(**fields)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ProtocolError(f"not a message between player and sound process: {line!r}") from error
