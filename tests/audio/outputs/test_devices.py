"""Choosing and listing devices: the lists, the sentences, and real PulseAudio sinks."""

import os
import subprocess
import textwrap
from pathlib import Path

import pytest

from tests.audio.conftest import (
    Ear,
    Loudspeaker,
    MakePlayer,
    find,
    open_files,
    read_recording,
    wait_until,
)
from tests.media_files import noise, write_pcm
from tui_player.audio.outputs.device_worker import NoDeviceError
from tui_player.audio.outputs.miniaudio_list import is_device
from tui_player.audio.outputs.names import matching, unlike
from tui_player.audio.outputs.registry import NULL_DEVICE, DeviceOpener, sentence_without
from tui_player.audio.outputs.silenced import muted
from tui_player.audio.pcm.mixer import Mixer
from tui_player.messages.commands import PlayNow, QueryDevices, UseDevice
from tui_player.messages.events import (
    PositionMoved,
    SpeakerChanged,
    SpeakersListed,
    SpeakerState,
    TrackStarted,
)

RATE_HZ = 44_100


def test_names_that_occur_twice_are_numbered() -> None:
    assert unlike(["USB", "HDMI", "USB", "USB"]) == ["USB", "HDMI", "USB (2)", "USB (3)"]


def test_plugins_of_alsa_are_no_devices() -> None:
    for identity in (b"null", b"speexrate", b"upmix"):
        assert not is_device(identity)
    for identity in (b"default", b":0,0", b"bluealsa", b"alsa_output.pci.analog-stereo"):
        assert is_device(identity)


def test_a_whole_name_counts_before_a_part_of_one() -> None:
    names = ["USB Audio Pro", "USB Audio", "HDMI"]
    assert matching("USB Audio", names) == "USB Audio"
    assert matching("hdmi", names) == "HDMI"
    assert matching("audio", names) == "USB Audio Pro"
    assert matching("Bluetooth", names) is None


@pytest.mark.parametrize(
    "name", [None, "null", "Built-in Audio Analogue Stereo of a long name " * 3]
)
def test_sentences_about_missing_devices_fit_two_lines(name: str | None) -> None:
    assert len(textwrap.wrap(sentence_without(name), 76)) <= 2


def test_what_is_written_while_muted_goes_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    with muted():
        os.write(1, b"one")
        os.write(2, b"two")
    os.write(2, b"three")
    assert capfd.readouterr() == ("", "three")


def test_libraries_complain_of_a_missing_device_only_once(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path / 'nobody'}")
    opener, mixer = DeviceOpener(), Mixer(lambda: 0.0)
    with pytest.raises(NoDeviceError):
        opener("no such device", RATE_HZ, 1, mixer, lambda: None)
    capfd.readouterr()
    with pytest.raises(NoDeviceError, match="no such device"):
        opener("no such device", RATE_HZ, 1, mixer, lambda: None)
    assert opener.list_names("no such device")[1] == "no such device"
    assert capfd.readouterr() == ("", "")


def reopen(times: int, name: str | None) -> None:
    """Open, start and close a device so often."""
    opener, mixer = DeviceOpener(), Mixer(lambda: 0.0)
    for stream in range(times):
        device = opener(name, RATE_HZ, stream, mixer, lambda: None)
        device.start()
        device.close()


def test_fifty_reopenings_leak_nothing() -> None:
    reopen(5, NULL_DEVICE)
    before = open_files()
    reopen(50, NULL_DEVICE)
    assert open_files() == before


@pytest.mark.needs_pulse
@pytest.mark.parametrize("name", [None, "Null Output"])
def test_a_thousand_reopenings_of_a_real_device_leak_nothing(
    name: str | None, loudspeaker: Loudspeaker
) -> None:
    reopen(5, name)
    before = len(open_files())
    reopen(1_000, name)
    wait_until(lambda: len(open_files()) <= before)


def add_sink(name: str) -> str:
    """Add a second sink, so called, to the sound server of the test; the number to remove it."""
    properties = f"sink_properties=device.description={name}"
    form = ("rate=44100", "format=s16le", "channels=2", "norewinds=1")
    loaded = subprocess.run(
        ["pactl", "load-module", "module-null-sink", f"sink_name={name}", *form, properties],
        check=True,
        capture_output=True,
        text=True,
    )
    return loaded.stdout.strip()


@pytest.mark.needs_pulse
def test_devices_are_listed_by_the_names_they_are_opened_by(loudspeaker: Loudspeaker) -> None:
    for name in ("Twins", "null", "Twins"):
        add_sink(name)
    opener, mixer = DeviceOpener(), Mixer(lambda: 0.0)
    names, chosen = opener.list_names("twins")
    assert names[1:] == ("Twins", "null", "Twins (2)")
    assert chosen == "Twins"
    for name in (names[0], "Twins", "Twins (2)"):
        device = opener(name, RATE_HZ, 1, mixer, lambda: None)
        assert device.name == name
        device.close()


