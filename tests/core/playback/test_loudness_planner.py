"""Even loudness: which gain a play gets, and what is measured for it."""

from dataclasses import replace

import pytest

from tests.makers import track
from tui_player.core.playback.gain import LoudnessMode, LoudnessSettings
from tui_player.core.playback.loudness_planner import (
    UNKNOWN_GAIN_DB,
    LoudnessPlanner,
    Measured,
    Neighbours,
)
from tui_player.core.playback.queue import PlayQueue
from tui_player.messages.commands import MeasureLoudness
from tui_player.messages.facts import LoudnessKnown
from tui_player.messages.snapshot import UpNextEntry
from tui_player.model.music.loudness import FileState, Loudness
from tui_player.model.music.track import Track, TrackId

TAGS = Loudness(-7.0, 0.9, -9.0, 1.0)
MEASURED = Loudness(track_gain_db=-5.0, track_peak=0.9)
ALONE = Neighbours()


def on_album(number: int, loudness: Loudness = TAGS) -> Track:
    one = track(f"song {number}", artist="Band")
    return replace(one, album="Album", track_number=number, loudness=loudness)


def gain(
    one: Track,
    neighbours: Neighbours = ALONE,
    mode: LoudnessMode = LoudnessMode.AUTO,
    preamp_db: float = 0.0,
    measured: Measured | None = None,
) -> float:
    known = measured or {}
    keeper = LoudnessPlanner(LoudnessSettings(mode, preamp_db), known)
    return keeper.gain_db(one, neighbours, known)


class TestGain:
    @pytest.mark.parametrize(
        ("mode", "expected_db"),
        [
            (LoudnessMode.TRACK, -7.0),
            (LoudnessMode.ALBUM, -9.0),
            (LoudnessMode.AUTO, -7.0),
            (LoudnessMode.OFF, 0.0),
        ],
    )
    def test_each_mode_takes_its_tag(self, mode: LoudnessMode, expected_db: float) -> None:
        assert gain(on_album(1), mode=mode) == expected_db

    def test_auto_takes_the_album_s_where_an_album_is_heard(self) -> None:
        second = on_album(2)
        assert gain(second, Neighbours(before=on_album(1))) == -9.0
        assert gain(second, Neighbours(after=on_album(3))) == -9.0
        assert gain(second, Neighbours(track("a"), track("b"))) == -7.0
        by_track = gain(second, Neighbours(before=on_album(1)), LoudnessMode.TRACK)
        assert by_track == -7.0

    def test_the_preamp_is_added_and_guarded(self) -> None:
        assert gain(on_album(1), preamp_db=3.0) == -4.0
        assert gain(on_album(1), preamp_db=30.0) == pytest.approx(0.92, abs=0.01)

    def test_what_was_measured_serves_where_tags_say_nothing(self) -> None:
        one = track("one")
        assert gain(one, measured={one.id: MEASURED}) == -5.0
        assert gain(on_album(1), measured={on_album(1).id: MEASURED}) == -7.0

    def test_an_album_of_unknown_gain_has_no_step_within(self) -> None:
        first, second = on_album(1, Loudness()), on_album(2, Loudness())
        known = {first.id: MEASURED, second.id: replace(MEASURED, track_gain_db=-1.0)}
        joined = Neighbours(before=first, gain_before_db=-5.0)
        assert gain(second, joined, measured=known) == -5.0
        assert gain(second, joined, preamp_db=2.0, measured=known) == -5.0
        assert gain(second, joined, LoudnessMode.TRACK, measured=known) == -1.0
        elsewhere = Neighbours(before=track("other"), gain_before_db=-9.0)
        assert gain(second, elsewhere, measured=known) == -1.0
        anew = Neighbours(before=first)
        assert gain(second, anew, measured=known) == -1.0

    def test_a_gain_carried_on_does_not_clip(self) -> None:
        second = on_album(2, Loudness())
        joined = Neighbours(before=on_album(1, Loudness()), gain_before_db=6.0)
        known = {second.id: Loudness(track_gain_db=8.0, track_peak=0.9)}
        assert gain(second, joined, measured=known) == pytest.approx(0.92, abs=0.01)


