"""The Director and the shuffle bag: which plays were a turn, and which move it on."""

from tests.core.stage import Stage
from tests.fakes import ListCatalog
from tests.makers import track
from tui_player.messages import events, requests
from tui_player.messages.commands import Remember
from tui_player.messages.facts import Outcome, TrackHeard, TurnTaken
from tui_player.model.music.track import TrackId


def test_what_sounds_at_the_end_was_heard_and_had_its_turn() -> None:
    stage = Stage()
    stage.library_is_read()
    now = stage.snapshot.now_playing
    assert now is not None
    stage.tell(events.PositionMoved(now.play_id, 33.3))
    farewell = stage.director.shutdown(stage.moment)
    heard = TrackHeard(now.track.id, stage.moment.unix_s, None, 33.3, Outcome.LEFT)
    assert Remember(heard) in farewell
    assert Remember(TurnTaken(now.track.id, None, 1)) in farewell


def test_what_had_hardly_begun_at_the_end_keeps_its_turn() -> None:
    stage = Stage()
    stage.library_is_read()
    now = stage.snapshot.now_playing
    assert now is not None
    stage.tell(events.PositionMoved(now.play_id, 3.0))
    facts = [c.fact for c in stage.director.shutdown(stage.moment) if isinstance(c, Remember)]
    assert not any(isinstance(fact, TurnTaken) for fact in facts)
    silent = Stage()
    silent.library_is_read()
    assert not [
        c
        for c in silent.director.shutdown(silent.moment)
        if isinstance(c, Remember) and isinstance(c.fact, TrackHeard)
    ]


def test_a_turn_that_came_early_for_want_of_others_moves_the_bag_on_but_one_by_hand_does_not() -> (
    None
):
    stage = Stage(catalog=ListCatalog(track(f"happy {i}", "happy music") for i in range(4)))
    stage.library_is_read()
    for each in stage.snapshot.up_next:
        stage.tell(events.TrackUnplayable(each.play_id, "broken"))
    for _ in range(3):
        stage.ask(requests.Skip())
    numbers = [
        c.fact.number
        for c in stage.commands
        if isinstance(c, Remember) and isinstance(c.fact, TurnTaken)
    ]
    assert numbers == [1, 2, 3]
    again = Stage()
    again.library_is_read()
    for _ in range(3):
        again.ask(requests.PlayTrack(TrackId("sad 3.flac")))
    again.ask(requests.Skip())
    by_hand = [
        c.fact.number
        for c in again.commands
        if isinstance(c, Remember)
        and isinstance(c.fact, TurnTaken)
        and c.fact.track_id == "sad 3.flac"
    ]
    assert by_hand == [2, 2, 2]
