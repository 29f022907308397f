"""The doctor's look at decoders, the newest files and versions, well or ill."""

from pathlib import Path

import pytest

from tests.commands.doctor.test_checks import ILL, SO_SO, WELL, verdicts, words
from tests.media_files import write_audio
from tui_player.commands.doctor.decoding import check_decoding, check_newest
from tui_player.commands.doctor.versions import check_versions
from tui_player.library.scanner.scan_once import scan_once
from tui_player.settings.config import Config, load_genre_families


class TestDecoding:
    def test_a_decoder_that_crashes_is_named_by_its_format(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "miniaudio.py").write_text("import os; os.abort()")
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        found = list(check_decoding(60))
        assert verdicts(found) == [WELL, ILL, SO_SO]
        assert "cannot be played: flac (its decoder crashed)" in found[1].sentence
        assert found[2].sentence == "Not tried after that: wav, wma, aiff, wv."

    def test_one_bad_file_of_the_library_costs_only_itself(self, tmp_path: Path) -> None:
        music, index = tmp_path / "music", tmp_path / "library.db"
        music.mkdir()
        for name in ("bad", "gone", "good"):
            write_audio(music / f"{name}.flac", 0.3)
        assert scan_once(music, index, load_genre_families(Config()), lambda _: None, lambda: False)
        (music / "bad.flac").write_bytes(b"no sound")
        (music / "gone.flac").unlink()
        told = words(check_newest(music, index, 60))
        assert "✓ Of the newest files, 1 of 3 were opened and decoded." in told
        assert "! bad.flac cannot be played: " in told.replace(f"{music}/", "")
        assert "gone.flac: it is no longer there." in told
        (music / "good.flac").unlink()
        assert "✗" in words(check_newest(music, index, 60))


class TestVersions:
    def test_a_library_that_is_missing_is_named(self) -> None:
        found = list(check_versions({"python": "3.11", "tui-player": "1", "av": ""}))
        assert verdicts(found) == [WELL, ILL]
        assert found[1].sentence == "The library av is missing."
