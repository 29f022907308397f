"""The promises of README and docs that can be checked by reading."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
# Pages name modules from the root, or from the package that they tell of.
BASES = (ROOT, ROOT / "tui_player")


def commands() -> list[str]:
    """The shell lines of the README's code blocks."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def test_the_test_command_is_what_the_build_machine_runs() -> None:
    (command,) = [line for line in commands() if line.endswith("pytest")]
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pictures_and_files_a_page_names_are_there(page: Path) -> None:
    linked = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [path for path in linked if not (page.parent / path).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_modules_a_page_names_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"`([\w./]+/\w+\.(?:py|toml))`", text)
    assert [name for name in named if not any((base / name).exists() for base in BASES)] == []


def test_the_readme_is_read_in_two_minutes() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert "](docs/" in "\n".join(lines)
    assert len(lines) <= 120
