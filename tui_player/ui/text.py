"""The sentences and numbers of the screen, made from the snapshot by plain functions."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from tui_player.model.device_states import CameraState, FaceSight, Replays
from tui_player.model.mood.emotion import EMOTIONS, Emotion

if TYPE_CHECKING:
    from tui_player.messages.snapshot import CameraView, EndingView, GoalView, LibraryView, MoodView
    from tui_player.model.mood.moods import MoodName
    from tui_player.model.music.track import Track
    from tui_player.ui.drawing.glyphs import Charset

_SECONDS_PER_HOUR = 3600


def duration(seconds: float | None) -> str:
    """Minutes and seconds, hours only where needed; `-:--` if unknown."""
    if seconds is None:
        return "-:--"
    whole = max(int(seconds), 0)
    hours, rest = divmod(whole, _SECONDS_PER_HOUR)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def speed_sign(rate: float, charset: Charset) -> str:
    """How many times as fast as recorded; empty at the recorded speed."""
    return "" if rate == 1.0 else charset.show(f"{rate:g}×")


def thousands(number: int) -> str:
    """A whole number with a space between thousands."""
    return f"{number:,}".replace(",", " ")


def percent(fraction: float) -> int:
    """A fraction as whole percent, 0 to 100."""
    return round(min(max(fraction, 0.0), 1.0) * 100)


def with_face(mood: MoodName, charset: Charset) -> str:
    """A mood's name and face."""
    return f"{charset.show(mood)} {charset.face(mood)}"


def mood_sentence(mood: MoodView, camera: CameraView, charset: Charset) -> str:
    """What the face looks like, or why the player cannot say."""
    if not camera.is_on:
        return _stays(mood, charset) or "not looking"
    if camera.state in _BLIND:
        return _BLIND[camera.state]
    if mood.sight is FaceSight.NOBODY:
        return "nobody there"
    if mood.held_by_guest:
        return f"{_stays(mood, charset) or 'several faces'}, guest there"
    if mood.unsure:
        return "? unsure"
    emotion, certainty = seen_emotion(mood)
    if emotion is None:
        return "reading your face" if mood.sight is FaceSight.FACE else "looking for a face"
    looks = f"looks {with_face(emotion, charset)} {percent(certainty)} %"
    if mood.pin is None and mood.goal is None and mood.emotion not in (None, emotion):
        # A mood lasts until another has stayed for a while.
        looks = f"{looks}, mood still {mood.emotion}"
    return f"{looks}, several faces" if mood.sight is FaceSight.SEVERAL else looks


_BLIND = {
    CameraState.DARK: "too dark to see",
    CameraState.COVERED: "camera covered",
    CameraState.FROZEN: "camera stands still",
}


def seen_emotion(mood: MoodView) -> tuple[Emotion | None, float]:
    """What the face shows now and how surely, which need not be the mood that music follows."""
    strongest = max(EMOTIONS, key=lambda emotion: mood.probabilities[EMOTIONS.index(emotion)])
    certainty = mood.probabilities[EMOTIONS.index(strongest)]
    return (strongest, certainty) if certainty > 0 else (None, 0.0)


def _stays(mood: MoodView, charset: Charset) -> str:
    if mood.pin is not None or mood.goal is not None or mood.emotion is None:
        return ""
    return f"stays {with_face(mood.emotion, charset)}"


def pin_sentence(mood: MoodView, charset: Charset) -> str:
    """Which mood is pinned and until when."""
    if mood.pin is None:
        return f"pin {charset.dash}"
    return f"pin {with_face(mood.pin.emotion, charset)} {charset.show(mood.pin.ends)}"


def goal_sentence(goal: GoalView) -> str:
    """A goal and its whole way, or where it leads while the way is not known."""
    return f"{goal.kind} {' → '.join(goal.path) or f'to {goal.target}'}"


