import os
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jeepney.low_level import Endianness, parse_signature

from tests.makers import track
from tests.remote.snapshots import snapshot
from tui_player.library.file_types import AUDIO_SUFFIXES
from tui_player.messages.snapshot import (
    EndingView,
    MoodView,
    NowPlaying,
    Snapshot,
    SpeakerView,
    UpNextEntry,
)
from tui_player.model.mood.emotion import Emotion
from tui_player.model.music.repeat import Repeat
from tui_player.model.music.track import Track, TrackId
from tui_player.remote.mpris.interfaces import PLAYER, PROPERTIES_OF
from tui_player.remote.mpris.properties import (
    application_properties,
    player_properties,
    what_tells,
)

MIME_TYPES = {
    b".mp3": "audio/mpeg",
    b".flac": "audio/flac",
    b".ogg": "audio/ogg",
    b".oga": "audio/ogg",
    b".opus": "audio/opus",
    b".wav": "audio/x-wav",
    b".m4a": "audio/mp4",
    b".m4b": "audio/x-m4b",
    b".aac": "audio/aac",
    b".wma": "audio/x-ms-wma",
    b".aif": "audio/aiff",
    b".aiff": "audio/aiff",
    b".ape": "audio/x-ape",
    b".wv": "audio/x-wavpack",
    b".mka": "audio/x-matroska",
    b".mpc": "audio/x-musepack",
    b".tta": "audio/x-tta",
    **dict.fromkeys((b".mp2", b".mp1", b".mpa"), "audio/mp2"),
    b".mpga": "audio/mpeg",
    b".spx": "audio/x-speex+ogg",
    b".weba": "audio/webm",
    b".webm": "video/webm",
    **dict.fromkeys((b".mp4", b".m4v"), "video/mp4"),
    b".m4r": "audio/x-m4r",
    b".f4a": "audio/mp4",
    **dict.fromkeys((b".3gp", b".3ga"), "video/3gpp"),
    b".3g2": "video/3gpp2",
    **dict.fromkeys((b".wave", b".bwf", b".rf64"), "audio/x-wav"),
    b".w64": "audio/x-w64",
    b".aifc": "audio/x-aifc",
    b".caf": "audio/x-caf",
    **dict.fromkeys((b".au", b".snd"), "audio/basic"),
    b".voc": "audio/x-voc",
    **dict.fromkeys((b".nist", b".sph"), "audio/x-nist"),
    b".ra": "audio/vnd.rn-realaudio",
    b".rm": "application/vnd.rn-realmedia",
    b".amr": "audio/AMR",
    b".awb": "audio/AMR-WB",
    b".asf": "application/vnd.ms-asf",
    **dict.fromkeys((b".mp+", b".mpp"), "audio/x-musepack"),
    b".tak": "audio/x-tak",
    b".shn": "application/x-shorten",
    b".dsf": "audio/x-dsf",
    b".dff": "audio/x-dff",
    b".ac3": "audio/ac3",
    **dict.fromkeys((b".eac3", b".ec3"), "audio/eac3"),
    b".dts": "audio/vnd.dts",
    b".dtshd": "audio/vnd.dts.hd",
    **dict.fromkeys((b".thd", b".mlp"), "audio/vnd.dolby.mlp"),
    b".oma": "audio/x-oma",
    b".qoa": "audio/x-qoa",
}


def as_bytes(signature: str, value: object) -> bytes:
    """The value as it goes over the bus; raises where its type does not fit."""
    packed: bytes = parse_signature(list(signature)).serialise(value, 0, Endianness.little)
    return packed


def metadata(its: Track, length_s: float | None = None) -> dict[str, tuple[str, object]]:
    shown = Snapshot(now_playing=NowPlaying(7, its, "it fits", 3.0, length_s))
    told = player_properties(shown)["Metadata"]
    assert isinstance(told, dict)
    as_bytes("a{sv}", told)
    return told


def test_nothing_plays_yet() -> None:
    told = player_properties(Snapshot())
    assert told["PlaybackStatus"] == "Stopped"
    assert told["Metadata"] == {}
    assert not any(told[f"Can{what}"] for what in ("GoNext", "GoPrevious", "Play", "Pause", "Seek"))
    assert told["CanControl"] is True


def test_a_track_plays() -> None:
    shown = replace(snapshot(), up_next=(UpNextEntry(8, track("next"), "it fits"),))
    told = player_properties(shown)
    assert told["PlaybackStatus"] == "Playing"
    assert player_properties(replace(shown, paused=True))["PlaybackStatus"] == "Paused"
    assert all(told[f"Can{what}"] for what in ("GoNext", "GoPrevious", "Play", "Pause", "Seek"))


def test_the_names_are_those_of_the_specification_with_values_of_their_types() -> None:
    told = {**player_properties(snapshot()), "Position": 0}
    assert told.keys() == PROPERTIES_OF[PLAYER].keys()
    for name, value in told.items():
        as_bytes(PROPERTIES_OF[PLAYER][name].kind, value)


@pytest.mark.parametrize(
    ("repeat", "status"),
    [(Repeat.OFF, "None"), (Repeat.TRACK, "Track"), (Repeat.QUEUE, "Playlist")],
)
def test_what_is_repeated(repeat: Repeat, status: str) -> None:
    words = "" if repeat is Repeat.OFF else repeat.value
    assert player_properties(Snapshot(ending=EndingView(words)))["LoopStatus"] == status


