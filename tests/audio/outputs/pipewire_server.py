"""A PipeWire of our own: a session bus, the server, its policy and its face for PulseAudio."""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.audio.conftest import wait_until

SERVERS = ("dbus-daemon", "pipewire", "wireplumber", "pipewire-pulse")
PROGRAMS = (*SERVERS, "pw-cli", "pw-metadata", "pactl", "parec")
# Long enough that a busy machine misses no turn, and divides the time between them.
QUANTUM_FRAMES = 2_048
# A bus that starts nothing by itself, whatever the machine offers.
_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@dataclass
class PipeWire:
    """Servers whose sinks play to nowhere and can be recorded; `settings` makes them found."""

    folder: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    recorders: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def switch_on(self) -> None:
        """Start everything and wait until it answers."""
        self._start_bus()
        self.start("pipewire")
        wait_until((self.folder / "pipewire-0").exists)
        order = ("pw-metadata", "-n", "settings", "0", "clock.force-quantum", str(QUANTUM_FRAMES))
        subprocess.run(order, check=True, capture_output=True)
        self.start("wireplumber")
        self.start_pulse()

    def start_pulse(self) -> None:
        """Start what serves PulseAudio's programs, and wait until it answers."""
        self.start("pipewire-pulse")
        wait_until(lambda: subprocess.run(["pactl", "info"], capture_output=True).returncode == 0)

    def start(self, program: str, *arguments: str) -> None:
        """Start one of the servers; what it reports goes into a log of its own."""
        with (self.folder / f"{program}.log").open("ab") as log:
            self.running[program] = subprocess.Popen(
                [program, *arguments], stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def stop(self, program: str, by: signal.Signals = signal.SIGTERM) -> None:
        """End one of the servers."""
        server = self.running.pop(program)
        server.send_signal(by)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()

    def switch_off(self) -> None:
        """End all recordings and servers, the last started first."""
        self.stop_recording()
        for program in reversed(list(self.running)):
            self.stop(program)

    def add_sink(self, name: str) -> None:
        """Make a sink that plays to nowhere."""
        properties = (
            f"factory.name=support.null-audio-sink node.name={name} node.description={name} "
            "media.class=Audio/Sink object.linger=true audio.position=[FL FR] "
            "monitor.channel-volumes=true"
        )
        order = ("pw-cli", "create-node", "adapter", f"{{ {properties} }}")
        subprocess.run(order, check=True, capture_output=True)
        wait_until(lambda: f"\t{name}\t" in _pactl("list", "short", "sinks"))

    def make_default(self, name: str) -> None:
        """Let music that chose no sink play on this one."""
        _pactl("set-default-sink", name)
        wait_until(lambda: _pactl("get-default-sink").strip() == name)

    def record(self, sink: str, rate_hz: int) -> Path:
        """Record what is heard on a sink from now on, as 16-bit stereo."""
        path = self.folder / f"recording{len(self.recorders)}.raw"
        form = ("--format=s16le", f"--rate={rate_hz}", "--channels=2", "--raw")
        with path.open("wb") as file:
            recorder = subprocess.Popen(["parec", "-d", f"{sink}.monitor", *form], stdout=file)
        self.recorders.append(recorder)
        wait_until(lambda: path.stat().st_size > 0)
        return path

    def stop_recording(self) -> None:
        """End all recordings; what was recorded is then in their files."""
        for recorder in self.recorders:
            recorder.terminate()
            recorder.wait()

    def _start_bus(self) -> None:
        socket, configuration = self.folder / "bus", self.folder / "bus.conf"
        configuration.write_text(_BUS.format(socket=socket))
        self.start("dbus-daemon", f"--config-file={configuration}", "--nofork", "--nopidfile")
        wait_until(socket.exists)


@contextlib.contextmanager
def pipewire_settings(folder: Path) -> Iterator[None]:
    """Let all programs and libraries find the servers of this folder only."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("RUNTIME", "STATE", "CONFIG"):
            patch.delenv(f"PULSE_{name}_PATH", raising=False)
        for name in ("XDG_RUNTIME_DIR", "PIPEWIRE_RUNTIME_DIR", "HOME"):
            patch.setenv(name, os.fspath(folder))
        for name in ("CONFIG", "STATE", "DATA", "CACHE"):
            patch.setenv(f"XDG_{name}_HOME", os.fspath(folder / name.lower()))
        patch.setenv("PULSE_SERVER", f"unix:{folder / 'pulse' / 'native'}")
        patch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={folder / 'bus'}")
        yield


def alsa_plugin() -> Path | None:
    """Return ALSA's plug-in that plays through PipeWire: $PIPEWIRE_ALSA_PLUGIN or installed."""
    chosen = os.environ.get("PIPEWIRE_ALSA_PLUGIN")
    installed = Path("/usr").glob("lib*/**/alsa-lib/libasound_module_pcm_pipewire.so")
    return Path(chosen) if chosen else next(installed, None)


def make_default_of_alsa(plugin: Path, home: Path) -> None:
    """Make PipeWire ALSA's default for whoever lives here, as the package pipewire-alsa does."""
    (home / ".asoundrc").write_text(
        f'pcm_type.pipewire {{ lib "{plugin}" }}\n'
        'pcm.!default { type pipewire playback_node "-1" capture_node "-1" }\n'
    )


def skip_where_programs_are_missing() -> None:
    """Skip the test that asks, where PipeWire or a helper of these tests is not installed."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        pytest.skip(f"needs the programs {', '.join(missing)}")


def _pactl(*arguments: str) -> str:
    done = subprocess.run(["pactl", *arguments], check=True, capture_output=True, text=True)
    return done.stdout
