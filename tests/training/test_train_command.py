"""The training command's words, without PyTorch."""

from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path

import pytest

from tui_player.training import train


def test_a_missing_extra_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def without_torch(name: str) -> ModuleSpec | None:
        return None if name == "torch" else find_spec(name)

    monkeypatch.setattr(train, "find_spec", without_torch)
    assert train.main(["--data", str(tmp_path / "faces.npz")]) == 2
    told = capsys.readouterr().err
    assert "torch" in told
    assert "tui-player[train]" in told


@pytest.mark.needs_torch
def test_a_missing_data_set_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in train.NEEDED:
        pytest.importorskip(name)
    assert train.main(["--data", str(tmp_path / "none.npz")]) == 2
    assert "no data set" in capsys.readouterr().err


def test_an_unknown_recipe_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        train.main(["--data", "faces.npz", "--recipe", "soup"])
    assert "baseline" in capsys.readouterr().err
