"""The demo's covers: pictures that the player can show, another one for each album."""

from pathlib import Path

from tui_player.commands.demo.covers import SIDE_PX, cover
from tui_player.commands.demo.maker_process import PIECES
from tui_player.commands.demo.track_files import file_of, write_cover
from tui_player.library.extras.cover_image import decode_cover
from tui_player.library.extras.cover_reading import read_cover
from tui_player.model.music.track import Track, TrackId


def test_each_album_has_a_picture_of_its_own_the_same_each_time() -> None:
    drawn = {cover(piece.album) for piece in PIECES}
    assert len(drawn) == len({piece.album for piece in PIECES})
    assert cover("Tide Tables") == cover("Tide Tables")


def test_it_is_a_picture_with_colours() -> None:
    picture = decode_cover(cover("Tide Tables"), SIDE_PX)
    assert (picture.width, picture.height) == (SIDE_PX, SIDE_PX)
    assert len(set(picture.rgb)) > 50


def test_the_player_finds_it_beside_the_track(tmp_path: Path) -> None:
    write_cover(PIECES[0], tmp_path)
    song = file_of(PIECES[0], tmp_path)
    song.touch()
    assert read_cover(Track(TrackId("song"), str(song), "song")).cover is not None
