"""The sound process: `python -m tui_player.audio.engine.process`, started by the player.

Commands come in on descriptor 0, reports go out on what was descriptor 1; both it and
descriptor 2 then lead to the log, since ALSA and JACK write there. It stands by, all loaded, until
its first order comes. The process ends when its input closes, that is also when the player is
killed.
"""

import argparse
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import BinaryIO

from tui_player.audio.decode_flag import DecodeFlag
from tui_player.audio.decoders.decoder import Decoder
from tui_player.audio.decoders.registry import open_decoder
from tui_player.audio.protocol import (
    Alive,
    ProtocolError,
    Report,
    SpectrumMeasured,
    decode_command,
    encode,
)
from tui_player.messages import events

# More than this waiting to be read by a player that hangs, and what is soon stale is left out.
REPORTS_WAITING = 100
CLOSING_S = 0.3


class Reporter:
    """Writes reports on a thread of its own: a player that does not read holds nothing up."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._reports: queue.SimpleQueue[Report] = queue.SimpleQueue()

    def start(self) -> None:
        """Tell that the process lives, at once, then start the thread."""
        os.write(self._descriptor, encode(Alive()))
        threading.Thread(target=self._run, name="reporter", daemon=True).start()

    def send(self, report: Report) -> None:
        """Hand over a report; never waits."""
        stale_soon = isinstance(report, events.PositionMoved | SpectrumMeasured | Alive)
        if not (stale_soon and self._reports.qsize() > REPORTS_WAITING):
            self._reports.put(report)

    def _run(self) -> None:
        while True:
            data = encode(self._reports.get())
            try:
                while data:
                    data = data[os.write(self._descriptor, data) :]
            except OSError:
                os._exit(0)  # the player is gone


def read_commands(source: BinaryIO, inbox: "queue.SimpleQueue[object]") -> None:
    """Put commands into the inbox until the input closes, then None; end by force if need be."""
    for line in source:
        try:
            inbox.put(decode_command(line))
        except ProtocolError as error:
            print(error, file=sys.stderr, flush=True)  # noqa: T201 - descriptor 2 is the log
    inbox.put(None)
    time.sleep(2 * CLOSING_S)
    os._exit(1)


def conduct(
    inbox: "queue.SimpleQueue[object]",
    reporter: Reporter,
    flag: DecodeFlag,
    device: str | None,
    open_file: Callable[[str], Decoder],
) -> None:
    """Play what the inbox says until it says None."""
    # Heavy (numpy, miniaudio): only now that descriptors 1 and 2 lead to the log.
    import tui_player.audio.decoders.av
    import tui_player.audio.decoders.miniaudio  # noqa: F401 - what files are opened by
    from tui_player.audio.engine.engine import SoundEngine
    from tui_player.audio.engine.feeder import Feeder
    from tui_player.audio.outputs.device_worker import DeviceWorker
    from tui_player.audio.outputs.registry import DeviceOpener
    from tui_player.audio.pcm.mixer import Mixer

    orders = open(0, "rb", closefd=False)  # noqa: SIM115 - for as long as the process lives
    if not orders.peek(1):
        return
    mixer = Mixer(time.monotonic)
    speaker = DeviceWorker(DeviceOpener(), mixer, inbox.put)
    playback = SoundEngine(
        reporter.send,
        lambda: Feeder(inbox.put, flag, time.monotonic, open_file),
        speaker,
        mixer,
        time.monotonic,
        device,
    )
    try:
        speaker.start()
        playback.start()
        reporter.start()
        threading.Thread(
            target=read_commands, args=(orders, inbox), name="commands", daemon=True
        ).start()
        due_s = 0.0
        while True:
            try:
                message = inbox.get(timeout=due_s)
            except queue.Empty:
                pass
            else:
                if message is None:
                    return
                playback.take(message)  # type: ignore[arg-type]
            due_s = playback.tick()
    finally:
        speaker.stop(CLOSING_S)


def main(
    arguments: Sequence[str] | None = None, open_file: Callable[[str], Decoder] = open_decoder
) -> None:
    """Run until the input closes. Always ends by os._exit: a running device would hang exit."""
    parser = argparse.ArgumentParser(prog="sound_process")
    parser.add_argument("--flag", type=int, required=True, help="descriptor of the decode flag")
    parser.add_argument("--audio-device", default=None)
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    reporter = Reporter(os.dup(1))
    os.dup2(2, 1)
    inbox: queue.SimpleQueue[object] = queue.SimpleQueue()
    status = 1
    try:
        conduct(inbox, reporter, DecodeFlag(options.flag), options.audio_device, open_file)
        status = 0
    except Exception:  # noqa: BLE001 - the process's outermost loop; the player starts another
        import traceback

        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    main()
