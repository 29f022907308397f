"""Where one player of a user is spoken to: a control socket in each folder where one may look.

What a program knows of the user's folders depends on how it was started: a desktop's session, cron,
sudo and system services each leave other variables. So the player listens in all of them.
"""

import logging
import socket
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tui_player.remote.control.address import Claim, ControlError

log = logging.getLogger(__name__)


class Doors:
    """The right to be the player that is spoken to, and the sockets at which it is.

    `given` is a folder that the system makes and takes away, as at login and logout. Folders may
    be cleared or come back at any time: `look_after` mends what it can.
    """

    def __init__(self, folders: Sequence[Path], given: Path | None = None) -> None:
        self._folders = tuple(folders)
        self._given = given
        self._claims: dict[Path, Claim] = {}
        self._listening: dict[Path, socket.socket] = {}
        self._refusals: dict[Path, str] = {}

    @property
    def refusals(self) -> tuple[str, ...]:
        """Why folders cannot be used, a sentence for each of those."""
        return tuple(self._refusals.values())

    @property
    def sockets(self) -> Mapping[Path, socket.socket]:
        """The sockets that are listened at now, by their folders."""
        return self._listening

    def claim(self) -> bool:
        """Take the right in all folders that can be used, or in none where another player has it.

        Raises ControlError, with the reasons, where no folder can be used at all.
        """
        for folder in self._folders:
            if folder not in self._claims and not self._take(folder):
                self.close()
                return False
        if not self._claims:
            raise ControlError("; ".join(self._refusals.values()))
        return True

    def look_after(self) -> None:
        """Listen in every folder that is ours, made anew where it was cleared."""
        for folder in self._folders:
            claim = self._claims.get(folder)
            if claim is not None and not claim.is_in_place:
                self._let_go(folder)
            if folder in self._claims or self._take(folder):
                self._listen_in(folder)

    def close(self) -> None:
        """Take all sockets away, and let another player have the right."""
        for folder in tuple(self._claims):
            self._let_go(folder)

    def _take(self, folder: Path) -> bool:
        """Take the right in a folder that can be used; False where another player has it."""
        if any(_are_same(folder, other) for other in self._claims):
            return True
        try:
            claim = Claim(folder, self._given)
        except ControlError as error:
            self._refuse(folder, str(error))
            return True
        is_free = True
        try:
            is_free = claim.take()
        except ControlError as error:
            self._refuse(folder, str(error))
        if claim.is_held:
            self._claims[folder] = claim
        else:
            claim.let_go()
        return is_free

    def _listen_in(self, folder: Path) -> None:
        claim = self._claims.get(folder)
        if claim is None or (folder in self._listening and claim.has_socket):
            return
        try:
            listening = claim.listen()
        except ControlError as error:
            self._refuse(folder, str(error))
            self._let_go(folder)
            return
        self._refusals.pop(folder, None)
        if folder in self._listening:
            log.info("the control socket in %s was gone and is made again", folder)
            self._listening[folder].close()
        self._listening[folder] = listening

    def _let_go(self, folder: Path) -> None:
        if folder in self._listening:
            self._listening.pop(folder).close()
        self._claims.pop(folder).let_go()

    def _refuse(self, folder: Path, sentence: str) -> None:
        if self._refusals.get(folder) != sentence:
            log.warning("%s", sentence)
        self._refusals[folder] = sentence


def _are_same(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return one.samefile(other)
    return False
