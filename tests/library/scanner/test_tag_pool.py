"""Reading many files in processes gives what reading them one by one gives."""

import errno
import os
import shutil
import signal
from multiprocessing import active_children
from pathlib import Path

import pytest

from tests.library.listening import ScannedLibrary
from tests.media_files import write_audio
from tui_player.library.scanner import tag_pool
from tui_player.library.scanner.ignore import Ignored
from tui_player.library.scanner.isolated_reader import CRASHED
from tui_player.library.scanner.tag_pool import CHUNK_FILES, ReadFile, TagReader, read_file
from tui_player.library.scanner.walk import ChangedFile, Difference, FolderWalk, FoundFile, GoneFile
from tui_player.library.tags.reader import DAMAGED, FileTags, ReadByFFmpeg, read_tags

FILES = 3 * CHUNK_FILES + 5


@pytest.fixture
def folder(music: Path, tmp_path: Path) -> Path:
    """Some files, of which some are no sound and one has a name that is not UTF-8."""
    for number in range(7):
        write_audio(tmp_path / f"{number}.flac", 0.2, tags={"title": f"Song {number}"})
    for number in range(FILES):
        shutil.copyfile(tmp_path / f"{number % 7}.flac", music / f"{number:03}.flac")
    (music / "050.flac").write_bytes(b"no sound")
    os.rename(os.fsencode(music / "051.flac"), os.fsencode(music) + b"/05\xff.flac")  # noqa: PTH104
    return music


@pytest.fixture(autouse=True)
def two_processes_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tag_pool, "WORTH_PROCESSES_FILES", 10)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0, 1})


def found_in(folder: Path) -> list[FoundFile]:
    walk = FolderWalk(os.fsencode(folder), Ignored())
    return [each for each in walk.found() if isinstance(each, FoundFile)]


def test_processes_read_the_same_in_the_same_order(folder: Path) -> None:
    found = found_in(folder)
    with TagReader(os.fsencode(folder)) as reader:
        one_by_one = list(reader.read(map(ChangedFile, found)))
        assert not active_children()  # what reads for FFmpeg is none of multiprocessing's
        reader.expect(FILES)
        differences: list[Difference] = [GoneFile(b"0"), *map(ChangedFile, found)]
        gone, *in_processes = reader.read(differences)
        assert len(active_children()) == 2
    assert gone == GoneFile(b"0")
    assert in_processes == one_by_one
    assert sum(isinstance(each, ReadFile) and each.tags is None for each in one_by_one) == 1
    assert not active_children()


def test_few_files_start_no_process(folder: Path) -> None:
    shutil.copyfile(folder / "000.flac", folder / "050.flac")
    with TagReader(os.fsencode(folder)) as reader:
        reader.expect(9)
        assert len(list(reader.read(map(ChangedFile, found_in(folder))))) == FILES
        assert not active_children()


def copies(folder: Path, files: int) -> list[FoundFile]:
    """So many files, found."""
    for number in range(FILES, files):
        shutil.copyfile(folder / "000.flac", folder / f"{number:03}.flac")
    return found_in(folder)


def test_all_is_read_in_order_when_processes_are_killed(folder: Path) -> None:
    found = copies(folder, 12 * CHUNK_FILES + 5)
    with TagReader(os.fsencode(folder)) as reader:
        one_by_one = list(reader.read(map(ChangedFile, found)))
        reader.expect(FILES)
        reading = reader.read(map(ChangedFile, found))
        read = [next(reading)]
        for child in active_children():
            assert child.pid is not None
            os.kill(child.pid, signal.SIGKILL)
        read += reading
    assert read == one_by_one
    assert not active_children()


def crash_over_one(folder: bytes, found: FoundFile) -> ReadFile | GoneFile:
    """Read as ever, but for a file that no process survives."""
    if found.path == b"040.flac":
        os._exit(139)
    return read_file(folder, found)


def test_a_file_that_crashes_what_reads_it_does_so_in_other_processes(folder: Path) -> None:
    found = copies(folder, 9 * CHUNK_FILES)
    with TagReader(os.fsencode(folder), crash_over_one) as reader:
        reader.expect(FILES)
        read = [each for each in reader.read(map(ChangedFile, found)) if isinstance(each, ReadFile)]
    assert [each.found for each in read] == found
    assert [each.found.path for each in read if each.reason == CRASHED] == [b"040.flac"]
    assert sum(each.tags is None for each in read) == 2


