"""Formatting, lint and types are part of the tests, so that one command checks everything."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# A first run of mypy reads the types of every package; a busy machine takes its time.
pytestmark = pytest.mark.timeout(600)


# Without the extra `train` nothing is known of PyTorch's types: what is made of them is Any.
_WITHOUT_TORCH = (
    "--allow-subclassing-any",
    "--allow-untyped-decorators",
    "--no-warn-return-any",
    "--no-warn-unused-ignores",
)
MYPY = ("mypy", *(() if find_spec("torch") else _WITHOUT_TORCH))


@pytest.mark.parametrize(
    "command",
    [("ruff", "format", "--check", "."), ("ruff", "check", "."), MYPY],
    ids=["format", "lint", "types"],
)
def test_static_check_passes(command: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
