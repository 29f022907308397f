"""Every format that can be encoded here: played, searched, ended, and as long as ffprobe says."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.audio.conftest import Ear, MakePlayer
from tests.media_files import noise, write_pcm
from tui_player.audio.decoders.registry import open_decoder
from tui_player.messages.commands import PlayNow, Seek
from tui_player.messages.events import PositionMoved, TrackEnded, TrackStarted, TrackUnplayable

SECONDS = 12.3
FORMATS = (
    *(".wav", ".aiff", ".flac", ".oga", ".mka", ".alac", ".wv", ".tta"),
    *(".mp3", ".ogg", ".m4a", ".opus", ".wma"),
)
ENOUGH_BITS = 192_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("formats")


@pytest.fixture(params=FORMATS)
def path(request: pytest.FixtureRequest, folder: Path) -> Path:
    """A file of each format in turn, all of the same sound."""
    path = folder / f"sound{request.param}"
    if not path.exists():
        write_pcm(path, noise(SECONDS), {"title": "Noise"}, bit_rate=ENOUGH_BITS)
    return path


def test_it_plays_seeks_both_ways_and_ends(ear: Ear, make_player: MakePlayer, path: Path) -> None:
    player = make_player()
    player.post(PlayNow(1, str(path)))
    assert ear.wait_for(TrackStarted).duration_s == pytest.approx(SECONDS, abs=0.05)
    for position_s in (9.0, 2.0, SECONDS - 0.4):
        player.post(Seek(position_s))
        ear.wait_for(PositionMoved, lambda moved: moved.position_s == position_s)  # noqa: B023
        last = ear.wait_for(PositionMoved)
        assert position_s < last.position_s < position_s + 0.6
    assert ear.wait_for(TrackEnded) == TrackEnded(1)
    assert not ear.heard(TrackUnplayable)


def test_it_is_as_long_as_ffprobe_says(path: Path) -> None:
    if shutil.which("ffprobe") is None:
        pytest.skip("needs the program ffprobe")
    words = ("ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "json")
    found = subprocess.run([*words, str(path)], check=True, capture_output=True)
    theirs_s = float(json.loads(found.stdout)["format"]["duration"])
    decoder = open_decoder(str(path))
    ours_s = decoder.duration_s
    decoder.close()
    assert ours_s == pytest.approx(theirs_s, abs=0.05)
    assert ours_s == pytest.approx(SECONDS, abs=0.01)