class TestTheUnknown:
    def test_at_first_it_is_supposed_to_be_as_loud_as_music_mostly_is(self) -> None:
        assert gain(track("one")) == UNKNOWN_GAIN_DB
        assert gain(track("one"), preamp_db=-2.0) == UNKNOWN_GAIN_DB - 2.0
        assert gain(track("one"), mode=LoudnessMode.OFF) == 0.0

    def test_it_gets_what_the_known_ones_needed(self) -> None:
        gains_db = (-9.0, -3.0, -4.0, -2.0, -1.0)
        known = {TrackId(str(db)): Loudness(track_gain_db=db) for db in gains_db}
        keeper = LoudnessPlanner(LoudnessSettings(), known)
        assert keeper.gain_db(track("one"), ALONE, known) == -3.0
        keeper.measured(TrackId("c"), Loudness(track_gain_db=-8.0))
        assert keeper.usual_gain_db == -3.5

    def test_a_few_known_ones_pull_but_a_little(self) -> None:
        keeper = LoudnessPlanner(LoudnessSettings(), {})
        for number, expected_db in enumerate((-7.0, -7.0, -2.0), start=1):
            keeper.measured(TrackId(str(number)), Loudness(track_gain_db=-2.0))
            assert keeper.usual_gain_db == expected_db

    def test_tags_are_learned_from_once(self) -> None:
        keeper = LoudnessPlanner(LoudnessSettings(LoudnessMode.TRACK), {})
        for number in range(1, 7):
            one = on_album(number, Loudness(-4.0, 0.9))
            for _ in range(3):
                assert keeper.gain_db(one, ALONE, {}) == -4.0
            assert keeper.usual_gain_db == (-7.0 if number < 3 else -4.0)

    def test_it_is_never_raised(self) -> None:
        known = {TrackId(str(n)): Loudness(track_gain_db=8.0, track_peak=0.2) for n in range(9)}
        assert gain(track("one"), measured=known) == 0.0


def queue_of(*names: str, loudness: Loudness | None = None) -> PlayQueue:
    """The first name plays, the others are up next."""
    entries = [
        UpNextEntry(number, replace(track(name), loudness=loudness or Loudness()), "")
        for number, name in enumerate(names)
    ]
    return PlayQueue(now=entries[0], up_next=tuple(entries[1:]))


class TestWishes:
    def asked(
        self, keeper: LoudnessPlanner, queue: PlayQueue, measured: Measured | None = None
    ) -> list[str]:
        wishes = keeper.wishes(queue, measured or {})
        assert all(isinstance(wish, MeasureLoudness) for wish in wishes)
        assert all(wish.path == f"/music/{wish.track_id}" for wish in wishes)
        return [wish.track_id.removesuffix(".flac") for wish in wishes]

    def test_the_next_few_and_the_present_track_are_asked_for_once(self) -> None:
        keeper = LoudnessPlanner(LoudnessSettings(), {})
        queue = queue_of("now", "a", "b", "c", "d")
        assert self.asked(keeper, queue) == ["now", "c", "b", "a"], "the most urgent one last"
        assert self.asked(keeper, queue) == []
        assert self.asked(keeper, queue.advanced()) == ["d"]

    def test_what_comes_back_later_is_asked_for_again(self) -> None:
        keeper = LoudnessPlanner(LoudnessSettings(), {})
        self.asked(keeper, queue_of("now", "a"))
        self.asked(keeper, queue_of("now", "b"))
        assert self.asked(keeper, queue_of("now", "a")) == ["a"]

    def test_what_is_known_is_not_measured(self) -> None:
        keeper = LoudnessPlanner(LoudnessSettings(), {})
        assert self.asked(keeper, queue_of("now", "a", loudness=TAGS)) == []
        keeper.measured(TrackId("a.flac"), MEASURED)
        measured = {TrackId("a.flac"): MEASURED}
        assert self.asked(keeper, queue_of("now", "a"), measured) == ["now"]

    def test_what_an_earlier_run_measured_is_looked_at_again(self) -> None:
        keeper = LoudnessPlanner(LoudnessSettings(), {})
        state, one = FileState(1_000, 17), track("a")
        measured = {one.id: replace(MEASURED, measured_from=state)}
        wish = MeasureLoudness(one.id, one.path, state)
        assert keeper.wishes(queue_of("a"), measured) == [wish]
        assert keeper.measured(one.id, None) is None
        assert keeper.usual_gain_db == UNKNOWN_GAIN_DB, "it does not count twice"
        assert keeper.wishes(queue_of("b"), measured) != []
        assert keeper.wishes(queue_of("a"), measured) == []
        keeper.files_changed()
        assert keeper.wishes(queue_of("a"), measured) == [wish]

    def test_a_raise_without_a_peak_is_measured(self) -> None:
        raised, lowered = Loudness(track_gain_db=4.0), Loudness(track_gain_db=-4.0)
        keeper = LoudnessPlanner(LoudnessSettings(), {})
        assert self.asked(keeper, queue_of("now", loudness=lowered)) == []
        assert self.asked(keeper, queue_of("now", loudness=raised)) == ["now"]

    def test_what_could_not_be_measured_is_not_tried_again(self) -> None:
        keeper = LoudnessPlanner(LoudnessSettings(), {})
        self.asked(keeper, queue_of("now", "a"))
        assert keeper.measured(TrackId("a.flac"), Loudness()) is None
        self.asked(keeper, queue_of("now"))
        assert self.asked(keeper, queue_of("now", "a")) == []

    def test_what_was_measured_is_a_fact_to_remember(self) -> None:
        keeper = LoudnessPlanner(LoudnessSettings(), {})
        known = keeper.measured(TrackId("a.flac"), MEASURED)
        assert known == LoudnessKnown(TrackId("a.flac"), MEASURED)

    def test_nothing_is_measured_with_loudness_left_alone(self) -> None:
        keeper = LoudnessPlanner(LoudnessSettings(LoudnessMode.OFF), {})
        assert self.asked(keeper, queue_of("now", "a")) == []
