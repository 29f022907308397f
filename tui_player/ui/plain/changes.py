"""What changed from one snapshot to the next, one plain line a change, fit to be read aloud."""

from collections.abc import Iterable, Iterator, Mapping

from tui_player.messages.snapshot import CameraView, NowPlaying, RestView, Snapshot
from tui_player.model.device_states import Replays
from tui_player.ui.drawing.glyphs import Charset
from tui_player.ui.keys.actions import Action, help_rows
from tui_player.ui.text import (
    about_track,
    duration,
    ending_sentence,
    goal_sentence,
    mood_sentence,
    speed_sign,
    thousands,
)

_NEXT_TOLD = 3


def changes(old: Snapshot, new: Snapshot, charset: Charset) -> Iterator[str]:
    """The lines that tell what is new in `new`; none for what moves by itself, like the time."""
    lines = (
        *_camera(old, new),
        *_mood(old, new),
        *_music(old, new, charset),
        *_sound(old, new),
        *_library(old, new),
        *_notices(old, new),
    )
    return (charset.show(line.replace("`", "")) for line in lines)


def _camera(old: Snapshot, new: Snapshot) -> Iterator[str]:
    was, now = _told_of(old.camera), _told_of(new.camera)
    if now != was:
        replays = new.camera.replays
        what = "Camera" if replays is Replays.NOTHING else f"No camera. {replays.title()} readings"
        yield f"{what} {now}"


def _told_of(camera: CameraView) -> str:
    state = "on" if camera.is_on else "off"
    return f"{state}. {camera.sentence}" if camera.sentence else f"{state}."


def _mood(old: Snapshot, new: Snapshot) -> Iterator[str]:
    was, now = old.mood, new.mood
    if now.emotion is not None and now.emotion is not was.emotion and now.pin is None:
        plays = f": plays {', '.join(now.families)}" if now.families else ""
        yield (
            f"Looks {now.emotion}{plays}." if now.goal is None else f"Goal at {now.emotion}{plays}."
        )
    if (pin := now.pin) is not None and (was.pin is None or pin.emotion is not was.pin.emotion):
        yield f"Pinned: {pin.emotion}, {pin.ends}."
    elif pin is None and was.pin is not None:
        yield "Unpinned: the music follows the face."
    yield from _rest(was.rest, now.rest)
    if now.held_by_guest != was.held_by_guest:
        guest = now.held_by_guest
        yield "Somebody else is there: the mood waits." if guest else "The mood follows again."


def _rest(was: RestView | None, now: RestView | None) -> Iterator[str]:
    """The countdown every five seconds, and a face that is lost or found."""
    if was is None or now is None:
        return
    if now.seconds_left != was.seconds_left and now.seconds_left % 5 == 0 and now.seconds_left:
        yield f"{now.seconds_left} seconds left."
    if now.is_seen != was.is_seen:
        yield "Your face is seen." if now.is_seen else "No face is seen: turn to the camera, alone."


def _music(old: Snapshot, new: Snapshot, charset: Charset) -> Iterator[str]:
    now, was = new.now_playing, old.now_playing
    if now is not None and (was is None or was.play_id != now.play_id):
        yield f"Plays {_named(now, charset)}. Why: {now.reason}."
    elif now is not None and was is not None and now.opinion != was.opinion:
        yield {1: "Liked in this mood.", -1: "Disliked in this mood."}.get(
            now.opinion, "Neither liked nor disliked in this mood."
        )
    if now is None and was is not None:
        yield "Nothing plays."
    if new.paused != old.paused:
        yield "Paused." if new.paused else "Goes on."
    if new.rate != old.rate:
        speed = speed_sign(new.rate, charset)
        yield f"Speed: {speed}." if speed else "Normal speed."


def _named(now: NowPlaying, charset: Charset) -> str:
    about = about_track(now.track, charset)
    return f"{now.track.title}, {about}" if about else now.track.title


def _sound(old: Snapshot, new: Snapshot) -> Iterator[str]:
    was, now = old.speaker, new.speaker
    if now.sentence and now.sentence != was.sentence:
        yield now.sentence
    elif now.device and now.device != was.device:
        yield f"Sounds on {now.device}."
    if now.muted != was.muted:
        yield "Muted." if now.muted else "No longer muted."
    if now.volume_percent != was.volume_percent:
        yield f"Volume {now.volume_percent} percent."


def _library(old: Snapshot, new: Snapshot) -> Iterator[str]:
    was, now = old.library, new.library
    if now.scanning and not was.scanning:
        yield f"Looking through {now.folder}."
    elif not now.scanning and now.tracks and (was.scanning or not was.tracks):
        yield f"Library: {thousands(now.tracks)} tracks."
    if now.sentence and now.sentence != was.sentence:
        yield now.sentence


def _notices(old: Snapshot, new: Snapshot) -> Iterator[str]:
    told = max((notice.number for notice in old.notices), default=-1)
    for notice in new.notices:
        if notice.number > told:
            yield notice.text


def state_lines(snapshot: Snapshot, charset: Charset) -> Iterator[str]:
    """How things stand, for who asks."""
    now = snapshot.now_playing
    if now is None:
        yield "Nothing plays."
    else:
        doing = "Paused" if snapshot.paused else "Plays"
        place = f"{duration(now.position_s)} of {duration(now.told_length_s)}"
        speed = speed_sign(snapshot.rate, charset)
        place = f"{place}, speed {speed}" if speed else place
        yield charset.show(f"{doing} {_named(now, charset)}, at {place}. Why: {now.reason}.")
    if ending := ending_sentence(snapshot.ending):
        yield f"The music {ending.replace(' · ', ', ')}."
    seen = mood_sentence(snapshot.mood, snapshot.camera, charset)
    yield charset.show(f"Face: {seen}. Camera {_told_of(snapshot.camera)}".replace("`", ""))
    if (goal := snapshot.mood.goal) is not None:
        yield charset.show(f"Goal: {goal_sentence(goal)}.")
    coming = [entry.track.title for entry in snapshot.up_next[:_NEXT_TOLD]]
    if coming:
        yield charset.show(f"Next: {'; '.join(coming)}.")


def key_lines(actions: Iterable[Action], key_names: Mapping[str, str]) -> Iterator[str]:
    """The keys that work here, a line each."""
    for rows in help_rows(actions, key_names).values():
        for row in rows:
            yield f"{row.keys}: {row.does}"
    yield "Esc: stop measuring a face at rest"
    yield "Enter: how things stand"
