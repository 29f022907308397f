"""The control socket: takes what other programs ask of the player, and tells them the Snapshot."""

from __future__ import annotations

import errno
import logging
import queue
import selectors
import socket
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from tui_player.remote.control.address import ControlError
from tui_player.remote.control.connection import Caller
from tui_player.remote.control.doors import Doors
from tui_player.remote.control.messages import (
    Ask,
    Message,
    Quit,
    Tell,
    Watch,
    read_message,
    write_done,
    write_error,
)
from tui_player.remote.control.serialization import FormError
from tui_player.remote.control.snapshot_lines import SnapshotWriter

if TYPE_CHECKING:
    from tui_player.messages.requests import Request
    from tui_player.messages.snapshot import Snapshot

MOST_CALLERS = 64
# So that there is room for others beside those who wait for every change.
MOST_WATCHERS = 48
# Who has read nothing for so long, with something there to read, is let go.
STALLED_S = 60.0
# A player beside another takes its place within this time once that one has ended; a socket whose
# folder was cleared is made again as soon.
LOOKS_AFTER_DOORS_S = 2.0
STOP_LIMIT_S = 2.0

log = logging.getLogger(__name__)


class ControlSocket:
    """Listens at `doors`, on one thread that is woken by callers and by new snapshots.

    `ask` hands a request to the engine; `look` has a function called with the snapshot, on the
    engine thread, once the engine has done all that was asked before; `end` ends the run. None
    of them waits. With nobody watching, a new snapshot costs an assignment.
    """

    def __init__(
        self,
        doors: Doors,
        ask: Callable[[Request], None],
        look: Callable[[Callable[[Snapshot], None]], None],
        end: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._doors = doors
        self._ask = ask
        self._look = look
        self._end = end
        self._clock = clock
        self._newest: Snapshot | None = None
        self._watchers = 0
        self._writer = SnapshotWriter()
        self._callers: list[Caller] = []  # in the order in which they came
        self._looked: queue.SimpleQueue[tuple[Caller, bytes | None, Snapshot]] = queue.SimpleQueue()
        self._waking, self._woken = socket.socketpair()
        self._waking.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="control", daemon=True)

    def start(self) -> None:
        """Listen, if no other player of this user does; what fails is logged."""
        self._thread.start()

    def stop(self) -> None:
        """Hang up on everybody and take the socket away."""
        self._stopping.set()
        self._wake()
        if self._thread.ident is not None:
            self._thread.join(STOP_LIMIT_S)
        if not self._thread.is_alive():
            self._doors.close()  # taken before the start, perhaps
            self._waking.close()
            self._woken.close()
            self._selector.close()

    def publish(self, snapshot: Snapshot) -> None:
        """Tell the newest snapshot to those who watch; never waits."""
        self._newest = snapshot
        if self._watchers:
            self._wake()

    def _wake(self) -> None:
        # Full: it is awake already. Closed: the run is over.
        with suppress(OSError):
            self._waking.send(b"!")

    # -- the thread ------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            with closing(self._doors):
                if self._wait_for_claim():
                    self._listen()
        except ControlError as error:
            log.warning("nobody can control this player from elsewhere: %s", error)
        except Exception:
            # The outermost loop; the music goes on, and the screen has nothing to do with it.
            log.exception("control from elsewhere has ended")

    def _wait_for_claim(self) -> bool:
        """Whether this player is the one to be spoken to; False once it is to stop."""
        if not self._doors.claim():
            log.info("another player runs: what is asked from elsewhere goes to that one")
            while not self._stopping.wait(LOOKS_AFTER_DOORS_S):
                if self._doors.claim():
                    log.info("the other player has ended: this one is spoken to now")
                    return True
            return False
        return not self._stopping.is_set()

    def _listen(self) -> None:
        try:
            self._selector.register(self._woken, selectors.EVENT_READ)
            next_look_s = self._clock()
            while not self._stopping.is_set():
                if self._clock() >= next_look_s:
                    next_look_s = self._clock() + LOOKS_AFTER_DOORS_S
                    self._look_after_doors()
                for key, _ in self._selector.select(LOOKS_AFTER_DOORS_S):
                    if key.data is None:
                        self._take_news()
                    elif isinstance(key.data, Caller):
                        self._serve(key.data, hear=key.data.waits_for == selectors.EVENT_READ)
                    else:
                        self._let_in(key.data)
        finally:
            for caller in tuple(self._callers):
                self._hang_up(caller)

    def _look_after_doors(self) -> None:
        """Listen at the doors there are now."""
        for key in tuple(self._selector.get_map().values()):
            if isinstance(key.data, socket.socket):
                self._selector.unregister(key.data)
        self._doors.look_after()
        for listening in self._doors.sockets.values():
            self._selector.register(listening, selectors.EVENT_READ, listening)

    def _let_in(self, listening: socket.socket) -> None:
        try:
            connection, _ = listening.accept()
        except OSError as error:  # it has hung up again, or no descriptor is left
            log.warning("somebody could not be let in: %s", error)
            if error.errno in (errno.EMFILE, errno.ENFILE):
                self._make_room()
                self._stopping.wait(0.1)
            return
        if len(self._callers) >= MOST_CALLERS:
            self._make_room()
        caller = Caller(connection, self._clock())
        self._callers.append(caller)
        self._selector.register(connection, selectors.EVENT_READ, caller)

    def _make_room(self) -> None:
        """Hang up on who was answered longest ago: who says nothing keeps nobody else out.

        Those who watch are silent by right, and are few enough to stay.
        """
        silent = [caller for caller in self._callers if not caller.watches]
        if silent:
            log.info("a program that said nothing for long was let go to make room for another")
            self._hang_up(min(silent, key=lambda caller: caller.answered_s))

    def _take_news(self) -> None:
        """Answers from the engine, and a newer snapshot for those who watch."""
        self._woken.recv(4096)
        while not self._looked.empty():
            caller, answer, snapshot = self._looked.get()
            if caller in self._callers:
                caller.is_owed = False
                if answer is None and not caller.wants_changes:
                    caller.shown = snapshot
                self._tell(caller, answer or self._writer.write(snapshot))
                self._serve(caller)
        for caller in tuple(self._callers):
            if caller.is_behind and self._clock() - caller.moved_s > STALLED_S:
                log.info("a program that read nothing for %.0f s was let go", STALLED_S)
                self._hang_up(caller)
            elif caller.watches:
                self._serve(caller)

    def _serve(self, caller: Caller, *, hear: bool = False) -> None:
        """Go on with a caller as far as is possible without waiting."""
        if caller not in self._callers:  # it was hung up on just now
            return
        try:
            if hear:
                caller.hear()
            else:
                caller.send(self._clock())
            while caller in self._callers and (line := caller.next_line()) is not None:
                self._answer(caller, line)
        except OSError:  # it has hung up
            self._hang_up(caller)
            return
        if caller.is_overlong:
            caller.is_leaving = True
            self._tell(caller, write_error("a line as long as this is not listened to"))
        self._show(caller)
        self._go_on(caller)

    def _show(self, caller: Caller) -> None:
        """The newest snapshot to one who watches and has read what went before."""
        newest = self._newest
        is_free = caller.watches and not caller.is_behind and not caller.is_owed
        if is_free and newest is not None and newest is not caller.shown:
            before, caller.shown = caller.shown, newest
            write_changes = self._writer.write_changes
            changes = write_changes(before, newest) if caller.wants_changes else None
            self._tell(caller, changes or self._writer.write(newest))

    def _go_on(self, caller: Caller) -> None:
        """Wait for what can happen next with a caller, or close."""
        if caller not in self._callers:
            return
        if caller.is_done:
            self._hang_up(caller)
            return
        is_waited_for = caller.connection in self._selector.get_map()
        if not caller.waits_for:
            if is_waited_for:
                self._selector.unregister(caller.connection)
        elif is_waited_for:
            self._selector.modify(caller.connection, caller.waits_for, caller)
        else:
            self._selector.register(caller.connection, caller.waits_for, caller)

    def _answer(self, caller: Caller, line: bytes) -> None:
        try:
            message = read_message(line)
        except FormError as error:
            self._tell(caller, write_error(str(error)))
            return
        self._obey(caller, message)

    def _obey(self, caller: Caller, message: Message) -> None:
        match message:
            case Ask(request):
                self._ask(request)
                self._answer_later(caller, write_done())
            case Tell():
                self._answer_later(caller, None)
            case Watch() if not caller.watches and self._watchers >= MOST_WATCHERS:
                watching = f"{MOST_WATCHERS} programs watch the player already: end one of them"
                self._tell(caller, write_error(watching))
            case Watch(changes):
                self._watchers += not caller.watches
                caller.watches, caller.wants_changes = True, changes
                caller.shown = None
            case Quit():
                self._tell(caller, write_done())
                self._end()

    def _answer_later(self, caller: Caller, answer: bytes | None) -> None:
        """Answer once the engine got there: with the snapshot of then, unless with something else.

        So nobody can ask faster than the engine can do it.
        """

        def looked(snapshot: Snapshot) -> None:
            self._looked.put((caller, answer, snapshot))
            self._wake()

        caller.is_owed = True
        self._look(looked)

    def _tell(self, caller: Caller, answer: bytes) -> None:
        try:
            caller.tell(answer, self._clock())
        except OSError:  # it has hung up
            self._hang_up(caller)

    def _hang_up(self, caller: Caller) -> None:
        if caller not in self._callers:
            return
        self._callers.remove(caller)
        self._watchers -= caller.watches
        if caller.connection in self._selector.get_map():
            self._selector.unregister(caller.connection)
        caller.connection.close()
