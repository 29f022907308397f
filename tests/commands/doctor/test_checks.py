"""What each of the doctor's checks finds, well or ill."""

import os
import sys
import threading
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.media_files import write_audio
from tui_player.commands.demo.covers import cover
from tui_player.commands.doctor.findings import (
    CheckStatus,
    Finding,
    as_lines,
    checked_in_time,
    fails,
    limited,
    sentence_of,
    summary,
    works,
)
from tui_player.commands.doctor.library import check_library
from tui_player.commands.doctor.settings import check_themes, load_settings
from tui_player.commands.doctor.sound import check_sound
from tui_player.commands.doctor.terminal import check_terminal
from tui_player.commands.doctor.vision import SystemPlaces, check_camera, check_network
from tui_player.library.scanner.network_disks import NetworkDisks
from tui_player.library.scanner.scan_once import scan_once
from tui_player.model.errors import TuiPlayerError
from tui_player.settings.config import Config, load_genre_families, load_rules
from tui_player.settings.paths import UserPaths, default_model

WELL, SO_SO, ILL = CheckStatus.WORKS, CheckStatus.LIMITED, CheckStatus.FAILS


def verdicts(findings: Iterable[Finding]) -> list[CheckStatus]:
    return [finding.verdict for finding in findings]


def words(findings: Iterable[Finding]) -> str:
    return "\n".join(as_lines(findings, ascii_only=False))


class TestFindings:
    def test_are_written_with_their_remedies(self) -> None:
        found = (works("A works."), limited("B is thin."), fails("C is broken.", "mend it"))
        assert list(as_lines(found, ascii_only=False)) == [
            "  ✓ A works.",
            "  ! B is thin.",
            "  ✗ C is broken.",
            "    → mend it",
        ]
        assert all(line.isascii() for line in as_lines(found, ascii_only=True))

    def test_a_check_that_hangs_does_not_hold_up_the_others(self) -> None:
        end = threading.Event()

        def hangs() -> Iterable[Finding]:
            yield works("first")
            end.wait()

        found = checked_in_time(hangs, 0.1)
        end.set()
        assert verdicts(found) == [WELL, ILL]
        assert "No answer" in found[1].sentence

    def test_a_check_that_raises_is_a_finding(self) -> None:
        def raises() -> Iterable[Finding]:
            raise ZeroDivisionError

        def refuses() -> Iterable[Finding]:
            raise TuiPlayerError("no such thing")

        assert verdicts(checked_in_time(raises, 9)) == [ILL]
        assert words(checked_in_time(refuses, 9)) == "  ✗ No such thing."
        assert sentence_of(TuiPlayerError("it ends.")) == "It ends."

    @pytest.mark.parametrize(
        ("found", "sentence"),
        [
            ([works("A.")], "Everything works."),
            (
                [works("A."), limited("B.")],
                "What is needed works; 1 thing is limited (marked ! above).",
            ),
            ([limited("B."), fails("C.")], "1 thing does not work."),
            ([fails("B."), fails("C.")], "2 things do not work."),
        ],
    )
    def test_the_summary_promises_no_more_than_was_found(
        self, found: list[Finding], sentence: str
    ) -> None:
        assert summary(found) == sentence


