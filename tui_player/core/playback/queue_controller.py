"""Answers what is asked about Up next and the present track: queue, play, like, dislike."""

from collections.abc import Sequence

from tui_player.core.library.family_controller import give_family
from tui_player.core.state import Parts
from tui_player.core.undo import Change
from tui_player.messages import requests
from tui_player.messages.commands import Command, PlayerCommand
from tui_player.messages.snapshot import UpNextEntry
from tui_player.model.music.track import TrackId
from tui_player.model.text import counted

_NOTHING_QUEUED = "Nothing in Up next was queued by you."


def answer_about_queue(parts: Parts, request: requests.QueueRequest) -> None:
    """Change Up next by hand, and note for undo how it was."""
    playback = parts.programme.playback
    if isinstance(request, requests.ShuffleQueued | requests.ClearQueued):
        # What only repeats a track was not queued by the person.
        playback.queue = playback.repeater.begin_again(playback.queue)
    queue = playback.queue
    match request:
        case requests.QueueTrack(track_id, first):
            _queue(parts, track_id, first=first)
        case requests.QueueTracks(track_ids, first):
            _queue_all(parts, track_ids, first=first)
        case requests.RemoveFromUpNext(play_id):
            playback.queue = queue.with_taken_out(play_id)
        case requests.MoveInUpNext(play_id, places):
            playback.queue = queue.moved(play_id, places)
        case requests.ShuffleQueued():
            _shuffle(parts)
        case requests.ClearQueued():
            _clear(parts)
    if queue.up_next != playback.queue.up_next:
        parts.undo.add(Change("the change of Up next", queue, parts.programme.plan))


def answer_about_track(parts: Parts, request: requests.TrackRequest) -> Sequence[Command]:
    """Do what is asked with the present track, play others, or say of what kind tracks are."""
    playback = parts.programme.playback
    match request:
        case requests.GiveFamily():
            return give_family(parts, request)
        case requests.PlayTracks(track_ids):
            return _play_all(parts, track_ids)
        case requests.SeekTo() | requests.SeekToTime():
            return _seek_to(parts, request)
        case requests.ChangeMusicNow():
            return _change_music_now(parts)
        case requests.PlayTrack(track_id):
            entry = _asked_entry(parts, track_id)
            return [] if entry is None else playback.play(entry)
        case requests.Like():
            _give_opinion(parts, 1)
            return []
        case requests.Dislike():
            return playback.skip() if _give_opinion(parts, -1) == -1 else []


def _queue(parts: Parts, track_id: TrackId, *, first: bool) -> None:
    entry = _asked_entry(parts, track_id)
    if entry is None:
        return
    playback = parts.programme.playback
    queue = playback.queue.without_chosen(track_id)
    playback.queue = queue.with_first(entry) if first else queue.with_asked(entry)
    parts.say(f"{'Next' if first else 'Queued'}: {entry.track.title}")


def _queue_all(parts: Parts, track_ids: Sequence[TrackId], *, first: bool) -> None:
    entries = _asked_entries(parts, track_ids)
    playback = parts.programme.playback
    playback.queue = playback.queue.with_several(entries, first=first)
    if entries:
        parts.say(f"{'Next' if first else 'Queued'}: {counted(len(entries), 'track')}")


def _shuffle(parts: Parts) -> None:
    asked = len(parts.programme.playback.queue.asked_for)
    parts.programme.shuffle_asked()
    few = "There is nothing to shuffle: queue some tracks before."
    parts.say(f"Shuffled {asked} tracks that you queued." if asked > 1 else few)


def _clear(parts: Parts) -> None:
    playback = parts.programme.playback
    asked = len(playback.queue.asked_for)
    playback.queue = playback.queue.without_asked()
    cleared = f"Took {counted(asked, 'track')} out of Up next; z brings them back."
    parts.say(cleared if asked else _NOTHING_QUEUED)


def _play_all(parts: Parts, track_ids: Sequence[TrackId]) -> list[PlayerCommand]:
    entries = _asked_entries(parts, track_ids)
    if not entries:
        return []
    playback = parts.programme.playback
    before = playback.queue
    playback.queue = before.with_several(entries[1:], first=True)
    if entries[1:]:
        parts.undo.add(Change("the change of Up next", before, parts.programme.plan))
        parts.say(f"Playing {counted(len(entries), 'track')}, from {entries[0].track.title} on")
    return playback.play(entries[0])


def _asked_entries(parts: Parts, track_ids: Sequence[TrackId]) -> list[UpNextEntry]:
    found = (parts.programme.asked_entry(track_id) for track_id in track_ids)
    entries = [entry for entry in found if entry is not None]
    if not entries:
        parts.say("None of these tracks are in the library any more.")
    return entries


def _asked_entry(parts: Parts, track_id: TrackId) -> UpNextEntry | None:
    entry = parts.programme.asked_entry(track_id)
    if entry is None:
        parts.say("That track is not in the library any more.")
    return entry


def _seek_to(parts: Parts, request: requests.SeekTo | requests.SeekToTime) -> list[PlayerCommand]:
    playback = parts.programme.playback
    if isinstance(request, requests.SeekToTime):
        return playback.seek_to(request.position_s)
    if playback.duration_s is None:
        parts.say("The length of this track is not known: the arrow keys move in it.")
        return []
    return playback.seek_to(request.fraction * playback.duration_s)


def _change_music_now(parts: Parts) -> list[PlayerCommand]:
    """Go on with the first of Up next, which fits the mood already or was asked for."""
    if parts.mood.emotion is None:
        parts.say("No mood known yet: each of the seven has a key that pins it.")
        return []
    playback = parts.programme.playback
    following = playback.queue.next_entry
    if following is None:
        parts.say("There is no other music to change to.")
        return []
    if following.asked_for:
        parts.say("What you queued comes first; the music of the mood follows it.")
    return playback.give_way()


def _give_opinion(parts: Parts, opinion: int) -> int:
    """Like or dislike the present track in the present mood; asked twice, neither."""
    now, emotion = parts.programme.playback.queue.now, parts.mood.emotion
    if now is None or emotion is None:
        missing = "No track plays" if now is None else "No mood known yet"
        parts.say(f"{missing}: likes and dislikes belong to a track and a mood.")
        return 0
    change, given = parts.programme.give_opinion(emotion, opinion)
    parts.undo.add(change)
    words = {1: "Liked", -1: "Disliked", 0: "No opinion any more"}[given]
    parts.say(f"{words} while {emotion}: {now.track.title}")
    return given
