"""What a first scan costs beside others over the same files, in the same run: processor time.

Run from the checkout: python -m tests.benchmarks.library_peers [TAGGED_FILES [ROUNDS]]
Each is a process of its own, its start included. cmus needs its FFmpeg plugin (for m4a) and is
left out where it is not installed. All files are in the page cache.
"""

import os
import pty
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median

LOOPS = {
    "tinytag": "import sys, tinytag\nread = tinytag.TinyTag.get",
    "mutagen": "import sys, mutagen\nread = lambda path: mutagen.File(path, easy=True)",
}
LOOP = """
import os
for place, _, names in os.walk(sys.argv[1]):
    for name in names:
        read(os.path.join(place, name))
"""
LOOK_EVERY_S = 0.5
IDLE_LOOKS = 10  # so often unchanged, and cmus has nothing more to do
LONGEST_S = 600.0


def processor_s(command: list[str], environ: Mapping[str, str] | None = None) -> float:
    """Processor seconds of a command, with those of its children that ended."""
    before = os.times()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environ)
    after = os.times()
    return (after[2] + after[3]) - (before[2] + before[3])


def ours(folder: Path, home: Path) -> float:
    """`tui-player scan` in a home of its own, with nothing known yet."""
    home.mkdir()
    environ = {key: value for key, value in os.environ.items() if not key.startswith("XDG_")}
    command = [sys.executable, "-m", "tui_player", "scan", str(folder)]
    return processor_s(command, {**environ, "HOME": str(home)})


def cmus(folder: Path, home: Path, files: int) -> float:
    """cmus in a terminal of its own, from its start until it is idle with all files known."""
    home.mkdir()
    (home / "rc").write_text("set mpris=false\n")
    environ = {**os.environ, "CMUS_HOME": str(home), "TERM": "xterm"}
    process, terminal = pty.fork()
    if process == 0:
        os.execvpe("cmus", ["cmus", "--listen", str(home / "socket")], environ)
    try:
        os.write(terminal, b"\n")  # without a sound server it asks to go on
        _until_listening(home / "socket", terminal)
        _order(home, "add", "-l", str(folder))
        _until_idle(process, terminal)
        _order(home, "save", "-l", "-e", str(home / "known"))
        known = len((home / "known").read_text(errors="replace").splitlines())
        if known < files:
            raise RuntimeError(f"cmus knows {known} of {files} files: is its FFmpeg plugin there?")
        used = _ticks(process) / os.sysconf("SC_CLK_TCK")
        _order(home, "quit")
    finally:
        os.close(terminal)
        os.waitpid(process, 0)
    return used


def _order(home: Path, *words: str) -> None:
    server = ["cmus-remote", "--server", str(home / "socket")]
    subprocess.run([*server, "-C", " ".join(words)], check=True, stdout=subprocess.DEVNULL)


def _until_listening(socket: Path, terminal: int) -> None:
    begun_s = time.monotonic()
    while not socket.exists():
        if time.monotonic() - begun_s > LONGEST_S:
            raise RuntimeError("cmus does not start here")
        _drain(terminal)
        time.sleep(LOOK_EVERY_S)


def _until_idle(process: int, terminal: int) -> None:
    unchanged, ticks = 0, -1
    while unchanged < IDLE_LOOKS:
        _drain(terminal)
        time.sleep(LOOK_EVERY_S)
        now = _ticks(process)
        unchanged = unchanged + 1 if now - ticks <= 1 else 0
        ticks = now


def _drain(terminal: int) -> None:
    """Read what is drawn: one whose terminal is full waits."""
    os.set_blocking(terminal, False)
    try:
        while os.read(terminal, 65_536):
            pass
    except BlockingIOError:
        return


def _ticks(process: int) -> int:
    """Clock ticks a process has used, see proc(5), stat."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def main(files: int, rounds: int) -> None:
    """Print the ratios of one round each, and their medians."""
    from tests.benchmarks.libraries import write_tagged_files

    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        folder = place / "music"
        write_tagged_files(folder, files)
        used: dict[str, list[float]] = {}
        for number in range(rounds):
            ours_s = ours(folder, place / f"ours {number}")
            others = {
                name: processor_s([sys.executable, "-c", imports + LOOP, str(folder)])
                for name, imports in LOOPS.items()
            }
            if shutil.which("cmus"):
                others["cmus"] = cmus(folder, place / f"cmus {number}", files)
            for name, other_s in others.items():
                used.setdefault(name, []).append(ours_s / other_s)
            told = ", ".join(f"{name} {other_s:.2f} s" for name, other_s in others.items())
            print(f"round {number}: ours {ours_s:.2f} s, {told}", flush=True)
        for name, ratios in used.items():
            print(f"ours is {median(ratios):.2f} of {name} over {files} files")


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    main(*(given + [5_000, 3][len(given) :]))
