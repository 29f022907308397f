"""OpenCV's threads and ours at the end of the program."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("which", ["camera", "reader"])
def test_a_thread_inside_opencv_does_not_abort_the_process_at_its_end(which: str) -> None:
    line = [sys.executable, "-m", "tests.vision.thread_in_opencv", which]
    done = subprocess.run(line, capture_output=True, timeout=100, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    running = done.stdout.decode().split()
    assert {"camera": "camera", "reader": "camera-reader"}[which] in running
