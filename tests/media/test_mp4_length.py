"""How long the sound in MP4 files plays, told by its tables whatever the headers say."""

from pathlib import Path

import av
import pytest

from tests.media.mp4_boxes import box, edit_list, header, itunes_tag, movie, track, u32
from tests.media_files import write_audio
from tui_player.library.tags.reader import read_tags
from tui_player.media.mp4_length import mp4_length_s, mp4_sound

TEN_S = ((430, 1_024), (1, 680))  # 441,000 samples
WITH_DELAY = ((431, 1_024), (1, 680))  # and an encoder's delay of 1,024 before them
GAPLESS = b" 00000000 00000400 %08X %016X 00000000 00000000"


def length_s(tmp_path: Path, content: bytes) -> float | None:
    path = tmp_path / "a.m4a"
    path.write_bytes(content)
    with path.open("rb") as file:
        return mp4_length_s(file)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_audio(tmp_path / "real.m4a", 6.0, tags={"title": "T"})


def test_is_what_ffmpeg_says(path: Path) -> None:
    with av.open(str(path)) as container, path.open("rb") as file:
        assert container.duration is not None
        assert mp4_length_s(file) == pytest.approx(container.duration / av.time_base, abs=0.001)
        assert file.tell() == 0


def test_does_not_hide_the_tags(path: Path) -> None:
    tags = read_tags(bytes(path))
    assert (tags.title, tags.duration_s) == ("T", 6.0)


@pytest.mark.parametrize("told", [0, 1, 441_000, 2**32 - 1], ids=str)
@pytest.mark.parametrize("movie_length", [0, 10_000, 3_600_000, 2**32 - 1], ids=str)
def test_is_that_of_all_samples_whatever_the_headers_say(
    told: int, movie_length: int, tmp_path: Path
) -> None:
    content = movie(track(TEN_S, told=told), length=movie_length)
    assert length_s(tmp_path, content) == 10.0


@pytest.mark.parametrize("handler", [b"vide", b"text", b"sbtl", b"meta"])
def test_other_tracks_do_not_count(handler: bytes, tmp_path: Path) -> None:
    other = track([(60, 44_100)], handler=handler, told=60 * 44_100)
    for tracks in ((other, track(TEN_S)), (track(TEN_S), other)):
        assert length_s(tmp_path, movie(*tracks, length=60_000)) == 10.0


def test_without_a_table_the_sounds_own_header_tells(tmp_path: Path) -> None:
    assert length_s(tmp_path, movie(track(told=44_100), length=99)) == 1.0


@pytest.mark.parametrize("wide", [False, True])
def test_is_read_in_both_versions_wherever_the_movie_lies(wide: bool, tmp_path: Path) -> None:
    large = u32(1) + b"mdat" + (16 + 9_000).to_bytes(8, "big") + bytes(9_000)
    edits = edit_list((5_000, 0), wide=wide)
    content = movie(track(TEN_S, edits=edits), wide=wide, length=2**33 if wide else 9)
    assert length_s(tmp_path, large + content) == 5.0
    ends_with_file = content.replace(
        len(content[12:]).to_bytes(4, "big") + b"moov", u32(0) + b"moov"
    )
    assert length_s(tmp_path, ends_with_file) == 5.0


@pytest.mark.parametrize(
    ("edits", "expected_s"),
    [
        ([(10_000, 1_024)], 10.0),  # the encoder's delay
        ([(9_999, 1_024)], 10.0),  # up to the end, in coarser units
        ([(12_000, 1_024)], 10.0),  # further than there is sound
        ([(3_000, -1), (10_000, 1_024)], 10.0),  # a late beginning is left out
        ([(0, 1_024)], 10.0),  # to the end, however long that is
        ([(4_000, 44_100)], 4.0),
        ([(2_000, 0), (3_000, 4 * 44_100)], 5.0),
        ([(3_000, -1)], 442_024 / 44_100),  # no sound at all: that cannot be meant
        ([], 442_024 / 44_100),
    ],
    ids=str,
)
def test_edits_are_honoured(
    edits: list[tuple[int, int]], expected_s: float, tmp_path: Path
) -> None:
    content = movie(track(WITH_DELAY, edits=edit_list(*edits)))
    assert length_s(tmp_path, content) == expected_s


@pytest.mark.parametrize("edits", [b"", edit_list((9_987, 1_024))], ids=["no edits", "edits"])
def test_itunes_tells_the_length_to_the_sample(edits: bytes, tmp_path: Path) -> None:
    tag = itunes_tag(GAPLESS % (344, 441_000))
    times = ((432, 1_024),)
    assert length_s(tmp_path, movie(track(times, edits=edits), tag)) == 10.0
    assert length_s(tmp_path, movie(track(WITH_DELAY, edits=edits), tag)) == 10.0


def test_itunes_counts_two_samples_for_one_where_a_decoder_doubles_them(tmp_path: Path) -> None:
    tag = itunes_tag(GAPLESS % (344, 441_000))
    assert length_s(tmp_path, movie(track(((432, 512),), scale=22_050), tag)) == 10.0


@pytest.mark.parametrize(
    "tag",
    [
        itunes_tag(GAPLESS % (344, 99_000_000)),  # of another file
        itunes_tag(GAPLESS % (344, 0)),
        itunes_tag(b"no numbers"),
        itunes_tag(GAPLESS % (344, 99_000), name=b"iTunNORM"),
        itunes_tag(GAPLESS % (344, 99_000))[:-60],
    ],
    ids=["other file", "no length", "no numbers", "other tag", "cut off"],
)
def test_what_itunes_cannot_have_meant_is_left(tag: bytes, tmp_path: Path) -> None:
    assert length_s(tmp_path, movie(track(TEN_S), tag)) == 10.0


def test_how_the_sound_is_coded_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.m4a"
    path.write_bytes(movie(track(TEN_S, coding=b"ac-4")))
    with path.open("rb") as file:
        sound = mp4_sound(file)
    assert sound is not None
    assert sound.coding == "ac-4"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\0\0",
        box(b"ftyp", b"M4A ") + bytes(100),  # a size that leads nowhere
        box(b"ftyp", b"M4A ") + b"\x7f\xff\xff\xffmdat",  # cut off before the movie
        box(b"moov", box(b"udta", bytes(100))),
        movie(),
        movie(track(TEN_S, handler=b"vide")),
        movie(track()),  # in pieces, each with a length of its own
        movie(track(TEN_S, scale=0)),
        movie(track(TEN_S))[:200],
        movie(box(b"trak", box(b"mdia", box(b"hdlr", u32(0, 0), b"soun")))),
        box(b"free") * 1_000 + movie(track(TEN_S)),
        box(b"moov", header(b"mvhd", 1_000, 9), u32(7) + b"trak"),
    ],
    ids=range(13),
)
def test_of_what_does_not_tell_it_is_left_to_others(content: bytes, tmp_path: Path) -> None:
    assert length_s(tmp_path, content) is None


def test_a_table_that_cannot_be_is_not_summed_up(tmp_path: Path) -> None:
    bad = track(told=44_100).replace(box(b"stts", u32(0, 0)), box(b"stts", u32(0, 2**31)))
    assert length_s(tmp_path, movie(bad)) == 1.0
