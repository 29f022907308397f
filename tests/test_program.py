"""The whole program as a person meets it: in a terminal, on real files, with a camera of pictures.

No sound device is needed: without one the program plays on silently, in real time.
"""

import shutil
import signal
from pathlib import Path

import pytest
from skimage import data, io, transform

from tests.media_files import write_audio
from tests.pictures_in_memory import as_file, gradient
from tests.terminal import (
    LEAVES_ALTERNATE_SCREEN,
    TerminalSession,
    processes_of,
    session_environ,
)

pytestmark = pytest.mark.timeout(180)

GENRES = {"happy": "Disco", "sad": "Folk", "angry": "Punk", "neutral": "Jazz"}


@pytest.fixture(scope="module")
def encoded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two tracks for each of four moods, in four formats."""
    folder = tmp_path_factory.mktemp("encoded")
    for suffix, (mood, genre) in zip(
        (".mp3", ".flac", ".ogg", ".wav"), GENRES.items(), strict=True
    ):
        for number in (1, 2):
            write_audio(
                folder / f"{mood}{number}{suffix}",
                seconds=30,
                tags={"title": f"{genre} Song {number}", "artist": "Anna", "genre": genre},
            )
    return folder


@pytest.fixture
def music(encoded: Path, tmp_path: Path) -> Path:
    """The same, for one test to do with as it likes."""
    return shutil.copytree(encoded, tmp_path / "Music")


@pytest.fixture(scope="module")
def smile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of pictures to use as the camera: a woman who smiles."""
    folder = tmp_path_factory.mktemp("camera")
    picture = data.astronaut()[0:300, 80:380]
    frame = transform.resize(picture, (480, 480), preserve_range=True).astype("uint8")
    io.imsave(folder / "1.png", frame, check_contrast=False)
    return folder


def session(
    home: Path, *arguments: str, columns: int = 120, rows: int = 36, **environ: str
) -> TerminalSession:
    return TerminalSession(arguments, session_environ(home, **environ), columns, rows)


def test_it_sees_a_face_names_the_mood_and_plays_what_fits(
    music: Path, smile: Path, own_home: Path
) -> None:
    with session(own_home, str(music), "--camera", str(smile)) as program:
        program.wait_for("8 tracks", "looks happy", "you look happy", "CAM")
        program.press("2")
        program.wait_for("pinned: sad", "Folk")
        program.press("0")
        program.wait_for("you look happy")
        program.press("x")
        program.wait_for("Not happy")
        program.press("q")
        assert program.wait_for_end() == 0


def test_errors_may_be_led_to_a_file(own_home: Path, music: Path, tmp_path: Path) -> None:
    errors = tmp_path / "errors.txt"
    arguments = (str(music), "--no-camera")
    with TerminalSession(arguments, session_environ(own_home), errors=errors) as program:
        program.wait_for("8 tracks", "Now playing")
        program.press("q")
        assert program.wait_for_end() == 0
    assert LEAVES_ALTERNATE_SCREEN in program.written
    assert not errors.read_bytes()


def test_only_its_own_few_files_are_written_and_none_of_the_camera(
    music: Path, smile: Path, own_home: Path
) -> None:
    seen_before = {path: path.read_bytes() for path in music.iterdir()}
    with session(own_home, str(music), "--camera", str(smile)) as program:
        program.wait_for("looks happy", "you look happy")
        program.press("q")
        assert program.wait_for_end() == 0
    written = {path.name.partition("-wal")[0].partition("-shm")[0] for path in files_in(own_home)}
    index = {name for name in written if name.startswith("library-") and name.endswith(".db")}
    assert len(index) == 1
    assert written - index <= {
        "history.db",
        "last-folder",
        "sound.log",
        "control.lock",
        "tui-player.log",
    }
    assert {path: path.read_bytes() for path in music.iterdir()} == seen_before
    assert len(list(smile.iterdir())) == 1


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_keys_work_on_the_music(music: Path, own_home: Path) -> None:
    with session(own_home, str(music), "--no-camera") as program:
        program.wait_for("8 tracks", "0:01")
        program.press("?")
        program.wait_for("pause, resume")
        program.press("\x1b")
        program.wait_until_gone("pause, resume")
        program.press("1")
        program.wait_for("pinned: happy")
        program.press("n")
        program.wait_for("Disco Song", "0:01")
        program.press("q")
        assert program.wait_for_end() == 0


def test_without_a_screen_it_tells_the_same_in_lines(
    music: Path, smile: Path, own_home: Path
) -> None:
    with session(own_home, str(music), "--camera", str(smile), "--plain") as program:
        program.wait_for("Press ?", "Camera on.", "Library: 8 tracks.", "Looks happy", "Plays ")
        program.press("2")
        program.wait_for("Pinned: sad")
        program.press(" ")
        program.wait_for("Paused.")
        program.press("q")
        assert program.wait_for_end() == 0


