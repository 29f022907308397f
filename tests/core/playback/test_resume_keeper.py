"""What a person asks for is noted at once: the player may be killed at any moment."""

import pytest

from tests.core.stage import Stage
from tests.fakes import ListCatalog
from tests.makers import track
from tui_player.core.memory import Memory
from tui_player.messages import events, requests
from tui_player.messages.commands import Command, Remember
from tui_player.messages.facts import ResumePoint
from tui_player.messages.snapshot import UpNextEntry
from tui_player.model.music.track import Track, TrackId

ANGRY_1, ANGRY_2 = TrackId("angry 1.flac"), TrackId("angry 2.flac")


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.library_is_read()
    return stage


def points(commands: list[Command]) -> list[ResumePoint]:
    return [c.fact for c in commands if isinstance(c, Remember) and isinstance(c.fact, ResumePoint)]


def asked(stage: Stage) -> list[UpNextEntry]:
    return [entry for entry in stage.snapshot.up_next if entry.asked_for]


def test_every_edit_of_what_is_asked_for_is_noted_at_once(stage: Stage) -> None:
    def noted(request: requests.Request) -> tuple[TrackId, ...]:
        (point,) = points(stage.ask(request))
        return point.asked_for

    assert noted(requests.QueueTrack(ANGRY_1)) == (ANGRY_1,)
    assert noted(requests.QueueTrack(ANGRY_2)) == (ANGRY_1, ANGRY_2)
    assert noted(requests.MoveInUpNext(asked(stage)[1].play_id, -1)) == (ANGRY_2, ANGRY_1)
    assert noted(requests.RemoveFromUpNext(asked(stage)[0].play_id)) == (ANGRY_1,)
    assert noted(requests.Undo()) == (ANGRY_2, ANGRY_1)
    assert noted(requests.ClearQueued()) == ()


def test_the_volume_is_noted_at_once(stage: Stage) -> None:
    (point,) = points(stage.ask(requests.SetVolume(33)))
    assert point.volume_percent == 33


def test_what_changes_nothing_is_not_noted(stage: Stage) -> None:
    stage.ask(requests.QueueTrack(ANGRY_1))
    assert points(stage.ask(requests.SetVolume(72))) == []
    chosen = next(entry for entry in stage.snapshot.up_next if not entry.asked_for)
    assert points(stage.ask(requests.RemoveFromUpNext(chosen.play_id))) == []
    assert points(stage.ask(requests.Undo())) == []


def test_what_the_last_run_left_is_not_lost_before_it_is_taken_up_again() -> None:
    left = ResumePoint(TrackId("not scanned yet.flac"), 61.5, (ANGRY_1,), 40)
    stage = Stage(memory=Memory(resume_point=left))
    (point,) = points(stage.ask(requests.SetVolume(50)))
    assert point == ResumePoint(left.now, 61.5, (ANGRY_1,), 50)
    stage.catalog.add(track("not scanned yet", "sad music"))
    stage.library_is_read()
    assert [entry.track.id for entry in asked(stage)] == [ANGRY_1]


def test_a_long_queue_is_looked_up_once_while_a_scan_brings_its_tracks() -> None:
    names = [track(f"queued {n}", "sad music") for n in range(500)]
    ids = tuple(one.id for one in names)
    catalog = CountingCatalog(names[:400])
    stage = Stage(memory=Memory(resume_point=ResumePoint(ids[0], 1.0, ids)), catalog=catalog)
    stage.tell(events.ScanProgressed(1, 9))
    stage.tell(events.LibraryChanged(400, 1, finished=False))
    catalog.looks = 0
    for _ in range(20):
        stage.tell(events.LibraryChanged(400, 1, finished=False))
    assert catalog.looks <= 20
    catalog.add(*names[400:])
    stage.tell(events.LibraryChanged(500, 1, finished=False))
    assert [entry.track.id for entry in asked(stage)] == list(ids)


class CountingCatalog(ListCatalog):
    """Counts how often a track is looked up."""

    looks = 0

    def track(self, track_id: TrackId) -> Track | None:
        self.looks += 1
        return super().track(track_id)
