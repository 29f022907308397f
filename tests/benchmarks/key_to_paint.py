"""How soon a key is seen: from its byte to the terminal until its effect is written, in ms.

Run from the checkout: python -m tests.benchmarks.key_to_paint CAMERA [PRESSES [TRACKS]]
The real program plays music, shows the pictures of CAMERA (a video file) and has a list of
100,000 TRACKS open. A thread dates what it writes; what was written is looked at only between
the keys, so that nothing keeps the thread from reading. The reference is a bare Textual app of
one line in a terminal of its own, pressed in the same way right before. Told besides is the
processor time a key takes, over what the program uses with nobody at the keys: it stays true on
a busy machine. Needs the programs pulseaudio, pactl and parec.
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
from typing import NamedTuple

import numpy as np

from tests.audio.conftest import Loudspeaker, pulse_settings
from tests.benchmarks.libraries import genre_families, path_of, tags_of
from tests.media_files import noise, write_pcm
from tests.terminal import TerminalSession, session_environ
from tui_player.library.index.writer import IndexWriter
from tui_player.library.scanner.walk import Signature
from tui_player.library.tags.genres import GenreFinder
from tui_player.library.tags.reader import FileTags
from tui_player.settings.paths import UserPaths

TRACK_S = 100.0
# A file has room for so many names on most file systems.
NAMES_PER_FILE = 30_000
# Keys come as a quick typist's, not in step with anything the program does by the clock.
LEAST_PAUSE_S, MOST_PAUSE_S = 0.15, 0.4
LONGEST_S = 30.0
# Until the folder has been walked and what starts later has started.
SETTLE_S = 20.0
# How long the program is watched at rest, before each kind of key.
REST_S = 5.0
CURSOR_KEYS = ("j", "j", "k")
TICKS_A_S = os.sysconf("SC_CLK_TCK")

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


class Kind(NamedTuple):
    """Keys pressed in turn, where their effect is seen, and what to call each turn."""

    names: Sequence[str]
    keys: Sequence[str]
    seen: Callable[[str], object]


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

    def delay_ms(self, key: str, seen: Callable[[str], object], pause_s: float) -> float:
        """From the key to the chunk with which something else is `seen` on the screen.

        The pause is made between the key and the look at what came of it.
        """
        while not self._chunks.empty():
            self._program.feed(self._chunks.get()[1])
        before, key_s = seen(self._program.text), time.monotonic()
        self._program.press(key)
        time.sleep(pause_s)
        while seen(self._program.text) in (before, None):
            at_s, data = self._chunks.get(timeout=LONGEST_S)
            self._program.feed(data)
        return 1_000 * (at_s - key_s)


class Pressed(NamedTuple):
    """How soon each key was seen, in turn, and the processor time the program used meanwhile."""

    delays_ms: Sequence[float]
    processor_ms: float
    wall_s: float


def press_keys(program: TerminalSession, kind: Kind, presses: int) -> Pressed:
    """Press so many keys of a kind, taken in turn."""
    pauses = random.Random(1)
    used_ms, begin_s = processor_ms(program), time.monotonic()
    with DatedTerminal(program) as terminal:
        delays = [
            terminal.delay_ms(
                kind.keys[number % len(kind.keys)],
                kind.seen,
                pauses.uniform(LEAST_PAUSE_S, MOST_PAUSE_S),
            )
            for number in range(presses)
        ]
    return Pressed(delays, processor_ms(program) - used_ms, time.monotonic() - begin_s)


def processor_ms(program: TerminalSession) -> float:
    """The processor time that all threads of the program have used, without its children."""
    stat = Path(f"/proc/{program.process_id}/stat").read_text(encoding="utf-8")
    user, system = stat.rpartition(")")[2].split()[11:13]
    return 1_000 * (int(user) + int(system)) / TICKS_A_S


def at_rest(program: TerminalSession, seconds: float) -> float:
    """Milliseconds of processor time a second while nobody presses a key."""
    used_ms, end_s = processor_ms(program), time.monotonic() + seconds
    program.wait_until(lambda: time.monotonic() > end_s)
    return (processor_ms(program) - used_ms) / seconds


def told(name: str, all_ms: Sequence[float], bare_ms: Sequence[float]) -> str:
    """A line of the result."""
    p99, bare_p99 = (p99_of(each) for each in (all_ms, bare_ms))
    middle, bare_middle = statistics.median(all_ms), statistics.median(bare_ms)
    return (
        f"{name:<16} p50 {middle:5.1f} ms  p99 {p99:5.1f} ms  worst {max(all_ms):5.1f} ms  "
        f"beside bare {middle / bare_middle:4.1f} and {p99 / bare_p99:4.1f}"
    )


def p99_of(values: Sequence[float]) -> float:
    """The 99th percentile; of a few values, something below the largest."""
    return statistics.quantiles(values, n=100, method="inclusive")[98]


def place(text: str) -> object:
    """Where the cursor is in the list, as the frame tells it."""
    found = re.search(r"(\S+) of \d", text)
    return found and found.group(1)


def volume(text: str) -> object:
    """The volume as it is told, not the certainty of the mood, which is told in percent too."""
    found = re.search(r"[▮▯] +(\d+) %", text)
    return found and found.group(1)


def tell_kind(program: TerminalSession, kind: Kind, presses: int, bare: Pressed) -> None:
    """Press, and print a line for each name of the kind."""
    rest_ms_a_s = at_rest(program, REST_S)
    pressed = press_keys(program, kind, presses * len(kind.names))
    for turn, name in enumerate(kind.names):
        print(told(name, pressed.delays_ms[turn :: len(kind.names)], bare.delays_ms), flush=True)
    used_ms = (pressed.processor_ms - rest_ms_a_s * pressed.wall_s) / len(pressed.delays_ms)
    bare_ms = bare.processor_ms / len(bare.delays_ms)
    print(
        f"{'':<16} processor {used_ms:4.1f} ms a key (bare {bare_ms:.1f}), "
        f"at rest {rest_ms_a_s:.0f} ms/s",
        flush=True,
    )


def main(camera: str, presses: int, tracks: int) -> None:
    """Press, look, and print a line for each kind of key."""
    kinds = (
        Kind(("cursor",), CURSOR_KEYS, place),
        Kind(("page",), ("\x1b[6~", "\x1b[6~", "\x1b[5~"), place),
        Kind(("volume",), ("-", "+"), volume),
        Kind(("help opens", "help, Esc"), ("?", "\x1b"), lambda text: "this help" in text),
        Kind(("palette opens", "palette, Esc"), (":", "\x1b"), lambda text: "─ Commands" in text),
    )
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
            bare = press_keys(program, Kind(("bare app",), CURSOR_KEYS, place), presses)
        print(told("bare app", bare.delays_ms, bare.delays_ms), flush=True)
        arguments = [str(music), "--camera", camera]
        with TerminalSession(arguments, environ) as program:
            program.wait_for("vol", "▀")
            program.press("\t")
            program.wait_for(" of ")
            settled_s = time.monotonic() + SETTLE_S
            program.wait_until(lambda: time.monotonic() > settled_s)
            for kind in kinds:
                tell_kind(program, kind, presses, bare)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[2:]]
    main(sys.argv[1], *(numbers + [200, 100_000][len(numbers) :]))
