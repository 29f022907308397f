"""The interfaces of a media player on the desktop's message bus, as tables and as XML.

Source: the MPRIS 2.2 specification, https://specifications.freedesktop.org/mpris/latest/, without
its optional parts that a player in a terminal has no use for (full screen, a desktop entry).
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

OBJECT_PATH = "/org/mpris/MediaPlayer2"
APPLICATION = "org.mpris.MediaPlayer2"
PLAYER = "org.mpris.MediaPlayer2.Player"
BUS_NAME = "org.mpris.MediaPlayer2.tui_player"
PROPERTIES = "org.freedesktop.DBus.Properties"
INTROSPECTION = "org.freedesktop.DBus.Introspectable"
PEER = "org.freedesktop.DBus.Peer"

_DOCTYPE = (
    '<!DOCTYPE node PUBLIC "-//freedesktop//DTD D-BUS Object Introspection 1.0//EN"\n'
    ' "http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd">\n'
)


class Method(NamedTuple):
    """What a method takes and gives: names and D-Bus types."""

    takes: tuple[tuple[str, str], ...] = ()
    gives: tuple[tuple[str, str], ...] = ()

    @property
    def signature(self) -> str:
        """The types of all it takes."""
        return "".join(kind for _, kind in self.takes)


class Property(NamedTuple):
    """The D-Bus type of a property, whether it can be set, and whether changes are told."""

    kind: str
    can_be_set: bool = False
    is_told: bool = True


METHODS: dict[str, dict[str, Method]] = {
    APPLICATION: {"Raise": Method(), "Quit": Method()},
    PLAYER: {
        "Next": Method(),
        "Previous": Method(),
        "Pause": Method(),
        "PlayPause": Method(),
        "Stop": Method(),
        "Play": Method(),
        "Seek": Method((("Offset", "x"),)),
        "SetPosition": Method((("TrackId", "o"), ("Position", "x"))),
        "OpenUri": Method((("Uri", "s"),)),
    },
    PROPERTIES: {
        "Get": Method((("interface_name", "s"), ("property_name", "s")), (("value", "v"),)),
        "GetAll": Method((("interface_name", "s"),), (("props", "a{sv}"),)),
        "Set": Method((("interface_name", "s"), ("property_name", "s"), ("value", "v"))),
    },
    INTROSPECTION: {"Introspect": Method((), (("xml_data", "s"),))},
    PEER: {"Ping": Method()},
}

PROPERTIES_OF: dict[str, dict[str, Property]] = {
    APPLICATION: {
        "CanQuit": Property("b"),
        "CanRaise": Property("b"),
        "HasTrackList": Property("b"),
        "Identity": Property("s"),
        "SupportedUriSchemes": Property("as"),
        "SupportedMimeTypes": Property("as"),
    },
    PLAYER: {
        "PlaybackStatus": Property("s"),
        "LoopStatus": Property("s", can_be_set=True),
        "Rate": Property("d", can_be_set=True),
        "Metadata": Property("a{sv}"),
        "Volume": Property("d", can_be_set=True),
        "Position": Property("x", is_told=False),
        "MinimumRate": Property("d"),
        "MaximumRate": Property("d"),
        "CanGoNext": Property("b"),
        "CanGoPrevious": Property("b"),
        "CanPlay": Property("b"),
        "CanPause": Property("b"),
        "CanSeek": Property("b"),
        "CanControl": Property("b", is_told=False),
    },
}

_SIGNALS: dict[str, dict[str, tuple[tuple[str, str], ...]]] = {
    PLAYER: {"Seeked": (("Position", "x"),)},
    PROPERTIES: {
        "PropertiesChanged": (
            ("interface_name", "s"),
            ("changed_properties", "a{sv}"),
            ("invalidated_properties", "as"),
        )
    },
}


def described(path: str) -> str | None:
    """The description of the object at this path, for whoever looks around; None: there is none.

    The objects above the player hold nothing but the way to it.
    """
    if path == OBJECT_PATH:
        return _node(line for name in METHODS for line in _interface(name))
    above = path.rstrip("/") + "/"
    if not OBJECT_PATH.startswith(above):
        return None
    child = OBJECT_PATH.removeprefix(above).split("/")[0]
    return _node([f'<node name="{child}"/>'])


def _node(lines: Iterable[str]) -> str:
    return "\n".join([f"{_DOCTYPE}<node>", *lines, "</node>\n"])


def _interface(name: str) -> Iterator[str]:
    yield f'<interface name="{name}">'
    for member, method in METHODS[name].items():
        yield f'<method name="{member}">'
        yield from _arguments(method.takes, ' direction="in"')
        yield from _arguments(method.gives, ' direction="out"')
        yield "</method>"
    for member, arguments in _SIGNALS.get(name, {}).items():
        yield f'<signal name="{member}">'
        yield from _arguments(arguments, "")
        yield "</signal>"
    for member, its in PROPERTIES_OF.get(name, {}).items():
        access = "readwrite" if its.can_be_set else "read"
        yield f'<property name="{member}" type="{its.kind}" access="{access}">'
        if not its.is_told:
            told = "org.freedesktop.DBus.Property.EmitsChangedSignal"
            yield f'<annotation name="{told}" value="false"/>'
        yield "</property>"
    yield "</interface>"


def _arguments(arguments: tuple[tuple[str, str], ...], direction: str) -> Iterator[str]:
    for name, kind in arguments:
        yield f'<arg name="{name}" type="{kind}"{direction}/>'
