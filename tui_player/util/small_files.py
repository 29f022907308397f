"""Reads the small text files that people supply: regular files only, of bounded size and depth.

A named pipe would be waited for without end, /dev/zero and a disk image fill the memory, and a
thousand brackets exhaust the parser. Each of these is refused in one sentence.
"""

from __future__ import annotations

import codecs
import os
import re
import stat
import tomllib
from typing import Any, BinaryIO, TypeAlias

from tui_player.model.errors import TuiPlayerError

MB = 1_000_000
# A configuration with every option and comment takes 10 kB, the shipped table of genres 40, in
# four levels. tomllib reads half a megabyte a second where it is nothing but commas.
MOST_TOML_BYTES = MB // 4
MOST_TOML_LEVELS = 32
MOST_TOML_NAMES = 2_000

AnyPath: TypeAlias = "str | bytes | os.PathLike[str]"

_KINDS = (
    (stat.S_ISDIR, "it is a folder"),
    (stat.S_ISFIFO, "it is a named pipe: put what it carries into a file"),
    (stat.S_ISSOCK, "it is a socket"),
    (stat.S_ISCHR, "it is a device"),
    (stat.S_ISBLK, "it is a device"),
)
# In this order: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
# Strings and comments hide what they hold; of what is left, these make levels.
_TOML_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:"{3,5}|\Z)'
    r"|'''(?:[^']|'(?!''))*+(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]|\\.)*+"'
    r"|'[^'\n]*+'"
    r"|#[^\n]*+"
    r"|[\[{\]}.=,\n]",
    re.DOTALL,
)
_OPENING, _CLOSING = frozenset("[{"), frozenset("]}")
_LARGEST_INTEGER = 2**63  # TOML 1.0: integers have 64 bits


class SmallFileError(TuiPlayerError):
    """A file that cannot be read: which, why, what to do.

    `reason` completes "X cannot be read: "; `os_error` is what the system answered, if it refused.
    """

    def __init__(self, path: AnyPath, reason: str, os_error: OSError | None = None) -> None:
        super().__init__(f"{os.fsdecode(path)} cannot be read: {reason}")
        self.reason = reason
        self.os_error = os_error


class MissingFileError(SmallFileError):
    """There is no such file, nor can there be where a folder of its path is a file."""


def open_regular(path: AnyPath, most_bytes: int) -> BinaryIO:
    """Open a regular file, or a link to one, for reading; raises SmallFileError.

    Nothing else is opened: a named pipe would wait for its writer, and some devices act.
    """
    try:
        _check(path, os.stat(path), most_bytes)  # noqa: PTH116 - bytes
        # What lies there may have changed meanwhile, so neither this nor a terminal may hold us.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise MissingFileError(path, _told(error), error) from error
    except OSError as error:
        raise SmallFileError(path, _told(error), error) from error
    except ValueError as error:  # a zero byte in the name
        raise SmallFileError(path, f"its name cannot be one: {error}") from error
    file = os.fdopen(descriptor, "rb")
    try:
        _check(path, os.fstat(descriptor), most_bytes)
    except SmallFileError:
        file.close()
        raise
    return file


def read_bytes(path: AnyPath, most_bytes: int) -> bytes:
    """All of a small file; raises SmallFileError, also where it has more bytes than `most_bytes`.

    The size is not only looked up: files of /proc have none, and one may be growing.
    """
    content = bytearray()
    with open_regular(path, most_bytes) as file:
        try:
            # In parts: Python takes the memory for all that it is asked to read, however little
            # there is.
            while more := file.read(min(MB, most_bytes + 1 - len(content))):
                content += more
        except OSError as error:
            raise SmallFileError(path, _told(error), error) from error
    if len(content) > most_bytes:
        raise _too_large(path, most_bytes)
    return bytes(content)


def read_text(path: AnyPath, most_bytes: int = MB) -> str:
    """The text of a small file, in UTF-8, UTF-16 or UTF-32; raises SmallFileError."""
    content = read_bytes(path, most_bytes)
    text = decoded(content)
    if text is None or "\0" in text:
        raise SmallFileError(path, "it is no text in UTF-8: save it as such")
    return text


def read_toml(path: AnyPath) -> tuple[dict[str, Any], str]:
    """The tables of a small TOML file, and its text; raises SmallFileError."""
    text = read_text(path, MOST_TOML_BYTES)
    try:
        _check_levels(text)
        tables = tomllib.loads(text)
        _check_values(tables)
    except (ValueError, RecursionError) as error:
        raise SmallFileError(path, f"it is not valid TOML: {error}") from error
    return tables, text


def decoded(content: bytes) -> str | None:
    """The text without its mark, None where it is in no encoding of Unicode.

    Without a mark it is UTF-8, or UTF-16 where that makes plain text and UTF-8 would not.
    """
    encoding = unicode_encoding(content)
    try:
        return None if encoding is None else content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return None


def unicode_encoding(content: bytes) -> str | None:
    """The encoding that a mark tells of, else "utf-16-le", "utf-16-be" or "utf-8" by what is there.

    None where none of them fits. After a mark the content may still be broken.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    if b"\0" in content and (wide := _unmarked_utf16(content)) is not None:
        return wide
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _unmarked_utf16(content: bytes) -> str | None:
    """Which half of each unit has more zeros is the upper one, as in brackets and ends of lines."""
    is_little = content[1::2].count(0) >= content[::2].count(0)
    encoding = "utf-16-le" if is_little else "utf-16-be"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if _CONTROLS.search(text) else encoding


def _check(path: AnyPath, status: os.stat_result, most_bytes: int) -> None:
    if not stat.S_ISREG(status.st_mode):
        reason = next((told for fits, told in _KINDS if fits(status.st_mode)), "it is no file")
        raise SmallFileError(path, reason)
    if status.st_size > most_bytes:
        raise _too_large(path, most_bytes, status.st_size)


def _too_large(path: AnyPath, most_bytes: int, size: int | None = None) -> SmallFileError:
    has = "it has more" if size is None else f"it has {size / MB:,.1f} MB, which is more"
    return SmallFileError(path, f"{has} than the {most_bytes / MB:,g} MB that such a file may have")


def _told(error: OSError) -> str:
    return error.strerror or str(error)


def _check_levels(text: str) -> None:
    """Raises ValueError where tables, lists or the parts of a dotted name lie too deep.

    tomllib calls itself once for each bracket, and for each part of a name it keeps all before it.
    """
    depth = dots = 0
    for found in _TOML_TOKEN.finditer(text):
        token = found[0]
        if token == ".":
            dots += 1
        elif token in _OPENING:
            depth, dots = depth + 1, 0
        elif token in _CLOSING:
            depth, dots = max(depth - 1, 0), 0
        elif token in "=,\n":
            dots = 0
        if depth > MOST_TOML_LEVELS or dots > MOST_TOML_LEVELS:
            line = text.count("\n", 0, found.start()) + 1
            raise ValueError(f"more than {MOST_TOML_LEVELS} levels (at line {line})")


def _check_values(tables: dict[str, Any]) -> None:
    """Raises ValueError for too many names, or a whole number that Python might not even write."""
    waiting: list[Any] = [tables]
    names = 0
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            names += len(value)
            if names > MOST_TOML_NAMES:
                raise ValueError(f"it has more than {MOST_TOML_NAMES:,} names")
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, int) and not -_LARGEST_INTEGER <= value < _LARGEST_INTEGER:
            raise ValueError("a whole number has more than 64 bits")
