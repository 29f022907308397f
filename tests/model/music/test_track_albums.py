"""Albums: what belongs together, and what follows without a break."""

from dataclasses import replace

from tests.makers import track
from tui_player.model.music.track import Track, are_of_one_album, follows_on_album


def album_track(number: int | None, *, disc: int | None = None, artist: str = "Band") -> Track:
    one = track(f"{artist} {disc} {number}", artist=artist)
    return replace(one, album="The Album", track_number=number, disc_number=disc)


def test_an_album_is_known_by_its_name_and_artist() -> None:
    assert are_of_one_album(album_track(1), album_track(7))
    assert are_of_one_album(album_track(1), replace(album_track(2), album="the album"))
    assert not are_of_one_album(album_track(1), album_track(2, artist="Others"))
    assert not are_of_one_album(album_track(1), replace(album_track(2), album="Live"))


def test_the_album_artist_joins_a_compilation() -> None:
    one, other = album_track(1, artist="A"), album_track(2, artist="B")
    assert not are_of_one_album(one, other)
    one, other = (replace(each, album_artist="Various") for each in (one, other))
    assert are_of_one_album(one, other)


def test_tracks_without_an_album_are_of_none() -> None:
    single = track("single", artist="Band")
    assert not are_of_one_album(single, replace(single, title="other"))


def test_the_next_number_follows() -> None:
    assert follows_on_album(album_track(1), album_track(2))
    assert follows_on_album(album_track(1, disc=1), album_track(2, disc=1))
    assert not follows_on_album(album_track(1), album_track(3))
    assert not follows_on_album(album_track(2), album_track(1))
    assert not follows_on_album(album_track(None), album_track(1))
    assert not follows_on_album(album_track(1), album_track(None))
    assert not follows_on_album(album_track(1), album_track(2, artist="Others"))


def test_the_next_disc_follows_from_its_first_track() -> None:
    assert follows_on_album(album_track(12, disc=1), album_track(1, disc=2))
    assert follows_on_album(album_track(12), album_track(1, disc=2))
    assert not follows_on_album(album_track(12, disc=1), album_track(2, disc=2))
    assert not follows_on_album(album_track(12, disc=1), album_track(1, disc=3))