@pytest.mark.needs_pulse
def test_the_music_moves_to_the_chosen_device_and_nothing_is_lost(
    ear: Ear, make_player: MakePlayer, loudspeaker: Loudspeaker, tmp_path: Path
) -> None:
    add_sink("Headphones")
    sound = noise(8.0)
    here, there = loudspeaker.record(), loudspeaker.record("Headphones")
    player = make_player(audio_device=None)
    player.post(QueryDevices())
    listed = ear.wait_for(SpeakersListed)
    assert listed.chosen is None
    assert "Headphones" in listed.names
    assert len(listed.names) == 2
    player.post(PlayNow(1, str(write_pcm(tmp_path / "a.flac", sound))))
    ear.wait_for(PositionMoved, lambda moved: moved.position_s > 1.0)
    player.post(UseDevice("headph"))
    player.post(QueryDevices())
    assert ear.wait_for(SpeakersListed).chosen == "Headphones"
    wait_until(lambda: bool(read_recording(there).any()))
    ear.wait_for(PositionMoved, lambda moved: moved.position_s > 3.0)
    last = ear.heard(SpeakerChanged)[-1]
    assert (last.state, last.device) == (SpeakerState.OK, "Headphones")
    os.kill(player.child_pid or 0, 9)
    ear.wait_for(PositionMoved, lambda moved: moved.position_s > 4.0)
    player.post(QueryDevices())
    assert ear.wait_for(SpeakersListed).chosen == "Headphones"
    assert ear.heard(SpeakerChanged)[-1] == last
    loudspeaker.stop_recording()
    first, second = read_recording(here), read_recording(there)
    begin = find(sound[: RATE_HZ // 2], first)
    heard_here = int(abs(first).max(axis=1).nonzero()[0][-1]) + 1 - begin
    at_s = second.any(axis=1).argmax() / RATE_HZ
    tail = second[round((at_s + 0.1) * RATE_HZ) :][:RATE_HZ]
    went_on = find(tail, sound) - round(0.1 * RATE_HZ)
    assert -0.1 * RATE_HZ < went_on - heard_here < 0.03 * RATE_HZ
    assert len(ear.heard(TrackStarted)) == 1


@pytest.mark.needs_pulse
def test_it_follows_the_systems_default(
    ear: Ear, make_player: MakePlayer, loudspeaker: Loudspeaker, tmp_path: Path
) -> None:
    add_sink("Headphones")
    there = loudspeaker.record("Headphones")
    player = make_player(audio_device=None)
    player.post(PlayNow(1, str(write_pcm(tmp_path / "a.flac", noise(30.0)))))
    ear.wait_for(PositionMoved, lambda moved: moved.position_s > 0.5)
    assert not read_recording(there).any()
    subprocess.run(["pactl", "set-default-sink", "Headphones"], check=True)
    wait_until(lambda: bool(read_recording(there).any()))


@pytest.mark.needs_pulse
def test_the_device_s_name_follows_music_that_the_server_moves(
    ear: Ear, make_player: MakePlayer, loudspeaker: Loudspeaker, tmp_path: Path
) -> None:
    add_sink("Headphones")
    there = loudspeaker.record("Headphones")
    player = make_player(audio_device=None)
    player.post(PlayNow(1, str(write_pcm(tmp_path / "a.flac", noise(30.0)))))
    ear.wait_for(PositionMoved, lambda moved: moved.position_s > 0.3)
    listed = subprocess.run(
        ["pactl", "list", "short", "sink-inputs"], check=True, capture_output=True, text=True
    )
    subprocess.run(["pactl", "move-sink-input", listed.stdout.split()[0], "Headphones"], check=True)
    assert ear.wait_for(SpeakerChanged, lambda new: new.device == "Headphones").backend
    wait_until(lambda: bool(read_recording(there).any()))


@pytest.mark.needs_pulse
@pytest.mark.parametrize("chosen", [None, "Headphones"])
def test_a_device_pulled_out_while_it_plays_is_replaced(
    chosen: str | None,
    ear: Ear,
    make_player: MakePlayer,
    loudspeaker: Loudspeaker,
    tmp_path: Path,
) -> None:
    module = add_sink("Headphones")
    subprocess.run(["pactl", "set-default-sink", "Headphones"], check=True)
    here = loudspeaker.record()
    player = make_player(audio_device=chosen)
    player.post(PlayNow(1, str(write_pcm(tmp_path / "a.flac", noise(60.0)))))
    before = ear.wait_for(PositionMoved, lambda moved: moved.position_s > 0.7)
    assert ear.heard(SpeakerChanged)[-1].device == "Headphones"
    subprocess.run(["pactl", "unload-module", module], check=True)
    # The server moves the music to what is the default now, which the screen is to tell.
    moved = ear.wait_for(SpeakerChanged, lambda new: new.device != "Headphones")
    assert moved.state is SpeakerState.OK
    wait_until(lambda: bool(read_recording(here).any()))
    after = ear.wait_for(PositionMoved, lambda moved: moved.position_s > before.position_s)
    assert after.position_s < before.position_s + 1.5
    assert len(ear.heard(TrackStarted)) == 1
