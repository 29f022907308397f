"""The real sound device, by miniaudio: which backend, which device, and everything closed."""

import sys
from collections.abc import Mapping
from typing import Any

import miniaudio
from miniaudio import Backend, ffi, lib

from tui_player.audio.mixer import Mixer
from tui_player.audio.speaker import Device, NoDeviceError

# What is queued behind the callback: long enough for a late callback to do no harm, short enough
# for a change of volume to be heard soon.
QUEUE_MS = 200
# How many periods each backend queues: PulseAudio's server one, and miniaudio one before it.
_PERIODS: Mapping[Backend | None, int] = {Backend.PULSEAUDIO: 2, Backend.NULL: 4}
_PERIODS_ELSEWHERE = 3
_LINUX_BACKENDS = (Backend.PULSEAUDIO, Backend.ALSA, Backend.JACK)
# The name of the device that is none: it takes sound in real time and drops it.
NULL_DEVICE = "null"


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

    def __init__(
        self, backend: Backend | None, name: str | None, rate_hz: int, stream: int, mixer: Mixer
    ) -> None:
        """Open a device on this backend (None: any), the one so called or the default.

        Raises miniaudio.MiniaudioError, or LookupError when no device has that name.
        """
        backends = [backend] if backend else []
        period_ms = QUEUE_MS // _PERIODS.get(backend, _PERIODS_ELSEWHERE)
        device_id = None if name is None else _find(name, backends)
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
                device_id=device_id,
                backends=backends,
                app_name="tui-player",
            )
        except miniaudio.MiniaudioError:
            self._device.give_back()
            raise
        self.backend: str = self._device.backend
        listed = _playback_devices(self._device.context)
        self.name = next((n for n, _, default in listed if (name or n) in n and default), "")
        if not self.name and listed:
            self.name = name or listed[0][0]

    def start(self) -> None:
        """Let it take sound."""
        try:
            self._device.start(self._sound)
        except miniaudio.MiniaudioError as error:
            raise NoDeviceError(f"The sound device does not start ({error}).") from error

    def close(self) -> None:
        """Fall silent at once and give device and context back; what is queued is lost."""
        self._device.give_back()


class DeviceOpener:
    """Opens the device that the person chose, or the first that works."""

    def __init__(self, name: str | None) -> None:
        """`name` is part of a device's name, "null" for none, or None for the default."""
        self._name = name
        on_linux = sys.platform == "linux"
        self._choices: list[Backend | None] = [*_LINUX_BACKENDS] if on_linux else [None]
        if name == NULL_DEVICE:
            self._name, self._choices = None, [Backend.NULL]

    def __call__(self, rate_hz: int, stream: int, mixer: Mixer) -> Device:
        """Open the device. Raises NoDeviceError."""
        for backend in tuple(self._choices):
            try:
                device = MiniaudioDevice(backend, self._name, rate_hz, stream, mixer)
            except (miniaudio.MiniaudioError, LookupError):
                continue
            if device.backend != "Null" or backend is Backend.NULL:
                return device
            device.close()  # without any sound library miniaudio plays to nowhere
        raise NoDeviceError(_sentence(self._name))


def _sentence(name: str | None) -> str:
    if name is not None:
        return (
            f"No sound device is called “{name}”: the music plays on unheard. "
            "`pactl list short sinks` and `aplay -l` list the devices."
        )
    return (
        "No sound device found: the music plays on unheard, and sounds as soon as one appears. "
        "Check that `aplay -l` lists a card and that libpulse0 or libasound2 is installed."
    )


def _find(wanted: str, backends: list[Backend]) -> Any:
    """Return the id of the first device whose name holds these words."""
    devices = miniaudio.Devices(backends)
    for name, device_id, _ in _playback_devices(devices._context):
        if wanted.casefold() in name.casefold():
            return device_id
    raise LookupError(f"no device called {wanted!r}")


def _playback_devices(context: Any) -> list[tuple[str, Any, bool]]:
    """Return name, id and whether it is the default, of every device the backend lists."""
    infos, count = ffi.new("ma_device_info **"), ffi.new("ma_uint32 *")
    # Not miniaudio's get_playbacks(): one bad device makes it fail for all.
    result = lib.ma_context_get_devices(context, infos, count, ffi.NULL, ffi.NULL)
    if result != lib.MA_SUCCESS:
        return []
    return [
        (
            ffi.string(infos[0][number].name).decode(errors="replace"),
            ffi.new("ma_device_id *", infos[0][number].id),
            bool(infos[0][number].isDefault),
        )
        for number in range(count[0])
    ]
