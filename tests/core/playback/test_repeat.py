"""Repeating a track or what was queued, as a person hears it."""

import pytest

from tests.core.stage import Stage, playing
from tui_player.messages import events, requests
from tui_player.messages.commands import Remember
from tui_player.messages.facts import ResumePoint
from tui_player.model.music.repeat import Repeat


def stage_playing() -> Stage:
    stage = Stage()
    stage.library_is_read()
    return stage


def play_on(stage: Stage) -> None:
    """The present track is heard to its end; the sound process goes on with the next."""
    now, following = stage.snapshot.now_playing, stage.snapshot.up_next[0]
    assert now is not None
    stage.tell(events.TrackEnded(now.play_id))
    stage.tell(events.TrackStarted(following.play_id, 180.0))


def asked_titles(stage: Stage) -> list[str]:
    return [entry.track.title for entry in stage.snapshot.up_next if entry.asked_for]


def test_a_track_is_repeated_until_it_is_switched_off() -> None:
    stage = stage_playing()
    title = playing(stage)
    stage.ask(requests.NextRepeat())
    assert stage.snapshot.ending.repeats == "this track"
    for _ in range(3):
        assert stage.snapshot.up_next[0].track.title == title
        assert stage.snapshot.up_next[0].reason == "repeats"
        play_on(stage)
        assert playing(stage) == title
    stage.ask(requests.NextRepeat())
    stage.ask(requests.NextRepeat())
    assert stage.snapshot.ending.repeats == ""
    assert title not in [entry.track.title for entry in stage.snapshot.up_next]


@pytest.mark.parametrize("repeat", Repeat)
def test_a_mode_can_be_set_whatever_it_was(repeat: Repeat) -> None:
    for turns in range(3):
        stage = stage_playing()
        for _ in range(turns):
            stage.ask(requests.NextRepeat())
        stage.ask(requests.SetRepeat(repeat))
        assert stage.snapshot.ending.repeats == ("" if repeat is Repeat.OFF else repeat)
        repetitions = [e for e in stage.snapshot.up_next if e.reason == "repeats"]
        assert len(repetitions) == (repeat is Repeat.TRACK)
        before = stage.snapshot
        stage.ask(requests.SetRepeat(repeat))
        assert stage.snapshot == before


def test_a_skip_goes_on_to_another_track_and_ends_repeating() -> None:
    stage = stage_playing()
    title, other = playing(stage), stage.snapshot.up_next[0].track.title
    stage.ask(requests.NextRepeat())
    stage.ask(requests.Skip())
    assert playing(stage) == other != title
    assert stage.snapshot.ending.repeats == ""


def test_taking_the_repetition_out_of_up_next_ends_repeating() -> None:
    stage = stage_playing()
    title = playing(stage)
    stage.ask(requests.NextRepeat())
    stage.ask(requests.RemoveFromUpNext(stage.snapshot.up_next[0].play_id))
    assert stage.snapshot.ending.repeats == ""
    assert title not in [entry.track.title for entry in stage.snapshot.up_next]


def test_what_was_queued_goes_round_in_its_order() -> None:
    stage = stage_playing()
    stage.ask(requests.PlayTracks(tuple(stage.catalog.tracks)[:3]))
    stage.ask(requests.NextRepeat())
    stage.ask(requests.NextRepeat())
    assert stage.snapshot.ending.repeats == "what you queued"
    heard = []
    for _ in range(6):
        heard.append(playing(stage))
        play_on(stage)
    assert heard == heard[:3] * 2
    assert len(set(heard)) == 3


def test_a_repetition_is_not_kept_for_the_next_run() -> None:
    stage = stage_playing()
    stage.ask(requests.NextRepeat())
    kept = stage.director.shutdown(stage.moment)
    points = [c.fact for c in kept if isinstance(c, Remember) and isinstance(c.fact, ResumePoint)]
    assert all(point.asked_for == () for point in points)


def test_queued_tracks_are_shuffled_and_cleared_and_brought_back() -> None:
    stage = stage_playing()
    ids = tuple(stage.catalog.tracks)[:8]
    stage.ask(requests.QueueTracks(ids))
    before = asked_titles(stage)
    stage.ask(requests.ShuffleQueued())
    assert sorted(asked_titles(stage)) == sorted(before)
    assert asked_titles(stage) != before
    stage.ask(requests.ClearQueued())
    assert asked_titles(stage) == []
    assert len(stage.snapshot.up_next) == 12
    stage.ask(requests.Undo())
    assert sorted(asked_titles(stage)) == sorted(before)
    stage.ask(requests.ClearQueued())
    stage.ask(requests.ClearQueued())
    assert stage.snapshot.notices[-1].text == "You have queued nothing."


