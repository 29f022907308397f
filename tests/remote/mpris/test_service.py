"""The player on a message bus of its own, with a real client beside it."""

import logging
import os
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from queue import SimpleQueue

import pytest
from jeepney import (
    DBusAddress,
    DBusErrorResponse,
    MessageFlag,
    new_method_call,
)

from tests.makers import track
from tests.remote.peer import DEADLINE_S, Peer
from tests.remote.snapshots import snapshot
from tui_player.messages import requests
from tui_player.messages.requests import Request
from tui_player.messages.snapshot import Snapshot, UpNextEntry
from tui_player.model.music.track import TrackId
from tui_player.remote.mpris import service
from tui_player.remote.mpris.interfaces import (
    APPLICATION,
    BUS_NAME,
    METHODS,
    OBJECT_PATH,
    PLAYER,
    PROPERTIES,
    PROPERTIES_OF,
)
from tui_player.remote.mpris.player_object import Orders
from tui_player.remote.mpris.service import UNREACHED, Mpris


class Scene:
    """A player on the bus, and what it was asked for."""

    def __init__(self, *addresses: str) -> None:
        self.asked: SimpleQueue[Request] = SimpleQueue()
        self.ended = threading.Event()
        self.covers_of: list[str] = []
        orders = Orders(self.asked.put, self.ended.set, self._find_track)
        self.addresses = addresses
        self.mpris = Mpris(lambda: self.addresses, orders, self._find_cover, now=lambda: 100.0)

    def _find_track(self, path: str) -> TrackId | None:
        return TrackId("song.flac") if path == "/music/song.flac" else None

    def _find_cover(self, path: str) -> str | None:
        self.covers_of.append(path)
        return "/music/cover.jpg"

    def next_asked(self) -> Request:
        return self.asked.get(timeout=DEADLINE_S)


@pytest.fixture
def scene(address: str, peer: Peer) -> Iterator[Scene]:
    scene = Scene(address)
    scene.mpris.publish(snapshot(10.0, paused=True))
    scene.mpris.start()
    peer.wait_for()
    yield scene
    scene.mpris.stop()


def test_all_is_told_to_whoever_asks(scene: Scene, peer: Peer) -> None:
    (told,) = peer.call("GetAll", "s", PLAYER, interface=PROPERTIES)
    assert {name: kind for name, (kind, _) in told.items()} == {
        name: its.kind for name, its in PROPERTIES_OF[PLAYER].items()
    }
    assert told["PlaybackStatus"] == ("s", "Paused")
    assert told["Position"] == ("x", 10_000_000)
    assert told["Metadata"][1]["xesam:title"] == ("s", "Song")
    assert told["Metadata"][1]["mpris:artUrl"] == ("s", "file:///music/cover.jpg")
    (told,) = peer.call("GetAll", "s", APPLICATION, interface=PROPERTIES)
    assert told["Identity"] == ("s", "tui-player")


def test_keys_and_widgets_ask(scene: Scene, peer: Peer) -> None:
    assert peer.call("PlayPause") == ()
    assert scene.next_asked() == requests.TogglePause()
    peer.call("Seek", "x", -5_000_000)
    assert scene.next_asked() == requests.SeekBy(-5.0)
    peer.call("Set", "ssv", PLAYER, "Volume", ("d", 0.25), interface=PROPERTIES)
    assert scene.next_asked() == requests.SetVolume(25)
    peer.call("OpenUri", "s", "file:///music/song.flac")
    assert scene.next_asked() == requests.PlayTrack(TrackId("song.flac"))
    peer.call("Quit", interface=APPLICATION)
    assert scene.ended.is_set()


def test_news_are_told_once_and_time_is_none(scene: Scene, peer: Peer) -> None:
    scene.mpris.publish(snapshot(10.0))
    assert peer.hear() == (
        "PropertiesChanged",
        (PLAYER, {"PlaybackStatus": ("s", "Playing")}, []),
    )
    for _ in range(100):
        scene.mpris.publish(snapshot(10.0))
    following = (UpNextEntry(8, track("next"), "it fits"),)
    more = replace(snapshot(10.0), up_next=following)
    scene.mpris.publish(more)
    assert peer.hear() == ("PropertiesChanged", (PLAYER, {"CanGoNext": ("b", True)}, []))
    assert not peer.heard