def ending_sentence(ending: EndingView) -> str:
    """What is repeated, and when the music pauses; empty if it just goes on."""
    repeats = f"repeats {ending.repeats}" if ending.repeats else ""
    stops = ""
    # A timer that ran out in a pause waits for a track to sound.
    if ending.stops_after_track or ending.sleep_min == 0:
        stops = "pauses after this track"
    elif ending.sleep_min is not None:
        stops = f"pauses in {ending.sleep_min} min"
    return " · ".join(filter(None, (repeats, stops)))


def camera_sign(camera: CameraView, charset: Charset) -> str:
    """The camera's sign: filled exactly while the device is open."""
    if camera.replays is not Replays.NOTHING:
        on = "replayed readings, no camera" if camera.is_on else "readings off"
        return f"{camera.replays.upper()}: {on}"
    if camera.device_is_open:
        return f"{charset.camera_open} CAM {camera.analysed_per_s:.0f}/s"
    words = {
        CameraState.OFF: "camera rests" if camera.resting else "camera off",
        CameraState.STARTING: "camera starting",
        CameraState.ABSENT: "no camera",
        CameraState.BUSY: "camera busy",
        CameraState.NO_PERMISSION: "camera not allowed",
        CameraState.UNPLUGGED: "camera unplugged",
    }
    return f"{charset.camera_closed} {words.get(camera.state, 'camera failed')}"


def short_camera_sign(camera: CameraView, charset: Charset) -> str:
    """The camera's sign where there is little room."""
    if camera.replays is not Replays.NOTHING:
        return f"{camera.replays.upper()}: no camera"
    return f"{charset.camera_open} CAM" if camera.is_on else camera_sign(camera, charset)


def has_command(sentence: str) -> bool:
    """Whether a sentence holds something to type, which stands in backquotes."""
    return sentence.count("`") >= 2


def before_command(sentence: str) -> str:
    """What a sentence says before it comes to the command; the sentence if there is none."""
    return sentence.split(": ")[0] if has_command(sentence) else sentence


def home_shortened(folder: str, home: str) -> str:
    """A folder with the home directory written as `~`."""
    if home and (folder == home or folder.startswith(home + "/")):
        return "~" + folder[len(home) :]
    return folder


def library_sentences(library: LibraryView, home: str, charset: Charset) -> tuple[str, ...]:
    """The library in one line, as several spellings from the longest to the shortest."""
    folder = home_shortened(library.folder, home)
    separator = f" {charset.separator} "
    tracks = f"{charset.note} {thousands(library.tracks)}"
    count = f"{tracks} {'track' if library.tracks == 1 else 'tracks'}"
    genres = f"{library.genres} {'genre' if library.genres == 1 else 'genres'}"
    if library.scanning:
        total = "" if library.scan_total is None else f" of {thousands(library.scan_total)}"
        doing = f"scanning {thousands(library.scan_done)}{total}"
        return (separator.join((count, doing)), separator.join((tracks, doing)), doing, "scanning")
    if not folder:
        return (count, tracks)
    return (
        separator.join((count, genres, f"watching {folder}")),
        separator.join((count, genres, PurePosixPath(folder).name or folder)),
        separator.join((count, genres)),
        count,
        tracks,
    )


def album_told(track: Track) -> str:
    """The album with its year, as far as they are known."""
    if track.year is None:
        return track.album
    return f"{track.album} ({track.year})" if track.album else str(track.year)


def about_track(track: Track, charset: Charset) -> str:
    """Artist, album with its year, and genres, as far as they are known."""
    parts = (track.artist, album_told(track), ", ".join(track.genres[:3]))
    return f" {charset.separator} ".join(filter(None, parts))


def about_lines(track: Track) -> tuple[str, ...]:
    """Artist, album with its year, and genres, a line each; the first is there in any case."""
    others = (album_told(track), ", ".join(track.genres[:3]))
    return (track.artist or "unknown artist", *filter(None, others))


def style_of_track(track: Track) -> str:
    """The shortest word on how a track sounds: its first genre, else its first family."""
    return next(iter((*track.genres, *track.families)), "")
