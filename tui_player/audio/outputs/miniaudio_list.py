"""Which sound devices miniaudio's backends have."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import miniaudio
from miniaudio import Backend, ffi, lib

from tui_player.audio.outputs.names import matching, unlike

# What ALSA lists beside cards: parts of its own machinery, and doors to the other backends.
_ALSA_PLUGINS = frozenset(
    b"null lavrate samplerate speexrate jack oss pulse speex upmix vdownmix usbstream".split()
)


@dataclass(frozen=True, slots=True)
class FoundDevice:
    """A device that a backend lists; `name` is unlike all others in its list."""

    name: str
    device_id: Any  # miniaudio's own
    is_default: bool


def device_names(backend: Backend | None) -> list[str]:
    """Return the names of a backend's devices. Raises miniaudio.MiniaudioError."""
    with _context(backend) as context:
        return [device.name for device in devices_of(context)]


def find_device(backend: Backend | None, wanted: str) -> FoundDevice:
    """Return the device so called, or the first whose name holds these words.

    Raises LookupError if there is none, miniaudio.MiniaudioError if the backend does not work.
    """
    with _context(backend) as context:
        found = {device.name: device for device in devices_of(context)}
    name = matching(wanted, list(found))
    if name is None:
        raise LookupError(f"no device called {wanted!r}")
    return found[name]


def devices_of(context: Any) -> list[FoundDevice]:
    """Return every playback device that an open context lists; none if it cannot tell.

    Not by miniaudio's get_playbacks(): there one bad device makes it fail for all.
    """
    infos, count = ffi.new("ma_device_info **"), ffi.new("ma_uint32 *")
    result = lib.ma_context_get_devices(context, infos, count, ffi.NULL, ffi.NULL)
    if result != lib.MA_SUCCESS:
        return []
    every = [infos[0][number] for number in range(count[0])]
    devices = [info for info in every if is_device(_identity(info))]
    names = unlike([ffi.string(info.name).decode(errors="replace") for info in devices])
    return [
        FoundDevice(name, ffi.new("ma_device_id *", info.id), bool(info.isDefault))
        for name, info in zip(names, devices, strict=True)
    ]


def _identity(info: Any) -> bytes:
    """The name by which ALSA and PulseAudio know the device; others keep a number there."""
    return bytes(ffi.buffer(ffi.addressof(info.id))).partition(b"\0")[0]


def is_device(identity: bytes) -> bool:
    """Whether a device of this identity is more than a part of ALSA."""
    return identity not in _ALSA_PLUGINS


@contextmanager
def _context(backend: Backend | None) -> Iterator[Any]:
    """Open a backend, and give it back; miniaudio's own class for this leaks it."""
    context = ffi.new("ma_context *")
    backends = ffi.NULL if backend is None else ffi.new("ma_backend[]", [backend.value])
    result = lib.ma_context_init(backends, 0 if backend is None else 1, ffi.NULL, context)
    if result != lib.MA_SUCCESS:
        raise miniaudio.MiniaudioError("cannot init context", result)
    try:
        yield context
    finally:
        lib.ma_context_uninit(context)
