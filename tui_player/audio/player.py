"""The player: the parent's side of the sound process, which it starts, commands and replaces."""

import contextlib
import queue
import selectors
import socket
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from pathlib import Path

from tui_player.audio.child import CRASHES, SoundChild, command_line
from tui_player.audio.log import SoundLog
from tui_player.audio.protocol import (
    Alive,
    Begin,
    Order,
    ProtocolError,
    Report,
    Sought,
    SpectrumMeasured,
    WatchSpectrum,
    decode_report,
    encode,
)
from tui_player.audio.recovery import PlaybackRecovery
from tui_player.audio.standby import StandbyProcess
from tui_player.messages.commands import PlayerCommand, Seek
from tui_player.messages.events import Emit, PositionMoved, TrackUnplayable, WorkerFailed

# The child speaks five times a second; one that says nothing for so long is stuck. At its
# start it may take longer, on a busy machine.
STUCK_AFTER_S, STARTING_S = 0.5, 15.0
# It is given this much more, in case this process was stopped meanwhile and the child as well.
SECOND_LOOK_S = 0.1
# Once a child has lived so long another is started, which stands by to take its place: not while
# the whole program starts, but soon where the one before it has just died.
RESERVE_AFTER_S, RESERVE_AGAIN_AFTER_S = 3.0, 0.5
# Deaths within a minute make the pauses before a new start grow.
FORGET_DEATHS_AFTER_S = 60.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.25, 10.0
# A play during which the process died so often is given up, whoever was at fault.
DEATHS_PER_PLAY = 3
STOPPING_S = 1.0


def _look_away(_: bytes) -> None:
    """What happens to the spectrum if nobody says."""


