"""An account with a limit on memory: the player says that it reads no faces, and plays."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.media_files import write_audio
from tests.terminal import session_environ
from tests.vision.frames import astronaut, write_picture

DEADLINE_S = 60.0
LIMIT_KB = 900_000


@pytest.mark.timeout(180)
def test_with_little_memory_it_plays_without_a_camera(tmp_path: Path, own_home: Path) -> None:
    music, camera = tmp_path / "Music", tmp_path / "camera"
    music.mkdir()
    camera.mkdir()
    write_audio(music / "One.flac", seconds=60, tags={"title": "One"})
    write_picture(camera / "face.png", astronaut())
    environ = session_environ(own_home)
    start = f'ulimit -v {LIMIT_KB}; exec "$0" -m tui_player --headless --camera "$1" "$2"'
    command = ["/bin/sh", "-c", start, sys.executable, str(camera), str(music)]
    with subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True) as player:
        assert player.stderr is not None
        assert "ctl quit` ends it" in player.stderr.readline()

        def ctl(*words: str) -> str:
            assert player.poll() is None, "it crashed"
            line = [sys.executable, "-m", "tui_player", "ctl", *words]
            done = subprocess.run(
                line, env=environ, capture_output=True, text=True, timeout=DEADLINE_S, check=False
            )
            return done.stdout

        deadline_s = time.monotonic() + DEADLINE_S
        while "(ulimit -v) leaves" not in (told := ctl("status", "--json")):
            assert time.monotonic() < deadline_s, told
        assert "Faces cannot be read here" in told
        while not (told := ctl("status")).startswith("playing: One"):
            assert time.monotonic() < deadline_s, told
        ctl("quit")
        assert player.wait(DEADLINE_S) == 0
