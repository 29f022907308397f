"""Moods of a person's own in the whole mind: pinned, reached by a face, remembered, left."""

from tests.core.stage import Stage, playing
from tests.fakes import ListCatalog
from tests.makers import track
from tui_player.core.director_settings import DirectorSettings
from tui_player.core.memory import Memory
from tui_player.core.mood.profile import Person
from tui_player.core.selection.rules import MoodRules
from tui_player.messages import requests
from tui_player.messages.facts import MoodOrders
from tui_player.model.mood.emotion import Emotion
from tui_player.model.mood.goal import GoalSettings
from tui_player.model.mood.moods import PLAIN_MOODS, Mood, Moods

CALM = Mood("calm", emotion=Emotion.NEUTRAL, after_s=60.0)
FOCUS = Mood("focus", key="9")
MOODS = Moods((*PLAIN_MOODS, CALM, FOCUS))
RULES = MoodRules.from_table({mood.name: {"plays": {f"{mood.name} music": 1.0}} for mood in MOODS})


def stage(memory: Memory | None = None, target: str = "happy") -> Stage:
    names = [mood.name for mood in MOODS]
    catalog = ListCatalog(track(f"{n} {i}", f"{n} music") for n in names for i in range(20))
    settings = DirectorSettings(folder="~/Music", moods=MOODS, goals=GoalSettings(target=target))
    return Stage(settings, memory, catalog, RULES)


def test_a_mood_of_ones_own_is_pinned_and_plays_its_music() -> None:
    its = stage()
    its.library_is_read()
    its.ask(requests.PinMood("focus"))
    assert its.snapshot.mood.emotion == "focus"
    assert its.up_next_moods == {"focus"}
    its.ask(requests.Skip())
    assert playing(its).startswith("focus")
    its.ask(requests.Like())
    now = its.snapshot.now_playing
    assert now is not None
    assert now.opinion == 1


def test_a_mood_that_is_not_there_is_not_pinned() -> None:
    its = stage()
    its.ask(requests.PinMood("focused"))
    assert its.snapshot.mood.pin is None
    assert "There is no mood 'focused'" in its.snapshot.notices[-1].text


def test_a_face_at_ease_for_minutes_leads_to_the_mood_mapped_to_it() -> None:
    its = stage()
    its.library_is_read()
    its.look(Emotion.NEUTRAL, for_s=40.0)
    assert its.snapshot.mood.emotion == "neutral"
    its.look(Emotion.NEUTRAL, for_s=40.0)
    assert its.snapshot.mood.emotion == "calm"
    assert its.up_next_moods == {"calm"}
    assert its.snapshot.up_next[0].sum is not None
    assert its.snapshot.up_next[0].sum.wish_reason == "calm: you look neutral"
    its.look(Emotion.HAPPY, for_s=8.0)
    assert its.snapshot.mood.emotion == "happy"


def test_a_goal_leads_to_a_mood_of_ones_own() -> None:
    its = stage(target="focus")
    its.library_is_read()
    its.look(Emotion.SAD)
    its.ask(requests.NextGoal())
    goal = its.snapshot.mood.goal
    assert goal is not None
    assert goal.path == ("sad", "neutral", "focus")


def test_a_pin_of_a_mood_that_is_gone_is_not_resumed_and_stays_kept() -> None:
    memory = Memory(person=Person(orders=MoodOrders(pin="gone")))
    its = stage(memory)
    assert its.snapshot.mood.pin is None
    assert its.director._context.memory.person.orders.pin == "gone"
