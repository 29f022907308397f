"""The sound process that stands by: ready at once, silent until it is needed."""

import os
import subprocess
import sys

from tests.audio.conftest import Ear, MakePlayer, child_of, is_running, open_files, wait_until
from tui_player.audio.child import SoundChild, command_line
from tui_player.audio.decode_flag import DecodeFlag
from tui_player.audio.standby import StandbyProcess
from tui_player.messages.commands import PlayNow
from tui_player.messages.events import PositionMoved, TrackStarted, WorkerFailed

WAITING = [sys.executable, "-c", "import sys; sys.stdin.read()"]


class Workshop:
    """Makes children, which only wait for their end, and counts them."""

    def __init__(self) -> None:
        self.made: list[SoundChild] = []
        self.is_closed = False

    def __call__(self) -> SoundChild:
        if self.is_closed:
            raise OSError("no more processes")
        self.made.append(SoundChild(WAITING, None))
        return self.made[-1]

    def end_all(self) -> None:
        for child in self.made:
            child.end(at_once=True)
            child.close()


def test_the_one_that_stands_by_is_taken_and_only_one_is_made() -> None:
    workshop = Workshop()
    reserve = StandbyProcess(workshop)
    reserve.prepare()
    reserve.prepare()
    (child,) = workshop.made
    assert reserve.take() is child
    assert reserve.take() is workshop.made[1]
    workshop.end_all()


def test_one_that_died_meanwhile_is_not_given_out() -> None:
    before = open_files()
    workshop = Workshop()
    reserve = StandbyProcess(workshop)
    reserve.prepare()
    os.kill(workshop.made[0].pid, 9)
    wait_until(lambda: workshop.made[0].has_ended)
    assert reserve.take() is workshop.made[1]
    workshop.made[1].end(at_once=True)
    workshop.made[1].close()
    assert open_files() == before


def test_without_processes_to_be_had_it_does_without_and_does_not_try_again() -> None:
    workshop = Workshop()
    workshop.is_closed = True
    reserve = StandbyProcess(workshop)
    reserve.prepare()
    workshop.is_closed = False
    reserve.prepare()
    assert not workshop.made
    reserve.close()


def test_closing_ends_it() -> None:
    before = open_files()
    workshop = Workshop()
    reserve = StandbyProcess(workshop)
    reserve.prepare()
    reserve.close()
    reserve.close()
    assert not is_running(workshop.made[0].pid)
    assert open_files() == before


def test_a_sound_process_says_nothing_before_its_first_order_and_leaves_without_one() -> None:
    flag = DecodeFlag()
    done = subprocess.run(
        [*command_line("null"), "--flag", str(flag.descriptor)],
        pass_fds=(flag.descriptor,),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    flag.close()
    assert done.stdout == b""


def test_it_takes_the_place_of_one_that_was_killed(
    ear: Ear, make_player: MakePlayer, song: str
) -> None:
    player = make_player()
    player.post(PlayNow(1, song, 10.0))
    ear.wait_for(TrackStarted)
    wait_until(lambda: player._reserve._child is not None)
    assert player._reserve._child is not None
    waiting = player._reserve._child.pid
    os.kill(child_of(player), 9)
    ear.wait_for(WorkerFailed)
    ear.wait_for(PositionMoved)
    assert child_of(player) == waiting
    player.stop()
    assert not is_running(waiting)
