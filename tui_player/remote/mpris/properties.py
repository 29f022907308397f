"""What the desktop is told of the player: a Snapshot as properties of MPRIS.

Nothing of the face and the mood is among them: that does not leave the process.
"""

from pathlib import Path

from tui_player.core.playback.transport import FASTEST, SLOWEST
from tui_player.messages.snapshot import NowPlaying, Snapshot
from tui_player.model.clean_text import harmless
from tui_player.model.music.repeat import Repeat

# A D-Bus value of any type: its type, and the value.
Variant = tuple[str, object]

# What is repeated, by its name in MPRIS; and that by the Snapshot's words for it.
REPEAT_OF = {"None": Repeat.OFF, "Track": Repeat.TRACK, "Playlist": Repeat.QUEUE}
_LOOP_STATUS = {
    "" if repeat is Repeat.OFF else repeat.value: name for name, repeat in REPEAT_OF.items()
}

_MIME_TYPES = (
    *("audio/mpeg", "audio/flac", "audio/x-flac", "audio/ogg", "application/ogg", "audio/opus"),
    *("audio/x-vorbis+ogg", "audio/x-opus+ogg", "audio/wav", "audio/x-wav", "audio/vnd.wave"),
    *("audio/mp4", "audio/x-m4a", "audio/x-m4b", "audio/aac", "audio/x-ms-wma", "audio/aiff"),
    *("audio/x-aiff", "audio/x-ape", "audio/x-wavpack", "audio/x-matroska", "audio/x-musepack"),
    *("audio/x-tta", "audio/mp2", "audio/x-speex+ogg", "audio/webm", "video/webm", "video/mp4"),
    *("audio/x-m4r", "video/3gpp", "video/3gpp2", "audio/x-aifc", "audio/x-caf", "audio/basic"),
    *("audio/x-voc", "audio/vnd.rn-realaudio", "application/vnd.rn-realmedia", "audio/AMR"),
    *("audio/AMR-WB", "application/vnd.ms-asf", "audio/x-tak", "application/x-shorten"),
    *("audio/x-dsf", "audio/x-dff", "audio/ac3", "audio/eac3", "audio/vnd.dts", "audio/x-w64"),
    *("audio/vnd.dts.hd", "audio/vnd.dolby.mlp", "audio/x-oma", "audio/x-qoa", "audio/x-nist"),
)


def application_properties() -> dict[str, object]:
    """The properties of the program as such; they never change."""
    return {
        "CanQuit": True,
        "CanRaise": False,
        "HasTrackList": False,
        "Identity": "tui-player",
        "SupportedUriSchemes": ["file"],
        "SupportedMimeTypes": [*_MIME_TYPES],
    }


def player_properties(snapshot: Snapshot, cover: str | None = None) -> dict[str, object]:
    """The properties of the player, all but the position; `cover` is the path of a picture."""
    playing = snapshot.now_playing
    speaker = snapshot.speaker
    return {
        "PlaybackStatus": _status(snapshot),
        "LoopStatus": _LOOP_STATUS[snapshot.ending.repeats],
        "Rate": float(snapshot.rate),
        "Metadata": {} if playing is None else _metadata(playing, cover),
        # MPRIS knows no mute: a step up from 0 would be nearly as silent, from this one it is what
        # is heard again.
        "Volume": speaker.volume_percent / 100,
        "MinimumRate": SLOWEST,
        "MaximumRate": FASTEST,
        "CanGoNext": bool(snapshot.up_next),
        "CanGoPrevious": playing is not None,
        "CanPlay": playing is not None,
        "CanPause": playing is not None,
        "CanSeek": playing is not None,
        "CanControl": True,
    }


def what_tells(snapshot: Snapshot) -> tuple[object, ...]:
    """All of a snapshot that the properties are made of, cheap to make and to compare."""
    playing = snapshot.now_playing
    what = None if playing is None else (playing.play_id, playing.track, playing.told_length_s)
    speaker = snapshot.speaker
    return (
        what,
        snapshot.paused,
        snapshot.rate,
        snapshot.ending.repeats,
        bool(snapshot.up_next),
        speaker.volume_percent,
    )


def track_path(play_id: int) -> str:
    """The D-Bus object path that stands for one play of a track."""
    return f"/tui_player/play/{play_id}"


def microseconds(seconds: float) -> int:
    """Times as MPRIS tells them."""
    return round(seconds * 1_000_000)


def bus_text(text: str) -> str:
    """A text as D-Bus can carry it, and as every terminal can show it."""
    return harmless(text)


def _status(snapshot: Snapshot) -> str:
    if snapshot.now_playing is None:
        return "Stopped"
    return "Paused" if snapshot.paused else "Playing"


def _metadata(playing: NowPlaying, cover: str | None) -> dict[str, Variant]:
    """What is known of the track; what is not known is left out."""
    track, length_s = playing.track, playing.told_length_s
    known: dict[str, Variant | None] = {
        "mpris:trackid": ("o", track_path(playing.play_id)),
        "mpris:length": None if length_s is None else ("x", microseconds(length_s)),
        "mpris:artUrl": None if cover is None else ("s", Path(cover).as_uri()),
        "xesam:url": ("s", Path(track.path).as_uri()),
        "xesam:title": _text(track.title),
        "xesam:artist": _texts(track.artist),
        "xesam:album": _text(track.album),
        "xesam:albumArtist": _texts(track.album_artist),
        "xesam:genre": _texts(*track.genres),
        "xesam:trackNumber": _number(track.track_number),
        "xesam:discNumber": _number(track.disc_number),
    }
    return {name: value for name, value in known.items() if value is not None}


def _text(text: str) -> Variant | None:
    return ("s", bus_text(text)) if text else None


def _texts(*texts: str) -> Variant | None:
    told = [bus_text(text) for text in texts if text]
    return ("as", told) if told else None


def _number(number: int | None) -> Variant | None:
    return None if number is None or not 0 <= number < 2**31 else ("i", number)
