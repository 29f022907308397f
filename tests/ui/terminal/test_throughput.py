"""A line that does not keep up: noticed, told, and spared."""

import os
import signal
import threading
from dataclasses import replace

import pytest

from tests.ui.conftest import MakeStage
from tests.ui.reading import screen_lines
from tests.ui.sample_snapshots import PLAYING, SPECTRUM, portrait
from tui_player.ui.panes.camera_view import Sight
from tui_player.ui.panes.status_line import StatusLine
from tui_player.ui.terminal.driver import TerminalLost
from tui_player.ui.terminal.throughput import TerminalLine, timed_text


class Clock:
    now_s = 50.0

    def __call__(self) -> float:
        return self.now_s


def busy(line: TerminalLine) -> bool:
    return line.is_busy


def slow(line: TerminalLine) -> bool:
    return line.is_slow


def waited(line: TerminalLine, clock: Clock, seconds: float, pause_s: float = 0.0) -> None:
    line.begin()
    clock.now_s += seconds
    line.end()
    clock.now_s += pause_s


def test_quick_writes_are_no_wait() -> None:
    clock = Clock()
    line = TerminalLine(clock)
    for _ in range(500):
        waited(line, clock, 0.01)
    assert (line.share_waited, line.is_slow, line.picture_every_s) == (0.0, False, 0.1)


@pytest.mark.parametrize(
    ("wait_s", "every_s", "is_slow"),
    [(0.05, 0.1, False), (0.2, 0.25, False), (0.4, 0.5, True), (0.9, 2.0, True)],
)
def test_the_longer_the_waits_the_fewer_the_pictures(
    wait_s: float, every_s: float, is_slow: bool
) -> None:
    clock = Clock()
    line = TerminalLine(clock)
    for _ in range(5):
        waited(line, clock, wait_s, 1.0 - wait_s)
    assert line.picture_every_s == every_s
    assert line.is_slow is is_slow


def test_a_write_that_has_not_ended_counts() -> None:
    clock = Clock()
    line = TerminalLine(clock)
    line.begin()
    assert not busy(line)
    clock.now_s += 4.0
    assert busy(line)
    assert slow(line)
    assert line.share_waited == 1.0


def test_it_is_slow_until_it_has_recovered() -> None:
    clock = Clock()
    line = TerminalLine(clock)
    waited(line, clock, 1.0)
    assert slow(line)
    clock.now_s += 2.5
    assert line.share_waited < 0.25
    assert slow(line)
    clock.now_s += 1.0
    assert not slow(line)


def test_a_pipe_that_is_full_is_noticed() -> None:
    reading, writing = os.pipe()
    line = TerminalLine()
    text = timed_text(writing, line)
    writer = threading.Thread(target=text.write, args=("夜" * 100_000,))
    writer.start()
    is_over = threading.Event()
    for _ in range(3000):
        if busy(line) or is_over.wait(0.01):
            break
    assert busy(line)
    taken = 0
    while taken < 300_000:
        taken += len(os.read(reading, 65_536))
    writer.join(20)
    assert not busy(line)
    assert line.share_waited > 0
    text.close()
    os.close(reading)


class SlowLine(TerminalLine):
    """A line whose slowness is set by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.slow = self.busy = False
        self.every_s = 0.1

    @property
    def is_slow(self) -> bool:
        return self.slow

    @property
    def is_busy(self) -> bool:
        return self.busy

    @property
    def picture_every_s(self) -> float:
        return self.every_s


async def test_a_slow_line_is_told_and_gets_fewer_pictures(make_stage: MakeStage) -> None:
    line, now = SlowLine(), [0.0]
    stage = make_stage(PLAYING, line=line, clock=lambda: now[0])
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert "slow line" not in screen_lines(stage)[0]
        sight = stage.app.query_one(Sight)
        sight.show_picture(portrait())
        first = sight._grid
        assert first
        now[0], line.every_s = 1.0, 2.0
        sight.show_picture(portrait(shift=0.2))
        assert sight._grid is first
        now[0], line.busy = 9.0, True
        sight.show_picture(portrait(shift=0.2))
        assert sight._grid is first
        line.busy = False
        sight.show_picture(portrait(shift=0.2))
        assert sight._grid is not first
        line.slow = True
        for _ in range(500):
            if "! slow line" in screen_lines(stage)[0]:
                break
            await pilot.pause(0.01)
        assert "! slow line" in screen_lines(stage)[0]
        stage.app.query_one(StatusLine).tell_slow_line(False)
        await pilot.pause()
        assert "slow line" not in screen_lines(stage)[0]


async def test_on_a_slow_line_news_are_joined_and_no_spectrum_is_drawn(
    make_stage: MakeStage,
) -> None:
    line = SlowLine()
    stage = make_stage(PLAYING, line=line)
    shown: list[object] = []
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.press("w")
        line.slow = True
        stage.bridge.show_spectrum(SPECTRUM)
        stage.app.watch(stage.app, "snapshot", lambda snapshot: shown.append(snapshot), init=False)
        for volume in range(1, 6):
            speaker = replace(PLAYING.speaker, volume_percent=volume)
            stage.bridge.publish(replace(PLAYING, speaker=speaker))
            await pilot.pause()
        assert len(shown) == 0
        for _ in range(500):
            if shown:
                break
            await pilot.pause(0.01)
        assert len(shown) == 1
        assert stage.app.snapshot is stage.bridge.snapshot
        assert "▇" not in "".join(screen_lines(stage)[2:8])


def test_what_a_lost_terminal_would_get_is_dropped() -> None:
    line, lost = TerminalLine(), []
    line.on_lost = lambda: lost.append(True)
    master, terminal = os.openpty()
    screen = timed_text(terminal, line)
    os.close(master)
    screen.write("a picture " * 10_000)
    screen.flush()
    assert lost
    assert not line.is_busy
    screen.close()


async def test_the_app_ends_when_its_terminal_is_lost(make_stage: MakeStage) -> None:
    line = TerminalLine()
    stage = make_stage(PLAYING, line=line)
    async with stage.app.run_test() as pilot:
        await pilot.pause()
        writer = threading.Thread(target=line.on_lost)
        writer.start()
        writer.join()
        await pilot.pause()
        assert stage.app.return_code == 128 + signal.SIGHUP
    line.on_lost()  # once more, after the end


async def test_the_app_ends_when_nothing_can_be_read_from_its_terminal(
    make_stage: MakeStage,
) -> None:
    stage = make_stage(PLAYING)
    async with stage.app.run_test() as pilot:
        stage.app.post_message(TerminalLost())
        await pilot.pause()
        assert stage.app.return_code == 128 + signal.SIGHUP
