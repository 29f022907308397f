"""Whole photographs through the player's own face finding and read-out."""

import json
from pathlib import Path

import numpy as np
import pytest

from tui_player.training.evaluation.evaluate import main

SHIPPED = Path(__file__).parents[3] / "models" / "expression.onnx"


def _save(path: Path, picture: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> None:
    import cv2

    path.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(path), picture)


@pytest.fixture
def photographs(tmp_path: Path) -> Path:
    """A smile under happy, and under sad a picture without any face."""
    import cv2
    from skimage import data

    colour = data.astronaut()
    _save(tmp_path / "happiness" / "smile.png", cv2.cvtColor(colour, cv2.COLOR_RGB2BGR))
    _save(tmp_path / "sad" / "wall.png", np.full((300, 400), 128, dtype=np.uint8))
    _save(tmp_path / "holidays" / "beach.png", np.full((300, 400), 128, dtype=np.uint8))
    return tmp_path


def test_a_face_not_found_counts_as_wrong(
    photographs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(SHIPPED), "--photos", str(photographs), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)["photos"]
    assert (figures["n"], figures["found"]) == (2, 1)
    assert figures["accuracy"] == 0.5
    assert figures["recall"]["happy"] == 1
    assert figures["recall"]["sad"] == 0
    assert figures["macro_f1"] == pytest.approx(1 / 7)


def test_the_table_has_a_column_for_faces_not_found(
    photographs: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    assert main([str(SHIPPED), "--photos", str(photographs)]) == 0
    told = capsys.readouterr().out
    assert "2 photographs" in told
    assert "a face found in 1" in told
    assert "no face" in told


def test_an_empty_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(SHIPPED), "--photos", str(tmp_path)]) == 2
    assert "no photographs" in capsys.readouterr().err


def test_a_missing_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(SHIPPED), "--photos", str(tmp_path / "none")]) == 2
    assert "no folder of photographs" in capsys.readouterr().err


def test_something_to_judge_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([str(SHIPPED)])
    assert ended.value.code == 2
    assert "--data" in capsys.readouterr().err