def test_another_track_is_told_with_its_cover(scene: Scene, peer: Peer) -> None:
    scene.mpris.publish(snapshot(play_id=8, paused=True))
    member, (_, changed, _) = peer.hear()
    assert member == "PropertiesChanged"
    assert changed.keys() == {"Metadata"}
    assert changed["Metadata"][1]["mpris:trackid"] == ("o", "/tui_player/play/8")
    assert peer.get("Position") == 0
    assert len(scene.covers_of) == 2  # once a play


def test_a_jump_is_told(scene: Scene, peer: Peer) -> None:
    scene.mpris.publish(snapshot(99.0, paused=True))
    assert peer.hear() == ("Seeked", (99_000_000,))
    assert peer.get("Position") == 99_000_000


def test_an_answer_comes_after_the_news_it_builds_on(scene: Scene, peer: Peer) -> None:
    scene.mpris.publish(snapshot(10.0, paused=True, rate=1.5))
    assert peer.get("Rate") == 1.5
    assert peer.heard[0].body[1] == {"Rate": ("d", 1.5)}


ANY_VALUES: tuple[tuple[str, object], ...] = (
    ("s", "x"),
    ("x", 5),
    ("d", 0.5),
    ("b", True),
    ("o", "/"),
    ("g", "s"),
    ("as", ["a"]),
    ("a{sv}", {"a": ("s", "b")}),
    ("(ss)", ("a", "b")),
    ("v", ("as", [])),
    ("ay", bytes(300_000)),
)


def refusal(call: Callable[[], object]) -> str | None:
    """The name of the error that the call is answered with; None if it is obeyed."""
    try:
        call()
    except DBusErrorResponse as error:
        (sentence,), name = error.data, error.name
    else:
        return None
    assert sentence.endswith((".", "…")) or "ServiceUnknown" in name
    return str(name.removeprefix("org.freedesktop.DBus.Error."))


def test_what_cannot_be_answered_is_refused_in_words(scene: Scene, peer: Peer) -> None:
    assert refusal(lambda: peer.call("Dance")) == "UnknownMethod"
    assert refusal(lambda: peer.call("Seek", "s", "far")) == "InvalidArgs"
    assert refusal(lambda: peer.call("Next", interface="org.example")) == "UnknownInterface"
    assert refusal(lambda: peer.get("Mood")) == "UnknownProperty"
    assert refusal(lambda: peer.call("OpenUri", "s", "file:///%ed")) == "FileNotFound"
    assert scene.asked.empty()


def test_who_wants_no_answer_gets_none(scene: Scene, peer: Peer) -> None:
    to = DBusAddress(OBJECT_PATH, BUS_NAME, PLAYER)
    message = new_method_call(to, "Dance")
    message.header.flags = MessageFlag.no_reply_expected
    peer.bus.send(message, serial=500)
    peer.bus.send(new_method_call(to, "Next"), serial=501)
    while (message := peer.bus.receive(timeout=DEADLINE_S)).header.message_type.name == "signal":
        pass
    assert [v for k, v in message.header.fields.items() if k.name == "reply_serial"] == [501]


def test_every_call_of_any_types_is_answered(scene: Scene, peer: Peer) -> None:
    errors = [
        refusal(partial(peer.call, member, kind, value, interface=interface))
        for interface in (PLAYER, APPLICATION, PROPERTIES)
        for member in METHODS[interface]
        for kind, value in ANY_VALUES
    ]
    assert {*errors} == {None, "InvalidArgs", "UnknownInterface", "NotSupported"}
    assert peer.get("PlaybackStatus") == "Paused"


