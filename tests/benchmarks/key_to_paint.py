"""How soon a key is seen: from its byte to the terminal until its effect is written, in ms.

Run from the checkout: python -m tests.benchmarks.key_to_paint CAMERA [PRESSES]
The real program plays music, shows the pictures of CAMERA (a video file) and has a list of
100,000 tracks open. What it writes is dated when it is read and looked at afterwards, so that
looking costs the program nothing. The reference is a bare Textual app of one line in a terminal
of its own, pressed in the same way right after.
"""

import os
import random
import re
import select
import statistics
import sys
import tempfile
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

TRACKS = 100_000
TRACK_S = 100.0
# A file has room for so many names on most file systems.
NAMES_PER_FILE = 30_000
# Keys come as a quick typist's, not in step with anything the program does by the clock.
LEAST_PAUSE_S, MOST_PAUSE_S = 0.15, 0.4

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


def write_library(music: Path, index_file: Path) -> None:
    """Many tracks by few files under many names, all of them in the index already."""
    index = IndexWriter(index_file, music, GenreFinder(genre_families()))
    sound = noise(TRACK_S) // 8
    original = music
    with index.transaction():
        for number in range(TRACKS):
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


def press_and_date(
    program: TerminalSession, keys: Sequence[str]
) -> tuple[list[float], list[Chunk]]:
    """When each key was written, and all that the program wrote meanwhile, dated."""
    pauses = random.Random(1)
    pressed: list[float] = []
    chunks: list[Chunk] = []
    for key in (*keys, None):
        until_s = time.monotonic() + pauses.uniform(LEAST_PAUSE_S, MOST_PAUSE_S)
        while (left_s := until_s - time.monotonic()) > 0:
            if select.select([program], [], [], left_s)[0]:
                data = os.read(program.fileno(), 65_536)
                chunks.append((time.monotonic(), data))
        if key is not None:
            pressed.append(time.monotonic())
            program.press(key)
    return pressed, chunks


def delays_ms(
    program: TerminalSession,
    pressed: Sequence[float],
    chunks: Sequence[Chunk],
    seen: Callable[[str], object],
) -> list[float]:
    """From each key to the chunk after which something else is `seen` on the screen."""
    shown = seen(program.text)
    changes = []
    for at_s, data in chunks:
        program.feed(data)
        if (now := seen(program.text)) != shown and now is not None:
            shown = now
            changes.append(at_s)
    found = []
    for key_s, next_s in zip(pressed, [*pressed[1:], float("inf")], strict=True):
        after = [at_s for at_s in changes if key_s < at_s < next_s]
        if after:
            found.append(1_000 * (after[0] - key_s))
    if len(found) < 0.98 * len(pressed):
        raise SystemExit(f"only {len(found)} of {len(pressed)} keys were seen to do anything")
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
    found = re.search(r"(\S+) of 100", text)
    return found and found.group(1)


def volume(text: str) -> object:
    """The volume as it is told."""
    found = re.search(r"(\d+) %", text)
    return found and found.group(1)


def main(camera: str, presses: int) -> None:
    """Press, look, and print a line for each kind of key."""
    kinds: dict[str, tuple[Sequence[str], Callable[[str], object]]] = {
        "cursor": (("j", "j", "k"), place),
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
        write_library(music, paths.index_file(music))
        stack.enter_context(pulse_settings(folder))
        loudspeaker = Loudspeaker(folder)
        loudspeaker.switch_on()
        stack.callback(loudspeaker.switch_off)
        pulse = {name: os.environ[name] for name in os.environ if name.startswith("PULSE_")}
        environ = session_environ(home, COLORTERM="truecolor", **pulse)
        with TerminalSession([], environ, command=("-c", BARE)) as program:
            program.wait_for("1 of 100")
            keys = [("j", "j", "k")[number % 3] for number in range(presses)]
            bare_ms = delays_ms(program, *press_and_date(program, keys), place)
        print(told("bare app", bare_ms, bare_ms), flush=True)
        arguments = [str(music), "--camera", camera]
        with TerminalSession(arguments, environ) as program:
            program.wait_for("vol", "▀")
            program.press("\t")
            program.wait_for("of 100")
            for name, (turns, seen) in kinds.items():
                keys = [turns[number % len(turns)] for number in range(presses)]
                all_ms = delays_ms(program, *press_and_date(program, keys), seen)
                print(told(name, all_ms, bare_ms), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 200)
