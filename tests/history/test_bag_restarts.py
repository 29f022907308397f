"""The shuffle bag, what was learned and what was heard outlive the player."""

from contextlib import closing
from pathlib import Path

from tests.core.stage import Stage
from tests.fakes import ListCatalog
from tests.makers import track
from tui_player.core.director_settings import DirectorSettings
from tui_player.core.memory import Memory
from tui_player.core.selection.shuffle_bag import rest_of
from tui_player.history.fact_tables import read_memory, write_fact
from tui_player.history.schema import open_history
from tui_player.messages import events, requests
from tui_player.messages.commands import Remember
from tui_player.messages.facts import TrackHeard
from tui_player.model.mood.emotion import Emotion

TRACKS = 24


def catalog() -> ListCatalog:
    return ListCatalog(track(f"song {i}", "happy music") for i in range(TRACKS))


def one_run(path: Path, plays: int) -> tuple[list[str], Memory]:
    """A run of the player of so many plays, each heard out; what was heard, and the past then."""
    with closing(open_history(path)) as history:
        stage = Stage(
            DirectorSettings(folder="~/Music", resume=False), read_memory(history), catalog()
        )
        stage.ask(requests.PinMood(Emotion.HAPPY))
        stage.library_is_read()
        for _ in range(plays):
            now = stage.snapshot.now_playing
            assert now is not None
            stage.now_s += 180.0
            stage.tell(events.TrackEnded(now.play_id))
            stage.tell(events.TrackStarted(stage.snapshot.up_next[0].play_id, 180.0))
        facts = [c.fact for c in stage.commands if isinstance(c, Remember)]
        for fact in facts:
            write_fact(history, fact)
        heard = [str(fact.track_id) for fact in facts if isinstance(fact, TrackHeard)]
        return heard, read_memory(history)


def test_nothing_returns_too_soon_across_restarts(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    order: list[str] = []
    for _ in range(12):
        heard, memory = one_run(path, 4)
        order += heard
    rest = rest_of(TRACKS)
    for start in range(len(order)):
        window = order[start : start + rest + 1]
        assert len(set(window)) == len(window)
    assert len(set(order)) == TRACKS, "in two rounds all had a turn"
    assert memory.turns_in(Emotion.HAPPY).last_number == len(order)
    finished = [lesson.finished for lesson in memory.learned.lessons.values()]
    assert sum(finished) == len(order)
