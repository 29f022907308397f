"""The engine thread: events in order, snapshots published, errors told, a clean end."""

import queue
from collections.abc import Iterator
from random import Random

import pytest

from tests.fakes import ListCatalog
from tests.makers import track
from tui_player.app.engine import Engine
from tui_player.core.director import Director
from tui_player.core.director_settings import DirectorSettings
from tui_player.core.memory import Memory
from tui_player.core.selection.rules import MoodRules
from tui_player.messages import events, requests
from tui_player.messages.commands import Command, OpenCamera, OutputVolume, PlayNow, Remember
from tui_player.messages.snapshot import Snapshot
from tui_player.model.clock import Moment
from tui_player.model.mood.emotion import EMOTIONS

DEADLINE_S = 10.0


class Mailboxes:
    """Takes every command; a test takes them out in order."""

    def __init__(self) -> None:
        self.commands: queue.SimpleQueue[Command] = queue.SimpleQueue()

    def post(self, command: Command) -> None:
        self.commands.put(command)

    def next(self) -> Command:
        return self.commands.get(timeout=DEADLINE_S)


class Clock:
    """A clock that moves on by a set step each time it is read."""

    def __init__(self, step_s: float = 0.0) -> None:
        self.now_s = 0.0
        self.step_s = step_s

    def __call__(self) -> Moment:
        self.now_s += self.step_s
        return Moment(self.now_s, 1_790_000_000.0 + self.now_s)


def director(kind: type[Director] = Director) -> Director:
    rules = MoodRules.from_table({e.value: {"plays": {"pop": 1.0}} for e in EMOTIONS})
    catalog = ListCatalog([track("a", "pop"), track("b", "pop")])
    return kind(DirectorSettings(folder="m"), rules, catalog, Memory(), Random(1))


class Running:
    """An engine that runs, with its mailboxes and published snapshots."""

    def __init__(self, tick_s: float = 60.0) -> None:
        self.mailboxes = Mailboxes()
        self.snapshots: queue.SimpleQueue[Snapshot] = queue.SimpleQueue()
        self.engine = Engine(self.snapshots.put, Clock(0.001), tick_s)
        self.engine.start(director, self.mailboxes)

    def snapshot_with(self, text: str) -> Snapshot:
        """The first snapshot with a notice that contains the text."""
        while True:
            snapshot = self.snapshots.get(timeout=DEADLINE_S)
            if any(text in notice.text for notice in snapshot.notices):
                return snapshot


@pytest.fixture
def running() -> Iterator[Running]:
    running = Running()
    yield running
    running.engine.stop()


def test_events_become_commands_and_snapshots(running: Running) -> None:
    assert running.mailboxes.next() == OutputVolume(72)
    assert running.mailboxes.next() == OpenCamera()
    running.engine.emit(events.LibraryChanged(tracks=2, genres=1))
    assert isinstance(running.mailboxes.next(), PlayNow)
    while running.snapshots.get(timeout=DEADLINE_S).now_playing is None:
        pass


def test_what_changes_nothing_is_not_published_again(running: Running) -> None:
    running.engine.emit(events.PositionMoved(play_id=99, position_s=1.0))
    running.engine.emit(events.UserAsked(requests.Undo()))
    first = running.snapshots.get(timeout=DEADLINE_S)
    assert first.notices == ()
    assert running.snapshots.get(timeout=DEADLINE_S).notices[0].text == "Nothing to undo."


def test_an_error_inside_is_told_and_the_engine_goes_on(running: Running) -> None:
    running.engine.emit("not an event")  # type: ignore[arg-type]
    running.snapshot_with("Something went wrong inside")
    running.engine.emit(events.UserAsked(requests.Undo()))
    running.snapshot_with("Nothing to undo.")


def test_stopping_handles_what_came_before_and_says_farewell(running: Running) -> None:
    running.engine.emit(events.LibraryChanged(tracks=2, genres=1))
    running.engine.stop()
    commands = []
    while not running.mailboxes.commands.empty():
        commands.append(running.mailboxes.next())
    assert isinstance(commands[-1], Remember)


def test_the_clock_ticks_however_busy_the_queue_is() -> None:
    seen: queue.SimpleQueue[events.Event] = queue.SimpleQueue()

    class Listening(Director):
        def handle(self, event: events.Event, now: Moment) -> list[Command]:
            seen.put(event)
            return super().handle(event, now)

    engine = Engine(lambda _: None, Clock(step_s=0.01), tick_s=0.1)
    for _ in range(100):
        engine.emit(events.FaceLost())
    engine.start(lambda: director(Listening), Mailboxes())
    ticks = faces = 0
    while faces < 100:
        event = seen.get(timeout=DEADLINE_S)
        ticks += isinstance(event, events.ClockTicked)
        faces += isinstance(event, events.FaceLost)
    engine.stop()
    assert ticks >= 5


def test_a_failing_start_is_shown() -> None:
    def fail() -> Director:
        raise OSError("the disk is full")

    snapshots: queue.SimpleQueue[Snapshot] = queue.SimpleQueue()
    engine = Engine(snapshots.put, Clock())
    engine.start(fail, Mailboxes())
    assert "the disk is full" in snapshots.get(timeout=DEADLINE_S).notices[0].text
    engine.stop()


def test_who_comes_later_is_shown_the_newest_snapshot_and_all_after_it(running: Running) -> None:
    running.engine.emit(events.UserAsked(requests.Undo()))
    newest = running.snapshot_with("Nothing to undo.")
    late: queue.SimpleQueue[Snapshot] = queue.SimpleQueue()
    running.engine.show_to(late.put)
    assert late.get(timeout=DEADLINE_S) is newest
    running.engine.emit(events.LibraryChanged(tracks=2, genres=1))
    after = late.get(timeout=DEADLINE_S)
    assert after is not newest
    assert after is running.snapshots.get(timeout=DEADLINE_S)


def test_one_look_is_at_what_was_done_before(running: Running) -> None:
    looked: queue.SimpleQueue[Snapshot] = queue.SimpleQueue()
    running.engine.emit(events.UserAsked(requests.SetVolume(31)))
    running.engine.show_once(looked.put)
    running.engine.emit(events.UserAsked(requests.SetVolume(32)))
    assert looked.get(timeout=DEADLINE_S).speaker.volume_percent == 31
    running.engine.stop()
    assert looked.empty()


def test_who_comes_after_a_failed_start_is_shown_it() -> None:
    def fail() -> Director:
        raise OSError("the disk is full")

    late: queue.SimpleQueue[Snapshot] = queue.SimpleQueue()
    engine = Engine(lambda _: None, Clock())
    engine.start(fail, Mailboxes())
    engine.emit(events.ClockTicked())
    engine.show_to(late.put)
    assert "the disk is full" in late.get(timeout=DEADLINE_S).notices[0].text
    engine.stop()
