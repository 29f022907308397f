"""The sound device: opened, started, stopped and closed on a thread of its own.

Opening may take half a minute and a hung sound server may hold any call, so nobody waits here:
what is wanted is posted as a DeviceRequest, what became of it is told in notes.
"""

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from tui_player.audio.pcm.mixer import Mixer
from tui_player.model.errors import TuiPlayerError

# How long a device may take to fade out at the end of the program.
LONGEST_FADE_S = 0.25
FIRST_RETRY_S, LONGEST_RETRY_S = 0.1, 8.0


class NoDeviceError(TuiPlayerError):
    """No sound device can be opened; the message says why and what to do."""


class Device(Protocol):
    """One opened sound device."""

    name: str
    backend: str
    is_lost: bool
    is_interrupted: bool  # the sound server wants it to be silent for a while

    def start(self) -> None:
        """Let it take sound."""
        ...

    def renew_volume(self) -> None:
        """Let the mixer's volume be heard as soon as can be."""
        ...

    def close(self) -> None:
        """Fall silent at once and give it back soon; what is queued in it is lost."""
        ...

    def release(self) -> None:
        """Closed while interrupted: wait no longer for the end of that."""
        ...

    def wait_closed(self, limit_s: float) -> None:
        """Wait until it was given back, no longer than `limit_s`."""
        ...


class Devices(Protocol):
    """Opens and lists sound devices."""

    def __call__(
        self,
        name: str | None,
        rate_hz: int,
        stream: int,
        mixer: Mixer,
        changed: Callable[[], None],
    ) -> Device:
        """Open the device of this name, or the default. Raises NoDeviceError.

        `changed` is called, on any thread, when the device was lost, or when the sound has moved
        to another, whose name it has now.
        """
        ...

    def list_names(self, chosen: str | None) -> tuple[tuple[str, ...], str | None]:
        """Return the names of all devices, and the full name of the one chosen."""
        ...


@dataclass(frozen=True, slots=True)
class DeviceRequest:
    """What the device should be: closed (rate None), or open at this rate as this stream.

    `device` is its name; None: the system's default.

    There is no stopped device: miniaudio loses the part of the queue on its own side when
    stopped, 150 ms into the music after the next start. Closed, it loses a known whole.
    """

    rate_hz: int | None
    stream: int
    running: bool
    device: str | None = None


@dataclass(frozen=True, slots=True)
class _Listing:
    """The wish for a list of devices."""

    chosen: str | None


@dataclass(frozen=True, slots=True)
class _NewVolume:
    """The wish that a change of volume be heard."""


@dataclass(frozen=True, slots=True)
class _Changed:
    """The sound of this stream has moved to another device, or its device was lost."""

    stream: int


@dataclass(frozen=True, slots=True)
class DeviceReady:
    """The device of this stream is open and, if so wished, takes sound.

    Told again when its sound has moved to another device.
    """

    stream: int
    name: str
    backend: str


@dataclass(frozen=True, slots=True)
class DeviceLost:
    """The device of this stream has just gone: what is queued in it will not be heard."""

    stream: int


@dataclass(frozen=True, slots=True)
class DeviceInterrupted:
    """The sound server wants the music to be silent, as during a call; or no longer does."""

    by_others: bool


@dataclass(frozen=True, slots=True)
class DeviceMissing:
    """No device could be opened for this stream; it is tried again after a while."""

    stream: int
    sentence: str


@dataclass(frozen=True, slots=True)
class DevicesListed:
    """The devices there are, and which was chosen."""

    names: tuple[str, ...]
    chosen: str | None


_Message = DeviceRequest | _Listing | _NewVolume | _Changed
Note = DeviceReady | DeviceLost | DeviceInterrupted | DeviceMissing | DevicesListed
CLOSED = DeviceRequest(None, 0, running=False)


