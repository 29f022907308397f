"""The demo's music: real tracks for each mood, clean to the ear, rightly tagged."""

from pathlib import Path

import av
import numpy as np
import pytest

from tui_player.commands.demo.maker_process import PIECES
from tui_player.commands.demo.music.mixing import HIGHEST_PEAK
from tui_player.commands.demo.music.piece import Piece
from tui_player.commands.demo.music.synth import play
from tui_player.commands.demo.music.voices import SAMPLE_RATE, VOICES, note
from tui_player.commands.demo.track_files import file_of, write_track
from tui_player.library.tags.reader import read_tags
from tui_player.model.mood.emotion import EMOTIONS
from tui_player.model.music.genres import GenreFamilies
from tui_player.settings.config import Config, load_genre_families, load_rules


def families_of(piece: Piece, table: GenreFamilies) -> tuple[str, ...]:
    return table.families(table.tidy([piece.genre]))


def test_each_mood_has_three_tracks_and_the_first_ones_serve_one_each() -> None:
    table, rules = load_genre_families(Config()), load_rules(Config())
    for emotion in EMOTIONS:
        plays = set(rules.rule(emotion).family_names)
        fitting = [n for n, p in enumerate(PIECES) if plays & set(families_of(p, table))]
        assert len(fitting) >= 3, emotion
        assert fitting[0] < len(EMOTIONS), emotion


def test_no_two_tracks_share_a_file_or_an_artist() -> None:
    assert len({file_of(piece, Path()) for piece in PIECES}) == len(PIECES)
    assert len({piece.artist for piece in PIECES}) == len(PIECES)


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.title)
def test_a_track_is_heard_never_clips_and_fades_at_both_ends(piece: Piece) -> None:
    sound = play(piece)
    seconds = sound.shape[1] / SAMPLE_RATE
    assert 30 <= seconds <= 66
    assert np.isfinite(sound).all()
    assert 0.3 < np.abs(sound).max() < HIGHEST_PEAK
    assert np.abs(sound[:, 0]).max() == np.abs(sound[:, -1]).max() == 0.0
    assert np.abs(sound[:, -SAMPLE_RATE // 10 :]).max() < 0.01
    # Something sounds in each of its seconds but the last, left and right.
    whole = sound[:, : int(seconds - 4) * SAMPLE_RATE].reshape(2, -1, SAMPLE_RATE)
    assert np.sqrt((whole**2).mean(axis=2)).min() > 0.004


def test_a_track_is_the_same_each_time() -> None:
    assert np.array_equal(play(PIECES[0]), play(PIECES[0]))


def test_a_note_has_its_pitch() -> None:
    a = note(VOICES["piano"], 69, 1.0)[0]
    spectrum = np.abs(np.fft.rfft(a * np.hanning(a.size)))
    assert abs(np.argmax(spectrum) * SAMPLE_RATE / a.size - 440.0) < 1.5


def test_a_file_decodes_and_has_its_tags(tmp_path: Path) -> None:
    piece = PIECES[0]
    path = write_track(piece, tmp_path)
    assert [p.name for p in path.parent.iterdir()] == [f"01 {piece.title}.flac"]
    with av.open(str(path)) as container:
        samples = sum(frame.samples for frame in container.decode(audio=0))
    assert samples == play(piece).shape[1]
    tags = read_tags(bytes(path))
    assert (tags.title, tags.artist, tags.album) == (piece.title, piece.artist, piece.album)
    assert tags.moods == (piece.mood,)
    assert tags.duration_s == pytest.approx(samples / SAMPLE_RATE, abs=0.01)
