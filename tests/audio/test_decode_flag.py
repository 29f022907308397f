"""The number that player and sound process share."""

import tempfile
from pathlib import Path

import pytest

from tests.audio.conftest import open_files
from tui_player.audio.decode_flag import DecodeFlag


def test_both_sides_see_the_same_number_and_all_is_given_back() -> None:
    before = open_files()
    ours = DecodeFlag()
    theirs = DecodeFlag(ours.descriptor)
    assert theirs.get() is None
    theirs.set(7)
    assert ours.get() == 7
    theirs.close()
    assert ours.get() == 7
    ours.close()
    assert open_files() == before


def test_of_two_plays_the_one_being_opened_is_suspected() -> None:
    flag = DecodeFlag()
    flag.set(1)
    flag.set_following(2)
    assert flag.get() == 2
    flag.set_following(None)
    assert flag.get() == 1
    flag.close()


def test_it_needs_no_room_on_a_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    flag = DecodeFlag()
    flag.set(3)
    assert flag.get() == 3
    flag.close()
