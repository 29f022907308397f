"""The walk through the folder, and its comparison with what is known."""

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_player.library.scanner.ignore import Ignored
from tui_player.library.scanner.walk import (
    UNREAD,
    ChangedFile,
    Difference,
    FolderWalk,
    FoundFile,
    GoneFile,
    Signature,
    UnchangedFile,
    UnlistedFolder,
    compare,
    look_at,
)


def fill(folder: Path, *paths: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(b"x")


def walked(folder: Path, under: bytes = b"", ignore: Iterable[str] = ()) -> list[bytes]:
    walk = FolderWalk(os.fsencode(folder), Ignored(ignore))
    return [found.path for found in walk.found(under)]


def found(path: bytes, size: int = 1) -> FoundFile:
    return FoundFile(path, Signature(size, 0, 0))


def differences(
    known: Iterable[FoundFile], lies_there: Iterable[FoundFile | UnlistedFolder]
) -> list[Difference]:
    return list(compare(((each.path, each.signature) for each in known), iter(lies_there)))


class TestWalk:
    def test_goes_in_the_order_of_path_bytes(self, tmp_path: Path) -> None:
        fill(tmp_path, "b.mp3", "a/z.mp3", "a b/y.mp3", "a.mp3", "a-b/x.mp3", "A.mp3", "é.mp3")
        paths = walked(tmp_path)
        assert paths == sorted(paths)
        assert len(paths) == 7

    def test_can_begin_in_a_folder_below(self, tmp_path: Path) -> None:
        fill(tmp_path, "a/b/1.mp3", "a/2.mp3", "3.mp3")
        assert walked(tmp_path, b"a") == [b"a/2.mp3", b"a/b/1.mp3"]

    def test_leaves_out_what_patterns_name(self, tmp_path: Path) -> None:
        fill(tmp_path, "a/1.mp3", "a/1 live.mp3", "Pod/2.mp3", "b/Pod/3.mp3", "b/c/4.mp3")
        assert walked(tmp_path, ignore=["* live.*", "/Pod", "b/c"]) == [b"a/1.mp3", b"b/Pod/3.mp3"]

    def test_leaves_out_folders_with_a_nomedia(self, tmp_path: Path) -> None:
        fill(tmp_path, "a/1.mp3", "a/b/2.mp3", "c/3.mp3", ".nomedia")
        (tmp_path / "a" / ".nomedia").touch()
        assert walked(tmp_path) == [b"c/3.mp3"]

    def test_counts_the_folders(self, tmp_path: Path) -> None:
        fill(tmp_path, "a/b/1.mp3", "c/2.mp3", ".hidden/3.mp3")
        walk = FolderWalk(os.fsencode(tmp_path), Ignored())
        assert len(list(walk.found())) == 2
        assert walk.folders == 4

    def test_says_which_links_it_followed(self, tmp_path: Path) -> None:
        fill(tmp_path, "outside/1.mp3", "music/2.mp3")
        (tmp_path / "music" / "link").symlink_to(tmp_path / "outside")
        (tmp_path / "music" / "twice").symlink_to(tmp_path / "outside")
        walk = FolderWalk(os.fsencode(tmp_path / "music"), Ignored())
        paths = {each.path for each in walk.found()}
        followed = {path: os.fsencode(tmp_path / "outside") for path in walk.links}
        assert walk.links == followed
        assert len(walk.links) == 1
        assert paths == {b"2.mp3", next(iter(walk.links)) + b"/1.mp3"}

    def test_reports_a_folder_it_may_not_list(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fill(tmp_path, "a/1.mp3", "locked/2.mp3", "z/3.mp3")
        scandir = os.scandir

        def refuse(path: bytes) -> "os._ScandirIterator[bytes]":
            if path.rstrip(b"/").endswith(b"locked"):
                raise PermissionError(13, "Permission denied")
            return scandir(path)

        monkeypatch.setattr(os, "scandir", refuse)
        listed = list(FolderWalk(os.fsencode(tmp_path), Ignored()).found())
        assert listed[1] == UnlistedFolder(b"locked/", "Permission denied")
        assert [each.path for each in listed] == [b"a/1.mp3", b"locked/", b"z/3.mp3"]
        assert list(FolderWalk(os.fsencode(tmp_path), Ignored()).found(b"locked")) == [listed[1]]

    def test_names_what_lies_too_deep(self, tmp_path: Path) -> None:
        fill(tmp_path, "a.mp3")
        place = os.open(tmp_path, os.O_RDONLY)
        for _ in range(24):
            os.mkdir("d" * 200, dir_fd=place)
            below = os.open("d" * 200, os.O_RDONLY, dir_fd=place)
            os.close(place)
            place = below
        os.close(os.open("deep.mp3", os.O_WRONLY | os.O_CREAT, dir_fd=place))
        os.close(place)
        first, second = FolderWalk(os.fsencode(tmp_path), Ignored()).found()
        assert first.path == b"a.mp3"
        assert isinstance(second, UnlistedFolder)
        assert second.path.endswith(b"d/")
        assert "4,096 bytes" in second.problem

    def test_what_cannot_be_told_apart_costs_itself_alone(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fill(tmp_path, "a.mp3", "b.mp3", "b.txt", "c.mp3")
        scandir = os.scandir

        class Broken:
            """An entry of a disk that gives an error for its inode."""

            def __init__(self, name: bytes) -> None:
                self.name = name

            def is_dir(self, **_: object) -> bool:
                raise OSError(errno.EIO, "Input/output error")

        @contextmanager
        def scanned(path: bytes) -> Iterator[list[object]]:
            with scandir(path) as entries:
                yield [Broken(e.name) if e.name.startswith(b"b") else e for e in entries]

        monkeypatch.setattr(os, "scandir", scanned)
        listed = list(FolderWalk(os.fsencode(tmp_path), Ignored()).found())
        assert [each.path for each in listed] == [b"a.mp3", b"b.mp3", b"c.mp3"]
        assert isinstance(listed[1], FoundFile)
        assert listed[1].problem == "Input/output error"

    def test_raises_if_the_folder_itself_is_missing(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            walked(tmp_path / "missing")


class TestCompare:
    def test_tells_new_changed_gone_and_unchanged(self) -> None:
        known = [found(b"a"), found(b"b"), found(b"d")]
        lies_there = [found(b"b"), found(b"c"), found(b"d", size=2)]
        assert differences(known, lies_there) == [
            GoneFile(b"a"),
            UnchangedFile(b"b"),
            ChangedFile(found(b"c")),
            ChangedFile(found(b"d", size=2)),
        ]

    def test_says_nothing_of_what_it_could_not_see_but_names_the_folder(self) -> None:
        known = [found(b"a/1"), found(b"b/1"), found(b"b/2"), found(b"b0"), found(b"c")]
        lies_there: list[FoundFile | UnlistedFolder] = [found(b"a/1"), UnlistedFolder(b"b/", "no")]
        lies_there.append(found(b"c"))
        named = FoundFile(b"b/", UNREAD, "no")
        assert differences(known, lies_there) == [
            UnchangedFile(b"a/1"),
            ChangedFile(named),
            GoneFile(b"b0"),
            UnchangedFile(b"c"),
        ]
        assert differences([*known[:1], named, *known[1:]], lies_there) == [
            UnchangedFile(b"a/1"),
            GoneFile(b"b0"),
            UnchangedFile(b"c"),
        ]
        assert differences([named], [found(b"b/1")]) == [
            GoneFile(b"b/"),
            ChangedFile(found(b"b/1")),
        ]

    @given(
        st.dictionaries(st.binary(min_size=1, max_size=3), st.integers(0, 2), max_size=20),
        st.dictionaries(st.binary(min_size=1, max_size=3), st.integers(0, 2), max_size=20),
    )
    def test_leads_from_one_state_to_the_other(
        self, before: dict[bytes, int], after: dict[bytes, int]
    ) -> None:
        state = dict(before)
        for difference in differences(
            [found(path, before[path]) for path in sorted(before)],
            [found(path, after[path]) for path in sorted(after)],
        ):
            match difference:
                case ChangedFile(each):
                    state[each.path] = each.signature.size
                case GoneFile(path):
                    del state[path]
                case UnchangedFile(path):
                    assert before[path] == after[path]
        assert state == after


class TestLookAt:
    def test_sees_music_only(self, tmp_path: Path) -> None:
        fill(tmp_path, "a.mp3", "cover.jpg")
        (tmp_path / "folder.mp3").mkdir()
        folder = os.fsencode(tmp_path)
        seen = look_at(folder, b"a.mp3")
        assert seen is not None
        assert seen.signature == Signature.of((tmp_path / "a.mp3").stat())
        assert look_at(folder, b"cover.jpg") is None
        assert look_at(folder, b"folder.mp3") is None

    def test_raises_where_nothing_is(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            look_at(os.fsencode(tmp_path), b"missing.mp3")

    def test_names_a_link_that_leads_nowhere(self, tmp_path: Path) -> None:
        (tmp_path / "a.mp3").symlink_to("nowhere")
        seen = look_at(os.fsencode(tmp_path), b"a.mp3")
        assert seen is not None
        assert "leads nowhere" in seen.problem
