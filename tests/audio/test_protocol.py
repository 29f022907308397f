import os

import pytest

from tui_player.audio.protocol import (
    Alive,
    Begin,
    Order,
    ProtocolError,
    Report,
    Sought,
    SpectrumMeasured,
    WatchSpectrum,
    decode_command,
    decode_report,
    encode,
)
from tui_player.messages import commands, events

COMMANDS: list[Order] = [
    commands.PlayNow(1, "/music/a.mp3", 3.5, True),
    commands.SetUpNext(2, "/music/b.mp3"),
    commands.SetUpNext(3, None),
    commands.PlayNow(4, "c", gain_db=-6.5, fade_s=2.0),
    commands.SetUpNext(5, "d", gain_db=1.5, crossfade_s=8.0),
    commands.Pause(),
    commands.Resume(),
    commands.Seek(1.25),
    commands.OutputVolume(70),
    commands.UseDevice("Kopfhörer “USB”"),
    commands.UseDevice(None),
    commands.QueryDevices(),
    commands.StopPlaying(),
    WatchSpectrum(True),
    Begin(),
]
REPORTS: list[Report] = [
    events.TrackStarted(1, 200.5),
    events.TrackStarted(1, None),
    events.PositionMoved(1, 2.5),
    events.TrackEnded(1),
    events.TrackUnplayable(1, "“it” is damaged"),
    events.SpeakerChanged(events.SpeakerState.OK, "Speakers", "ALSA", ""),
    events.SpeakersListed(("Speakers", "HDMI"), "HDMI"),
    events.SpeakersListed(()),
    events.RingRanDry(3),
    events.WorkerFailed("sound", "It hung."),
    SpectrumMeasured("00ff7f"),
    Sought(),
    Alive(),
]


@pytest.mark.parametrize("command", COMMANDS, ids=repr)
def test_commands_arrive_as_they_were_sent(command: Order) -> None:
    line = encode(command)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert decode_command(line) == command


@pytest.mark.parametrize("report", REPORTS, ids=repr)
def test_reports_arrive_as_they_were_sent(report: Report) -> None:
    assert decode_report(encode(report)) == report


def test_a_speakers_state_arrives_as_a_state() -> None:
    change = decode_report(encode(events.SpeakerChanged(events.SpeakerState.SILENT)))
    assert isinstance(change, events.SpeakerChanged)
    assert change.state is events.SpeakerState.SILENT


def test_a_name_that_is_not_utf8_or_holds_a_line_break_survives() -> None:
    path = os.fsdecode(b"/music/caf\xe9\n.mp3")
    command = decode_command(encode(commands.PlayNow(1, path)))
    assert isinstance(command, commands.PlayNow)
    assert os.fsencode(command.path) == b"/music/caf\xe9\n.mp3"


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"hello",
        b"[]",
        b"3",
        b'{"is": "TrackStarted", "play_id": 1}',
        b'{"is": "PlayNow", "colour": 1}',
        b"\xff\xfe",
        b'{"is": "Pause"',
    ],
)
def test_what_is_no_command_is_refused(line: bytes) -> None:
    with pytest.raises(ProtocolError, match="not a message"):
        decode_command(line)


def test_a_command_is_no_report() -> None:
    with pytest.raises(ProtocolError):
        decode_report(encode(commands.Pause()))
