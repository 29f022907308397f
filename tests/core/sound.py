"""A sound process as the Director knows it: it obeys later, tells later, goes on by itself."""

from collections import deque

from tui_player.messages import commands, events

TRACK_S = 180.0


class Sound:
    """The sound process: obeys in the order of commands, tells late, moves on by itself."""

    def __init__(self) -> None:
        self.inbox: deque[commands.Command] = deque()
        self.outbox: deque[events.Event] = deque()
        self.now: int | None = None
        self.following: int | None = None
        self.paused = False
        self.has_ended = False  # and nothing followed

    def take_command(self) -> None:
        command = self.inbox.popleft()
        match command:
            case commands.PlayNow(play_id, _, position_s, paused):
                self.now, self.following, self.paused = play_id, None, paused
                self.has_ended = False
                self.outbox.append(events.TrackStarted(play_id, TRACK_S))
                self.outbox.append(events.PositionMoved(play_id, position_s))
            case commands.SetUpNext(play_id, path):
                self.following = None if path is None else play_id
                if self.has_ended and self.following is not None:
                    self._move_on()
            case commands.Pause():
                self.paused = True
            case commands.Resume():
                self.paused = False
            case commands.StopPlaying():
                self.now, self.following, self.has_ended = None, None, False

    def end_track(self, *, broken: bool) -> None:
        assert self.now is not None
        ended = self.now
        if broken:
            self.outbox.append(events.TrackUnplayable(ended, "it breaks off"))
        else:
            self.outbox.append(events.TrackEnded(ended))
        self.now, self.has_ended = None, not broken
        if self.following is not None:
            self._move_on()

    def _move_on(self) -> None:
        self.now, self.following, self.has_ended = self.following, None, False
        assert self.now is not None
        self.outbox.append(events.TrackStarted(self.now, TRACK_S))
