"""Tracks whose files were moved: plays, likes and plans go along."""

from dataclasses import replace

from tests.core.stage import Stage
from tui_player.core.memory import Memory
from tui_player.messages import events, requests
from tui_player.messages.commands import Remember, SetUpNext
from tui_player.messages.facts import FamilyGiven, OpinionGiven, ResumePoint, TracksRenamed
from tui_player.messages.snapshot import NowPlaying
from tui_player.model.mood.emotion import Emotion
from tui_player.model.music.family_overrides import artist_scope, track_scope
from tui_player.model.music.loudness import Loudness
from tui_player.model.music.track import TrackId

A, B, C = TrackId("a.mp3"), TrackId("b.mp3"), TrackId("c.mp3")


class TestMemory:
    def test_all_of_it_goes_along(self) -> None:
        memory = Memory(
            last_heard_unix_s={A: 1.0},
            opinions={(A, Emotion.HAPPY): 1, (A, Emotion.SAD): -1},
            resume_point=ResumePoint(now=A, position_s=7.0, asked_for=(B, A)),
            loudness={A: Loudness(-3.0)},
        ).with_fact(TracksRenamed(((A, C),)))
        assert memory.last_heard_unix_s == {C: 1.0}
        assert memory.opinions == {(C, Emotion.HAPPY): 1, (C, Emotion.SAD): -1}
        assert memory.resume_point == ResumePoint(now=C, position_s=7.0, asked_for=(B, C))
        assert memory.loudness == {C: Loudness(-3.0)}

    def test_names_may_be_swapped(self) -> None:
        memory = Memory(last_heard_unix_s={A: 1.0, B: 2.0})
        assert memory.with_fact(TracksRenamed(((A, B), (B, A)))).last_heard_unix_s == {
            B: 1.0,
            A: 2.0,
        }

    def test_what_moved_counts_more_than_what_was_there_before(self) -> None:
        for heard in ({A: 1.0, B: 2.0}, {B: 2.0, A: 1.0}):
            memory = Memory(last_heard_unix_s=heard).with_fact(TracksRenamed(((A, B),)))
            assert memory.last_heard_unix_s == {B: 1.0}


class TestDirector:
    def move(self, stage: Stage, *play_ids: int) -> list[TrackId]:
        """Move the files of these plays as a person does, and tell; returns their new ids."""
        now = stage.snapshot.now_playing
        assert now is not None
        entries = [(now.play_id, now.track)]
        entries += [(entry.play_id, entry.track) for entry in stage.snapshot.up_next]
        moves = []
        for play_id, track in entries:
            if play_id in play_ids:
                new = TrackId(f"moved/{track.id}")
                stage.catalog.remove(track.id)
                stage.catalog.add(replace(track, id=new, path=f"/music/{new}"))
                moves.append((track.id, new))
        stage.tell(events.TracksMoved(tuple(moves)))
        stage.library_is_read()
        return [new for _, new in moves]

    def liked(self) -> tuple[Stage, NowPlaying]:
        """A stage on which a track plays that was liked."""
        stage = Stage()
        stage.library_is_read()
        stage.look(Emotion.HAPPY)
        stage.ask(requests.Like())
        now = stage.snapshot.now_playing
        assert now is not None
        return stage, now

    def test_what_plays_and_what_is_up_next_go_along(self) -> None:
        stage = Stage()
        stage.library_is_read()
        now = stage.snapshot.now_playing
        assert now is not None
        up_next = stage.snapshot.up_next
        stage.commands.clear()
        moved = self.move(stage, now.play_id, up_next[0].play_id)
        after = stage.snapshot
        assert after.now_playing is not None
        assert (after.now_playing.play_id, after.now_playing.track.id) == (now.play_id, moved[0])
        assert [e.play_id for e in after.up_next] == [e.play_id for e in up_next]
        assert after.up_next[0].track.id == moved[1]
        announced = [c for c in stage.commands if isinstance(c, SetUpNext)]
        assert announced[-1].path == f"/music/{moved[1]}"

    def test_a_track_that_is_repeated_goes_on_being_repeated(self) -> None:
        stage = Stage()
        stage.library_is_read()
        stage.ask(requests.NextRepeat())
        now = stage.snapshot.now_playing
        assert now is not None
        (new,) = self.move(stage, now.play_id)
        assert stage.snapshot.ending.repeats == "this track"
        assert stage.snapshot.up_next[0].track.id == new

    def test_a_like_goes_along_and_is_remembered(self) -> None:
        stage, now = self.liked()
        assert now.opinion == 1
        stage.commands.clear()
        (new,) = self.move(stage, now.play_id)
        after = stage.snapshot.now_playing
        assert after is not None
        assert after.opinion == 1
        facts = [c.fact for c in stage.commands if isinstance(c, Remember)]
        assert facts[0] == TracksRenamed(((now.track.id, new),))
        assert isinstance(facts[1], ResumePoint)
        assert facts[1].now == new

    def test_what_undo_brings_back_goes_along(self) -> None:
        stage = Stage()
        stage.library_is_read()
        taken_out = stage.snapshot.up_next[2]
        stage.ask(requests.RemoveFromUpNext(taken_out.play_id))
        new = TrackId("moved.flac")
        stage.catalog.remove(taken_out.track.id)
        stage.catalog.add(replace(taken_out.track, id=new))
        stage.tell(events.TracksMoved(((taken_out.track.id, new),)))
        stage.ask(requests.Undo())
        assert stage.snapshot.up_next[2].track.id == new

    def test_an_opinion_and_a_family_are_taken_back_under_the_new_name(self) -> None:
        stage, now = self.liked()
        given = (track_scope(now.track.id), artist_scope("The Band"))
        for scope in given:
            stage.ask(requests.GiveFamily(scope, "folk", "this"))
        (new,) = self.move(stage, now.play_id)
        stage.commands.clear()
        for _ in range(3):
            stage.ask(requests.Undo())
        facts = [c.fact for c in stage.commands if isinstance(c, Remember)]
        assert FamilyGiven(track_scope(new), "") in facts
        assert FamilyGiven(given[1], "") in facts
        assert OpinionGiven(new, Emotion.HAPPY, 0) in facts
        after = stage.snapshot.now_playing
        assert after is not None
        assert after.opinion == 0

    def test_tracks_the_library_lost_again_change_nothing_but_the_past(self) -> None:
        stage = Stage()
        stage.library_is_read()
        before = stage.snapshot.up_next
        stage.tell(events.TracksMoved(((before[0].track.id, TrackId("nowhere.mp3")),)))
        assert stage.snapshot.up_next == before
