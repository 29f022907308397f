"""The table `[sound]` of the configuration: what it accepts, and how it names what is wrong."""

from pathlib import Path

import pytest

from tui_player.core.playback.crossfade import CrossfadeSettings
from tui_player.core.playback.gain import LoudnessMode, LoudnessSettings
from tui_player.core.settings import SoundSettings
from tui_player.settings.config import ConfigError, load_config


def read(tmp_path: Path, text: str) -> SoundSettings:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return load_config(path).sound_settings


def test_nothing_said_means_the_defaults(tmp_path: Path) -> None:
    assert read(tmp_path, "") == SoundSettings()
    assert read(tmp_path, "[sound]") == SoundSettings()


def test_everything_can_be_said(tmp_path: Path) -> None:
    text = '[sound]\nloudness = "album"\npreamp_db = -3\ncrossfade_s = 12\nfade_s = 0.5'
    assert read(tmp_path, text) == SoundSettings(
        LoudnessSettings(LoudnessMode.ALBUM, -3.0), CrossfadeSettings(12.0, 0.5)
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("loudnes = 'auto'", "sound.loudnes: no such setting; did you mean 'loudness'?"),
        ("loudness = 'albums'", "must be one of track, album, auto, off; did you mean 'album'?"),
        ("loudness = true", "sound.loudness: must be one of track, album, auto, off"),
        ("preamp_db = 40", "sound.preamp_db: must be a number from -15 to 15"),
        ("preamp_db = 'loud'", "sound.preamp_db: must be a number"),
        ("crossfade_s = -1", "sound.crossfade_s: must be a number from 0 to 12"),
        ("crossfade_s = true", "sound.crossfade_s: must be a number from 0 to 12"),
        ("crossfade_s = nan", "sound.crossfade_s: must be a number from 0 to 12"),
        ("fade_s = 13", "sound.fade_s: must be a number from 0 to 12"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, f"[sound]\n{text}")
    assert words in str(caught.value)


def test_sound_is_a_table(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="sound: must be a table"):
        read(tmp_path, "sound = 'loud'")
