"""Covers and lyrics, from tags and from files beside the track."""

from fractions import Fraction
from pathlib import Path

import mutagen.flac
import mutagen.id3
import numpy as np
import pytest
from av import VideoFrame
from av.video.codeccontext import VideoCodecContext
from mutagen.mp4 import MP4, MP4Cover

from tests.media_files import write_audio
from tui_player.domain.picture import Picture
from tui_player.domain.sleeve import Sleeve
from tui_player.domain.track import Track, TrackId
from tui_player.library.cover_image import CoverError, decode_cover
from tui_player.library.sleeve_files import CELL_COVER_PX, read_sleeve

RED, BLUE = (220, 20, 20), (20, 20, 220)


def image(colour: tuple[int, int, int], encoder: str = "png", size: int = 300) -> bytes:
    """A picture file of one colour."""
    pixels = np.full((size, size, 3), colour, np.uint8)
    stream = VideoCodecContext.create(encoder, "w")
    assert isinstance(stream, VideoCodecContext)
    stream.width = stream.height = size
    stream.pix_fmt = "rgb24" if encoder == "png" else "yuvj420p"
    stream.time_base = Fraction(1)
    packets = stream.encode(VideoFrame.from_ndarray(pixels, format="rgb24"))
    return b"".join(bytes(packet) for packet in [*packets, *stream.encode(None)])


def sleeve_of(path: Path) -> Sleeve:
    return read_sleeve(Track(id=TrackId(path.name), path=str(path), title=path.stem))


def colour_of(cover: Picture | None) -> tuple[int, ...]:
    """The colour in the middle, in rough steps."""
    assert cover is not None
    assert len(cover.rgb) == cover.width * cover.height * 3
    middle = (cover.height // 2 * cover.width + cover.width // 2) * 3
    return tuple(channel // 64 for channel in cover.rgb[middle : middle + 3])


IS_RED, IS_BLUE = (3, 0, 0), (0, 0, 3)


@pytest.mark.parametrize("encoder", ["png", "mjpeg"])
def test_a_picture_is_decoded_no_larger_than_asked(encoder: str) -> None:
    cover = decode_cover(image(RED, encoder), 100)
    assert (cover.width, cover.height) == (100, 100)
    assert colour_of(cover) == IS_RED
    assert decode_cover(image(RED, encoder, 20), 100).width == 20


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\xff\xd8\xff\xe0 no picture", b"text" * 99])
def test_what_is_no_picture_is_one_sentence(data: bytes) -> None:
    with pytest.raises(CoverError, match="damaged or no picture"):
        decode_cover(data, 100)
    with pytest.raises(CoverError):
        decode_cover(image(RED)[:60], 100)


def embed(path: Path, data: bytes) -> None:
    match path.suffix:
        case ".mp3":
            tags = mutagen.id3.ID3()
            tags.add(mutagen.id3.APIC(mime="image/png", type=3, data=data))
            tags.add(mutagen.id3.USLT(lang="eng", text="La la"))
            tags.save(path)
        case ".flac":
            file = mutagen.flac.FLAC(path)
            picture = mutagen.flac.Picture()
            picture.type, picture.mime, picture.data = 3, "image/png", data
            file.add_picture(picture)
            file["lyrics"] = "[00:01.00]La la"
            file.save()
        case _:
            m4a = MP4(path)
            m4a["covr"] = [MP4Cover(data, MP4Cover.FORMAT_PNG)]
            m4a["\xa9lyr"] = ["La la"]
            m4a.save()


@pytest.mark.parametrize("suffix", [".mp3", ".flac", ".m4a"])
def test_the_embedded_cover_goes_before_the_folders(tmp_path: Path, suffix: str) -> None:
    song = write_audio(tmp_path / f"song{suffix}", 0.2)
    (tmp_path / "Cover.JPG").write_bytes(image(BLUE, "mjpeg"))
    assert colour_of(sleeve_of(song).cover) == IS_BLUE
    embed(song, image(RED))
    before = song.read_bytes()
    sleeve = sleeve_of(song)
    assert colour_of(sleeve.cover) == IS_RED
    assert sleeve.cover is not None
    assert sleeve.cover.width == CELL_COVER_PX
    assert sleeve.lyrics is not None
    assert sleeve.lyrics.lines[0].text == "La la"
    assert sleeve.lyrics.is_synced == (suffix == ".flac")
    assert sleeve.problems == ()
    assert song.read_bytes() == before


def test_a_damaged_cover_is_told_and_the_folders_taken(tmp_path: Path) -> None:
    song = write_audio(tmp_path / "song.flac", 0.2)
    embed(song, b"\x89PNG but no more")
    (tmp_path / "folder.png").write_bytes(image(BLUE))
    sleeve = sleeve_of(song)
    assert colour_of(sleeve.cover) == IS_BLUE
    assert sleeve.problems == (
        "the cover in song.flac cannot be read: it is damaged or no picture",
    )


def test_a_track_without_anything_has_an_empty_sleeve(tmp_path: Path) -> None:
    song = write_audio(tmp_path / "song.ogg", 0.2)
    assert sleeve_of(song) == Sleeve(TrackId("song.ogg"))


def test_a_track_that_is_gone_has_one_too(tmp_path: Path) -> None:
    assert sleeve_of(tmp_path / "gone.ogg") == Sleeve(TrackId("gone.ogg"))
    sleeve = sleeve_of(tmp_path / "none" / "gone.ogg")
    assert (sleeve.cover, sleeve.lyrics) == (None, None)
    assert "cannot be read" in sleeve.problems[0]


@pytest.mark.parametrize(
    "data",
    [
        "[00:02.00]Grüße".encode(),
        "[00:02.00]Grüße".encode("utf-8-sig"),
        "[00:02.00]Grüße".encode("utf-16"),
        "[00:02.00]Grüße".encode("cp1252"),
    ],
)
def test_lyrics_beside_the_track_go_before_those_in_it(tmp_path: Path, data: bytes) -> None:
    song = write_audio(tmp_path / "Song.flac", 0.2)
    embed(song, image(RED))
    (tmp_path / "song.LRC").write_bytes(data)
    lyrics = sleeve_of(song).lyrics
    assert lyrics is not None
    assert [(line.at_s, line.text) for line in lyrics.lines] == [(2.0, "Grüße")]


def test_an_empty_lyrics_file_leaves_those_of_the_tags(tmp_path: Path) -> None:
    song = write_audio(tmp_path / "song.flac", 0.2)
    embed(song, image(RED))
    (tmp_path / "song.lrc").write_bytes(b"\n")
    assert sleeve_of(song).lyrics is not None


def test_bytes_of_any_kind_are_read(tmp_path: Path) -> None:
    song = write_audio(tmp_path / "song.flac", 0.2)
    (tmp_path / "song.lrc").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "cover.png").write_bytes(bytes(range(256)) * 4)
    sleeve = sleeve_of(song)
    assert sleeve.cover is None
    assert [problem.split(" cannot")[0] for problem in sleeve.problems] == [
        f"the cover in {tmp_path.name}/cover.png"
    ]