def test_the_volume() -> None:
    assert player_properties(Snapshot(speaker=SpeakerView(volume_percent=72)))["Volume"] == 0.72
    muted = Snapshot(speaker=SpeakerView(volume_percent=72, muted=True))
    assert player_properties(muted)["Volume"] == 0.72, "a step up from 0 would be as silent"


def test_all_that_is_known_of_a_track() -> None:
    its = Track(
        TrackId("a b/ä.flac"),
        "/music/a b/ä.flac",
        "Title",
        "Artist",
        "Album",
        "Various",
        ("Rock", "Pop"),
        duration_s=200.0,
        track_number=3,
        disc_number=1,
    )
    assert metadata(its) == {
        "mpris:trackid": ("o", "/tui_player/play/7"),
        "mpris:length": ("x", 200_000_000),
        "xesam:url": ("s", "file:///music/a%20b/%C3%A4.flac"),
        "xesam:title": ("s", "Title"),
        "xesam:artist": ("as", ["Artist"]),
        "xesam:album": ("s", "Album"),
        "xesam:albumArtist": ("as", ["Various"]),
        "xesam:genre": ("as", ["Rock", "Pop"]),
        "xesam:trackNumber": ("i", 3),
        "xesam:discNumber": ("i", 1),
    }


def test_what_is_not_known_is_left_out() -> None:
    told = metadata(Track(TrackId("a.mp3"), "/music/a.mp3", ""))
    assert told.keys() == {"mpris:trackid", "xesam:url"}


def test_the_length_is_that_which_the_screen_shows() -> None:
    assert metadata(track("a", duration_s=200.0), 200.4)["mpris:length"] == ("x", 200_000_000)
    assert metadata(track("a", duration_s=200.0), 214.0)["mpris:length"] == ("x", 214_000_000)


def test_the_cover_beside_a_track() -> None:
    told = player_properties(snapshot(), cover="/music/a b/cover#1.jpg")["Metadata"]
    assert isinstance(told, dict)
    assert told["mpris:artUrl"] == ("s", "file:///music/a%20b/cover%231.jpg")


anything = st.text(st.characters(), max_size=40)  # lone surrogates and control characters too


@settings(deadline=None)
@given(anything, anything, anything, st.lists(anything, max_size=3), st.integers())
@example("\x1b]0;\x07\x9b31m", "\0", "\udce4\ud800", ["", "\udcff"], 2**40)
def test_any_tags_are_strings_that_the_bus_takes(
    title: str, artist: str, album: str, genres: list[str], number: int
) -> None:
    told = metadata(
        Track(
            *(TrackId("a"), "/music/a", title, artist, album, ""),
            genres=tuple(genres),
            track_number=number,
            disc_number=number,
        )
    )
    texts = [value for _, value in told.values() if isinstance(value, str)]
    texts += [text for _, value in told.values() if isinstance(value, list) for text in value]
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for text in texts for c in text)
    assert all("" not in value for _, value in told.values() if isinstance(value, list))


@settings(deadline=None)
@given(st.lists(st.binary(min_size=1).filter(lambda b: not {0, ord("/")} & {*b}), min_size=1))
@example([b"\xe4\xff", b"100%.mp3"])
@example([b"?#;", b"a\nb"])
def test_the_name_of_any_file_comes_back_from_its_url(names: list[bytes]) -> None:
    path = b"/" + b"/".join(name for name in names if name not in (b".", b"..")) or b"/"
    path = os.fsencode(Path(os.fsdecode(path)))
    _, url = metadata(Track(TrackId("a"), os.fsdecode(path), "a"))["xesam:url"]
    assert isinstance(url, str)
    assert url.isascii()
    assert unquote_to_bytes(url.removeprefix("file://")) == path


def test_as_time_passes_nothing_is_told() -> None:
    before, after = snapshot(10.0), snapshot(10.25)
    assert what_tells(before) == what_tells(after)
    assert player_properties(before) == player_properties(after)


@pytest.mark.parametrize(
    "changed",
    [
        snapshot(play_id=8),
        snapshot(length_s=200.0),
        snapshot(paused=True),
        snapshot(rate=1.5),
        replace(snapshot(), ending=EndingView(Repeat.TRACK.value)),
        replace(snapshot(), up_next=(UpNextEntry(8, track("next"), "it fits"),)),
        replace(snapshot(), speaker=SpeakerView(volume_percent=3)),
        Snapshot(),
    ],
)
def test_what_changes_the_properties_shows_in_what_tells(changed: Snapshot) -> None:
    assert what_tells(changed) != what_tells(snapshot())
    assert player_properties(changed) != player_properties(snapshot())


def test_nothing_of_the_face_is_told() -> None:
    mood = MoodView(Emotion.HAPPY, 0.9, (0.9, *(0.0,) * 6), families=("disco",))
    assert player_properties(replace(snapshot(), mood=mood)) == player_properties(snapshot())


def test_every_kind_of_music_file_is_told() -> None:
    told = application_properties()["SupportedMimeTypes"]
    assert isinstance(told, list)
    assert len(told) == len(set(told))
    assert MIME_TYPES.keys() == AUDIO_SUFFIXES
    assert {*MIME_TYPES.values()} <= {*told}
