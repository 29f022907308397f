import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.remote.snapshots import snapshot
from tui_player.messages import requests
from tui_player.messages.requests import Request
from tui_player.messages.snapshot import Snapshot
from tui_player.model.music.repeat import Repeat
from tui_player.model.music.track import TrackId
from tui_player.remote.mpris import calls as calls
from tui_player.remote.mpris.calls import BusError
from tui_player.remote.mpris.interfaces import (
    APPLICATION,
    INTROSPECTION,
    METHODS,
    OBJECT_PATH,
    PEER,
    PLAYER,
    PROPERTIES,
    PROPERTIES_OF,
)
from tui_player.remote.mpris.player_object import Call, MediaPlayerObject, MethodReply, Orders
from tui_player.remote.mpris.position import ShownPosition


@dataclass
class Scene:
    """The object, what it asked for, and a clock that is set by hand."""

    asked: list[Request] = field(default_factory=list)
    ended: list[bool] = field(default_factory=list)
    now_s: float = 100.0

    def __post_init__(self) -> None:
        orders = Orders(self.asked.append, lambda: self.ended.append(True), self.find_track)
        self.object = MediaPlayerObject(orders, lambda: self.now_s)

    def find_track(self, path: str) -> TrackId | None:
        return TrackId("song.flac") if path == "/music/song.flac" else None

    def show(self, shown: Snapshot) -> dict[str, tuple[str, object]]:
        return self.object.show(ShownPosition(shown, self.now_s))

    def call(
        self,
        member: str,
        signature: str = "",
        *body: object,
        interface: str | None = PLAYER,
        path: str = OBJECT_PATH,
    ) -> MethodReply:
        return self.object.answer(Call(path, interface, member, signature, body))

    def get(self, name: str, interface: str = PLAYER) -> Any:
        ((value,),) = [self.call("Get", "ss", interface, name, interface=PROPERTIES).body]
        return value

    def set(self, name: str, kind: str, value: object, interface: str = PLAYER) -> MethodReply:
        return self.call("Set", "ssv", interface, name, (kind, value), interface=PROPERTIES)


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.show(snapshot(10.0))
    return scene


def test_only_what_changed_is_news() -> None:
    scene = Scene()
    assert scene.show(Snapshot()) == {}
    begun = scene.show(snapshot(10.0))
    assert begun["PlaybackStatus"] == ("s", "Playing")
    assert begun.keys() == {
        *("PlaybackStatus", "Metadata", "CanGoPrevious", "CanPlay", "CanPause", "CanSeek")
    }
    assert scene.show(snapshot(10.25)) == {}
    assert scene.show(snapshot(10.5, paused=True)) == {"PlaybackStatus": ("s", "Paused")}


def test_methods_ask(scene: Scene) -> None:
    assert scene.call("Next") == MethodReply()
    scene.call("Seek", "x", 5_000_000)
    scene.call("SetPosition", "ox", "/tui_player/play/7", 20_000_000)
    scene.call("OpenUri", "s", "file:///music/song.flac")
    assert scene.asked == [
        requests.Skip(stays_paused=True),
        requests.SeekBy(5.0),
        requests.SeekToTime(20.0),
        requests.PlayTrack(TrackId("song.flac")),
    ]


def test_every_method_of_the_player_is_answered(scene: Scene) -> None:
    some = {"x": 1_000_000, "o": "/tui_player/play/7", "s": "file:///music/song.flac"}
    for member, method in METHODS[PLAYER].items():
        scene.asked.clear()
        body = (some[kind] for kind in method.signature)
        assert scene.call(member, method.signature, *body) == MethodReply()
        assert scene.asked


def test_the_program_can_be_ended_but_has_no_window(scene: Scene) -> None:
    scene.call("Raise", interface=APPLICATION)
    assert not scene.ended
    scene.call("Quit", interface=APPLICATION)
    assert scene.ended
    assert scene.get("CanRaise", APPLICATION) == ("b", False)
    assert scene.get("CanQuit", APPLICATION) == ("b", True)


def test_a_file_that_is_not_in_the_library(scene: Scene) -> None:
    with pytest.raises(BusError, match="not in the library") as raised:
        scene.call("OpenUri", "s", "file:///music/other.flac")
    assert raised.value.name == calls.NOT_FOUND
    assert not scene.asked


def test_the_position_is_that_of_the_moment(scene: Scene) -> None:
    assert scene.get("Position") == ("x", 10_000_000)
    scene.now_s += 0.5
    assert scene.get("Position") == ("x", 10_500_000)


@pytest.mark.parametrize("interface", [PLAYER, APPLICATION])
def test_all_properties_at_once_are_those_one_by_one(scene: Scene, interface: str) -> None:
    answer = scene.call("GetAll", "s", interface, interface=PROPERTIES)
    assert answer.signature == "a{sv}"
    (told,) = answer.body
    assert isinstance(told, dict)
    assert told.keys() == PROPERTIES_OF[interface].keys()
    assert told == {name: scene.get(name, interface) for name in PROPERTIES_OF[interface]}


def test_interfaces_without_properties_have_none(scene: Scene) -> None:
    answer = scene.call("GetAll", "s", PEER, interface=PROPERTIES)
    assert answer == MethodReply("a{sv}", ({},))


