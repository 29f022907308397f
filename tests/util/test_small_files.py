"""What people supply is read if it is a small regular file, and refused in words if it is not."""

import os
import socket
import tomllib
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_player.util.small_files import (
    MB,
    MOST_TOML_BYTES,
    MissingFileError,
    SmallFileError,
    decoded,
    read_bytes,
    read_text,
    read_toml,
    unicode_encoding,
)

LIMIT_BYTES = 1000


def reason(path: Path) -> str:
    with pytest.raises(SmallFileError) as refused:
        read_bytes(path, LIMIT_BYTES)
    assert str(refused.value) == f"{path} cannot be read: {refused.value.reason}"
    return refused.value.reason


def test_a_regular_file_and_a_link_to_one_are_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"a" * LIMIT_BYTES)
    (tmp_path / "link").symlink_to("file")
    assert read_bytes(tmp_path / "link", LIMIT_BYTES) == b"a" * LIMIT_BYTES
    assert read_bytes(os.fsencode(tmp_path / "file"), LIMIT_BYTES) == b"a" * LIMIT_BYTES


def test_a_small_file_takes_no_more_memory_than_it_needs(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"a" * LIMIT_BYTES)
    tracemalloc.start()
    try:
        read_bytes(tmp_path / "file", 1_000 * MB)
        _, most_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most_bytes < 4 * MB


def test_what_is_no_regular_file_is_named_for_what_it_is(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
    assert reason(tmp_path / "pipe").startswith("it is a named pipe")
    assert reason(tmp_path / "socket") == "it is a socket"
    assert reason(tmp_path) == "it is a folder"
    assert reason(Path("/dev/zero")) == "it is a device"
    (tmp_path / "link").symlink_to("/dev/zero")
    assert reason(tmp_path / "link") == "it is a device"


def test_a_file_that_is_not_there_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "dangling").symlink_to("nowhere")
    for name in ("none", "dangling"):
        with pytest.raises(MissingFileError, match="cannot be read: No such file"):
            read_bytes(tmp_path / name, LIMIT_BYTES)
    assert reason(Path("zero\0byte")).startswith("its name cannot be one")


def test_a_large_file_is_refused_by_its_size_and_one_without_size_as_it_is_read(
    tmp_path: Path,
) -> None:
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(8_000_000_000)
    assert reason(tmp_path / "sparse").startswith("it has 8,000.0 MB, which is more than the 0.001")
    status = Path("/proc/self/maps")
    assert not status.stat().st_size
    assert reason(status) == "it has more than the 0.001 MB that such a file may have"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_text_is_read_in_every_encoding_of_unicode(tmp_path: Path, encoding: str) -> None:
    text = "[00:01.00]Größe 爱情\r\nнесколько слов\n"
    (tmp_path / "file").write_bytes(text.encode(encoding))
    assert read_text(tmp_path / "file") == text


@pytest.mark.parametrize("content", [b"Gr\xf6\xdfe", b"\0" * 9, b"\x7fELF\0\1\2\3", b"\xff\xfea"])
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(SmallFileError, match="it is no text in UTF-8: save it as such"):
        read_text(tmp_path / "file")


@given(st.text())
def test_no_text_in_utf8_is_taken_for_another(text: str) -> None:
    content = text.encode()
    if "\0" not in text and not text.startswith("\ufeff"):
        assert decoded(content) == text


@given(st.binary())
def test_no_bytes_raise(content: bytes) -> None:
    decoded(content)
    unicode_encoding(content)


DEEP = "more than 32 levels"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("a = " + "[" * 90_000, DEEP, id="lists"),
        pytest.param("a = " + "[" * 40 + "]" * 40, DEEP, id="closed"),
        pytest.param("a = " + "{a = " * 40_000, DEEP, id="tables"),
        pytest.param(".".join("a" * 90_000) + " = 1", DEEP, id="name"),
        pytest.param("[" + ' . "x.y"' * 20_000 + "]", DEEP, id="header"),
        pytest.param("a = 1\n\nb = " + "[" * 40, "levels (at line 3)", id="line"),
        pytest.param(f"a = 0x{'f' * 5000}", "a whole number has more than 64 bits", id="hex"),
        pytest.param(f"a = {'9' * 5000}", "not valid TOML", id="digits"),
        pytest.param(
            "\n".join(f"a{n} = 1" for n in range(2_001)), "more than 2,000 names", id="names"
        ),
        pytest.param("#" * (MOST_TOML_BYTES + 1), "more than the 0.25 MB", id="size"),
    ],
)
def test_toml_that_would_exhaust_the_parser_is_refused(
    tmp_path: Path, text: str, told: str
) -> None:
    (tmp_path / "file").write_text(text)
    with pytest.raises(SmallFileError) as refused:
        read_toml(tmp_path / "file")
    assert told in refused.value.reason


def test_brackets_and_dots_in_strings_and_comments_are_no_levels(tmp_path: Path) -> None:
    many = "[{." * 50
    text = (
        f'# {many} "\n'
        f"a = '{many}\"'\n"
        f'b = "{many}\\"{many}"\n'
        f'c = """{many}\n"" {many}\\"""{many}"""""\n'
        f"d = '''{many}\n'' \" {many}'''''\n"
        + "".join(f"[t{n}]\nv = [[1.5, 2.5], {{x.y = 1}}]\n" for n in range(50))
    )
    (tmp_path / "file").write_text(text)
    tables, read = read_toml(tmp_path / "file")
    assert tables == tomllib.loads(text)
    assert read == text


def test_an_unfinished_string_takes_no_longer_than_its_length(tmp_path: Path) -> None:
    for text in ('"""\\' * 60_000, '"' * 240_001, "'" * 240_001, 'a = "' + "\\" * 240_001):
        (tmp_path / "file").write_text(text)
        with pytest.raises(SmallFileError, match="not valid TOML"):
            read_toml(tmp_path / "file")
