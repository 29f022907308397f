"""Anything may happen in any order: the Director keeps its head, and in step with the sound."""

from collections import Counter
from random import Random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.core.asked import FEW_MOODS, PINNING, TRANSPORT
from tests.core.sound import TRACK_S, Sound
from tests.core.stage import DAY_UNIX_S, RULES
from tests.fakes import ListCatalog
from tests.makers import face_reading, track
from tui_player.core.director import Director
from tui_player.core.director_settings import DirectorSettings
from tui_player.core.memory import Memory
from tui_player.core.playback.crossfade import CrossfadeSettings
from tui_player.core.playback.transport import HANDOVER_LIMIT_S
from tui_player.core.settings import PresenceSettings, SoundSettings
from tui_player.messages import commands, events, requests
from tui_player.messages.events import CameraState
from tui_player.messages.explanation import MOST_WORDS
from tui_player.messages.requests import Request
from tui_player.messages.snapshot import Snapshot
from tui_player.model.clock import Moment
from tui_player.model.mood.emotion import EMOTIONS, Emotion
from tui_player.model.music.track import TrackId

PLACES = st.integers(0, 13)
NUMBERS = st.integers(0, 200)


class DirectorMachine(RuleBasedStateMachine):
    """Events, requests and time in any order, with a sound process that lags behind."""

    @initialize(
        tracks=st.sampled_from([0, 1, 2, 8]),
        moods=st.sampled_from([EMOTIONS, FEW_MOODS, (Emotion.SAD,)]),
        change_at_once=st.booleans(),
        pause_after_s=st.sampled_from([None, 20.0]),
        rests=st.booleans(),
        crossfade_s=st.sampled_from([0.0, 4.0]),
        seed=st.integers(0, 5),
    )
    def begin(
        self,
        tracks: int,
        moods: tuple[Emotion, ...],
        change_at_once: bool,
        pause_after_s: float | None,
        rests: bool,
        crossfade_s: float,
        seed: int,
    ) -> None:
        self.catalog = ListCatalog(
            track(f"{e} {i}", f"{e} music", artist=f"artist {i % 3}")
            for e in moods
            for i in range(tracks)
        )
        self.settings = DirectorSettings(
            folder="m",
            change_at_once=change_at_once,
            presence=PresenceSettings(pause_after_s, rests),
            sound=SoundSettings(crossfade=CrossfadeSettings(crossfade_s)),
        )
        self.now_s = 100.0
        self.unix_ahead_s = 0.0
        self.random = Random(seed)
        self.memory = Memory()
        self.moved = 0
        self._start()

    def _start(self) -> None:
        self.sound = Sound()
        self.begun: set[int] = set()  # plays
        self.director = Director(self.settings, RULES, self.catalog, self.memory, self.random)
        self._obey(self.director.start(self.moment))
        self.tell(events.ClockTicked())

    @property
    def moment(self) -> Moment:
        return Moment(self.now_s, DAY_UNIX_S + self.now_s + self.unix_ahead_s)

    @property
    def snapshot(self) -> Snapshot:
        return self.director.snapshot()

    def tell(self, event: events.Event) -> None:
        if isinstance(event, events.TrackStarted):
            self.begun.add(event.play_id)
        self._obey(self.director.handle(event, self.moment))

    def ask(self, request: Request) -> None:
        self.tell(events.UserAsked(request))

    def _obey(self, orders: list[commands.Command]) -> None:
        entries = self.director._autoplay.transport.queue.entries
        paths = {entry.play_id: entry.track.path for entry in entries}
        plays = [order for order in orders if isinstance(order, commands.PlayNow)]
        for order in orders:
            match order:
                case commands.PlayNow(play_id, path, position_s):
                    self.begun.add(play_id)
                    assert position_s >= 0.0
                    if order is plays[-1]:
                        assert paths[play_id] == path
                    self.sound.inbox.append(order)
                case commands.SetUpNext(play_id, path, gain_db, crossfade_s):
                    assert abs(gain_db) <= 30.0
                    assert 0.0 <= crossfade_s <= TRACK_S / 2
                    self.sound.inbox.append(order)
                case commands.Seek(position_s):
                    assert position_s >= 0.0
                case commands.Remember(fact):
                    self.memory = self.memory.with_fact(fact)
                case commands.Pause() | commands.Resume() | commands.StopPlaying():
                    self.sound.inbox.append(order)

    def _track_id(self, number: int) -> TrackId:
        ids = [*sorted(self.catalog.tracks), TrackId("gone.flac")]
        return ids[number % len(ids)]

    def _play_id(self, place: int) -> int:
        up_next = self.snapshot.up_next
        return up_next[place % len(up_next)].play_id if up_next else 10_000

    # -- what happens ----------------------------------------------------------------------------

    @rule()
    def library_is_read(self) -> None:
        tracks = len(self.catalog.tracks)
        self.tell(events.LibraryChanged(tracks, genres=3))

    @rule()
    def scan_begins(self) -> None:
        self.tell(events.ScanProgressed(0, None))
        self.tell(events.LibraryChanged(len(self.catalog.tracks), 3, finished=False))

    @rule(numbers=st.lists(NUMBERS, max_size=5))
    def files_are_deleted(self, numbers: list[int]) -> None:
        self.catalog.remove(*map(self._track_id, numbers))
        self.library_is_read()

    @rule(emotion=st.sampled_from(FEW_MOODS), count=st.integers(1, 3))
    def files_come(self, emotion: Emotion, count: int) -> None:
        for _ in range(count):
            self.moved += 1
            self.catalog.add(track(f"new {self.moved}", f"{emotion} music"))
        self.library_is_read()

    @rule(number=NUMBERS)
    def a_file_is_renamed(self, number: int) -> None:
        old = self.catalog.track(self._track_id(number))
        if old is None:
            return
        self.moved += 1
        new = track(f"moved {self.moved}", *old.families)
        self.catalog.remove(old.id)
        self.catalog.add(new)
        self.tell(events.TracksMoved(((old.id, new.id),)))

    @rule(sentence=st.sampled_from(["", "the folder is gone"]))
    def library_is_troubled(self, sentence: str) -> None:
        self.tell(events.LibraryTroubled(sentence))

    @rule(state=st.sampled_from([CameraState.OK, CameraState.OK, CameraState.OFF]))
    def camera_changes(self, state: CameraState) -> None:
        self.tell(events.CameraChanged(state))

    @rule(
        emotion=st.sampled_from(FEW_MOODS),
        frames=st.integers(1, 30),
        share=st.sampled_from([0.4, 0.8, 0.95]),
        faces=st.sampled_from([1, 1, 1, 2]),
    )
    def face_looks(self, emotion: Emotion, frames: int, share: float, faces: int) -> None:
        self.tell(events.CameraChanged(CameraState.OK))
        for _ in range(frames):
            self.now_s += 0.2
            self.tell(events.FaceRead(face_reading(emotion, share, faces_seen=faces)))

    @rule()
    def face_is_lost(self) -> None:
        self.tell(events.FaceLost())

    @rule(seconds=st.sampled_from([0.5, 1.0, 3.0, 25.0, 61.0]))
    def time_passes(self, seconds: float) -> None:
        self.now_s += seconds
        self.tell(events.ClockTicked())

    @rule(seconds=st.sampled_from([-7200.0, -3.0, 3600.0, 200_000.0]))
    def the_clock_is_set(self, seconds: float) -> None:
        self.unix_ahead_s += seconds
        self.tell(events.ClockTicked())

    # -- what the sound process does ---------------------------------------------------------------

    @precondition(lambda self: self.sound.inbox)
    @rule()
    def sound_takes_a_command(self) -> None:
        self.sound.take_command()

    @precondition(lambda self: self.sound.outbox)
    @rule()
    def sound_is_heard_of(self) -> None:
        self.tell(self.sound.outbox.popleft())

    @precondition(lambda self: self.sound.now is not None and not self.sound.paused)
    @rule(broken=st.sampled_from([False, False, False, True]))
    def a_track_ends(self, broken: bool) -> None:
        self.now_s += 1.0
        self.sound.end_track(broken=broken)

    @precondition(lambda self: self.sound.following is not None)
    @rule()
    def what_follows_cannot_be_opened(self) -> None:
        assert self.sound.following is not None
        self.sound.outbox.append(events.TrackUnplayable(self.sound.following, "it is broken"))
        self.sound.following = None

    @precondition(lambda self: self.sound.now is not None)
    @rule(position_s=st.floats(0.0, TRACK_S))
    def a_position_is_told(self, position_s: float) -> None:
        assert self.sound.now is not None
        self.sound.outbox.append(events.PositionMoved(self.sound.now, position_s))

    @rule()
    def all_comes_to_rest(self) -> None:
        """Whatever was on its way has come: Director and sound process agree."""
        self._settle()
        self.now_s += 2 * HANDOVER_LIMIT_S
        self.tell(events.ClockTicked())
        self._settle()
        playback = self.director._autoplay.transport
        if playback.is_worn_out or not self.catalog.tracks:
            return
        now = self.snapshot.now_playing
        assert self.sound.now == (None if now is None else now.play_id)
        if now is None:
            return
        assert self.sound.paused == self.snapshot.paused
        up_next = self.snapshot.up_next
        follows = None if not up_next or playback.stops_after_track else up_next[0].play_id
        if self.director._library.has_tracks:
            assert self.sound.following == follows

    def teardown(self) -> None:
        self.all_comes_to_rest()

    def _settle(self) -> None:
        for _ in range(200):
            if self.sound.inbox:
                self.sound.take_command()
            elif self.sound.outbox:
                self.tell(self.sound.outbox.popleft())
            else:
                return
        raise AssertionError("the Director and the sound process never come to rest")

    # -- what a person asks ------------------------------------------------------------------------

    @rule(request=TRANSPORT)
    def somebody_asks(self, request: Request) -> None:
        self.ask(request)

    @rule(place=PLACES)
    def an_entry_is_played(self, place: int) -> None:
        self.ask(requests.PlayFromUpNext(self._play_id(place)))

    @rule(numbers=st.lists(NUMBERS, max_size=3))
    def tracks_are_played(self, numbers: list[int]) -> None:
        ids = tuple(map(self._track_id, numbers))
        self.ask(requests.PlayTracks(ids))
        if ids:
            self.ask(requests.PlayTrack(ids[0]))

    @rule(request=PINNING, undo=st.booleans())
    def mood_is_changed(self, request: Request, undo: bool) -> None:
        self._ask(request, undo=undo)

    @rule(place=PLACES, places=st.sampled_from([None, -1, 1, 4]), undo=st.booleans())
    def an_entry_is_moved(self, place: int, places: int | None, undo: bool) -> None:
        play_id = self._play_id(place)
        if places is None:
            self._ask(requests.RemoveFromUpNext(play_id), undo=undo)
        else:
            self._ask(requests.MoveInUpNext(play_id, places), undo=undo)

    @rule(
        numbers=st.lists(NUMBERS, min_size=1, max_size=4), first=st.booleans(), undo=st.booleans()
    )
    def tracks_are_queued(self, numbers: list[int], first: bool, undo: bool) -> None:
        ids = tuple(map(self._track_id, numbers))
        one = requests.QueueTrack(ids[0], first)
        self._ask(requests.QueueTracks(ids, first) if len(ids) > 1 else one, undo=undo)

    @rule(request=st.sampled_from([requests.ShuffleQueued(), requests.ClearQueued()]))
    def the_queue_is_changed_and_back(self, request: Request) -> None:
        self._ask_and_undo(request)

    @rule()
    def the_player_is_started_again(self) -> None:
        left = self.snapshot
        self._obey(self.director.shutdown(self.moment))
        self._start()
        mood = self.snapshot.mood
        if left.mood.pin is not None and left.mood.pin.ends == "until unpinned":
            assert mood.pin == left.mood.pin
        assert mood.goal == left.mood.goal
        assert self.snapshot.speaker.volume_percent == left.speaker.volume_percent

    def _ask(self, request: Request, *, undo: bool) -> None:
        if undo:
            self._ask_and_undo(request)
        else:
            self.ask(request)

    def _ask_and_undo(self, request: Request) -> None:
        self.tell(events.ClockTicked())  # what Up next lacks has been chosen
        before, kept = self.snapshot, len(self.director._context.undo.queues)
        self.ask(request)
        if len(self.director._context.undo.queues) == kept:
            return
        self.ask(requests.Undo())
        out = self.director._autoplay.transport.unplayable
        is_known = {e.track.id for e in before.up_next} <= self.catalog.tracks.keys() - out
        # What was cut stays cut, and what was lost does not come back.
        if is_known and _playing(self.snapshot) == _playing(before):
            assert _undoable(self.snapshot) == _undoable(before)

    # -- what always holds -------------------------------------------------------------------------

    @invariant()
    def the_queue_is_sound(self) -> None:
        snapshot = self.snapshot
        now, up_next = snapshot.now_playing, snapshot.up_next
        plays = [entry.play_id for entry in up_next] + ([now.play_id] if now else [])
        assert len(set(plays)) == len(plays)
        assert not self._chosen_twice()
        reasons = [entry.reason for entry in up_next] + ([now.reason] if now else [])
        assert all(1 <= len(reason.split()) <= MOST_WORDS for reason in reasons)

    def _chosen_twice(self) -> list[TrackId]:
        now, up_next = self.snapshot.now_playing, self.snapshot.up_next
        tracks = Counter([e.track.id for e in up_next] + ([now.track.id] if now else []))
        return [e.track.id for e in up_next if not e.asked_for and tracks[e.track.id] > 1]

    @invariant()
    def the_snapshot_is_consistent(self) -> None:
        snapshot, director = self.snapshot, self.director
        mood = snapshot.mood
        assert (mood.pin is None) == (director._mood.pin is None)
        if mood.pin is not None:
            assert mood.emotion == mood.pin.emotion
        elif mood.goal is not None and mood.goal.path:
            assert mood.emotion == mood.goal.path[mood.goal.step]
        else:
            assert mood.emotion == director._mood.mood.emotion
        assert director._autoplay.target == director._mood.target
        assert director._autoplay.plan == director._mood.plan
        assert 0.0 <= mood.certainty <= 1.0
        assert all(-1e-9 <= share <= 1.0 + 1e-9 for share in mood.probabilities)
        assert 0 <= snapshot.speaker.volume_percent <= 100
        assert 0.5 <= snapshot.rate <= 2.0
        assert snapshot.ending.sleep_min is None or snapshot.ending.sleep_min >= 0
        if snapshot.now_playing is not None:
            assert snapshot.now_playing.position_s >= 0.0
        if snapshot.camera.resting:
            assert mood.pin is not None

    @invariant()
    def up_next_follows_the_plan(self) -> None:
        """Without a goal, all that was chosen was chosen for the present mood."""
        mood, up_next = self.snapshot.mood, self.snapshot.up_next
        # What was gone back from comes again, whatever it was chosen for.
        new = [e for e in up_next if not e.asked_for and e.play_id not in self.begun]
        if mood.goal is None:
            assert {e.sum.emotion for e in new if e.sum} <= {mood.emotion}

    @invariant()
    def all_that_counts_is_written_down(self) -> None:
        assert self.memory == self.director._context.memory


def _playing(snapshot: Snapshot) -> int | None:
    return None if snapshot.now_playing is None else snapshot.now_playing.play_id


def _undoable(snapshot: Snapshot) -> object:
    mood, now = snapshot.mood, snapshot.now_playing
    # What is only there to be repeated is another play each time, put back in front.
    up_next = [entry for entry in snapshot.up_next if entry.reason != "repeats"]
    return up_next, mood.pin, mood.goal, mood.emotion, None if now is None else now.opinion


TestDirectorMachine = DirectorMachine.TestCase
TestDirectorMachine.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, derandomize=True
)
