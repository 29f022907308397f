"""Which sound devices there are, by the names that a person may choose them by."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import miniaudio
from miniaudio import Backend, ffi, lib

from tui_player.audio.quiet import muted

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


def list_devices(
    backends: Sequence[Backend | None], chosen: str | None
) -> tuple[tuple[str, ...], str | None]:
    """Return the names of the first backend that lists any, and the full name of the chosen."""
    for backend in backends:
        try:
            with muted(), _context(backend) as context:
                found = devices_of(context)
        except miniaudio.MiniaudioError:
            continue
        if found:
            match = None if chosen is None else matching(chosen, found)
            return tuple(device.name for device in found), match.name if match else chosen
    return (), chosen


def find_device(backend: Backend | None, wanted: str) -> FoundDevice:
    """Return the device so called, or the first whose name holds these words.

    Raises LookupError if there is none, miniaudio.MiniaudioError if the backend does not work.
    """
    with _context(backend) as context:
        found = matching(wanted, devices_of(context))
    if found is None:
        raise LookupError(f"no device called {wanted!r}")
    return found


def matching(wanted: str, found: Sequence[FoundDevice]) -> FoundDevice | None:
    """Return the device so called, or the first whose name holds these words."""
    same = next((device for device in found if device.name == wanted), None)
    like = (device for device in found if wanted.casefold() in device.name.casefold())
    return same or next(like, None)


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


def unlike(names: Sequence[str]) -> list[str]:
    """Number the names that occur again: two cards of one kind must be told apart."""
    seen: Counter[str] = Counter()
    result = []
    for name in names:
        seen[name] += 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return result


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
