"""The registry of outputs: one table of which device names each takes and how it opens them."""

import contextlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import miniaudio
from miniaudio import Backend

from tui_player.audio.outputs.device_worker import Device, NoDeviceError
from tui_player.audio.outputs.libpulse import PulseError
from tui_player.audio.outputs.miniaudio import open_on
from tui_player.audio.outputs.miniaudio_list import device_names
from tui_player.audio.outputs.names import matching
from tui_player.audio.outputs.pipe import PipeOpener
from tui_player.audio.outputs.pipe_names import is_pipe
from tui_player.audio.outputs.pulse import PulseDevice, sink_names
from tui_player.audio.outputs.silenced import muted
from tui_player.audio.pcm.mixer import Mixer

# The name of the device that is none: it takes sound in real time and drops it.
NULL_DEVICE = "null"
# Of a device's name in a sentence, so that it fits its two lines.
LONGEST_NAME = 40
# What an output raises that does not work on this machine, or has no device of that name.
ABSENT = (miniaudio.MiniaudioError, PulseError, LookupError)


def _nothing_listed() -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Output:
    """One way of playing.

    `open` is called with a device's name (None: the default), the rate in hertz, the stream's
    number, the mixer, and what to call when the device was lost. It raises one of ABSENT to let
    the next output try, or NoDeviceError with the sentence for the person.
    """

    open: Callable[[str | None, int, int, Mixer, Callable[[], None]], Device]
    # Whether a name is of this output alone; None: it opens any device of the system.
    owns: Callable[[str], bool] | None = None
    names: Callable[[], Sequence[str]] = _nothing_listed  # of its devices; raises one of ABSENT


_LINUX = (
    Output(PulseDevice, names=sink_names),
    Output(open_on(Backend.ALSA), names=partial(device_names, Backend.ALSA)),
    Output(open_on(Backend.JACK), names=partial(device_names, Backend.JACK)),
)
_ELSEWHERE = (Output(open_on(None), names=partial(device_names, None)),)


def outputs() -> tuple[Output, ...]:
    """Return every output, in the order in which they are tried."""
    return (
        Output(open_on(Backend.NULL), owns=lambda name: name == NULL_DEVICE),
        Output(PipeOpener(), owns=is_pipe),
        *(_LINUX if sys.platform == "linux" else _ELSEWHERE),
    )


class DeviceOpener:
    """Opens the device that the person chose, or the first that works; lists them."""

    def __init__(self) -> None:
        self._outputs = outputs()
        self._is_missing = False

    def __call__(
        self,
        name: str | None,
        rate_hz: int,
        stream: int,
        mixer: Mixer,
        changed: Callable[[], None],
    ) -> Device:
        """Open a device: `name` is part of its name, "null" for none, None for the default.

        Raises NoDeviceError. What ALSA and JACK have to say to that (some 60 lines) goes to
        the log the first time only.
        """
        with muted() if self._is_missing else contextlib.nullcontext():
            self._is_missing = True
            for output in self._outputs_for(name):
                with contextlib.suppress(*ABSENT):
                    device = output.open(name, rate_hz, stream, mixer, changed)
                    self._is_missing = False
                    return device
        raise NoDeviceError(sentence_without(name))

    def _outputs_for(self, name: str | None) -> Sequence[Output]:
        """The output that owns this name, or else all that open the system's devices."""
        owner = None if name is None else self._owner(name)
        if owner is not None:
            return (owner,)
        return [output for output in self._outputs if output.owns is None]

    def _owner(self, name: str) -> Output | None:
        return next((each for each in self._outputs if each.owns and each.owns(name)), None)

    def list_names(self, chosen: str | None) -> tuple[tuple[str, ...], str | None]:
        """Return the names of all devices, and the full name of the one chosen."""
        names = tuple(self._names())
        if chosen is None:
            return names, None
        if self._owner(chosen) is not None:
            return (names if chosen in names else (*names, chosen)), chosen
        return names, matching(chosen, names) or chosen

    def _names(self) -> Sequence[str]:
        """The names of the devices of the first output that has any."""
        for output in self._outputs:
            with contextlib.suppress(*ABSENT), muted():
                names = output.names()
                if names:
                    return names
        return ()


def sentence_without(name: str | None) -> str:
    """Say that there is no such device, and what to do; fits two lines of 76 cells."""
    if name is not None:
        short = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
        return (
            f"No sound device is called “{short}”: playing on unheard. "
            "See `pactl list short sinks` or `aplay -l`."
        )
    return (
        "No sound device: playing on unheard until one appears. "
        "`aplay -l` should list a card; bare boxes need libpulse0 or libasound2."
    )
