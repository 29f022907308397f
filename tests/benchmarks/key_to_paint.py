"""How soon a key is seen: from its byte to the terminal until its effect is written, in ms.

Run from the checkout: python -m tests.benchmarks.key_to_paint CAMERA [PRESSES [TRACKS]]
The real program plays music, shows the pictures of CAMERA (a video file) and has a list of
100,000 TRACKS open. A thread dates what it writes. The reference is a bare Textual app of one
line in a terminal of its own, pressed in the same way right before. Needs the programs
pulseaudio, pactl and parec.
"""

import os
import queue
import random
import re
import select
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from tests.audio.conftest import Loudspeaker, pulse_settings
from tests.benchmarks.libraries import genre_families, path_of, tags_of
from tests.media_files import noise, write_pcm
from tests.terminal import TerminalSession, session_environ
from tui_player.library.folder_walk import Signature
from tui_player.library.genre_finder import GenreFinder
from tui_player.library.index_writer import IndexWriter
from tui_player.library.tags import FileTags
from tui_player.settings.paths import UserPaths

TRACK_S = 100.0
# A file has room for so many names on most file systems.
NAMES_PER_FILE = 30_000
# Keys come as a quick typist's, not in step with anything the program does by the clock.
LEAST_PAUSE_S, MOST_PAUSE_S = 0.15, 0.4
LONGEST_S = 30.0
# Until the folder has been walked and what starts later has started.
SETTLE_S = 20.0
CURSOR_KEYS = ("j", "j", "k")

BARE = """
from textual.app import App
from textual.widgets import Label

class Bare(App):
    place = 1

    def compose(self):
        yield Label("1 of 100")

    def on_key(self, event):
        self.place += {"j": 1, "k": -1}.get(event.key, 0)
        self.query_one(Label).update(f"{self.place} of 100")

Bare().run()
"""

Chunk = tuple[float, bytes]


def write_library(music: Path, index_file: Path, tracks: int) -> None:
    """Many tracks by few files under many names, all of them in the index already."""
    index = IndexWriter(index_file, music, GenreFinder(genre_families()))
    sound = noise(TRACK_S) // 8
    original = music
    with index.transaction():
        for number in range(tracks):
            path = path_of(number, ".flac")
            file = music / path
            file.parent.mkdir(parents=True, exist_ok=True)
            if number % NAMES_PER_FILE:
                os.link(original, file)
            else:
                original = write_pcm(file, sound.astype(np.int16))
            tags = tags_of(number)
            described = FileTags(
                title=tags["title"],
                artist=tags["artist"],
                album=tags["album"],
                genres=(tags["genre"],),
                duration_s=TRACK_S,
            )
            index.put_track(path.encode(), Signature.of(file.stat()), described)
    index.finish_scan()
    index.close()


class DatedTerminal:
    """Reads what a program writes, and when, in a thread; use as a context manager."""

    def __init__(self, program: TerminalSession) -> None:
        self._program = program
        self._chunks: queue.SimpleQueue[Chunk] = queue.SimpleQueue()
        self._stop, self._stopped = os.pipe()
        self._thread = threading.Thread(target=self._read)

    def __enter__(self) -> "DatedTerminal":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._stopped)
        self._thread.join()
        os.close(self._stop)

    def _read(self) -> None:
        terminal = self._program.fileno()
        while self._stop not in select.select([terminal, self._stop], [], [])[0]:
            data = os.read(terminal, 65_536)
            self._chunks.put((time.monotonic(), data))

    def delay_ms(self, key: str, seen: Callable[[str], object]) -> float:
        """From the key to the chunk with which something else is `seen` on the screen."""
        while not self._chunks.empty():
            self._program.feed(self._chunks.get()[1])
        before, key_s = seen(self._program.text), time.monotonic()
        self._program.press(key)
        while seen(self._program.text) in (before, None):
            at_s, data = self._chunks.get(timeout=LONGEST_S)
            self._program.feed(data)
        return 1_000 * (at_s - key_s)


def delays_ms(
    program: TerminalSession, keys: Sequence[str], presses: int, seen: Callable[[str], object]
) -> list[float]:
    """How soon each of so many keys, taken in turn, is seen."""
    pauses = random.Random(1)
    found = []
    with DatedTerminal(program) as terminal:
        for number in range(presses):
            time.sleep(pauses.uniform(LEAST_PAUSE_S, MOST_PAUSE_S))
            found.append(terminal.delay_ms(keys[number % len(keys)], seen))
    return found


def told(name: str, all_ms: Sequence[float], bare_ms: Sequence[float]) -> str:
    """A line of the result."""
    p99, bare_p99 = (statistics.quantiles(each, n=100)[98] for each in (all_ms, bare_ms))
    middle, bare_middle = statistics.median(all_ms), statistics.median(bare_ms)
    return (
        f"{name:<16} p50 {middle:5.1f} ms  p99 {p99:5.1f} ms  worst {max(all_ms):5.1f} ms  "
        f"beside bare {middle / bare_middle:4.1f} and {p99 / bare_p99:4.1f}"
    )


def place(text: str) -> object:
    """Where the cursor is in the list, as the frame tells it."""
    found = re.search(r"(\S+) of \d", text)
    return found and found.group(1)


def volume(text: str) -> object:
    """The volume as it is told."""
    found = re.search(r"(\d+) %", text)
    return found and found.group(1)


def main(camera: str, presses: int, tracks: int) -> None:
    """Press, look, and print a line for each kind of key."""
    kinds: dict[str, tuple[Sequence[str], Callable[[str], object]]] = {
        "cursor": (CURSOR_KEYS, place),
        "page": (("\x1b[6~", "\x1b[6~", "\x1b[5~"), place),
        "volume": (("-", "+"), volume),
        "help": (("?", "\x1b"), lambda text: "this help" in text),
    }
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        music, home = folder / "music", folder / "home"
        index_folder = home / ".cache" / "tui-player"
        index_folder.mkdir(parents=True)
        paths = UserPaths(home, home, index_folder, home, music)
        write_library(music, paths.index_file(music), tracks)
        stack.enter_context(pulse_settings(folder))
        loudspeaker = Loudspeaker(folder)
        loudspeaker.switch_on()
        stack.callback(loudspeaker.switch_off)
        pulse = {name: os.environ[name] for name in os.environ if name.startswith("PULSE_")}
        environ = session_environ(home, COLORTERM="truecolor", **pulse)
        with TerminalSession([], environ, command=("-c", BARE)) as program:
            program.wait_for("1 of 100")
            bare_ms = delays_ms(program, CURSOR_KEYS, presses, place)
        print(told("bare app", bare_ms, bare_ms), flush=True)
        arguments = [str(music), "--camera", camera]
        with TerminalSession(arguments, environ) as program:
            program.wait_for("vol", "▀")
            program.press("\t")
            program.wait_for(" of ")
            settled_s = time.monotonic() + SETTLE_S
            program.wait_until(lambda: time.monotonic() > settled_s)
            for name, (turns, seen) in kinds.items():
                print(told(name, delays_ms(program, turns, presses, seen), bare_ms), flush=True)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[2:]]
    main(sys.argv[1], *(numbers + [200, 100_000][len(numbers) :]))
