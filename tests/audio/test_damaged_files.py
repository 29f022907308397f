"""Files of every format, damaged in every layer by a seeded generator: none may do any harm.

DAMAGED_FILES=400 in the environment has so many of each format tried, in place of a sample.
"""

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.media_files import noise, write_pcm

SUFFIXES = (
    *(".wav", ".aiff", ".flac", ".oga", ".mka", ".mp3", ".ogg", ".m4a", ".opus", ".wma"),
    *(".alac", ".wv", ".aac", ".caf", ".mp2"),
)
LAYERS = ("container", "frame headers", "payload", "tags", "length")
VARIANTS = int(os.environ.get("DAMAGED_FILES", "20")) // len(LAYERS)  # of each format and layer
# How long one file may take: it holds 0.6 s of sound.
LIMIT_S = 20.0
# Far more than a process that decodes takes with all that it has loaded: about 80 MB.
MOST_MEMORY_BYTES = 1_000_000_000
TAGS = {"title": "Ünsung “Title”", "artist": "Somebody", "album": "T" * 300, "genre": "Jazz"}

Random = np.random.Generator


def damage(data: bytes, layer: str, random: Random) -> bytes:
    """Return the file with one layer of it damaged, its first bytes kept as they announce it."""
    spoilt = bytearray(data)
    head = 12
    if layer == "container":  # sizes and offsets near the beginning
        _change_bytes(spoilt, random.integers(head, min(400, len(data)), 4), random)
    elif layer == "frame headers":  # what looks like the beginning of a frame or page
        starts = _starts(data, random)
        _change_bytes(spoilt, [at + int(random.integers(0, 8)) for at in starts], random)
    elif layer == "payload":
        for at in random.integers(len(data) // 4, len(data) - 64, 6):
            spoilt[at : at + 24] = random.bytes(24)
    elif layer == "tags":
        for value in TAGS.values():
            at = data.find(value.encode())
            if at > 16:  # the length before a text, and the text itself
                _change_bytes(spoilt, [at - int(random.integers(1, 12)), at], random)
    else:
        cut = int(random.integers(head, len(data)))
        spoilt = spoilt[:cut] + random.bytes(int(random.integers(0, 300)))
    return bytes(spoilt)


def _starts(data: bytes, random: Random) -> Sequence[int]:
    marks = (
        b"\xff\xfb",
        b"\xff\xf8",
        b"OggS",
        b"moov",
        b"stts",
        b"stsz",
        b"wvpk",
        b"SSND",
        b"data",
    )
    found = [at for mark in marks for at in _all(data, mark)] or [len(data) // 3]
    return [int(at) for at in random.choice(found, min(5, len(found)), replace=False)]


def _all(data: bytes, mark: bytes) -> Iterator[int]:
    at = data.find(mark, 12)
    while at >= 0:
        yield at
        at = data.find(mark, at + 1)


def _change_bytes(data: bytearray, places: Sequence[int] | np.ndarray, random: Random) -> None:
    extremes = (0x00, 0x01, 0x7F, 0x80, 0xFF)
    for at in places:
        wild = int(random.integers(0, 256))
        data[min(int(at), len(data) - 1)] = int(random.choice([*extremes, wild]))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """A sound file of each format."""
    folder = tmp_path_factory.mktemp("whole")
    sound = noise(0.6)
    return [write_pcm(folder / f"whole{kind}", sound, TAGS).read_bytes() for kind in SUFFIXES]


def damaged(whole: list[bytes], folder: Path) -> Iterator[Path]:
    """One damaged file after another; each is gone when the next is asked for."""
    for number, suffix in enumerate(SUFFIXES):
        for layer in LAYERS:
            for variant in range(VARIANTS):
                random = np.random.default_rng([number, LAYERS.index(layer), variant])
                path = folder / f"{layer.replace(' ', '-')}{variant}{suffix}"
                path.write_bytes(damage(whole[number], layer, random))
                yield path
                path.unlink()


class Child:
    """A process that decodes; its answers come through a queue, so that a hang is seen."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.audio.fuzz_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._errors: list[str] = []
        self._threads = [threading.Thread(target=run) for run in (self._listen, self._complain)]
        for thread in self._threads:
            thread.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._answers.put(line)
        self._answers.put("")

    def _complain(self) -> None:
        assert self.process.stderr is not None
        self._errors.extend(self.process.stderr)

    def answer_to(self, path: Path) -> str:
        """How a file ended; "hangs", or the last words of a process that it killed."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{path}\n")
        self.process.stdin.flush()
        try:
            answer = self._answers.get(timeout=LIMIT_S)
        except queue.Empty:
            return "hangs"
        return answer.strip() or f"dies: {''.join(self._errors[-15:])}"

    def end(self) -> None:
        """Kill the process and wait for all."""
        self.process.kill()
        self.process.communicate()
        for thread in self._threads:
            thread.join()


def test_no_damaged_file_kills_or_holds_a_decoder(whole: list[bytes], tmp_path: Path) -> None:
    bad, refused, tried, child = {}, 0, 0, Child()
    for path in damaged(whole, tmp_path):
        answer = child.answer_to(path)
        kind, _, rest = answer.partition(" ")
        memory_bytes, _, what = rest.partition(" ")
        if kind not in ("frames", "refused") or int(memory_bytes) > MOST_MEMORY_BYTES:
            bad[path.name] = answer
            child.end()
            child = Child()
        refused += kind == "refused" and what != ""
        tried += 1
    child.end()
    assert not bad
    assert tried == VARIANTS * len(LAYERS) * len(SUFFIXES)
    assert 0 < refused < tried * 2 / 3  # most damage is passed over
