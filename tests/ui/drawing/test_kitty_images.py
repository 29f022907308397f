"""Pictures in real pixels: what is sent to the terminal, and the cells that show it."""

import base64
import re
import stat
import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest
from rich.style import Style

from tests.ui.conftest import MakeStage
from tests.ui.sample_snapshots import PLAYING
from tui_player.model.mood.face_reading import FaceBox
from tui_player.model.picture import CameraPicture, Picture
from tui_player.ui.drawing.kitty_images import MOST_CELLS, PixelPicture, shows_pixels, with_box
from tui_player.ui.panes.camera_view import Sight
from tui_player.ui.terminal.colours import ColourDepth

_ORDER = re.compile(r"\x1b_G([^;\x1b]*);?([^\x1b]*)\x1b\\")
_PLACEHOLDER = "\U0010eeee"


def gradient(width: int, height: int) -> Picture:
    rgb = bytes(
        value
        for y in range(height)
        for x in range(width)
        for value in (x * 255 // width, y * 255 // height, (x * y) % 256)
    )
    return Picture(width, height, rgb)


def orders(written: list[str]) -> list[tuple[dict[str, str], str]]:
    """The keys and the data of every order, all of what was written being orders."""
    found = _ORDER.findall("".join(written))
    assert sum(len(keys) + len(data) for keys, data in found) <= len("".join(written))
    assert _ORDER.sub("", "".join(written)) == ""
    return [
        (dict(pair.split("=") for pair in keys.split(",") if pair), data) for keys, data in found
    ]


def test_the_pixels_arrive_whole_in_pieces_that_a_terminal_takes() -> None:
    written: list[str] = []
    picture = gradient(120, 90)
    PixelPicture(70, written.append).show(picture, 40, 20)
    sent = orders(written)
    assert len(sent) > 1
    assert all(len(data) <= 4096 for _, data in sent)
    assert [keys["m"] for keys, _ in sent] == ["1"] * (len(sent) - 1) + ["0"]
    first = sent[0][0]
    assert (first["a"], first["U"], first["f"], first["o"]) == ("T", "1", "24", "z")
    assert (first["s"], first["v"]) == ("120", "90")
    assert all(keys["q"] == "2" for keys, _ in sent), "an answer would be read as keys"
    data = base64.b64decode("".join(data for _, data in sent))
    assert zlib.decompress(data) == picture.rgb


def test_the_picture_keeps_its_shape_in_the_cells_that_are_told() -> None:
    written: list[str] = []
    shown = PixelPicture(70, written.append)
    shown.show(gradient(120, 90), 40, 20)
    assert (shown.columns, shown.rows) == (40, 15)
    keys = orders(written)[0][0]
    assert (keys["c"], keys["r"]) == ("40", "15")


def test_a_cell_names_its_row_its_column_and_by_its_colour_the_picture() -> None:
    written: list[str] = []
    shown = PixelPicture(0x123456, written.append)
    shown.show(gradient(8, 8), 4, 2)
    number = int(orders(written)[0][0]["i"])
    rows = [shown.segment(y, Style()) for y in range(shown.rows)]
    assert [row.cell_length for row in rows] == [4, 4]
    for row in rows:
        assert row.style is not None
        assert row.style.color is not None
        assert row.style.color.triplet is not None
        assert int.from_bytes(row.style.color.triplet) == number
    cells = [row.text.split(_PLACEHOLDER)[1:] for row in rows]
    assert [cell[0] for cell in cells[0]] == ["\u0305"] * 4
    assert [cell[0] for cell in cells[1]] == ["\u030d"] * 4
    assert [cell[1] for cell in cells[1]] == ["\u0305", "\u030d", "\u030e", "\u0310"]


def test_a_moving_picture_leaves_the_last_one_until_its_cells_are_painted() -> None:
    written: list[str] = []
    shown = PixelPicture(70, written.append)
    numbers = []
    for _ in range(3):
        written.clear()
        shown.show(gradient(8, 8), 4, 2)
        numbers.append(orders(written)[0][0]["i"])
    assert numbers[0] != numbers[1]
    assert numbers[0] == numbers[2]


def test_a_cleared_picture_is_forgotten_by_the_terminal_once() -> None:
    written: list[str] = []
    shown = PixelPicture(70, written.append)
    shown.clear()
    assert written == []
    shown.show(gradient(8, 8), 4, 2)
    written.clear()
    shown.clear()
    assert [(keys["a"], keys["d"], keys["i"]) for keys, _ in orders(written)] == [
        ("d", "I", "70"),
        ("d", "I", "71"),
    ]
    assert (shown.columns, shown.rows) == (0, 0)


def test_a_picture_without_all_its_pixels_is_not_sent() -> None:
    written: list[str] = []
    shown = PixelPicture(70, written.append)
    shown.show(Picture(8, 8, b"too few"), 4, 2)
    assert written == []
    assert shown.rows == 0


def test_no_picture_has_more_cells_than_there_are_marks() -> None:
    written: list[str] = []
    shown = PixelPicture(70, written.append)
    shown.show(gradient(200, 150), 400, 200)
    assert shown.columns <= MOST_CELLS
    assert shown.segment(shown.rows - 1, Style()).cell_length == shown.columns


def test_the_face_is_marked_at_its_corners() -> None:
    black = Picture(100, 100, bytes(30_000))
    marked = with_box(black, FaceBox(0.2, 0.3, 0.5, 0.4))

    def is_white(x: int, y: int) -> bool:
        place = (y * 100 + x) * 3
        return marked.rgb[place : place + 3] == b"\xff\xff\xff"

    assert is_white(20, 30)
    assert is_white(69, 30)
    assert is_white(20, 69)
    assert is_white(69, 69)
    assert not is_white(45, 30)
    assert not is_white(45, 45)


@pytest.mark.parametrize("box", [FaceBox(-0.2, -0.2, 0.5, 0.5), FaceBox(0.8, 0.9, 0.6, 0.6)])
def test_a_box_that_leaves_the_picture_harms_nothing(box: FaceBox) -> None:
    marked = with_box(gradient(40, 30), box)
    assert len(marked.rgb) == 40 * 30 * 3


def test_without_a_face_the_picture_stays_as_it_is() -> None:
    picture = gradient(4, 4)
    assert with_box(picture, None) is picture


@pytest.fixture
def kitty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A kitty that tells its version."""
    program = tmp_path / "kitty"
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    return program


def _of_version(program: Path, text: str) -> None:
    program.write_text(f"#!/bin/sh\necho '{text}'\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("kitty 0.41.1 created by Kovid Goyal", True),
        ("kitty 0.28.0 created by Kovid Goyal", True),
        ("kitty 1.0 created by Kovid Goyal", True),
        ("kitty 0.26.5 created by Kovid Goyal", False),
        ("something else", False),
    ],
)
def test_a_kitty_too_old_for_placeholders_gets_blocks(
    kitty: Path, told: str, expected: bool
) -> None:
    _of_version(kitty, told)
    assert shows_pixels({"TERM": "xterm-kitty"}, ColourDepth.ALL) is expected


@pytest.mark.parametrize(
    ("environ", "depth", "pictures", "expected"),
    [
        ({"TERM": "xterm-ghostty"}, ColourDepth.ALL, "auto", True),
        ({"TERM": "xterm-ghostty"}, ColourDepth.ALL, "blocks", False),
        ({"TERM": "xterm-ghostty"}, ColourDepth.NONE, "auto", False),
        ({"TERM": "xterm-ghostty", "SSH_TTY": "/dev/pts/1"}, ColourDepth.ALL, "auto", False),
        ({"TERM": "xterm-ghostty", "SSH_TTY": "/dev/pts/1"}, ColourDepth.ALL, "pixels", True),
        ({"TERM": "xterm-256color"}, ColourDepth.ALL, "auto", False),
        ({"TERM": "tmux-256color", "KITTY_PID": "7"}, ColourDepth.ALL, "auto", False),
        ({"TERM": "xterm-256color"}, ColourDepth.MANY, "pixels", False),
    ],
)
def test_pixels_only_where_the_terminal_shows_them(
    environ: Mapping[str, str], depth: ColourDepth, pictures: str, expected: bool
) -> None:
    assert shows_pixels(environ, depth, pictures) is expected


async def test_the_camera_picture_is_sent_in_pixels_and_forgotten(make_stage: MakeStage) -> None:
    stage = make_stage(PLAYING, shows_pixels=lambda: True)
    written: list[str] = []
    async with stage.app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        sight = stage.app.query_one(Sight)
        assert stage.picture_wanted[-1] == sight.picture_size == (240, 180)
        sight.show_pixels(written.append)
        picture = gradient(240, 180)
        sight.show_picture(CameraPicture(240, 180, picture.rgb, FaceBox(0.3, 0.3, 0.3, 0.3)))
        await pilot.pause()
        assert orders(written)[0][0]["a"] == "T"
        painted = "".join(
            segment.text for y in range(sight.size.height) for segment in sight.render_line(y)
        )
        assert _PLACEHOLDER in painted
        written.clear()
        sight.show_picture(None)
        await pilot.pause()
        assert [keys["a"] for keys, _ in orders(written)] == ["d", "d"]
