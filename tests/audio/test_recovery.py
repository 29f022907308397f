import pytest

from tui_player.audio.protocol import Order
from tui_player.audio.recovery import PlaybackRecovery
from tui_player.messages.commands import (
    OutputVolume,
    Pause,
    PlayNow,
    QueryDevices,
    Resume,
    Seek,
    SetUpNext,
    StopPlaying,
    UseDevice,
)
from tui_player.messages.events import (
    PositionMoved,
    SpeakerChanged,
    SpeakersListed,
    SpeakerState,
    TrackEnded,
    TrackStarted,
    TrackUnplayable,
)


@pytest.fixture
def record() -> PlaybackRecovery:
    """Play 1 sounds at 42 s, play 2 is to follow."""
    record = PlaybackRecovery()
    for command in (OutputVolume(60), PlayNow(1, "a"), SetUpNext(2, "b")):
        record.commanded(command)
    record.reported(TrackStarted(1))
    record.reported(PositionMoved(1, 42.0))
    return record


def resumed(record: PlaybackRecovery) -> list[Order]:
    return record.to_resume()[1:]


def test_all_is_as_it_was(record: PlaybackRecovery) -> None:
    assert record.to_resume() == [OutputVolume(60), PlayNow(1, "a", 42.0), SetUpNext(2, "b")]


def test_paused_stays_paused(record: PlaybackRecovery) -> None:
    record.commanded(Pause())
    assert resumed(record)[0] == PlayNow(1, "a", 42.0, paused=True)
    record.commanded(Resume())
    assert resumed(record)[0] == PlayNow(1, "a", 42.0)


def test_a_seek_under_way_is_not_forgotten(record: PlaybackRecovery) -> None:
    record.commanded(Seek(7.0))
    assert resumed(record)[0] == PlayNow(1, "a", 7.0)


def test_the_follower_that_began_is_the_present(record: PlaybackRecovery) -> None:
    record.reported(TrackEnded(1))
    assert record.reported(TrackStarted(2))
    record.reported(PositionMoved(2, 3.0))
    assert resumed(record) == [PlayNow(2, "b", 3.0)]


def test_news_of_an_earlier_play_changes_nothing(record: PlaybackRecovery) -> None:
    record.commanded(PlayNow(5, "e"))
    record.reported(PositionMoved(1, 43.0))
    record.reported(TrackEnded(1))
    assert resumed(record) == [PlayNow(5, "e")]


def test_what_is_over_is_not_resumed(record: PlaybackRecovery) -> None:
    record.commanded(SetUpNext(0, None))
    record.reported(TrackEnded(1))
    assert resumed(record) == []


def test_stopped_there_is_nothing_to_resume(record: PlaybackRecovery) -> None:
    record.commanded(StopPlaying())
    assert resumed(record) == []


def test_an_unplayable_follower_is_dropped(record: PlaybackRecovery) -> None:
    record.reported(TrackUnplayable(2, "it is damaged"))
    assert resumed(record) == [PlayNow(1, "a", 42.0)]


def test_what_a_new_process_repeats_is_not_told_twice(record: PlaybackRecovery) -> None:
    assert not record.reported(TrackStarted(1))
    ok = SpeakerChanged(SpeakerState.OK, "Speakers", "ALSA")
    assert record.reported(ok)
    assert not record.reported(ok)
    record.commanded(PlayNow(1, "a"))
    assert record.reported(TrackStarted(1))


def test_gains_are_kept_and_fades_are_over(record: PlaybackRecovery) -> None:
    record.commanded(PlayNow(5, "e", gain_db=-3.0, fade_s=4.0))
    record.commanded(SetUpNext(6, "f", gain_db=-2.0, crossfade_s=6.0))
    assert resumed(record) == [
        PlayNow(5, "e", gain_db=-3.0),
        SetUpNext(6, "f", gain_db=-2.0, crossfade_s=6.0),
    ]
    record.reported(TrackStarted(6))
    assert resumed(record) == [PlayNow(6, "f", gain_db=-2.0)]


def test_the_chosen_device_is_kept_and_a_list_asked_for_again_until_it_came() -> None:
    record = PlaybackRecovery()
    for command in (UseDevice("A"), UseDevice("B"), QueryDevices()):
        record.commanded(command)
    assert record.to_resume() == [UseDevice("B"), QueryDevices()]
    assert record.reported(SpeakersListed(("A", "B"), "B"))
    assert record.to_resume() == [UseDevice("B")]
