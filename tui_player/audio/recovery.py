"""What the sound process was told and has told: enough to go on in another one."""

import dataclasses

from tui_player.audio.protocol import Order, PlayerEvent, WatchSpectrum
from tui_player.messages import commands, events
from tui_player.messages.commands import PlayNow, SetUpNext


class PlaybackRecovery:
    """Follows commands and reports; only the player's thread touches it."""

    def __init__(self) -> None:
        self._present: PlayNow | None = None
        self._next: SetUpNext | None = None
        self.seeks = 0  # how many were commanded
        self._position_s = 0.0
        self._paused = False
        # Volume, rate, device and the watch on the spectrum as they were set last.
        self._settings: dict[type[Order], Order] = {}
        self._is_listing = False
        self._started_id: int | None = None
        self._told_speaker: events.SpeakerChanged | None = None

    @property
    def present_id(self) -> int | None:
        """The play that sounds, or is to."""
        return None if self._present is None else self._present.play_id

    def commanded(self, command: Order) -> None:
        """Take note of a command on its way to the sound process."""
        match command:
            case PlayNow():
                self._present, self._next = command, None
                self._position_s, self._paused = command.position_s, command.paused
                self._started_id = None
            case SetUpNext():
                self._next = command if command.path is not None else None
            case commands.Pause():
                self._paused = True
            case commands.Resume():
                self._paused = False
            case commands.Seek(position_s):
                self._position_s, self.seeks = position_s, self.seeks + 1
            case (
                commands.OutputVolume()
                | commands.SetRate()
                | commands.UseDevice()
                | WatchSpectrum()
            ):
                self._settings[type(command)] = command
            case commands.QueryDevices():
                self._is_listing = True
            case commands.StopPlaying():
                self._present = self._next = None

    def reported(self, report: PlayerEvent) -> bool:
        """Take note of a report; False if the player's owner knows it already."""
        match report:
            case events.TrackStarted(play_id):
                return self._started(play_id)
            case events.PositionMoved(play_id, position_s) if play_id == self.present_id:
                self._position_s = position_s
            case events.TrackEnded(play_id) | events.TrackUnplayable(play_id):
                self.forget(play_id)
            case events.SpeakersListed():
                self._is_listing = False
            case events.SpeakerChanged():
                known = report == self._told_speaker
                self._told_speaker = report
                return not known
        return True

    def _started(self, play_id: int) -> bool:
        if self._next is not None and self._next.play_id == play_id and self._next.path:
            self._present = PlayNow(play_id, self._next.path, gain_db=self._next.gain_db)
            self._next, self._position_s = None, 0.0
        known = self._started_id == play_id
        self._started_id = play_id
        return not known

    def forget(self, play_id: int) -> None:
        """This play is over, or never to be tried again."""
        if play_id == self.present_id:
            self._present = None
        if self._next is not None and self._next.play_id == play_id:
            self._next = None

    def to_resume(self) -> list[Order]:
        """Return the commands that bring a new sound process to where the old one was."""
        resuming = list(self._settings.values())
        if self._is_listing:
            resuming.append(commands.QueryDevices())
        if self._present is not None:
            present = self._present
            resuming.append(
                dataclasses.replace(
                    present, position_s=self._position_s, paused=self._paused, fade_s=0.0
                )
            )
            if self._next is not None:
                resuming.append(self._next)
        return resuming
