"""A call makes the music pause; what was paused for it goes on after it, and nothing else."""

from tests.core.stage import Stage
from tui_player.messages import events, requests
from tui_player.messages.commands import Pause, Resume

CALL, CALL_OVER = events.MusicInterrupted(True), events.MusicInterrupted(False)


def playing_stage() -> Stage:
    stage = Stage()
    stage.library_is_read()
    assert stage.snapshot.now_playing is not None
    return stage


def test_music_pauses_for_a_call_and_comes_back() -> None:
    stage = playing_stage()
    assert Pause() in stage.tell(CALL)
    assert stage.snapshot.paused
    assert stage.snapshot.notices[-1].text == "Paused for a call; the music resumes after it."
    assert Resume() in stage.tell(CALL_OVER)
    assert not stage.snapshot.paused


def test_a_pause_of_the_persons_own_outlasts_the_call() -> None:
    stage = playing_stage()
    stage.ask(requests.SetPaused(True))
    stage.tell(CALL)
    stage.tell(CALL_OVER)
    assert stage.snapshot.paused


def test_who_plays_on_during_a_call_is_not_paused_again() -> None:
    stage = playing_stage()
    stage.tell(CALL)
    stage.ask(requests.SetPaused(False))
    stage.tell(CALL)  # the stream of the music that was resumed is asked to be silent as well
    assert not stage.snapshot.paused
    stage.tell(CALL_OVER)
    assert not stage.snapshot.paused
    stage.tell(CALL)
    assert stage.snapshot.paused


def test_the_end_of_a_call_that_nobody_heard_begin_changes_nothing() -> None:
    stage = playing_stage()
    stage.ask(requests.SetPaused(True))
    stage.tell(CALL_OVER)
    assert stage.snapshot.paused
