"""A terminal that nobody reads for a while stops neither the music nor the mood."""

import sqlite3
import time
from pathlib import Path

import pytest
from skimage import data, io, transform

from tests.media_files import write_audio
from tests.terminal import TerminalSession, session_environ

pytestmark = pytest.mark.timeout(180)

UNREAD_S = 4.0


@pytest.fixture
def fidgeting_smile(tmp_path: Path) -> Path:
    """A camera before which a smiling woman moves about, so that every picture is another."""
    folder = tmp_path / "camera"
    folder.mkdir()
    for number, left in enumerate((60, 75, 90, 105)):
        picture = data.astronaut()[0:300, left : left + 300]
        frame = transform.resize(picture, (480, 480), preserve_range=True).astype("uint8")
        io.imsave(folder / f"{number}.png", frame, check_contrast=False)
    return folder


def happy_plays(file: Path) -> int:
    """How many tracks have been heard while the face looked happy."""
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as history:
        [count] = history.execute("SELECT count(*) FROM play WHERE emotion = 'happy'").fetchone()
    history.close()
    return int(count)


def test_music_and_mood_go_on_and_the_slow_line_is_told(
    tmp_path: Path, fidgeting_smile: Path, own_home: Path
) -> None:
    music = tmp_path / "Music"
    music.mkdir()
    for number in range(4):
        write_audio(music / f"{number}.wav", 1.5, tags={"title": f"Song {number}"})
    environ = session_environ(own_home, COLORTERM="truecolor")
    arguments = [str(music), "--camera", str(fidgeting_smile)]
    with TerminalSession(arguments, environ) as program:
        program.wait_for("4 tracks", "looks happy")
        file = own_home / ".local" / "share" / "tui-player" / "history.db"
        program.wait_until(lambda: happy_plays(file) > 0)
        before, since_s = happy_plays(file), time.monotonic()
        program.wait_unread(
            lambda: time.monotonic() - since_s > UNREAD_S and happy_plays(file) >= before + 3
        )
        program.wait_for("slow line")
        program.wait_until_gone("slow line")
        program.press("q")
        assert program.wait_for_end() == 0