class DeviceWorker:
    """Owns the device; only its thread touches it."""

    def __init__(
        self,
        devices: Devices,
        mixer: Mixer,
        tell: Callable[[Note], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._devices = devices
        self._mixer = mixer
        self._tell = tell
        self._wishes: queue.SimpleQueue[_Message | None] = queue.SimpleQueue()
        self._wish = CLOSED
        self._device: Device | None = None
        self._is: DeviceRequest = CLOSED  # what the device is now
        # One that was closed while interrupted, and waits for the end of that.
        self._interrupted: Device | None = None
        self._is_interrupted = False
        self._retry_s = FIRST_RETRY_S
        self._retry_at_s: float | None = None  # when to try again, after a failure
        self._thread = threading.Thread(target=self._run, name="speaker", daemon=True)

    def start(self) -> None:
        """Start the thread; it is a daemon, since a hung sound server may hold it."""
        self._thread.start()

    def stop(self, limit_s: float) -> None:
        """Close the device and end the thread, waiting no longer than `limit_s`."""
        self._wishes.put(None)
        self._thread.join(limit_s)

    def want(self, wish: DeviceRequest) -> None:
        """Say what the device should be; replaces what was wanted before. Never waits."""
        self._wishes.put(wish)

    def list_devices(self, chosen: str | None) -> None:
        """Ask for the names of all devices, of which one is chosen. Never waits."""
        self._wishes.put(_Listing(chosen))

    def renew_volume(self) -> None:
        """Have the mixer's new volume heard. Never waits."""
        self._wishes.put(_NewVolume())

    # -- the thread ------------------------------------------------------------------------

    def _run(self) -> None:
        while True:
            try:
                if not self._take_newest(self._rest_s()):
                    break
                self._fulfil()
            except Exception as error:  # noqa: BLE001 - the thread's outermost loop
                self._mixer.error = f"{type(error).__name__}: {error}"
                self._fail("The sound device met an unexpected error: playing on unheard.")
        last = self._device
        self._close()
        self._forget_interrupted()
        if last is not None:
            last.wait_closed(LONGEST_FADE_S)

    def _rest_s(self) -> float | None:
        """How long nothing needs doing unless a message comes."""
        return None if self._retry_at_s is None else max(0.0, self._retry_at_s - self._clock())

    def _take_newest(self, waiting_s: float | None) -> bool:
        """Wait for a wish, then take the newest; False when it is time to end."""
        try:
            wish = self._wishes.get(timeout=waiting_s)
            while True:
                if wish is None:
                    return False
                self._take(wish)
                wish = self._wishes.get_nowait()
        except queue.Empty:
            return True

    def _take(self, message: _Message) -> None:
        device = self._device
        match message:
            case DeviceRequest():
                self._wish, self._retry_at_s = message, None
            case _Listing(chosen):
                self._tell(DevicesListed(*self._devices.list_names(chosen)))
            case _NewVolume() if device is not None:
                device.renew_volume()
            case _Changed() if self._takes_interruption():
                pass
            case _Changed(stream) if device is not None and stream == self._is.stream:
                lost, ready = DeviceLost(stream), DeviceReady(stream, device.name, device.backend)
                self._tell(lost if device.is_lost else ready)

    def _takes_interruption(self) -> bool:
        """Whether the change was the beginning or the end of an interruption, told then."""
        device = self._device or self._interrupted
        if device is None or device.is_interrupted == self._is_interrupted:
            return False
        self._is_interrupted = device.is_interrupted
        self._tell(DeviceInterrupted(self._is_interrupted))
        return True

    def _fulfil(self) -> None:
        """Bring the device to what is wanted, unless that failed a moment ago."""
        wish = self._wish
        if wish == self._is or self._rest_s():
            return
        self._close()
        try:
            self._open_and_run(wish)
        except NoDeviceError as error:
            self._fail(str(error))
        else:
            self._retry_s, self._retry_at_s = FIRST_RETRY_S, None

    def _fail(self, sentence: str) -> None:
        """Without the device that is wanted, say so and try again after a while."""
        if self._wish == self._is:
            return
        self._retry_at_s = self._clock() + self._retry_s
        self._retry_s = min(LONGEST_RETRY_S, 2 * self._retry_s)
        self._tell(DeviceMissing(self._wish.stream, sentence))

    def _open_and_run(self, wish: DeviceRequest) -> None:
        if wish.rate_hz is None:
            self._is = wish
            return
        self._forget_interrupted()
        changed = _Changed(wish.stream)
        device = self._device = self._devices(
            wish.device, wish.rate_hz, wish.stream, self._mixer, lambda: self._wishes.put(changed)
        )
        try:
            if wish.running:
                device.start()
        except BaseException:
            self._close()
            raise
        self._is = wish
        self._tell(DeviceReady(wish.stream, device.name, device.backend))

    def _forget_interrupted(self) -> None:
        """Whoever plays on in spite of an interruption is not told of its end."""
        if self._interrupted is not None:
            self._interrupted.release()
            self._interrupted, self._is_interrupted = None, False

    def _close(self) -> None:
        device, self._device, self._is = self._device, None, CLOSED
        if device is not None:
            if device.is_interrupted:
                self._interrupted = device
            device.close()
