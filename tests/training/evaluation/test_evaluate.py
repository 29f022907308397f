"""The evaluation command on a data set made up for it, with the shipped network."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.training.faces import made_up_faces
from tui_player.training.evaluation.evaluate import main

SHIPPED = Path(__file__).parents[3] / "models" / "expression.onnx"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    faces = made_up_faces(3, ("Training", "PublicTest"))
    path = tmp_path / "faces.npz"
    np.savez(
        path,
        images=faces.images,
        ferplus_votes=faces.votes,
        fer2013_label=faces.labels,
        usage=faces.split,
    )
    return path


def test_json_names_every_figure(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(SHIPPED), "--data", str(data), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert "player" in answer
    for figures in answer.values():
        assert set(figures) == {"n", "accuracy", "macro_f1", "recall", "ece", "accuracy_at_80"}
        assert 0 <= figures["accuracy"] <= 1
    assert answer["player"]["n"] == 24
    assert set(answer["player"]["recall"]) == {
        *("happy", "sad", "angry", "neutral", "surprised", "fearful", "disgusted")
    }


def test_half_of_a_split_can_be_judged(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(SHIPPED), "--data", str(data), "--json", "--unfitted-half"]) == 0
    assert json.loads(capsys.readouterr().out)["player"]["n"] == 12


def test_faces_that_taggers_disagree_on_can_be_left_out(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faces = dict(np.load(data))
    faces["ferplus_votes"][::2] = [5, 5, 0, 0, 0, 0, 0, 0, 0, 0]
    split = tmp_path / "split.npz"
    np.savez(split, **faces)
    assert main([str(SHIPPED), "--data", str(split), "--json", "--clear-votes"]) == 0
    assert json.loads(capsys.readouterr().out)["player"]["n"] == 12
    faces["ferplus_votes"][:] = 0
    np.savez(split, **faces)
    assert main([str(SHIPPED), "--data", str(split), "--clear-votes"]) == 2
    assert "leaves no face" in capsys.readouterr().err


def test_the_table_tells_each_class(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(SHIPPED), "--data", str(data), "--split", "Training"]) == 0
    told = capsys.readouterr().out
    assert "player" in told
    assert "24 faces" in told
    assert "recall" in told
    assert told.count("disgusted") >= 2


def test_a_missing_split_is_told(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(SHIPPED), "--data", str(data), "--split", "PrivateTest"]) == 2
    assert "PrivateTest" in capsys.readouterr().err


def test_a_missing_network_is_told(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(data.with_name("none.onnx")), "--data", str(data)]) == 2
    assert "none.toml is missing" in capsys.readouterr().err


def test_plots_are_written(data: Path) -> None:
    pytest.importorskip("matplotlib")
    curves = data.with_name("curves.csv")
    curves.write_text("epoch,training_loss,player_accuracy\n1,2.0,0.3\n2,1.5,0.4\n")
    folder = data.with_name("plots")
    words = [str(SHIPPED), "--data", str(data), "--plots", str(folder), "--curves", str(curves)]
    assert main(words) == 0
    written = {path.name: path.read_bytes()[:4] for path in folder.iterdir()}
    assert {"player.png", "curves.png"} <= set(written)
    assert set(written.values()) == {b"\x89PNG"}


def test_evaluation_needs_no_pytorch(data: Path) -> None:
    import subprocess

    program = (
        "import sys; sys.modules['torch'] = None\n"
        "from tui_player.training.evaluation.evaluate import main\n"
        "raise SystemExit(main(sys.argv[1:]))"
    )
    words = [sys.executable, "-c", program, str(SHIPPED), "--data", str(data), "--json"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "player" in json.loads(done.stdout)
