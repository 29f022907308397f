"""A sound device opened by miniaudio, on one backend or any, with everything closed after."""

from collections.abc import Callable, Mapping
from typing import Any

import miniaudio
from miniaudio import Backend, lib

from tui_player.audio.outputs.device_worker import Device, NoDeviceError
from tui_player.audio.outputs.miniaudio_list import devices_of, find_device
from tui_player.audio.pcm.mixer import Mixer

# What is queued behind the callback: long enough for a late callback to do no harm, short enough
# for a change of volume to be heard soon.
QUEUE_MS = 200
# How many periods of the callback make up that queue.
_PERIODS: Mapping[Backend | None, int] = {Backend.NULL: 4}
_PERIODS_ELSEWHERE = 3


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


def open_on(
    backend: Backend | None,
) -> Callable[[str | None, int, int, Mixer, Callable[[], None]], Device]:
    """Return what opens devices of this backend (None: of any but the null one)."""

    def open_device(
        name: str | None, rate_hz: int, stream: int, mixer: Mixer, _changed: Callable[[], None]
    ) -> Device:
        device = MiniaudioDevice(backend, name, rate_hz, stream, mixer)
        if device.backend == "Null" and backend is not Backend.NULL:
            device.close()  # without any sound library miniaudio plays to nowhere
            raise LookupError("no sound library")
        return device

    return open_device
