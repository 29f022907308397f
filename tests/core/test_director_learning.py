"""What the player learns from a run: turns, plays, skips, likes; and how it is forgotten."""

from tests.core.stage import Stage, playing
from tests.fakes import ListCatalog
from tests.makers import track
from tui_player.core.director_settings import DirectorSettings
from tui_player.core.settings import PickerSettings
from tui_player.messages import events, requests
from tui_player.messages.commands import Remember
from tui_player.messages.facts import (
    Fact,
    LearningForgotten,
    LessonLearned,
    OpinionGiven,
    TrackHeard,
    TrackNamed,
    TurnTaken,
)
from tui_player.model.mood.emotion import Emotion
from tui_player.model.music.taste import Lesson
from tui_player.model.music.track import TrackId

HAPPY, SAD = Emotion.HAPPY, Emotion.SAD


def begun(settings: DirectorSettings | None = None) -> Stage:
    """A stage on which a happy track plays."""
    stage = Stage(settings)
    stage.ask(requests.PinMood(HAPPY))
    stage.library_is_read()
    stage.commands.clear()
    return stage


def facts(stage: Stage) -> list[Fact]:
    return [command.fact for command in stage.commands if isinstance(command, Remember)]


def of_kind(stage: Stage, *kinds: type) -> list[Fact]:
    return [fact for fact in facts(stage) if isinstance(fact, kinds)]


def now_id(stage: Stage) -> TrackId:
    now = stage.snapshot.now_playing
    assert now is not None
    return now.track.id


def skip_after(stage: Stage, heard_s: float) -> None:
    now = stage.snapshot.now_playing
    assert now is not None
    stage.now_s += heard_s
    stage.tell(events.PositionMoved(now.play_id, heard_s))
    stage.ask(requests.Skip())


def hear_out(stage: Stage) -> None:
    now = stage.snapshot.now_playing
    assert now is not None
    stage.now_s += 180.0
    stage.tell(events.TrackEnded(now.play_id))
    stage.tell(events.TrackStarted(stage.snapshot.up_next[0].play_id, 180.0))


def test_an_early_skip_and_a_whole_play_teach_and_both_are_turns() -> None:
    stage = begun()
    first = now_id(stage)
    skip_after(stage, 5.0)
    second = now_id(stage)
    hear_out(stage)
    assert of_kind(stage, LessonLearned) == [
        LessonLearned(first, HAPPY, Lesson(skipped=1)),
        LessonLearned(second, HAPPY, Lesson(finished=1)),
    ]
    turns = of_kind(stage, TurnTaken)
    assert turns == [TurnTaken(first, HAPPY, 1), TurnTaken(second, HAPPY, 2)]
    named = [fact.track_id for fact in facts(stage) if isinstance(fact, TrackNamed)]
    assert named == [first, second]


def test_a_late_skip_teaches_nothing() -> None:
    stage = begun()
    skip_after(stage, 100.0)
    assert of_kind(stage, LessonLearned) == []
    assert len(of_kind(stage, TurnTaken, TrackHeard)) == 2


def test_a_skip_once_the_mood_has_changed_is_not_held_against_the_track() -> None:
    stage = begun()
    first = now_id(stage)
    stage.ask(requests.PinMood(SAD))
    skip_after(stage, 5.0)
    assert of_kind(stage, LessonLearned) == []
    heard = of_kind(stage, TrackHeard)
    assert [fact.emotion for fact in heard if isinstance(fact, TrackHeard)] == [HAPPY]
    assert of_kind(stage, TurnTaken) == [TurnTaken(first, HAPPY, 1)]


def test_a_track_cut_by_a_change_of_mood_keeps_its_turn() -> None:
    stage = begun()
    stage.ask(requests.PinMood(SAD))
    stage.ask(requests.ChangeMusicNow())
    assert of_kind(stage, TurnTaken, LessonLearned) == []


def test_a_dislike_is_not_a_skip_besides() -> None:
    stage = begun()
    first = now_id(stage)
    stage.ask(requests.Dislike())
    assert of_kind(stage, OpinionGiven) == [OpinionGiven(first, HAPPY, -1)]
    assert of_kind(stage, LessonLearned) == []


def test_with_learning_off_plays_teach_nothing_but_likes_are_kept() -> None:
    stage = begun(DirectorSettings(folder="~/Music", choosing=PickerSettings(learns=False)))
    skip_after(stage, 5.0)
    stage.ask(requests.Like())
    assert of_kind(stage, LessonLearned) == []
    assert len(of_kind(stage, OpinionGiven)) == 1
    assert len(of_kind(stage, TurnTaken)) == 1


def summaries(stage: Stage) -> list[str] | None:
    learned = stage.snapshot.learned
    return None if learned is None else [mood.summary for mood in learned]


def test_what_was_learned_is_shown_when_somebody_looks() -> None:
    stage = begun()
    assert summaries(stage) is None
    stage.ask(requests.LookAtLearned())
    assert summaries(stage) == []
    stage.ask(requests.Like())
    hear_out(stage)
    stage.ask(requests.LookAtLearned())
    assert summaries(stage) == ["1 heard out, 1 liked"]


def test_forgetting_wipes_out_and_chooses_anew() -> None:
    stage = begun()
    stage.ask(requests.Like())
    hear_out(stage)
    before = [entry.play_id for entry in stage.snapshot.up_next]
    stage.ask(requests.ForgetLearned(HAPPY))
    assert of_kind(stage, LearningForgotten) == [LearningForgotten(HAPPY)]
    assert stage.snapshot.learned == ()
    assert stage.snapshot.notices[-1].text == "Forgot everything that was learned while happy."
    after = [entry.play_id for entry in stage.snapshot.up_next]
    assert len(after) == len(before)
    assert not set(after) & set(before)
    stage.ask(requests.Back())
    now = stage.snapshot.now_playing
    assert now is not None
    assert now.opinion == 0


def test_every_choice_carries_its_sum_and_no_order_of_a_person_does() -> None:
    stage = begun()
    now = stage.snapshot.now_playing
    assert now is not None
    assert now.sum is not None
    assert now.sum.emotion == HAPPY
    for entry in stage.snapshot.up_next:
        assert entry.sum is not None
        assert entry.reason == entry.sum.reason
        assert len(entry.reason.split()) <= 6
    stage.ask(requests.QueueTrack(TrackId("sad 1.flac"), first=True))
    assert stage.snapshot.up_next[0].sum is None


def test_a_change_of_the_reason_alone_is_told_in_the_sums_too() -> None:
    stage = begun()
    stage.ask(requests.Unpin())
    stage.look(HAPPY)
    ids = [entry.play_id for entry in stage.snapshot.up_next]
    stage.ask(requests.PinMood(HAPPY))
    assert [entry.play_id for entry in stage.snapshot.up_next] == ids
    for entry in stage.snapshot.up_next:
        assert entry.sum is not None
        assert entry.sum.wish_reason == "pinned: happy"
        assert entry.reason.startswith("pinned: happy")


def test_a_mood_without_music_says_so_in_every_reason() -> None:
    stage = Stage(catalog=ListCatalog(track(f"sad {i}", "sad music") for i in range(20)))
    stage.ask(requests.PinMood(HAPPY))
    stage.library_is_read()
    assert playing(stage).startswith("sad")
    assert len(stage.snapshot.up_next) == 12
    assert {entry.reason for entry in stage.snapshot.up_next} == {"nothing tagged for happy"}
