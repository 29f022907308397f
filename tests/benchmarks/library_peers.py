"""What a first scan costs beside others over the same files, in the same run: processor time.

Run from the checkout: python -m tests.benchmarks.library_peers [TAGGED_FILES [ROUNDS]]
Each is a process of its own, counted from its start to its end, user and system time together.
Every round turns the order of the one before round, and before each process all files are read
once, so that none pays for bringing them into memory. A ratio is of one round: a neighbour that
slows the processor for a while then slows both. cmus needs its FFmpeg plugin (for m4a) and is left
out where it is not installed.
"""

import os
import pty
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage, struct_rusage
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
IDLE_LOOKS = (
    10  # so often unchanged, and cmus has nothing more to do; idle it takes 0.1 ms a second
)
LONGEST_S = 600.0


def processor_s(usage: struct_rusage) -> float:
    return usage.ru_utime + usage.ru_stime


def of_command(command: list[str], **environ: str) -> float:
    """Processor seconds of a command, with those of its children that ended."""
    before_s = processor_s(getrusage(RUSAGE_CHILDREN))
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**_plain(), **environ})
    return processor_s(getrusage(RUSAGE_CHILDREN)) - before_s


def _plain() -> dict[str, str]:
    """The environment without what leads elsewhere, or keeps modules from being kept compiled."""
    ours = ("XDG_", "PYTHONDONTWRITEBYTECODE")
    return {key: value for key, value in os.environ.items() if not key.startswith(ours)}


def ours(folder: Path, place: Path) -> float:
    """`tui-player scan` in a home of its own, with nothing known yet.

    Its modules lie compiled beside that home, as an installed program has them.
    """
    home = Path(tempfile.mkdtemp(dir=place))
    command = [sys.executable, "-m", "tui_player", "scan", str(folder)]
    return of_command(command, HOME=str(home), PYTHONPYCACHEPREFIX=str(place / "compiled"))


def cmus(folder: Path, place: Path, files: int) -> float:
    """cmus in a terminal of its own, until it has written down all files and ended."""
    home = Path(tempfile.mkdtemp(dir=place))
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
        _order(home, "quit")
        _drain_until_ended(terminal)
    finally:
        os.close(terminal)
        _, _, usage = os.wait4(process, 0)
    known = len((home / "lib.pl").read_text(errors="replace").splitlines())
    if known < files:
        raise RuntimeError(f"cmus knows {known} of {files} files: is its FFmpeg plugin there?")
    return processor_s(usage)


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


def _drain_until_ended(terminal: int) -> None:
    """Read until cmus has ended: without a terminal it would write nothing down."""
    os.set_blocking(terminal, True)
    with suppress(OSError):  # EIO, Linux's word for a terminal that nobody has open any more
        while os.read(terminal, 65_536):
            pass


def _ticks(process: int) -> int:
    """Clock ticks a process has used, see proc(5), stat."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def read_once(folder: Path) -> None:
    """Bring all files into memory."""
    for path in folder.rglob("*"):
        if path.is_file():
            path.read_bytes()


def spread(values: Sequence[float]) -> str:
    return f"{median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


def main(files: int, rounds: int) -> None:
    """Print what each takes, and the ratios: medians of the rounds, with the least and the most."""
    from tests.benchmarks.libraries import write_tagged_files

    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        folder = place / "music"
        write_tagged_files(folder, files)
        runs: dict[str, Callable[[], float]] = {
            name: lambda imports=imports: of_command(  # type: ignore[misc]
                [sys.executable, "-c", imports + LOOP, str(folder)]
            )
            for name, imports in LOOPS.items()
        }
        runs["ours"] = lambda: ours(folder, place)
        if shutil.which("cmus"):
            runs["cmus"] = lambda: cmus(folder, place, files)
        runs["ours"]()  # compiles its modules
        used: dict[str, list[float]] = {name: [] for name in runs}
        for number in range(rounds):
            for name in list(runs)[:: -1 if number % 2 else 1]:
                read_once(folder)
                used[name].append(runs[name]())
            told = ", ".join(f"{name} {seconds[-1]:.2f} s" for name, seconds in used.items())
            print(f"round {number}: {told}", flush=True)
        for name, seconds in used.items():
            print(f"{name} takes {spread(seconds)} s over {files} files")
        for name in runs.keys() - {"ours"}:
            pairs = zip(used["ours"], used[name], strict=True)
            print(f"ours is {spread([our / other for our, other in pairs])} of {name}")


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    main(*(given + [5_000, 6][len(given) :]))