def test_a_cover_is_shown_and_what_read_it_ends_with_the_player(
    music: Path, own_home: Path
) -> None:
    (music / "cover.png").write_bytes(as_file(gradient(), "PNG"))
    with session(own_home, str(music), "--no-camera") as program:
        program.wait_for("8 tracks", "▀▀▀▀▀▀")
        program.press("q")
        assert program.wait_for_end() == 0


def test_it_goes_on_where_it_was_left(music: Path, own_home: Path) -> None:
    with session(own_home, str(music), "--no-camera") as program:
        program.wait_for("8 tracks", "0:01")
        program.press("3n")
        program.wait_for("Punk Song", "0:02")
        program.press("q")
        program.wait_for_end()
    with session(own_home, "--no-camera") as program:
        program.wait_for("where you left off", "Punk Song")
        program.press("q")
        assert program.wait_for_end() == 0


def test_files_that_come_and_go_show(music: Path, own_home: Path, tmp_path: Path) -> None:
    added = write_audio(tmp_path / "new.flac", seconds=2, tags={"title": "Newcomer"})
    with session(own_home, str(music), "--no-camera") as program:
        program.wait_for("8 tracks")
        shutil.copy(added, music / "new.flac")
        program.wait_for("9 tracks")
        (music / "new.flac").unlink()
        program.wait_for("8 tracks")


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGTERM, 128 + 15), (signal.SIGHUP, 128 + 1)]
)
def test_signals_end_it_with_the_terminal_restored(
    music: Path, smile: Path, own_home: Path, number: signal.Signals, status: int
) -> None:
    with session(own_home, str(music), "--camera", str(smile)) as program:
        program.wait_for("8 tracks", "looks happy")
        family = processes_of(program.process_id)
        assert len(family) > 1, "the sound process is a child"
        program.send(number)
        assert program.wait_for_end() == status
        assert LEAVES_ALTERNATE_SCREEN in program.written
        assert [pid for pid in family if processes_of(pid)] == []


def test_a_lost_terminal_ends_it(music: Path, own_home: Path) -> None:
    with session(own_home, str(music), "--no-camera") as program:
        program.wait_for("8 tracks", "0:01")
        family = processes_of(program.process_id)
        program.hang_up()
        program.wait_for_end()
        assert [pid for pid in family if processes_of(pid)] == []


def test_being_told_to_go_on_when_it_never_stopped_changes_nothing(
    music: Path, own_home: Path
) -> None:
    with session(own_home, str(music), "--no-camera") as program:
        program.wait_for("8 tracks", "0:01")
        for _ in range(3):
            program.send(signal.SIGCONT)
        program.press(" ")
        program.wait_for("Paused")
        program.press("q")
        assert program.wait_for_end() == 0


def test_a_killed_program_leaves_no_sound_process(music: Path, own_home: Path) -> None:
    with session(own_home, str(music), "--no-camera") as program:
        program.wait_for("8 tracks", "0:01")
        family = processes_of(program.process_id)
        program.send(signal.SIGKILL)
        program.wait_for_end()
        program.wait_until(lambda: not any(processes_of(pid) for pid in family))


def test_no_camera_and_no_sound_device_are_said(music: Path, own_home: Path) -> None:
    with session(own_home, str(music), "--camera", "/dev/video-none") as program:
        text = program.wait_for("8 tracks", "0:01")
        assert "CAM" not in text


def test_an_empty_folder_says_what_to_do(tmp_path: Path, own_home: Path) -> None:
    (tmp_path / "empty").mkdir()
    with session(own_home, str(tmp_path / "empty"), "--no-camera") as program:
        program.wait_for("No music")
        write_audio(tmp_path / "empty" / "first.flac", seconds=20, tags={"title": "The First"})
        program.wait_for("The First", "0:01")


def test_a_folder_of_broken_files_names_them(tmp_path: Path, own_home: Path) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "empty.mp3").touch()
    (folder / "text.flac").write_text("this is no music")
    with session(own_home, str(folder), "--no-camera") as program:
        program.wait_for("None of the 2 music files")


def test_small_terminals_with_few_colours(music: Path, smile: Path, own_home: Path) -> None:
    with session(
        own_home, str(music), "--camera", str(smile), columns=80, rows=24, TERM="xterm"
    ) as program:
        program.wait_for("looks happy", "you look happy", "0:01")
        program.resize(50, 12)
        program.wait_until_gone("you look happy")
        program.resize(120, 36)
        program.wait_for("you look happy")
        program.press("q")
        assert program.wait_for_end() == 0
