"""The control socket with real callers: asked, watched, flooded, hung up on, and taken over."""

import json
import queue
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.makers import entry
from tests.ui.sample_snapshots import PINNED_SAD, PLAYING
from tui_player.messages import requests
from tui_player.messages.requests import Request
from tui_player.messages.snapshot import Snapshot
from tui_player.remote.control import server
from tui_player.remote.control.address import SOCKET_NAME, call
from tui_player.remote.control.doors import Doors
from tui_player.remote.control.serialization import from_json
from tui_player.remote.control.server import ControlSocket
from tui_player.remote.control.snapshot_lines import SnapshotWriter, with_changes

DEADLINE_S = 20.0


class Player:
    """A player that does what it is asked when the test lets it, and its control socket."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[Request] = []
        self.ended = threading.Event()
        self.snapshot = PLAYING
        self.is_busy = False
        self.looks: queue.SimpleQueue[Callable[[Snapshot], None]] = queue.SimpleQueue()
        self.now_s = 0.0
        self.control = ControlSocket(
            Doors([folder]),
            self.asked.append,
            self._look,
            self.ended.set,
            clock=lambda: self.now_s,
        )

    def _look(self, looked: Callable[[Snapshot], None]) -> None:
        if self.is_busy:
            self.looks.put(looked)
        else:
            looked(self.snapshot)

    def publish(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.control.publish(snapshot)


class Caller:
    """A program that talks to the player."""

    def __init__(self, folder: Path) -> None:
        self.connection = call(folder, DEADLINE_S)
        self._lines = self.connection.makefile("rb")

    def say(self, *lines: str) -> None:
        self.connection.sendall("".join(f"{line}\n" for line in lines).encode())

    def hear(self) -> dict[str, object]:
        line = self._lines.readline()
        assert line, "the player has hung up"
        answer: dict[str, object] = json.loads(line)
        return answer

    def hears_the_end(self) -> bool:
        try:
            return self._lines.readline() == b""
        except ConnectionResetError:  # with something said and not listened to any more
            return True

    def changes(self) -> dict[str, Any]:
        changes = self.hear()["changes"]
        assert isinstance(changes, dict)
        return changes

    def snapshot(self) -> Snapshot:
        return from_json(Snapshot, self.hear()["snapshot"])

    def volume(self) -> int:
        snapshot = self.hear()["snapshot"]
        assert isinstance(snapshot, dict)
        return int(snapshot["speaker"]["volume_percent"])

    def close(self) -> None:
        self._lines.close()
        self.connection.close()


@pytest.fixture
def on_stage() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def player(tmp_path: Path, on_stage: ExitStack) -> Player:
    return start(Player(tmp_path / "control"), on_stage)


def start(player: Player, on_stage: ExitStack) -> Player:
    player.control.start()
    on_stage.callback(player.control.stop)
    wait_for_socket(player)
    return player


def wait_for_socket(player: Player) -> None:
    pause = threading.Event()
    while not (player.folder / SOCKET_NAME).exists():
        pause.wait(0.002)


@pytest.fixture
def caller(player: Player, on_stage: ExitStack) -> Caller:
    return on_stage.enter_context(closing(reach(player)))


def reach(player: Player) -> Caller:
    """Another caller."""
    return Caller(player.folder)


def test_a_request_is_handed_on_and_answered_when_it_is_done(
    player: Player, caller: Caller
) -> None:
    player.is_busy = True
    caller.say('{"ask": "SetPaused", "paused": true}', '{"tell": "snapshot"}')
    player.looks.get(timeout=DEADLINE_S)(PLAYING)
    assert caller.hear() == {"ok": True}
    player.looks.get(timeout=DEADLINE_S)(PINNED_SAD)
    assert caller.snapshot() == PINNED_SAD
    assert player.asked == [requests.SetPaused(True)]


def test_what_cannot_be_understood_is_told_and_the_talk_goes_on(
    player: Player, caller: Caller
) -> None:
    caller.say("pause!", '{"ask": "Skipp"}', '{"ask": "Skip"}')
    assert "this is no JSON" in str(caller.hear()["error"])
    assert caller.hear() == {"error": "there is no request 'Skipp'; did you mean 'Skip'?"}
    assert caller.hear() == {"ok": True}
    assert player.asked == [requests.Skip()]


def test_who_watches_is_shown_the_newest_and_every_change(player: Player, caller: Caller) -> None:
    player.publish(PLAYING)
    caller.say('{"watch": "snapshots"}')
    assert caller.snapshot() == PLAYING
    player.publish(PINNED_SAD)
    assert caller.snapshot() == PINNED_SAD
    caller.say('{"ask": "Skip"}')
    assert caller.hear() == {"ok": True}


def test_who_watches_changes_is_told_all_once_and_then_what_is_new(
    player: Player, caller: Caller
) -> None:
    player.publish(PLAYING)
    caller.say('{"watch": "changes"}')
    shown = with_changes(Snapshot(), caller.changes())
    assert shown == PLAYING
    edited = replace(PLAYING, up_next=PLAYING.up_next[1:], paused=True)
    player.publish(edited)
    changes = caller.changes()
    assert changes == {"paused": True, "up_next": {"from": 0, "until": 1, "entries": []}}
    assert with_changes(shown, changes) == edited
    caller.say('{"tell": "snapshot"}')
    caller.hear()
    player.publish(PLAYING)
    assert caller.changes().keys() == {"paused", "up_next"}, "since the last line of them"


def test_who_watches_before_there_is_anything_waits(player: Player, caller: Caller) -> None:
    caller.say('{"watch": "snapshots"}', '{"tell": "snapshot"}')
    assert caller.snapshot() == PLAYING, "that was asked for"
    player.publish(PINNED_SAD)
    assert caller.snapshot() == PINNED_SAD


def test_with_nobody_watching_nothing_is_written(
    player: Player, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(_: object, __: object) -> bytes:
        raise AssertionError("nobody asked for it")

    monkeypatch.setattr(SnapshotWriter, "write", write)
    for _ in range(50):
        player.publish(PINNED_SAD)
    caller.say('{"ask": "Skip"}')
    assert caller.hear() == {"ok": True}


def test_who_does_not_read_misses_what_was_between_and_holds_nobody_up(
    player: Player, caller: Caller, on_stage: ExitStack
) -> None:
    other = on_stage.enter_context(closing(reach(player)))
    long = replace(PLAYING, up_next=tuple(entry(number) for number in range(1000)))
    player.publish(long)
    for one in (caller, other):
        one.say('{"watch": "snapshots"}')
    other.hear()
    for volume in range(30):
        speaker = replace(PLAYING.speaker, volume_percent=volume)
        player.publish(replace(long, speaker=speaker))
        assert other.volume() == volume
    shown = [caller.volume()]
    while shown[-1] != 29:
        shown.append(caller.volume())
    assert len(shown) < 20
    assert shown[1:] == sorted(shown[1:])


def test_who_reads_nothing_for_long_is_let_go(
    player: Player, caller: Caller, on_stage: ExitStack
) -> None:
    other = on_stage.enter_context(closing(reach(player)))
    player.publish(replace(PLAYING, up_next=tuple(entry(n) for n in range(5000))))
    caller.say('{"watch": "snapshots"}')
    assert caller.connection.recv(1) == b"{"
    player.now_s = server.STALLED_S + 1
    player.publish(PINNED_SAD)
    for _ in range(2):  # the second is answered after what was published has been seen to
        other.say('{"tell": "snapshot"}')
        other.hear()
    while caller.connection.recv(1 << 16):
        pass


def test_nobody_can_ask_faster_than_it_is_done(player: Player, caller: Caller) -> None:
    player.is_busy = True
    caller.say(*['{"ask": "Skip"}'] * 1000)
    for done in range(1, 6):
        look = player.looks.get(timeout=DEADLINE_S)
        assert len(player.asked) == done
        assert player.looks.empty()
        look(PLAYING)
        assert caller.hear() == {"ok": True}


def test_a_line_without_an_end_is_not_listened_to_for_ever(caller: Caller) -> None:
    def shout() -> None:
        try:
            while True:
                caller.connection.sendall(b"a" * 65536)
        except OSError:
            pass

    shouting = threading.Thread(target=shout)
    shouting.start()
    try:
        assert "not listened to" in str(caller.hear()["error"])
        assert caller.hears_the_end()
    except ConnectionResetError:
        pass  # so much was unread that the answer was lost with it
    shouting.join(DEADLINE_S)
    assert not shouting.is_alive()


def test_who_has_said_all_is_answered_before_the_end(player: Player, caller: Caller) -> None:
    caller.connection.sendall(b'{"ask": "Skip"}\n{"tell": "snapshot"}')
    caller.connection.shutdown(socket.SHUT_WR)
    assert caller.hear() == {"ok": True}
    assert caller.snapshot() == PLAYING
    assert caller.hears_the_end()
    assert player.asked == [requests.Skip()]


def test_who_hangs_up_is_forgotten(player: Player, caller: Caller) -> None:
    player.is_busy = True
    gone = reach(player)
    gone.say('{"watch": "snapshots"}', '{"ask": "Skip"}')
    answer = player.looks.get(timeout=DEADLINE_S)
    gone.close()
    answer(PLAYING)
    player.publish(PLAYING)
    player.publish(PINNED_SAD)
    caller.say('{"ask": "Back"}')
    player.looks.get(timeout=DEADLINE_S)(PLAYING)
    assert caller.hear() == {"ok": True}


def test_who_says_nothing_keeps_nobody_out(
    player: Player, caller: Caller, on_stage: ExitStack
) -> None:
    watcher = on_stage.enter_context(closing(reach(player)))
    player.publish(PLAYING)
    watcher.say('{"watch": "snapshots"}')
    watcher.hear()
    idle = [on_stage.enter_context(closing(reach(player))) for _ in range(200)]
    for number, one in enumerate(idle[-4:]):
        one.connection.sendall(b'{"ask": "Skip"'[: number % 10])  # and never the rest
    player.now_s += 1
    late = on_stage.enter_context(closing(reach(player)))
    for _ in range(3):
        late.say('{"tell": "snapshot"}')
        assert late.snapshot() == PLAYING
    assert idle[0].hears_the_end()
    assert caller.hears_the_end(), "it came first and said nothing"
    player.publish(PINNED_SAD)
    assert watcher.snapshot() == PINNED_SAD


def test_those_who_wait_for_every_change_leave_room_for_others(
    player: Player, caller: Caller, on_stage: ExitStack
) -> None:
    player.publish(PLAYING)
    for _ in range(server.MOST_WATCHERS):
        watcher = on_stage.enter_context(closing(reach(player)))
        watcher.say('{"watch": "snapshots"}')
        watcher.hear()
    caller.say('{"watch": "snapshots"}', '{"tell": "snapshot"}')
    assert "watch the player already" in str(caller.hear()["error"])
    assert caller.snapshot() == PLAYING


def test_a_socket_that_was_cleared_away_is_made_again(
    player: Player, caller: Caller, on_stage: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "LOOKS_AFTER_DOORS_S", 0.01)
    caller.say('{"tell": "snapshot"}')
    caller.hear()
    shutil.rmtree(player.folder)
    player.now_s += 10
    caller.say('{"tell": "snapshot"}')
    assert caller.snapshot() == PLAYING, "who was let in stays"
    wait_for_socket(player)
    other = on_stage.enter_context(closing(reach(player)))
    other.say('{"tell": "snapshot"}')
    assert other.snapshot() == PLAYING


def test_the_player_is_ended_when_that_is_asked(player: Player, caller: Caller) -> None:
    caller.say('{"quit": true}')
    assert caller.hear() == {"ok": True}
    assert player.ended.wait(DEADLINE_S)
    player.control.stop()
    assert caller.hears_the_end()
    assert not (player.folder / SOCKET_NAME).exists()
    player.publish(PINNED_SAD)


def test_a_second_player_takes_over_when_the_first_has_ended(
    player: Player, on_stage: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "LOOKS_AFTER_DOORS_S", 0.01)
    second = start(Player(player.folder), on_stage)
    with closing(reach(player)) as caller:
        caller.say('{"ask": "Skip"}')
        assert caller.hear() == {"ok": True}
    assert player.asked
    assert not second.asked
    player.control.stop()
    wait_for_socket(second)
    with closing(reach(second)) as caller:
        caller.say('{"ask": "Back"}')
        assert caller.hear() == {"ok": True}
    assert second.asked == [requests.Back()]


def test_a_folder_that_cannot_be_used_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    player = Player(tmp_path / "file")
    player.control.start()
    player.control.stop()
    assert "nobody can control this player from elsewhere" in caplog.text
    assert "cannot be used for control" in caplog.text


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.binary(max_size=200).filter(lambda line: b"quit" not in line), max_size=8))
def test_whatever_is_said_the_player_lives(player: Player, said: list[bytes]) -> None:
    with closing(reach(player)) as hostile:
        hostile.connection.sendall(b"\n".join(said))
        hostile.connection.shutdown(socket.SHUT_WR)
        while hostile.connection.recv(65536):
            pass
    with closing(reach(player)) as caller:
        caller.say('{"tell": "snapshot"}')
        assert caller.snapshot() == PLAYING
