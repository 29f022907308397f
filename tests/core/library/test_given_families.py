"""Families the person gave, and tracks played and queued together, as the Director sees them."""

from tests.core.stage import Stage, playing
from tui_player.core.memory import Memory
from tui_player.messages import events, requests
from tui_player.messages.commands import Remember, UseFamilies
from tui_player.messages.facts import FamilyGiven, TracksRenamed
from tui_player.model.music.family_overrides import artist_scope, track_scope
from tui_player.model.music.track import TrackId

ARTIST = artist_scope("The Band")


def ids(*names: str) -> tuple[TrackId, ...]:
    return tuple(TrackId(f"{name}.flac") for name in names)


def asked(stage: Stage) -> list[str]:
    return [entry.track.title for entry in stage.snapshot.up_next if entry.asked_for]


def test_what_is_given_is_remembered_and_used() -> None:
    stage = Stage()
    commands = stage.ask(requests.GiveFamily(ARTIST, "folk", "The Band"))
    assert Remember(FamilyGiven(ARTIST, "folk")) in commands
    assert UseFamilies(((ARTIST, "folk"),)) in commands
    assert stage.snapshot.notices[-1].text.startswith("The Band is folk from now on.")


def test_what_is_taken_back_is_used_no_longer() -> None:
    stage = Stage(memory=Memory(given_families={ARTIST: "folk"}))
    commands = stage.ask(requests.GiveFamily(ARTIST, "", "The Band"))
    assert UseFamilies(()) in commands


def test_undo_gives_back_what_was_given_before() -> None:
    stage = Stage(memory=Memory(given_families={ARTIST: "folk"}))
    stage.ask(requests.GiveFamily(ARTIST, "rock", "The Band"))
    stage.ask(requests.GiveFamily(ARTIST, "rock", "The Band"))  # no change: nothing to undo
    commands = stage.ask(requests.Undo())
    assert Remember(FamilyGiven(ARTIST, "folk")) in commands
    assert UseFamilies(((ARTIST, "folk"),)) in commands
    assert stage.snapshot.notices[-1].text == "Undone: the family of The Band."
    stage.ask(requests.Undo())
    assert stage.snapshot.notices[-1].text == "Nothing to undo."


def test_undo_takes_a_first_family_away_again() -> None:
    stage = Stage()
    stage.ask(requests.GiveFamily(ARTIST, "folk", "The Band"))
    commands = stage.ask(requests.Undo())
    assert Remember(FamilyGiven(ARTIST, "")) in commands
    assert UseFamilies(()) in commands


def test_what_was_given_to_a_track_moves_along_with_it() -> None:
    old, new = ids("old", "new")
    stage = Stage(memory=Memory(given_families={track_scope(old): "folk", ARTIST: "pop"}))
    commands = stage.tell(events.TracksMoved(((old, new),)))
    assert UseFamilies(((ARTIST, "pop"), (track_scope(new), "folk"))) in commands


def test_a_memory_follows_renames() -> None:
    old, new = ids("old", "new")
    memory = Memory(given_families={track_scope(new): "stale", track_scope(old): "folk"})
    moved = memory.with_fact(TracksRenamed(((old, new),)))
    assert moved.given_families == {track_scope(new): "folk"}


class TestSeveralTracks:
    def test_are_queued_in_their_order_behind_what_was_asked_for(self) -> None:
        stage = Stage()
        stage.library_is_read()
        stage.ask(requests.QueueTracks(ids("sad 1")))
        stage.ask(requests.QueueTracks(ids("happy 1", "gone", "happy 2")))
        assert asked(stage) == ["sad 1", "happy 1", "happy 2"]
        assert stage.snapshot.notices[-1].text == "Queued: 2 tracks"

    def test_are_put_first_in_their_order(self) -> None:
        stage = Stage()
        stage.library_is_read()
        stage.ask(requests.QueueTracks(ids("sad 1")))
        stage.ask(requests.QueueTracks(ids("happy 1", "happy 2"), first=True))
        assert asked(stage) == ["happy 1", "happy 2", "sad 1"]

    def test_are_played_one_after_the_other_and_can_be_taken_back(self) -> None:
        stage = Stage()
        stage.library_is_read()
        stage.ask(requests.PlayTracks(ids("sad 1", "sad 2", "sad 3")))
        assert playing(stage) == "sad 1"
        assert asked(stage) == ["sad 2", "sad 3"]
        stage.ask(requests.Undo())
        assert asked(stage) == []

    def test_are_not_queued_twice_where_they_were_chosen(self) -> None:
        stage = Stage()
        stage.library_is_read()
        chosen = stage.snapshot.up_next[3].track
        stage.ask(requests.QueueTracks((chosen.id,)))
        titles = [entry.track.title for entry in stage.snapshot.up_next]
        assert titles.count(chosen.title) == 1

    def test_that_are_all_gone_change_nothing(self) -> None:
        stage = Stage()
        stage.library_is_read()
        before = stage.snapshot.up_next
        stage.ask(requests.QueueTracks(ids("gone")))
        stage.ask(requests.PlayTracks(ids("gone")))
        assert stage.snapshot.up_next == before
        assert stage.snapshot.notices[-1].text == (
            "None of these tracks are in the library any more."
        )
