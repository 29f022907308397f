"""What is left out of the library: by pattern, by name, and by what lies in a folder."""

import shutil
from pathlib import Path

import pytest

from tests.library.listening import ScannedLibrary
from tests.media_files import write_audio
from tui_player.library.scanner.ignore import Ignored


@pytest.mark.parametrize(
    ("pattern", "path", "left_out"),
    [
        ("*.part", "a/b.mp3.part", True),
        ("*.part", "a/b.mp3", False),
        ("Podcasts", "Podcasts", True),
        ("Podcasts", "old/Podcasts", True),
        ("Podcasts/", "old/Podcasts", True),
        ("/Podcasts", "Podcasts", True),
        ("/Podcasts", "old/Podcasts", False),
        ("podcasts", "Podcasts", False),
        ("a/*/extras", "a/b/extras", True),
        ("a/*/extras", "b/extras", False),
        ("[0-9]?.mp3", "12.mp3", True),
        ("été*", "été 1.mp3", True),
        ("?.mp3", "\udce9.mp3", True),  # a name that is not UTF-8
        ("a.mp3", "xa.mp3", False),
        ("", "a.mp3", False),
        ("/", "a.mp3", False),
    ],
)
def test_patterns(pattern: str, path: str, left_out: bool) -> None:
    assert Ignored([pattern]).leaves_out(path.encode("utf-8", "surrogateescape")) is left_out


def test_several_patterns() -> None:
    ignored = Ignored(["*.part", "x/y", "*.tmp"])
    assert [ignored.leaves_out(path) for path in (b"a.tmp", b"x/y", b"a.part", b"y")] == [
        *(True, True, True, False)
    ]


def test_hidden_names_are_left_out_without_any_pattern() -> None:
    assert Ignored().leaves_out(b"a/.b.mp3")
    assert not Ignored().leaves_out(b".a/b.mp3")


def test_on_the_way_to_a_path() -> None:
    ignored = Ignored(["Podcasts", "x/y"])
    for path in (b".a/b.mp3", b"old/Podcasts/2024/1.mp3", b"x/y/z.mp3", b"Podcasts"):
        assert ignored.leaves_out_on_the_way(path)
    assert not ignored.leaves_out_on_the_way(b"y/x/z.mp3")


class TestInTheLibrary:
    @pytest.fixture
    def mp3(self, tmp_path: Path) -> Path:
        return write_audio(tmp_path / "tone.mp3", 0.5, tags={"title": "Tone"})

    def fill(self, music: Path, mp3: Path, *paths: str) -> None:
        for path in paths:
            (music / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(mp3, music / path)

    def test_patterns_hold_from_the_next_start_on(
        self, library: ScannedLibrary, music: Path, mp3: Path
    ) -> None:
        self.fill(music, mp3, "a.mp3", "pod/b.mp3")
        library.start()
        assert library.ids() == {"a.mp3", "pod/b.mp3"}
        library.restart_ignoring("pod")
        assert library.ids() == {"a.mp3"}
        library.restart_ignoring()
        assert library.ids() == {"a.mp3", "pod/b.mp3"}

    def test_files_that_come_later_are_left_out_too(
        self, library: ScannedLibrary, music: Path, mp3: Path
    ) -> None:
        self.fill(music, mp3, "a.mp3", "pod/b.mp3", "quiet/c.mp3")
        (music / "quiet" / ".nomedia").touch()
        library.restart_ignoring("pod")
        self.fill(music, mp3, "pod/d.mp3", "quiet/deep/e.mp3", "f.mp3")
        library.wait_until(lambda: library.ids() == {"a.mp3", "f.mp3"})
        self.fill(music, mp3, "g.mp3")
        library.wait_until(lambda: library.ids() == {"a.mp3", "f.mp3", "g.mp3"})

    def test_a_nomedia_that_comes_and_goes_is_heeded_at_once(
        self, library: ScannedLibrary, music: Path, mp3: Path
    ) -> None:
        self.fill(music, mp3, "a.mp3", "album/b.mp3", "album/cd 2/c.mp3")
        library.start()
        (music / "album" / ".nomedia").touch()
        library.wait_until(lambda: library.ids() == {"a.mp3"})
        (music / "album" / ".nomedia").unlink()
        library.wait_until(lambda: library.ids() == {"a.mp3", "album/b.mp3", "album/cd 2/c.mp3"})
