"""Whatever a person does: no track stands twice in Up next by choice, and undo restores exactly."""

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.stage import Stage
from tests.fakes import ListCatalog
from tests.makers import track
from tui_player.domain import events, requests
from tui_player.domain.emotion import EMOTIONS, Emotion
from tui_player.domain.requests import Request
from tui_player.domain.track import TrackId

MOODS = (Emotion.HAPPY, Emotion.SAD)
Step = Callable[[Stage], None]


def stage_of(tracks_of_a_mood: int) -> Stage:
    """A stage with so many tracks of each mood, and a face that looks happy."""
    catalog = ListCatalog(
        track(f"{e} {i}", f"{e} music", artist=f"artist {i % 3}")
        for e in EMOTIONS
        for i in range(tracks_of_a_mood)
    )
    stage = Stage(catalog=catalog)
    stage.library_is_read()
    stage.look(Emotion.HAPPY)
    return stage


def asking(request: Request) -> Step:
    def step(stage: Stage) -> None:
        stage.now_s += 10.0
        stage.ask(request)

    step.__name__ = repr(request)
    return step


def of_an_entry(make: Callable[[int], Request], place: int) -> Step:
    """A request about an entry of Up next, if there is one at that place."""

    def step(stage: Stage) -> None:
        up_next = stage.snapshot.up_next
        if up_next:
            stage.ask(make(up_next[place % len(up_next)].play_id))

    step.__name__ = f"{make} of {place}"
    return step


def of_a_track(make: Callable[[TrackId], Request], number: int) -> Step:
    def step(stage: Stage) -> None:
        ids = sorted(stage.catalog.tracks)
        stage.ask(make(ids[number % len(ids)]))

    step.__name__ = f"{make} of {number}"
    return step


def end_of_track(stage: Stage) -> None:
    """The present track is heard to its end, and the next one begins."""
    now = stage.snapshot.now_playing
    assert now is not None
    stage.now_s += 180.0
    stage.tell(events.TrackEnded(now.play_id))
    if stage.snapshot.up_next:
        stage.tell(events.TrackStarted(stage.snapshot.up_next[0].play_id, 180.0))


UNDOABLE: st.SearchStrategy[Step] = st.one_of(
    st.builds(of_an_entry, st.just(requests.RemoveFromUpNext), st.integers(0, 11)),
    st.builds(
        of_an_entry,
        st.sampled_from([1, -1, 3]).map(
            lambda places: lambda play_id: requests.MoveInUpNext(play_id, places)
        ),
        st.integers(0, 11),
    ),
    st.builds(of_a_track, st.just(requests.QueueTrack), st.integers(0, 200)),
    st.builds(
        of_a_track, st.just(lambda i: requests.QueueTrack(i, first=True)), st.integers(0, 200)
    ),
    st.sampled_from(MOODS).map(lambda emotion: asking(requests.PinMood(emotion))),
    st.sampled_from(
        [asking(r) for r in (requests.TogglePin(), requests.RejectMood(), requests.Like())]
    ),
)
STEPS = st.one_of(
    UNDOABLE,
    st.sampled_from(
        [
            asking(requests.Skip()),
            asking(requests.Back()),
            asking(requests.Dislike()),
            asking(requests.Undo()),
            asking(requests.ChangeMusicNow()),
            end_of_track,
        ]
    ),
    st.builds(of_a_track, st.just(requests.PlayTrack), st.integers(0, 200)),
    st.builds(of_an_entry, st.just(requests.PlayFromUpNext), st.integers(0, 11)),
)


def twice_by_choice(stage: Stage) -> list[TrackId]:
    """Tracks that were chosen although they sound or are up next already."""
    now = stage.snapshot.now_playing
    up_next = stage.snapshot.up_next
    ids = [entry.track.id for entry in up_next] + ([now.track.id] if now else [])
    return [e.track.id for e in up_next if not e.asked_for and ids.count(e.track.id) > 1]


@settings(deadline=None, max_examples=120)
@given(st.sampled_from([1, 2, 3, 5, 20]), st.lists(STEPS, max_size=15))
def test_nothing_is_chosen_twice(tracks_of_a_mood: int, steps: list[Step]) -> None:
    stage = stage_of(tracks_of_a_mood)
    for step in steps:
        step(stage)
        assert twice_by_choice(stage) == []


@settings(deadline=None, max_examples=120)
@given(st.sampled_from([1, 2, 5, 20]), st.lists(STEPS, max_size=6), UNDOABLE)
def test_undo_restores_exactly(tracks_of_a_mood: int, steps: list[Step], last: Step) -> None:
    stage = stage_of(tracks_of_a_mood)
    for step in steps:
        step(stage)
    before = stage.snapshot
    last(stage)
    done = stage.snapshot
    now_before, now_done = before.now_playing, done.now_playing
    assert now_before is not None
    assert now_done is not None
    changed = (before.up_next, before.mood.pin, before.mood.emotion, now_before.opinion) != (
        *(done.up_next, done.mood.pin, done.mood.emotion, now_done.opinion),
    )
    if not changed:
        return
    stage.ask(requests.Undo())
    after = stage.snapshot
    assert after.now_playing is not None
    assert [e.play_id for e in after.up_next] == [e.play_id for e in before.up_next]
    assert after.up_next == before.up_next
    assert after.mood.pin == before.mood.pin
    assert after.mood.emotion is before.mood.emotion
    assert after.now_playing.opinion == now_before.opinion