def hang_over_one(folder: bytes, found: FoundFile) -> ReadFile | GoneFile:
    """Read as ever, but for a file whose reading never ends."""
    if found.path == b"040.flac":
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
        signal.sigwait([signal.SIGUSR1])
    return read_file(folder, found)


def test_a_file_that_takes_too_long_is_given_up(folder: Path) -> None:
    found = found_in(folder)
    with TagReader(os.fsencode(folder), hang_over_one, limit_s=3.0) as reader:
        reader.expect(FILES)
        read = [each for each in reader.read(map(ChangedFile, found)) if isinstance(each, ReadFile)]
    assert [each.found for each in read] == found
    reasons = {each.found.path: each.reason for each in read if each.tags is None}
    assert reasons.keys() == {b"040.flac", b"050.flac"}
    assert reasons[b"040.flac"] == "reading it took longer than 3 s"


def test_leaving_early_ends_the_processes(folder: Path) -> None:
    with TagReader(os.fsencode(folder)) as reader:
        reader.expect(FILES)
        next(reader.read(map(ChangedFile, found_in(folder))))
    assert not active_children()


def test_a_first_scan_of_many_files_is_right(library: ScannedLibrary, folder: Path) -> None:
    library.start()
    assert len(library.ids()) == FILES - 1
    assert library.titles() == {f"Song {number}" for number in range(7)}


def test_a_file_that_went_is_gone(folder: Path) -> None:
    found = found_in(folder)
    (folder / "003.flac").unlink()
    with TagReader(os.fsencode(folder)) as reader:
        read = list(reader.read(map(ChangedFile, found)))
    assert read[3] == GoneFile(b"003.flac")
    assert isinstance(read[4], ReadFile)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (AttributeError("no sample_rate"), "it may be damaged: reading it failed unexpectedly"),
        (OverflowError(), "reading it failed unexpectedly (OverflowError)"),
        (RecursionError("too deep"), "(RecursionError: too deep)"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "odd\nbyte"), "UnicodeDecodeError"),
        (MemoryError(), "reading it takes more memory than there is"),
        (OSError(errno.EINVAL, "Invalid argument"), DAMAGED),
        (OSError("raised by a reader"), DAMAGED),
    ],
)
def test_whatever_reading_raises_is_the_reason_of_that_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, reason: str
) -> None:
    def reading(path: bytes, by_ffmpeg: ReadByFFmpeg, _encoding: str | None) -> FileTags:
        if path.endswith(b"002.flac"):
            raise error
        return read_tags(path, by_ffmpeg)

    monkeypatch.setattr(tag_pool, "read_tags", reading)
    found = found_in(folder)[:5]
    with TagReader(os.fsencode(folder)) as reader:
        read = [each for each in reader.read(map(ChangedFile, found)) if isinstance(each, ReadFile)]
    assert [each.found for each in read] == found  # its signature too: it is not tried again
    assert [each.found.path for each in read if each.tags is None] == [b"002.flac"]
    assert reason in read[2].reason
    assert read[2].reason.isprintable()


@pytest.mark.parametrize("files", [0, FILES])
def test_old_tags_are_read_in_the_code_page_that_the_person_names(folder: Path, files: int) -> None:
    """Here, in the processes of the pool, and in the one for what FFmpeg has to read."""
    folder = folder / "old"
    folder.mkdir()
    path = write_audio(folder / "a.flac", 0.2, tags={"title": "???"})
    path.write_bytes(path.read_bytes().replace(b"=???", b"=\xcc\xc8\xd0"))
    write_audio(folder / "b.wv", 0.2)
    with (folder / "b.wv").open("ab") as end:
        end.write(b"TAG\xcc\xc8\xd0" + bytes(121) + b"\xff")
    found = found_in(folder)
    with TagReader(os.fsencode(folder), tag_encoding="cp1251") as reader:
        reader.expect(files)
        read = [each for each in reader.read(map(ChangedFile, found)) if isinstance(each, ReadFile)]
    assert [each.tags and each.tags.title for each in read] == ["МИР", "МИР"]
