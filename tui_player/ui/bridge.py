"""The way onto the screen from other threads: the newest snapshot and camera picture win."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from tui_player.messages.snapshot import Snapshot
    from tui_player.model.picture import CameraPicture


class SnapshotPublished(Message):
    """A newer snapshot lies ready."""

    def can_replace(self, message: Message) -> bool:
        """One waiting message is enough: the snapshot is fetched when it is handled."""
        return isinstance(message, SnapshotPublished)


class PictureTaken(Message):
    """A newer camera picture, or its end, lies ready."""

    def can_replace(self, message: Message) -> bool:
        """One waiting message is enough: the picture is fetched when it is handled."""
        return isinstance(message, PictureTaken)


class SpectrumTaken(Message):
    """A newer spectrum of what sounds, or its end, lies ready."""

    def can_replace(self, message: Message) -> bool:
        """One waiting message is enough: the spectrum is fetched when it is handled."""
        return isinstance(message, SpectrumTaken)


class QuitAsked(Message):
    """Somebody asked from outside the screen to end the run."""


class ScreenBridge:
    """Holds what is newest and wakes the app; never waits, and safe with no app running.

    The engine thread calls `publish`, the camera thread `show_picture`, the player's thread
    `show_spectrum`; each is one assignment and one message. The app attaches itself when mounted
    and detaches when it goes.
    """

    def __init__(self) -> None:
        self._snapshot: Snapshot | None = None
        self._picture: CameraPicture | None = None
        self._spectrum: bytes | None = None
        self._post: Callable[[Message], bool] | None = None

    @property
    def snapshot(self) -> Snapshot | None:
        """The newest snapshot, None before the first."""
        return self._snapshot

    @property
    def picture(self) -> CameraPicture | None:
        """The newest camera picture, None while there is none."""
        return self._picture

    @property
    def spectrum(self) -> bytes | None:
        """The newest levels of the spectrum, None while there are none."""
        return self._spectrum

    def publish(self, snapshot: Snapshot) -> None:
        """Show this snapshot as soon as the screen is free."""
        self._snapshot = snapshot
        self._wake(SnapshotPublished())

    def show_picture(self, picture: CameraPicture | None) -> None:
        """Show this camera picture, or none, as soon as the screen is free."""
        self._picture = picture
        self._wake(PictureTaken())

    def show_spectrum(self, levels: bytes | None) -> None:
        """Show these levels, one byte a band, or none, as soon as the screen is free."""
        self._spectrum = levels
        self._wake(SpectrumTaken())

    def quit(self) -> None:
        """End the run, as the key for it does."""
        self._wake(QuitAsked())

    def attach(self, post: Callable[[Message], bool]) -> None:
        """Send wake-ups to the app from now on, beginning with what is already there."""
        self._post = post
        if self._snapshot is not None:
            self._wake(SnapshotPublished())
        if self._picture is not None:
            self._wake(PictureTaken())

    def detach(self) -> None:
        """The app is going: keep what comes, wake nobody."""
        self._post = None

    def _wake(self, message: Message) -> None:
        post = self._post
        if post is None:
            return
        try:
            post(message)
        except RuntimeError:
            # The app's loop closed between the look at `_post` and the call.
            self._post = None
