"""The registry of outputs: which output opens a name, and which names are listed."""

from collections.abc import Callable

import pytest

from tui_player.audio.outputs import registry
from tui_player.audio.outputs.device_worker import Device, NoDeviceError
from tui_player.audio.outputs.registry import DeviceOpener, Output
from tui_player.audio.pcm.mixer import Mixer

RATE_HZ = 44_100


class TriedError(LookupError):
    """Raised by an output in place of a device: it was tried."""


def trying(tried: list[str], output: str, error: Exception) -> Callable[..., Device]:
    def open_device(name: str | None, *_: object) -> Device:
        tried.append(f"{output} {name}")
        raise error

    return open_device


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What each output of a registry of three was asked to open."""
    tried: list[str] = []
    rows = (
        Output(
            trying(tried, "own", NoDeviceError("Its own sentence.")),
            owns=lambda name: name.startswith("own:"),
        ),
        Output(trying(tried, "first", TriedError()), names=lambda: ()),
        Output(trying(tried, "second", TriedError()), names=lambda: ("Desk", "USB Audio")),
    )
    monkeypatch.setattr(registry, "outputs", lambda: rows)
    return tried


def open_named(name: str | None) -> None:
    DeviceOpener()(name, RATE_HZ, 1, Mixer(lambda: 0.0), lambda: None)


@pytest.mark.parametrize("name", [None, "Desk"])
def test_the_outputs_of_the_system_are_tried_in_order(name: str | None, tried: list[str]) -> None:
    with pytest.raises(NoDeviceError, match="No sound device"):
        open_named(name)
    assert tried == [f"first {name}", f"second {name}"]


def test_a_name_that_an_output_owns_is_opened_by_no_other(tried: list[str]) -> None:
    with pytest.raises(NoDeviceError, match=r"Its own sentence\."):
        open_named("own:x")
    assert tried == ["own own:x"]


def test_the_first_output_with_any_devices_lists_them(tried: list[str]) -> None:
    assert DeviceOpener().list_names(None) == (("Desk", "USB Audio"), None)
    assert DeviceOpener().list_names("usb") == (("Desk", "USB Audio"), "USB Audio")
    assert DeviceOpener().list_names("gone") == (("Desk", "USB Audio"), "gone")


def test_a_chosen_name_that_an_output_owns_is_listed_as_there(tried: list[str]) -> None:
    assert DeviceOpener().list_names("own:x") == (("Desk", "USB Audio", "own:x"), "own:x")


def test_the_device_named_null_is_that_of_no_sound() -> None:
    device = DeviceOpener()("null", RATE_HZ, 1, Mixer(lambda: 0.0), lambda: None)
    assert device.backend == "Null"
    device.close()
