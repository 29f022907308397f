"""No key overtakes another, however late the parts of the screen come to their turn."""

import asyncio
import random
from collections.abc import Callable, Iterator

import pytest
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from tui_player.ui.keys.ordered_dispatch import OrderedKeysApp

LETTERS = "mopd: é"
NAMES = {":": "colon", " ": "space"}
EDITS = ("backspace", "delete", "left", "right", "home", "end")


class SlowPane(Vertical):
    """Comes to its turn late: it waits before each event, now and then for long."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance = chance

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste):
            for _ in range(self.chance.choice((0, 1, 3, 40))):
                await asyncio.sleep(0)
        await super().on_event(event)


class SlowApp(OrderedKeysApp):
    """A line to type in, deep inside panes that are slow."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance = chance

    def compose(self) -> ComposeResult:
        with SlowPane(self.chance), SlowPane(self.chance), SlowPane(self.chance):
            yield Input()

    async def on_mount(self) -> None:
        self.screen.set_focus(self.query_one(Input))
        await self.take_keys()


def key(name: str, time_s: float) -> events.Key:
    """A key that was pressed at a time of the clock of events."""
    pressed = events.Key(NAMES.get(name, name), name if len(name) == 1 else None)
    pressed.time = time_s
    return pressed


def edited(text: str, cursor: int, name: str) -> tuple[str, int]:
    """What a line and its cursor are after a key."""
    match name:
        case "backspace":
            return text[: max(cursor - 1, 0)] + text[cursor:], max(cursor - 1, 0)
        case "delete":
            return text[:cursor] + text[cursor + 1 :], cursor
        case "left":
            return text, max(cursor - 1, 0)
        case "right":
            return text, min(cursor + 1, len(text))
        case "home":
            return text, 0
        case "end":
            return text, len(text)
    return text[:cursor] + name + text[cursor:], cursor + len(name)


def strokes(chance: random.Random, count: int) -> Iterator[str]:
    """Keys, and words that are pasted, more letters than anything else."""
    for _ in range(count):
        kind = chance.random()
        if kind < 0.6:
            yield chance.choice(LETTERS)
        elif kind < 0.95:
            yield chance.choice(EDITS)
        else:
            yield "pasted words"


@pytest.mark.parametrize("seed", range(12))
async def test_a_line_reads_as_it_was_typed(seed: int) -> None:
    chance = random.Random(seed)
    app = SlowApp(chance)
    text, cursor, time_s = "", 0, 1_000.0
    async with app.run_test() as pilot:
        for stroke in strokes(chance, 60):
            # As on a busy machine: seconds go by between keys, and yet they are dealt with at once.
            time_s += chance.choice((0.0, 0.02, 1.5, 60.0))
            text, cursor = edited(text, cursor, stroke)
            is_pasted = len(stroke) > 1 and stroke not in EDITS
            app.post_message(events.Paste(stroke) if is_pasted else key(stroke, time_s))
            if chance.random() < 0.3:
                await asyncio.sleep(0)
        line = app.query_one(Input)
        for _ in range(1000):
            if (line.value, line.cursor_position) == (text, cursor):
                break
            await pilot.pause(0.01)
        assert (line.value, line.cursor_position) == (text, cursor)


async def test_a_backspace_comes_before_the_letter_behind_it() -> None:
    app = SlowApp(random.Random(0))
    async with app.run_test() as pilot:
        for number, name in enumerate(["p", "backspace", *"mood:"]):
            app.post_message(key(name, 10.0 * number))
        line = app.query_one(Input)
        for _ in range(1000):
            if len(line.value) >= len("mood:"):
                break
            await pilot.pause(0.01)
        assert line.value == "mood:"


class StuckPane(Vertical):
    """Waits for a disk that does not answer, once a key has come by."""

    def __init__(self, disk: asyncio.Event) -> None:
        super().__init__()
        self.disk = disk
        self.is_stuck = False

    async def on_key(self, event: events.Key) -> None:
        self.is_stuck = True
        await self.disk.wait()


class StuckApp(OrderedKeysApp):
    """Two lines, one of them in a pane that may be stuck."""

    def __init__(self, disk: asyncio.Event) -> None:
        super().__init__()
        self.disk = disk

    def compose(self) -> ComposeResult:
        with StuckPane(self.disk):
            yield Input(id="stuck")
        yield Input(id="free")

    async def on_mount(self) -> None:
        self.screen.set_focus(self.query_one("#stuck"))
        await self.take_keys()


async def until(is_so: Callable[[], bool]) -> None:
    """Wait without waiting for a pane to be done, as a pilot does."""
    async with asyncio.timeout(60):
        while not is_so():
            await asyncio.sleep(0.01)


async def test_a_pane_that_waits_for_a_disk_holds_up_no_other_one() -> None:
    disk = asyncio.Event()
    app = StuckApp(disk)
    async with app.run_test():
        free = app.query_one("#free", Input)
        try:
            app.post_message(key("left", 0.0))
            await until(lambda: app.query_one(StuckPane).is_stuck)
            app.screen.set_focus(free)
            for letter in "free":
                app.post_message(key(letter, 0.0))
            await until(lambda: free.value == "free")
        finally:
            disk.set()
