from pathlib import Path

from tui_player.audio.log import LONGEST_BYTES, SoundLog


def test_each_start_begins_it_afresh(tmp_path: Path) -> None:
    path = tmp_path / "sound.log"
    path.write_bytes(b"old")
    log = SoundLog(path)
    log.file.write(b"new")
    log.keep_short()
    log.close()
    assert path.read_bytes() == b"new"


def test_one_that_grows_too_long_is_begun_again(tmp_path: Path) -> None:
    path = tmp_path / "sound.log"
    log = SoundLog(path)
    log.file.write(bytes(LONGEST_BYTES + 1))
    log.keep_short()
    log.file.write(b"after")
    log.close()
    assert path.read_bytes() == b"after"


def test_the_player_s_own_lines_stand_between_the_others(tmp_path: Path) -> None:
    path = tmp_path / "sound.log"
    log = SoundLog(path)
    log.note("the sound process ended: -9")
    assert path.read_bytes() == b"the sound process ended: -9\n"
    log.close()


def test_a_full_disk_costs_only_the_line() -> None:
    log = SoundLog(Path("/dev/full"))
    log.note("the sound process ended: -9")
    log.close()