class Player:
    """Owns the sound process. Commands in by `post`, events out by `emit`.

    One thread does all: it reads reports, writes commands, and replaces a child that died or
    is stuck, going on where the music was. A file that kills its decoder is named, not retried.
    """

    def __init__(
        self,
        emit: Emit,
        *,
        audio_device: str | None = None,
        log_path: Path | None = None,
        arguments: Sequence[str] | None = None,
        clock: Callable[[], float] = time.monotonic,
        show_spectrum: Callable[[bytes], None] = _look_away,
    ) -> None:
        """`audio_device`: part of a device's name, "null" for none, None for the default.

        The noise of sound libraries goes to `log_path`, begun afresh. `arguments` starts another
        program as sound process. `show_spectrum` gets the levels, low notes first, 0 to 255 each,
        in the player's thread; it must not wait.
        """
        self._emit = emit
        self._show_spectrum = show_spectrum
        self._arguments = command_line(audio_device) if arguments is None else arguments
        self._log_path = log_path
        self._log: SoundLog | None = None
        self._clock = clock
        self._mailbox: queue.SimpleQueue[Order] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._wake, self._woken = socket.socketpair()
        self._wake.setblocking(False)
        self._woken.setblocking(False)
        self._thread = threading.Thread(target=self._run, name="player", daemon=True)
        self._record = PlaybackRecovery()
        # What is heard before the last seek is no news: the next step would begin there.
        self._seeks_posted = 0  # written by the one thread that posts
        self._seeks_obeyed = 0
        self._deaths: deque[float] = deque()
        self._deaths_of: Counter[int] = Counter()
        self._child: SoundChild | None = None
        self._reserve = StandbyProcess(self._new_child)

    @property
    def child_pid(self) -> int | None:
        """The process id of the sound process, while there is one."""
        child = self._child
        return None if child is None else child.pid

    def start(self) -> None:
        """Start the thread, which starts the sound process."""
        self._thread.start()

    def post(self, command: PlayerCommand) -> None:
        """Put a command into the mailbox. Never waits."""
        if isinstance(command, Seek):
            self._seeks_posted += 1
        self._mailbox.put(command)
        self._ring()

    def want_spectrum(self, wanted: bool) -> None:
        """Have the spectrum of what is heard measured, or no longer. Never waits."""
        self._mailbox.put(WatchSpectrum(wanted))
        self._ring()

    def stop(self) -> None:
        """End the sound process and the thread, by force if need be, within a second."""
        self._stopping.set()
        self._ring()
        if self._thread.is_alive():
            self._thread.join(STOPPING_S)
        self._wake.close()
        self._woken.close()

    def _ring(self) -> None:
        # Full: the thread will wake anyway. Closed: there is no one to wake.
        with contextlib.suppress(OSError):
            self._wake.send(b"!")

    def _new_child(self) -> SoundChild:
        return SoundChild(self._arguments, None if self._log is None else self._log.file)

    # -- the thread ------------------------------------------------------------------------

    def _run(self) -> None:
        with contextlib.ExitStack() as stack:
            self._log = self._open_log()
            if self._log is not None:
                stack.enter_context(contextlib.closing(self._log))
            stack.enter_context(contextlib.closing(self._reserve))
            while not self._stopping.is_set():
                try:
                    self._run_one_child()
                except Exception as error:  # noqa: BLE001 - the thread's outermost loop
                    self._lament(
                        "Playing met an unexpected error and is begun again "
                        f"({type(error).__name__}: {error})."
                    )
                self._pause()

    def _open_log(self) -> SoundLog | None:
        if self._log_path is None:
            return None
        try:
            return SoundLog(self._log_path)
        except OSError as error:
            self._lament(f"The sound log cannot be written ({error}); the music plays.")
            return None

    def _run_one_child(self) -> None:
        """Start a child and serve it until it dies or is to stop."""
        try:
            child = self._child = self._reserve.take()
        except OSError as error:
            self._deaths.append(self._clock())
            self._lament(f"No music can be played: its sound process does not start ({error}).")
            return
        try:
            is_stuck = self._serve(child)
            status = child.end(at_once=is_stuck)
            if not self._stopping.is_set():
                self._deaths.append(self._clock())
                if self._log is not None:
                    self._log.note(f"the sound process {'hung' if is_stuck else 'ended'}: {status}")
                self._judge(child.flag.get(), is_stuck, status)
        finally:
            self._child = None
            child.end(at_once=True)
            child.close()

    def _serve(self, child: SoundChild) -> bool:
        """Pass commands in and reports out; True when the child says nothing any more."""
        with selectors.DefaultSelector() as selector:
            selector.register(child.output, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            self._seeks_obeyed = self._record.seeks
            for command in (Begin(), *self._record.to_resume()):
                child.send(encode(command), selector)
            limit_s = STARTING_S
            reserve_at_s = self._clock() + (
                RESERVE_AGAIN_AFTER_S if self._deaths else RESERVE_AFTER_S
            )
            while not self._stopping.is_set():
                if self._clock() > reserve_at_s:
                    self._reserve.prepare()
                ready = selector.select(limit_s) or selector.select(SECOND_LOOK_S)
                if not ready:
                    return True
                for key, _ in ready:
                    if key.fd == child.output:
                        lines = child.read_lines()
                        if lines is None:
                            return False
                        limit_s = STUCK_AFTER_S
                        self._take_reports(lines)
                        if self._log is not None:
                            self._log.keep_short()
                    elif key.fileobj is self._woken:
                        self._pass_on(child, selector)
                    else:
                        child.send_more(selector)
        return False

    def _pass_on(self, child: SoundChild, selector: selectors.BaseSelector) -> None:
        for command in self._posted():
            child.send(encode(command), selector)

    def _posted(self) -> list[Order]:
        """Empty the mailbox, noting each command."""
        with contextlib.suppress(BlockingIOError):
            self._woken.recv(4_096)
        commands = []
        with contextlib.suppress(queue.Empty):
            while True:
                command = self._mailbox.get_nowait()
                self._record.commanded(command)
                commands.append(command)
        return commands

    def _is_before_a_seek(self, report: Report) -> bool:
        return isinstance(report, PositionMoved) and self._seeks_obeyed < self._seeks_posted

    def _take_reports(self, lines: Sequence[bytes]) -> None:
        for line in lines:
            try:
                report = decode_report(line)
            except ProtocolError as error:
                self._lament(f"A message about the sound was not understood ({error}).")
                continue
            match report:
                case Alive():
                    pass
                case Sought():
                    self._seeks_obeyed += 1
                case _ if self._is_before_a_seek(report):
                    pass
                case SpectrumMeasured(levels):
                    self._show_spectrum(bytes.fromhex(levels))
                case _ if self._record.reported(report):
                    self._emit(report)

    # -- deaths --------------------------------------------------------------------------------

    def _judge(self, decoding: int | None, is_stuck: bool, status: int) -> None:
        """Name the play that is at fault, if one is; say what happened."""
        # A hang may be the machine's, a kill anyone's: they count against a file twice seen.
        crashed = not is_stuck and -status in CRASHES
        present = self._record.present_id
        suspect = present if decoding is None else decoding
        if suspect is not None:
            self._deaths_of[suspect] += 1
        if decoding is not None and (crashed or self._deaths_of[decoding] > 1):
            reason = "decoding it hangs" if is_stuck else "it crashes the decoder"
        elif suspect is not None and self._deaths_of[suspect] >= DEATHS_PER_PLAY:
            reason = "the sound breaks off again and again while it plays"
        else:
            what = "stood still" if is_stuck else "broke off"
            self._lament(f"The sound {what} for a moment: what plays it was started again.")
            return
        assert suspect is not None
        self._record.forget(suspect)
        self._emit(TrackUnplayable(suspect, reason))

    def _pause(self) -> None:
        """Wait before the next start, the longer the more often the process died lately."""
        now_s = self._clock()
        while self._deaths and now_s - self._deaths[0] > FORGET_DEATHS_AFTER_S:
            self._deaths.popleft()
        deaths = len(self._deaths)
        if deaths > 1:
            self._stopping.wait(min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** (deaths - 2)))
        self._posted()

    def _lament(self, sentence: str) -> None:
        self._emit(WorkerFailed("sound", sentence))
