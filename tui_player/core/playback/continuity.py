"""Keeps the music going after each event: follows the mood, resumes, fills Up next."""

from tui_player.core.context import CoreContext
from tui_player.core.director_settings import DirectorSettings
from tui_player.core.library.controller import LibraryController
from tui_player.core.mood.controller import MoodController
from tui_player.core.playback.autoplay import Autoplay
from tui_player.messages.commands import Command
from tui_player.model.severity import Severity

# How long the music waits for a first scan to find the track it left off with.
RESUME_PATIENCE_S = 4.0


class Continuity:
    """Owns what is known of the present play and of the resumption at the start."""

    def __init__(
        self,
        context: CoreContext,
        autoplay: Autoplay,
        mood: MoodController,
        library: LibraryController,
        settings: DirectorSettings,
    ) -> None:
        self._context = context
        self._autoplay = autoplay
        self._mood = mood
        self._library = library
        self._changes_at_once = settings.change_at_once
        self._resume_pending = settings.resume
        self._resume_until_s: float | None = None
        self._was_out_of_tracks = False
        self._begun_play: int | None = None

    def keep(self, *, may_cut: bool) -> list[Command]:
        """The last part of each turn; `may_cut`: a change of mood may cut what sounds."""
        self._count_track()
        commands: list[Command] = []
        autoplay = self._autoplay
        if (self._mood.target, self._mood.plan) != (autoplay.target, autoplay.plan):
            commands += self._follow_mood(may_cut=may_cut)
        commands += self._keep_playing()
        self._count_track()
        return commands

    def _follow_mood(self, *, may_cut: bool) -> list[Command]:
        """The mood that counts has changed: Up next follows, the present track plays on.

        Where a change is to be heard at once it is cut, unless it has only just begun.
        """
        before, transport = self._autoplay.target, self._autoplay.transport
        self._autoplay.follow(self._mood.target, self._mood.plan)
        changed = before.emotion not in (None, self._mood.emotion)
        may_cut = may_cut and transport.may_be_cut
        if changed and may_cut and self._changes_at_once:
            return [*transport.fade_to_next()]
        return []

    def _count_track(self) -> None:
        """If another track chosen by the plan sounds now, mood and autoplay move on alike."""
        now = self._autoplay.transport.queue.now
        if now is None or now.play_id == self._begun_play:
            return
        self._begun_play = now.play_id
        if not now.asked_for:
            self._autoplay.chosen_track_began()
            self._mood.chosen_track_began()
            self._autoplay.set_target(self._mood.target)

    def _keep_playing(self) -> list[Command]:
        autoplay, has_tracks = self._autoplay, self._library.has_tracks
        commands: list[Command] = []
        if self._resume_pending and has_tracks and self._is_time_to_resume():
            commands += self._resume()
        may_start = has_tracks and not self._resume_pending
        if not may_start and autoplay.transport.queue.now is None:
            return commands
        commands += autoplay.keep_playing()
        if autoplay.is_out_of_tracks and not self._was_out_of_tracks:
            self._context.notify(autoplay.why_out_of_tracks(), Severity.WARNING)
        self._was_out_of_tracks = autoplay.is_out_of_tracks
        return commands

    def _resume(self) -> list[Command]:
        self._resume_pending = False
        commands = self._autoplay.resumption.resume()
        now = self._autoplay.transport.queue.now
        self._begun_play = None if now is None else now.play_id  # it began in the last run
        return [*commands]

    def _is_time_to_resume(self) -> bool:
        """What was left may come with a later batch of a scan, which is waited for briefly."""
        if self._autoplay.resumption.can_resume or not self._library.is_scanning:
            return True
        if self._resume_until_s is None:
            self._resume_until_s = self._context.now_s + RESUME_PATIENCE_S
        return self._context.now_s >= self._resume_until_s