def test_a_message_that_cannot_be_read_costs_only_a_new_connection(
    scene: Scene, peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    to = DBusAddress(OBJECT_PATH, BUS_NAME, PLAYER)
    data = new_method_call(to, "Seek", "u", (0,)).serialise(serial=600)
    assert data.count(b"\x01u\0") == 1
    # The number of a file that does not come along.
    peer.bus.sock.sendall(data.replace(b"\x01u\0", b"\x01h\0"))
    peer.wait_for()
    peer.call("Next")
    assert "cannot be read" in caplog.text


def test_where_the_name_is_taken_another_is(scene: Scene, peer: Peer, address: str) -> None:
    second = Scene(address)
    second.mpris.start()
    name = f"{BUS_NAME}.instance{os.getpid()}"
    peer.wait_for(name)
    peer.call("Next", name=name)
    assert second.next_asked() == requests.Skip(stays_paused=True)
    assert scene.asked.empty()
    second.mpris.stop()


def test_who_has_stopped_is_gone_from_the_bus(address: str, peer: Peer) -> None:
    scene = Scene(address)
    scene.mpris.start()
    peer.wait_for()
    scene.mpris.stop()
    scene.mpris.publish(snapshot(10.0))
    assert refusal(lambda: peer.call("Next")) == "ServiceUnknown"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried again is so at once."""
    monkeypatch.setattr(service, "NEXT_TRY_S", 0.01)


def warnings_in(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.usefixtures("quick")
def test_it_comes_back_with_the_bus(
    address: str, bus: subprocess.Popen[str], caplog: pytest.LogCaptureFixture
) -> None:
    path = address.partition("unix:path=")[2].partition(",")[0]
    scene = Scene(f"unix:path={path}")
    scene.mpris.start()
    with Peer(address).bus:
        pass
    bus.kill()
    bus.wait()
    pause = threading.Event()
    while not warnings_in(caplog):
        pause.wait(0.01)
    Path(path).unlink()
    scene.mpris.publish(snapshot(20.0, paused=True))
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"]
    with subprocess.Popen(
        [*command, f"--address=unix:path={path}"], stdout=subprocess.PIPE, text=True
    ) as again:
        assert again.stdout is not None
        peer = Peer(again.stdout.readline().strip())
        with peer.bus:
            while refusal(lambda: peer.call("Next")) == "ServiceUnknown":
                pause.wait(0.01)
            assert peer.get("Position") == 20_000_000
        scene.mpris.stop()
        again.kill()
    told = warnings_in(caplog)
    assert all(sentence.startswith(UNREACHED) for sentence in told)
    assert len(told) == len(set(told)), "each trouble is told once"


@pytest.mark.usefixtures("quick")
def test_a_bus_that_comes_late_is_found(address: str) -> None:
    scene = Scene()
    scene.mpris.start()
    scene.mpris.publish(snapshot(10.0))
    peer = Peer(address)
    with peer.bus:
        scene.addresses = ("unix:path=/nowhere/bus", address)
        peer.wait_for()
        peer.call("Next")
        assert scene.next_asked() == requests.Skip(stays_paused=True)
    scene.mpris.stop()


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "address", ["unix:path=/nowhere/bus", "autolaunch:", "disabled:", "tcp:host=a,port=1", "", "=;"]
)
def test_a_bus_that_cannot_be_reached_is_logged_once(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    tries: SimpleQueue[int] = SimpleQueue()

    def addresses() -> tuple[str]:
        tries.put(1)
        return (address,)

    scene = Scene()
    scene.mpris = Mpris(addresses, Orders(scene.asked.put, scene.ended.set, lambda _: None), str)
    scene.mpris.start()
    for _ in range(3):
        tries.get(timeout=DEADLINE_S)
    scene.mpris.publish(snapshot(10.0))
    scene.mpris.stop()
    (warning,) = caplog.records
    assert warning.getMessage().startswith(UNREACHED)
    assert not warning.exc_info


def test_volume_is_told_as_it_was_while_muted(scene: Scene, peer: Peer) -> None:
    speaker = replace(snapshot(10.0).speaker, volume_percent=50, muted=True)
    scene.mpris.publish(replace(snapshot(10.0, paused=True), speaker=speaker))
    while peer.get("Volume") != 0.5:
        pass
    peer.call(
        "Set", "ssv", PLAYER, "Volume", ("d", peer.get("Volume") + 0.05), interface=PROPERTIES
    )
    assert scene.next_asked() == requests.SetVolume(55)


@pytest.mark.parametrize("greets", [False, True])
def test_a_bus_that_hangs_holds_nobody_up(tmp_path: Path, greets: bool) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "bus"))
        listener.listen()
        scene = Scene(f"unix:path={tmp_path / 'bus'}")
        scene.mpris.start()
        connection, _ = listener.accept()
        with connection:
            if greets:  # and then says nothing more
                while b"AUTH" not in connection.recv(1024):
                    pass
                connection.sendall(b"OK 0123456789abcdef0123456789abcdef\r\n")
                while b"Hello" not in connection.recv(1024):
                    pass
            scene.mpris.publish(snapshot(10.0))
            scene.mpris.stop()


def test_a_player_that_never_started_can_be_stopped() -> None:
    scene = Scene("unix:path=/nowhere/bus")
    scene.mpris.publish(Snapshot())
    scene.mpris.stop()
