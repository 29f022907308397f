"""Reads the names of pipes: `fifo:PATH` or `tcp:HOST:PORT`, perhaps with `?format=48000:16:2`."""

import re
from dataclasses import dataclass
from pathlib import Path

from tui_player.audio.outputs.device_worker import NoDeviceError

_FORMAT = re.compile(r"(?P<rate>\d{4,6}):(?P<bits>16|32):(?P<channels>[12])")
_HOST_PORT = re.compile(r"(?:\[(?P<v6>[^\]]+)\]|(?P<host>[^:\[\]]+)):(?P<port>\d{1,5})")


@dataclass(frozen=True, slots=True)
class PcmFormat:
    """Interleaved signed little-endian samples, described as Snapcast does: RATE:BITS:CHANNELS."""

    rate_hz: int = 48_000
    bits: int = 16
    channels: int = 2

    @property
    def frame_bytes(self) -> int:
        """The bytes of one frame."""
        return self.bits // 8 * self.channels


@dataclass(frozen=True, slots=True)
class FifoTarget:
    """A FIFO at this path."""

    path: Path
    form: PcmFormat


@dataclass(frozen=True, slots=True)
class TcpTarget:
    """A program that listens at this host and port."""

    host: str
    port: int
    form: PcmFormat


def is_pipe(name: str) -> bool:
    """Whether this device name is of this output."""
    return name.casefold().startswith(("fifo:", "tcp:"))


def target_of(name: str) -> FifoTarget | TcpTarget:
    """Return what a device name means. Raises NoDeviceError."""
    kind, _, rest = name.partition(":")
    place, mark, wanted = rest.rpartition("?format=")
    if not mark:
        place, wanted = rest, "48000:16:2"
    found = _FORMAT.fullmatch(wanted)
    if found is None or not 8_000 <= int(found["rate"]) <= 384_000:
        raise NoDeviceError(
            f"Invalid PCM format “{wanted[:30]}”: use RATE:BITS:CHANNELS, such as 48000:16:2; "
            "16 or 32 bits, 1 or 2 channels."
        )
    form = PcmFormat(*(int(found[part]) for part in ("rate", "bits", "channels")))
    if kind.casefold() == "tcp":
        return TcpTarget(*_host_and_port(place), form)
    if not place or "\0" in place:
        raise NoDeviceError("The output “fifo:” names no file: use fifo:/path/to/fifo.")
    return FifoTarget(Path(place).expanduser().absolute(), form)


def _host_and_port(place: str) -> tuple[str, int]:
    found = _HOST_PORT.fullmatch(place)
    if found is None or not 0 < int(found["port"]) < 65_536:
        raise NoDeviceError(
            f"Invalid address “{place[:40]}”: use tcp:HOST:PORT, such as tcp:127.0.0.1:4953."
        )
    return found["v6"] or found["host"], int(found["port"])
