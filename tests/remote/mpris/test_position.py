import pytest

from tests.remote.snapshots import snapshot
from tui_player.messages.snapshot import MoodView, Snapshot
from tui_player.remote.mpris.position import ShownPosition, has_jumped


def test_between_two_snapshots_the_track_plays_on() -> None:
    shown = ShownPosition(snapshot(10.0), at_s=100.0)
    assert shown.position_s(100.5) == pytest.approx(10.5)
    assert ShownPosition(snapshot(10.0, rate=2.0), 100.0).position_s(100.5) == pytest.approx(11.0)
    assert ShownPosition(snapshot(10.0, paused=True), 100.0).position_s(100.5) == 10.0


def test_without_news_it_stands_still_after_a_while() -> None:
    assert ShownPosition(snapshot(10.0), 100.0).position_s(160.0) == pytest.approx(11.0)


def test_it_never_is_past_the_end() -> None:
    assert ShownPosition(snapshot(179.9), 100.0).position_s(100.9) == 180.0
    assert ShownPosition(snapshot(179.9, length_s=None), 100.0).position_s(100.4) == pytest.approx(
        180.3
    )
    assert ShownPosition(Snapshot(), 100.0).position_s(100.4) == 0.0


def test_a_snapshot_for_another_reason_is_no_news_of_the_position() -> None:
    before = ShownPosition(snapshot(10.0), 100.0)
    with_mood = Snapshot(now_playing=before.snapshot.now_playing, mood=MoodView(certainty=0.5))
    after = before.followed_by(with_mood, 100.2)
    assert after.snapshot is with_mood
    assert after.position_s(100.2) == pytest.approx(10.2)


def test_going_on_after_a_pause_begins_where_it_stood() -> None:
    paused = ShownPosition(snapshot(10.0, paused=True), 100.0)
    after = paused.followed_by(snapshot(10.0), 130.0)
    assert after.position_s(130.25) == pytest.approx(10.25)


@pytest.mark.parametrize(
    ("to", "jumps"),
    [
        (snapshot(10.25), False),
        (snapshot(10.0, paused=True), False),
        (snapshot(15.25), True),
        (snapshot(5.25), True),
        (snapshot(15.0, paused=True), True),
        (snapshot(0.0, play_id=8), False),
        (snapshot(90.0, play_id=8), True),  # it goes on where the last run ended
        (Snapshot(), False),
    ],
)
def test_a_jump_is_where_playing_on_does_not_lead(to: Snapshot, jumps: bool) -> None:
    before = ShownPosition(snapshot(10.0), 100.0)
    assert has_jumped(before, before.followed_by(to, 100.25)) is jumps


def test_what_begins_is_no_jump_where_nothing_was() -> None:
    before = ShownPosition(Snapshot(), 100.0)
    assert not has_jumped(before, before.followed_by(snapshot(0.0), 105.0))