class TestCamera:
    @pytest.fixture
    def places(self, tmp_path: Path) -> SystemPlaces:
        """A system whose devices are plain files, none yet."""
        result = SystemPlaces(tmp_path / "dev", tmp_path / "names", tmp_path / "proc")
        for place in (result.devices, result.names, result.processes):
            place.mkdir()
        return result

    def plug_in(self, places: SystemPlaces, name: str, called: str) -> Path:
        device = places.devices / name
        device.touch()
        (places.names / name).mkdir()
        (places.names / name / "name").write_text(called + "\n")
        return device

    def test_that_may_be_used(self, places: SystemPlaces) -> None:
        self.plug_in(places, "video0", "Laptop Cam")
        found = list(check_camera("0", places))
        assert verdicts(found) == [WELL, WELL]
        assert "Laptop Cam" in found[1].sentence

    def test_that_is_not_there(self, places: SystemPlaces) -> None:
        assert verdicts(check_camera("0", places)) == [SO_SO]
        self.plug_in(places, "video2", "Other")
        assert "video2: choose with --camera" in words(check_camera("0", places))

    def test_that_was_named_and_is_not_there(self, places: SystemPlaces) -> None:
        assert verdicts(check_camera("3", places, is_named=True)) == [ILL]

    def test_that_is_not_permitted(
        self, places: SystemPlaces, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.plug_in(places, "video0", "Cam")
        monkeypatch.setattr(os, "access", lambda _path, _mode: False)  # tests may run as root
        found = list(check_camera("0", places))
        assert found[0].verdict is ILL
        assert "usermod -aG video" in found[0].sentence

    def test_that_another_program_has_open(self, places: SystemPlaces) -> None:
        device = self.plug_in(places, "video0", "Cam")
        descriptors = places.processes / "77" / "fd"
        descriptors.mkdir(parents=True)
        (descriptors / "3").symlink_to(device)
        (places.processes / "77" / "comm").write_text("cheese\n")
        found = next(iter(check_camera("0", places)))
        assert found.verdict is SO_SO
        assert "cheese" in found.sentence

    def test_other_sources(self, places: SystemPlaces, tmp_path: Path) -> None:
        assert verdicts(check_camera(None, places)) == [SO_SO]
        assert verdicts(check_camera(" rtsp://door/1 ", places)) == [WELL]
        assert "rtsp://…" in words(check_camera("rtsp://me:secret@[door", places))
        assert verdicts(check_camera(str(tmp_path / "none.mp4"), places)) == [ILL]
        assert verdicts(check_camera("~nobody-of-that-name/a.mp4", places)) == [ILL]

    def test_pictures_and_videos_are_looked_at(self, places: SystemPlaces, tmp_path: Path) -> None:
        folder = tmp_path / "pictures"
        folder.mkdir()
        assert "has no pictures" in words(check_camera(str(folder), places))
        (folder / "a.png").write_bytes(b"no picture")
        assert "No picture of" in words(check_camera(str(folder), places))
        (folder / "b.png").write_bytes(cover("any"))
        assert words(check_camera(str(folder), places)) == f"  ✓ Pictures come from {folder}."
        (tmp_path / "a.mp4").write_bytes(b"no video")
        assert "is not a video" in words(check_camera(str(tmp_path / "a.mp4"), places))


class TestNetwork:
    def test_the_shipped_one_works(self) -> None:
        assert verdicts(check_network(default_model())) == [WELL, WELL]

    def test_a_limit_on_memory_is_said_and_nothing_loaded(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("resource.getrlimit", lambda _: (1_000_000, 1_000_000))
        (found,) = check_network(default_model())
        assert found.verdict is SO_SO
        assert "(ulimit -v) leaves 0; raise it" in found.sentence

    def test_one_without_its_card_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "mine.onnx").touch()
        found = list(check_network(tmp_path / "mine.onnx"))
        assert verdicts(found) == [ILL]
        assert "mine" in found[0].sentence


class TestSound:
    def probe(self, tmp_path: Path, code: str) -> list[str]:
        script = tmp_path / "probe.py"
        script.write_text(code)
        return [sys.executable, str(script)]

    def test_the_real_probe_answers(self) -> None:
        found = list(check_sound("null", limit_s=60))
        assert found[-1].verdict is SO_SO
        assert "nothing is heard" in found[-1].sentence

    def test_a_library_that_is_missing_is_named(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "miniaudio.py").write_text("raise ImportError('no miniaudio here')")
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        found = list(check_sound(None, limit_s=60))
        assert found[-1].verdict is ILL
        assert "missing or broken: no miniaudio here" in found[-1].sentence

    def test_a_device_without_that_name_is_said(self) -> None:
        assert "“no such device”" in words(check_sound("no such device", limit_s=60))

    def test_a_device_that_opens(self, tmp_path: Path) -> None:
        answer = 'print(\'{"libraries": ["libpulse.so.0"], "device": "D", "backend": "B"}\')'
        found = list(check_sound(None, self.probe(tmp_path, answer), 60))
        assert verdicts(found) == [WELL, WELL]
        assert "Music would play on D, by B." in found[1].sentence

    def test_a_box_without_sound_can_do_without(self, tmp_path: Path) -> None:
        answer = 'print(\'{"libraries": [], "sentence": "No device."}\')'
        (found,) = check_sound(None, self.probe(tmp_path, answer), 60)
        assert found.verdict is SO_SO
        assert "apt install libpulse0" in found.remedy
        answer = 'print(\'{"libraries": ["libpulse.so.0"], "sentence": "No device."}\')'
        found = list(check_sound(None, self.probe(tmp_path, answer), 60))[1]
        assert (found.verdict, found.sentence) == (SO_SO, "No device.")

    def test_a_device_that_was_named_has_to_be_there(self, tmp_path: Path) -> None:
        answer = 'print(\'{"libraries": [], "sentence": "No device."}\')'
        found = check_sound("Hall", self.probe(tmp_path, answer), 60)
        assert verdicts(found) == [SO_SO, ILL]

    def test_a_sound_server_that_hangs(self, tmp_path: Path) -> None:
        found = list(
            check_sound(
                None, self.probe(tmp_path, "import threading; threading.Event().wait()"), 0.3
            )
        )
        assert verdicts(found) == [ILL]
        assert "did not open within" in found[0].sentence

    def test_a_library_that_crashes(self, tmp_path: Path) -> None:
        found = list(check_sound(None, self.probe(tmp_path, "import os; os.abort()"), 60))
        assert verdicts(found) == [ILL]
        assert "crashed" in found[0].sentence


GOOD = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


class TestTerminal:
    def check(
        self, environ: dict[str, str], columns: int = 120, rows: int = 36, encoding: str = "utf-8"
    ) -> list[Finding]:
        return list(check_terminal(environ, os.terminal_size((columns, rows)), encoding))

    def test_a_good_one(self) -> None:
        assert verdicts(self.check(GOOD)) == [WELL, WELL, WELL]

    @pytest.mark.parametrize(
        ("columns", "rows", "verdict"),
        [(80, 24, WELL), (79, 24, SO_SO), (60, 16, SO_SO), (59, 30, ILL), (90, 15, ILL)],
    )
    def test_its_size(self, columns: int, rows: int, verdict: CheckStatus) -> None:
        assert self.check(GOOD, columns, rows)[0].verdict is verdict

    def test_its_letters(self) -> None:
        found = self.check(GOOD, encoding="ascii")
        assert found[1].verdict is SO_SO
        assert found[1].remedy == "export LANG=C.UTF-8"

    def test_its_colours(self) -> None:
        assert "256" in self.check({"TERM": "xterm-256color"})[2].sentence
        assert self.check({"TERM": "xterm"})[2].verdict is SO_SO
        assert "NO_COLOR" in self.check({**GOOD, "NO_COLOR": "1"})[2].sentence
        assert "dumb" in self.check({"TERM": "dumb"})[2].sentence

    def test_none_at_all_and_far_away(self) -> None:
        found = list(check_terminal({**GOOD, "SSH_TTY": "/dev/pts/1"}, None, "utf-8"))
        assert verdicts(found) == [SO_SO, WELL, WELL, SO_SO]


class TestSettings:
    def test_without_any_file(self) -> None:
        settings = load_settings(None, UserPaths.of_this_user())
        assert verdicts(settings.findings) == [WELL]
        assert settings.config == Config()

    def test_what_is_wrong_is_said_and_replaced(self, tmp_path: Path) -> None:
        file = tmp_path / "config.toml"
        file.write_text("them = 1")
        settings = load_settings(file, UserPaths.of_this_user())
        assert verdicts(settings.findings) == [ILL]
        assert "did you mean 'theme'" in settings.findings[0].sentence
        file.write_text("[moods.sad]\nplays = { folkk = 1 }")
        settings = load_settings(file, UserPaths.of_this_user())
        assert verdicts(settings.findings) == [ILL]
        assert settings.rules == load_rules(Config())

    def test_themes(self) -> None:
        paths = UserPaths.of_this_user()
        assert verdicts(check_themes(Config(theme="linen"), paths)) == [WELL]
        assert verdicts(check_themes(Config(theme="lemon"), paths)) == [WELL, ILL]
        paths.themes_dir.mkdir(parents=True)
        (paths.themes_dir / "mine.toml").write_text("name = 3")
        found = list(check_themes(Config(), paths))
        assert found[0].verdict is ILL
        assert "mine.toml" in found[0].sentence


class TestLibrary:
    def check(self, folder: Path, index: Path, *, tell_all: bool = False) -> list[Finding]:
        families, rules = load_genre_families(Config()), load_rules(Config())
        return list(check_library(folder, index, families, rules, tell_all=tell_all))

    def scan(self, folder: Path, index: Path) -> None:
        families = load_genre_families(Config())
        assert scan_once(folder, index, families, lambda _: None, lambda: False)

    def test_not_read_yet(self, tmp_path: Path) -> None:
        (found,) = self.check(tmp_path / "my music", tmp_path / "library.db")
        assert found.verdict is SO_SO
        assert found.remedy == f"tui-player scan '{tmp_path}/my music'"

    def test_nothing_in_it(self, tmp_path: Path) -> None:
        (tmp_path / "music").mkdir()
        self.scan(tmp_path / "music", tmp_path / "library.db")
        assert verdicts(self.check(tmp_path / "music", tmp_path / "library.db")) == [ILL]

    def test_moods_unknown_genres_and_bad_files(self, tmp_path: Path) -> None:
        music, index = tmp_path / "music", tmp_path / "library.db"
        music.mkdir()
        song = write_audio(tmp_path / "song.flac", 0.3, tags={"genre": "Disco"})
        for number in range(20):
            (music / f"{number}.flac").write_bytes(song.read_bytes())
        write_audio(music / "odd.flac", 0.3, tags={"genre": "Splonk"})
        write_audio(music / "bare.flac", 0.3)
        for number in range(12):
            (music / f"empty{number}.mp3").touch()
        self.scan(music, index)
        told = words(self.check(music, index))
        assert f"{music}: 22 tracks." in told
        assert "happy 20 · sad 0, thin" in told
        assert "1 track without a genre" in told
        assert "Splonk (1)" in told
        assert 'rock = ["Splonk"]' in told
        assert "12 files cannot be read" in told
        assert "empty0.mp3: the file is empty" in told
        assert "and 2 more" in told
        assert "more" not in words(self.check(music, index, tell_all=True)).rpartition("empty")[2]

    def test_a_network_disk(self, tmp_path: Path) -> None:
        music, index = tmp_path / "music", tmp_path / "library.db"
        music.mkdir()
        self.scan(music, index)
        table = tmp_path / "mountinfo"
        table.write_text(f"36 25 0:31 / {music} rw - cifs //nas/music rw")
        families, rules = load_genre_families(Config()), load_rules(Config())
        found = list(check_library(music, index, families, rules, network=NetworkDisks(table)))
        assert "network disk (cifs)" in found[0].sentence

    def test_a_damaged_index(self, tmp_path: Path) -> None:
        (tmp_path / "library.db").write_bytes(b"no database" * 500)
        (found,) = self.check(tmp_path, tmp_path / "library.db")
        assert found.verdict is ILL
        assert found.remedy.startswith("tui-player scan")

    def test_an_index_out_of_reach_is_not_called_damaged(self, tmp_path: Path) -> None:
        (tmp_path / "library.db").mkdir()
        (found,) = self.check(tmp_path, tmp_path / "library.db")
        assert found.verdict is ILL
        assert "cannot be read now" in found.sentence
