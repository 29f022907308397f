"""The README's promises that can be checked by reading."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def commands() -> list[str]:
    """The shell lines of the README's code blocks."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def test_the_test_command_is_what_the_build_machine_runs() -> None:
    (command,) = [line for line in commands() if line.endswith("pytest")]
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_pictures_and_files_the_readme_names_are_there() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    linked = re.findall(r"\]\((?!https?://|#)([^)]+)\)", text)
    assert linked
    assert [path for path in linked if not (ROOT / path).exists()] == []