def test_going_back_and_forth_leaves_the_round_as_it_is() -> None:
    stage = stage_playing()
    stage.ask(requests.PlayTracks(tuple(stage.catalog.tracks)[:3]))
    stage.ask(requests.NextRepeat())
    stage.ask(requests.NextRepeat())
    for _ in range(3):
        stage.ask(requests.Skip())
        stage.ask(requests.Back())
    round_of_three = [playing(stage), *asked_titles(stage)]
    assert sorted(set(round_of_three[:3])) == sorted(set(round_of_three))
    stage.ask(requests.Skip())
    assert len(asked_titles(stage)) == 3


def test_an_undo_leaves_repeating_a_track_on() -> None:
    stage = stage_playing()
    title = playing(stage)
    stage.ask(requests.RemoveFromUpNext(stage.snapshot.up_next[3].play_id))
    stage.ask(requests.NextRepeat())
    stage.ask(requests.RemoveFromUpNext(stage.snapshot.up_next[3].play_id))
    for _ in range(2):
        stage.ask(requests.Undo())
        assert stage.snapshot.ending.repeats == "this track"
        assert asked_titles(stage) == [title]
        assert stage.snapshot.up_next[0].track.title == title


def test_switching_repeating_off_by_its_whole_round_changes_nothing() -> None:
    stage = stage_playing()
    stage.ask(requests.PlayTracks(tuple(stage.catalog.tracks)[:2]))
    before = asked_titles(stage)
    for _ in range(2):
        for _ in range(3):
            stage.ask(requests.NextRepeat())
        assert stage.snapshot.ending.repeats == ""
        assert asked_titles(stage) == before


def test_repeating_a_track_takes_out_nothing_of_what_was_repeated_before() -> None:
    stage = stage_playing()
    stage.ask(requests.PlayTracks(tuple(stage.catalog.tracks)[:2]))
    stage.ask(requests.NextRepeat())
    stage.ask(requests.NextRepeat())
    stage.ask(requests.Skip())
    stage.ask(requests.NextRepeat())
    kept = asked_titles(stage)
    assert kept
    stage.ask(requests.NextRepeat())
    assert asked_titles(stage)[1:] == kept


def test_the_repetition_of_a_track_is_neither_cleared_nor_shuffled() -> None:
    stage = stage_playing()
    title = playing(stage)
    stage.ask(requests.NextRepeat())
    stage.ask(requests.ClearQueued())
    assert stage.snapshot.notices[-1].text == "You have queued nothing."
    stage.ask(requests.QueueTracks(tuple(stage.catalog.tracks)[:8]))
    stage.ask(requests.ShuffleQueued())
    assert stage.snapshot.notices[-1].text == "Shuffled 8 queued tracks."
    assert stage.snapshot.up_next[0].track.title == title
    stage.ask(requests.ClearQueued())
    assert asked_titles(stage) == [title]
    assert stage.snapshot.ending.repeats == "this track"
    for _ in range(3):
        stage.ask(requests.Undo())
    assert asked_titles(stage) == [title]
    stage.ask(requests.Undo())
    assert stage.snapshot.notices[-1].text == "Nothing to undo."


def repeating_what_was_queued(*numbers: int) -> Stage:
    """A stage on which these tracks were queued by their numbers, and go round."""
    stage = stage_playing()
    ids = tuple(stage.catalog.tracks)
    stage.ask(requests.PlayTracks(tuple(ids[number] for number in numbers)))
    stage.ask(requests.NextRepeat())
    stage.ask(requests.NextRepeat())
    return stage


def test_a_track_queued_twice_sounds_twice_a_round() -> None:
    stage = repeating_what_was_queued(0, 1, 0)
    heard = []
    for _ in range(9):
        heard.append(playing(stage))
        play_on(stage)
    assert heard == heard[:3] * 3
    assert heard[0] == heard[2] != heard[1]


def test_going_back_several_tracks_leaves_the_round_as_it_is() -> None:
    stage = repeating_what_was_queued(0, 1, 0)
    first = playing(stage)
    for _ in range(2):
        play_on(stage)
    stage.ask(requests.Back())
    stage.ask(requests.Back())
    assert playing(stage) == first
    for _ in range(4):
        play_on(stage)
    assert len(asked_titles(stage)) == 3


def test_what_was_taken_out_of_the_round_stays_out() -> None:
    stage = repeating_what_was_queued(0, 1)
    title = playing(stage)
    stage.ask(requests.RemoveFromUpNext(stage.snapshot.up_next[1].play_id))
    for _ in range(2):
        assert title not in asked_titles(stage)
        play_on(stage)


def test_an_undo_leaves_what_sounds_in_the_round() -> None:
    stage = repeating_what_was_queued(0, 1, 2)
    stage.ask(requests.RemoveFromUpNext(stage.snapshot.up_next[-1].play_id))
    play_on(stage)
    title = playing(stage)
    stage.ask(requests.Undo())
    assert asked_titles(stage).count(title) == 1
