"""A random album of the present mood: which one, in which order, and what if there is none."""

from dataclasses import replace

from tests.core.stage import Stage, playing
from tests.fakes import ListCatalog
from tests.makers import track
from tui_player.messages import requests
from tui_player.model.mood.emotion import Emotion
from tui_player.model.music.track import Track


def on_album(
    album: str, artist: str, family: str, place: tuple[int | None, int | None], name: str = ""
) -> Track:
    disc, number = place
    return replace(
        track(name or f"{album} {disc}-{number}", family, artist=artist),
        album=album,
        disc_number=disc,
        track_number=number,
    )


BLUE = [
    on_album("Blue", "Ann", "sad music", place) for place in ((2, 1), (1, 10), (None, 2), (1, 1))
]
IN_ORDER = ["Blue 1-1", "Blue None-2", "Blue 1-10", "Blue 2-1"]


def stage_with(*tracks: Track) -> Stage:
    stage = Stage(catalog=ListCatalog(tracks))
    stage.library_is_read()
    return stage


def queued(stage: Stage) -> list[str]:
    return [entry.track.title for entry in stage.snapshot.up_next if entry.asked_for]


def test_an_album_of_the_mood_plays_by_disc_and_track_number() -> None:
    joy = [on_album("Joy", "Bo", "happy music", (1, n)) for n in range(1, 9)]
    blue_of_another = on_album("Blue", "Cy", "happy music", (1, 1), "other blue")
    blues = on_album("Blue Train", "Ann", "sad music", (1, None), "single")
    loose = [track(f"loose {n}", "sad music") for n in range(20)]
    stage = stage_with(*joy, *BLUE, blue_of_another, blues, *loose)
    stage.ask(requests.PinMood(Emotion.SAD))
    stage.ask(requests.PlayRandomAlbum())
    assert [playing(stage), *queued(stage)] == IN_ORDER
    assert stage.snapshot.notices[-1].text == "Playing the album Blue by Ann"


def test_albums_come_at_random_and_undo_takes_the_rest_out_again() -> None:
    albums = [on_album(name, name, "sad music", (1, n)) for name in "ABCDE" for n in range(1, 4)]
    stage = stage_with(*albums)
    stage.ask(requests.PinMood(Emotion.SAD))
    first = set()
    for _ in range(12):
        stage.ask(requests.PlayRandomAlbum())
        first.add(playing(stage))
        assert playing(stage).endswith(" 1-1")
        assert len(queued(stage)) == 2
        stage.ask(requests.Undo())
        assert queued(stage) == []
    assert len(first) > 2


def test_the_album_that_plays_comes_again_only_where_there_is_no_other() -> None:
    other = [on_album("Red", "Bo", "sad music", (1, n)) for n in range(1, 3)]
    stage = stage_with(*BLUE, *other)
    stage.ask(requests.PinMood(Emotion.SAD))
    stage.ask(requests.PlayRandomAlbum())
    for _ in range(6):
        before = playing(stage)[:3]
        stage.ask(requests.PlayRandomAlbum())
        assert playing(stage)[:3] != before
    only = stage_with(*BLUE)
    only.ask(requests.PlayRandomAlbum())
    assert playing(only) == IN_ORDER[0]


def test_what_was_queued_before_follows_the_album() -> None:
    wish = track("wish", "happy music")
    stage = stage_with(*BLUE, wish)
    stage.ask(requests.PinMood(Emotion.SAD))
    stage.ask(requests.QueueTrack(wish.id))
    stage.ask(requests.PlayRandomAlbum())
    assert [playing(stage), *queued(stage)] == [*IN_ORDER, "wish"]


def test_an_album_name_with_quotes_is_found_whole() -> None:
    odd = [on_album('The "Big" One: II', "Ann", "sad music", (1, n)) for n in range(1, 4)]
    stage = stage_with(*odd)
    stage.ask(requests.PinMood(Emotion.SAD))
    stage.ask(requests.PlayRandomAlbum())
    assert len(queued(stage)) == 2


def test_without_any_album_nothing_changes_and_it_is_reported() -> None:
    stage = stage_with(*(track(f"loose {n}", "sad music") for n in range(20)))
    stage.ask(requests.PinMood(Emotion.SAD))
    before = playing(stage)
    stage.ask(requests.PlayRandomAlbum())
    assert (playing(stage), queued(stage)) == (before, [])
    assert (
        stage.snapshot.notices[-1].text == "No album found for sad. Albums are known by their tags."
    )
