"""The real sound device, by miniaudio: which backend, which device, and everything closed."""

import contextlib
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import miniaudio
from miniaudio import Backend, lib

from tui_player.audio.outputs.device_worker import Device, NoDeviceError
from tui_player.audio.outputs.libpulse import PulseError
from tui_player.audio.outputs.miniaudio_list import device_names, devices_of, find_device
from tui_player.audio.outputs.names import matching
from tui_player.audio.outputs.pulse import PulseDevice, sink_names
from tui_player.audio.outputs.silenced import muted
from tui_player.audio.pcm.mixer import Mixer

# What is queued behind the callback: long enough for a late callback to do no harm, short enough
# for a change of volume to be heard soon.
QUEUE_MS = 200
# How many periods of the callback make up that queue.
_PERIODS: Mapping[Backend | None, int] = {Backend.NULL: 4}
_PERIODS_ELSEWHERE = 3
_LINUX_BACKENDS = (Backend.PULSEAUDIO, Backend.ALSA, Backend.JACK)
# The name of the device that is none: it takes sound in real time and drops it.
NULL_DEVICE = "null"
# Of a device's name in a sentence, so that it fits its two lines.
LONGEST_NAME = 40


class _Playback(miniaudio.PlaybackDevice):  # type: ignore[misc]
    """miniaudio's device, whose context can be given back: miniaudio itself leaks it."""

    context: Any = None

    def _make_context(self, *args: Any, **kwargs: Any) -> Any:
        self.context = super()._make_context(*args, **kwargs)
        return self.context

    def give_back(self) -> None:
        """Close the device, opened or half opened, and its context."""
        self.close()
        context, self.context = self.context, None
        if context is not None:
            lib.ma_context_uninit(context)


class MiniaudioDevice:
    """One opened miniaudio device; close() gives back device, context and descriptors."""

    is_lost = False  # miniaudio does not tell: its callbacks just stop
    is_interrupted = False  # ALSA and JACK know of no calls

    def __init__(
        self, backend: Backend | None, name: str | None, rate_hz: int, stream: int, mixer: Mixer
    ) -> None:
        """Open a device on this backend (None: any), the one so called or the default.

        Raises miniaudio.MiniaudioError, or LookupError when no device has that name.
        """
        backends = [backend] if backend else []
        period_ms = QUEUE_MS // _PERIODS.get(backend, _PERIODS_ELSEWHERE)
        wanted = None if name is None else find_device(backend, name)
        self._sound = mixer.blocks(stream)
        next(self._sound)
        device: Any = _Playback.__new__(_Playback)  # kept even if its opening fails half-way
        self._device = device
        try:
            device.__init__(
                output_format=miniaudio.SampleFormat.SIGNED16,
                nchannels=2,
                sample_rate=rate_hz,
                buffersize_msec=period_ms,
                device_id=None if wanted is None else wanted.device_id,
                backends=backends,
                app_name="tui-player",
            )
        except miniaudio.MiniaudioError:
            self._device.give_back()
            raise
        self.backend: str = self._device.backend
        listed = [] if wanted else devices_of(self._device.context)
        default = next((device for device in listed if device.is_default), None)
        best = wanted or default or next(iter(listed), None)
        self.name = best.name if best else ""

    def start(self) -> None:
        """Let it take sound."""
        try:
            self._device.start(self._sound)
        except miniaudio.MiniaudioError as error:
            raise NoDeviceError(f"The sound device does not start ({error}).") from error

    def renew_volume(self) -> None:
        """The next block has the new volume; what is queued cannot be changed."""

    def close(self) -> None:
        """Fall silent at once and give device and context back; what is queued is lost."""
        self._device.give_back()

    def release(self) -> None:
        """Nothing waits here."""

    def wait_closed(self, limit_s: float) -> None:
        """It was given back at once."""


class DeviceOpener:
    """Opens the device that the person chose, or the first that works; lists them."""

    def __init__(self) -> None:
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
            device = self._first_that_opens(name, rate_hz, stream, mixer, changed)
        self._is_missing = device is None
        if device is None:
            raise NoDeviceError(sentence_without(name))
        return device

    def list_names(self, chosen: str | None) -> tuple[tuple[str, ...], str | None]:
        """Return the names of all devices, and the full name of the one chosen."""
        names = _names_of_first_backend()
        match = None if chosen is None else matching(chosen, names)
        return tuple(names), match or chosen

    def _first_that_opens(
        self,
        name: str | None,
        rate_hz: int,
        stream: int,
        mixer: Mixer,
        changed: Callable[[], None],
    ) -> Device | None:
        choices: Sequence[Backend | None] = _choices()
        if name == NULL_DEVICE:
            name, choices = None, [Backend.NULL]
        for backend in choices:
            try:
                if backend is Backend.PULSEAUDIO:
                    return PulseDevice(name, rate_hz, stream, mixer, changed)
                device = MiniaudioDevice(backend, name, rate_hz, stream, mixer)
            except (miniaudio.MiniaudioError, PulseError, LookupError):
                continue
            if device.backend != "Null" or backend is Backend.NULL:
                return device
            device.close()  # without any sound library miniaudio plays to nowhere
        return None


def _choices() -> Sequence[Backend | None]:
    return _LINUX_BACKENDS if sys.platform == "linux" else (None,)


def _names_of_first_backend() -> list[str]:
    """The names of the devices of the first backend that has any."""
    for backend in _choices():
        try:
            with muted():
                is_pulse = backend is Backend.PULSEAUDIO
                names = sink_names() if is_pulse else device_names(backend)
        except (miniaudio.MiniaudioError, PulseError):
            continue
        if names:
            return names
    return []


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