def test_setting_a_property_asks(scene: Scene) -> None:
    assert scene.set("Volume", "d", 0.4) == MethodReply()
    scene.set("LoopStatus", "s", "Track")
    scene.set("Rate", "d", 1.2)
    assert scene.asked == [
        requests.SetVolume(40),
        requests.SetRepeat(Repeat.TRACK),
        requests.ChangeRate(2),
    ]


@pytest.mark.parametrize(
    ("name", "kind", "value", "error"),
    [
        ("Volume", "i", 1, calls.INVALID),
        ("Volume", "s", "loud", calls.INVALID),
        ("Volume", "d", float("nan"), calls.INVALID),
        ("LoopStatus", "s", "Sometimes", calls.INVALID),
        ("LoopStatus", "as", ["Track"], calls.INVALID),
        ("Metadata", "a{sv}", {}, calls.READ_ONLY),
        ("Position", "x", 5, calls.READ_ONLY),
        ("Shuffle", "b", False, calls.UNKNOWN_PROPERTY),
        ("Mood", "s", "happy", calls.UNKNOWN_PROPERTY),
    ],
)
def test_what_cannot_be_set(scene: Scene, name: str, kind: str, value: object, error: str) -> None:
    with pytest.raises(BusError) as raised:
        scene.set(name, kind, value)
    assert raised.value.name == error
    assert not scene.asked


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (Call("/elsewhere", PLAYER, "Next", "", ()), calls.UNKNOWN_OBJECT),
        (Call("/org/mpris", PLAYER, "Next", "", ()), calls.UNKNOWN_INTERFACE),
        (Call(OBJECT_PATH, "org.example", "Next", "", ()), calls.UNKNOWN_INTERFACE),
        (Call(OBJECT_PATH, None, "Dance", "", ()), calls.UNKNOWN_INTERFACE),
        (Call(OBJECT_PATH, PLAYER, "Dance", "", ()), calls.UNKNOWN_METHOD),
        (Call(OBJECT_PATH, PLAYER, "Quit", "", ()), calls.UNKNOWN_METHOD),
        (Call(OBJECT_PATH, PLAYER, "Next", "s", ("now",)), calls.INVALID),
        (Call(OBJECT_PATH, PLAYER, "Seek", "", ()), calls.INVALID),
        (Call(OBJECT_PATH, PLAYER, "Seek", "s", ("far",)), calls.INVALID),
        (Call(OBJECT_PATH, PLAYER, "SetPosition", "sx", ("/", 1)), calls.INVALID),
        (Call(OBJECT_PATH, PROPERTIES, "Get", "ss", ("org.example", "A")), calls.UNKNOWN_INTERFACE),
        (Call(OBJECT_PATH, PROPERTIES, "Get", "ss", (PLAYER, "A")), calls.UNKNOWN_PROPERTY),
        (Call(OBJECT_PATH, PROPERTIES, "Get", "ss", (PEER, "A")), calls.UNKNOWN_PROPERTY),
        (Call(OBJECT_PATH, PROPERTIES, "GetAll", "s", ("org.example",)), calls.UNKNOWN_INTERFACE),
        (Call(OBJECT_PATH, PROPERTIES, "Set", "sss", (PLAYER, "A", "b")), calls.INVALID),
    ],
)
def test_what_is_not_there(scene: Scene, call: Call, error: str) -> None:
    with pytest.raises(BusError) as raised:
        scene.object.answer(call)
    assert raised.value.name == error
    assert not scene.asked


def test_a_call_may_leave_the_interface_open(scene: Scene) -> None:
    scene.call("Pause", interface=None)
    assert scene.asked == [requests.SetPaused(True)]


def test_a_ping_is_answered_at_any_path(scene: Scene) -> None:
    assert scene.call("Ping", interface=PEER, path="/elsewhere") == MethodReply()


def test_the_description_names_all_that_is_there(scene: Scene) -> None:
    (text,) = scene.call("Introspect", interface=INTROSPECTION).body
    assert isinstance(text, str)
    described = {each.attrib["name"]: each for each in ET.fromstring(text).iterfind("interface")}
    assert described.keys() == METHODS.keys()
    for name, interface in described.items():
        methods = {each.attrib["name"]: each for each in interface.iterfind("method")}
        taken = {
            member: "".join(
                each.attrib["type"]
                for each in method.iterfind("arg")
                if each.attrib["direction"] == "in"
            )
            for member, method in methods.items()
        }
        assert taken == {member: its.signature for member, its in METHODS[name].items()}
        properties = {
            each.attrib["name"]: (each.attrib["type"], each.attrib["access"])
            for each in interface.iterfind("property")
        }
        assert properties == {
            member: (its.kind, "readwrite" if its.can_be_set else "read")
            for member, its in PROPERTIES_OF.get(name, {}).items()
        }


def test_the_way_to_the_player_can_be_walked(scene: Scene) -> None:
    path = ""
    while path != OBJECT_PATH:
        (text,) = scene.call("Introspect", interface=INTROSPECTION, path=path or "/").body
        assert isinstance(text, str)
        (node,) = ET.fromstring(text).iterfind("node")
        path += "/" + node.attrib["name"]
