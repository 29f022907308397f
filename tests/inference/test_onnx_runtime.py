"""ONNX Runtime is brought in without its telemetry: no file of its own, no connection."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tui_player.settings.paths import default_model

READ_ONE_FACE = """
import sys
from pathlib import Path
import numpy as np
from tui_player.vision.network.model import ExpressionModel
model = ExpressionModel.load(Path(sys.argv[1]))
size = model.crop.size_px
print(sum(model.read(np.zeros((size, size), np.uint8))))
"""


@pytest.mark.skipif(not default_model().exists(), reason="the network is not built")
def test_reading_a_face_writes_no_file_anywhere(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    # "CI" alone would keep the telemetry quiet, and show nothing.
    hidden = ("CI", "GITHUB_ACTIONS", "ORT_DISABLE_TELEMETRY", "ORT_TELEMETRY_DISABLED")
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    kept = {name: value for name, value in kept.items() if not name.startswith("XDG_")}
    environ = {**kept, "HOME": str(home), "TMPDIR": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", READ_ONE_FACE, str(default_model())],
        env=environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) == pytest.approx(1.0)
    assert [path for path in home.rglob("*") if path.is_file()] == []
