"""What is said over the control socket: a JSON object a line, and an answer to each."""

import json
from dataclasses import fields
from functools import cache
from typing import NamedTuple, NoReturn, TypeAlias, get_args

from tui_player.messages import requests
from tui_player.messages.requests import Request
from tui_player.model.text import nearest
from tui_player.remote.control.serialization import FormError, from_json, to_json

HOW_TO_ASK = (
    'say {"tell": "snapshot"}, {"watch": "snapshots"} or "changes", {"quit": true} or, for a '
    'request such as SeekBy, {"ask": "SeekBy", "seconds": 10}'
)

_LONGEST_SENTENCE = 400


class Ask(NamedTuple):
    """A person's request to the player."""

    request: Request


class Tell(NamedTuple):
    """The snapshot, once all that was asked before is done."""


class Watch(NamedTuple):
    """Every snapshot from now on, or only what has changed since the one before."""

    changes: bool = False


class Quit(NamedTuple):
    """The end of the player."""


Message: TypeAlias = Ask | Tell | Watch | Quit

_ALONE: tuple[tuple[dict[str, object], Message], ...] = (
    ({"tell": "snapshot"}, Tell()),
    ({"watch": "snapshots"}, Watch()),
    ({"watch": "changes"}, Watch(changes=True)),
    ({"quit": True}, Quit()),
)


def read_message(line: bytes) -> Message:
    """What a line says; raises FormError, with a sentence for whoever sent it."""
    said = _read_object(line)
    if "ask" in said:
        return Ask(_read_request(said.pop("ask"), said))
    for words, message in _ALONE:
        if said == words:
            return message
    raise FormError(f"this says nothing that is known: {HOW_TO_ASK}")


def _read_object(line: bytes) -> dict[str, object]:
    try:
        said = json.loads(line.decode(), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError is a ValueError
        raise FormError(f"this is no JSON: {HOW_TO_ASK}") from error
    if not isinstance(said, dict):
        raise FormError(f"this is no JSON object: {HOW_TO_ASK}")
    return said


def _refuse(constant: str) -> NoReturn:
    """NaN and Infinity are no JSON."""
    raise ValueError(constant)


def _read_request(name: object, values: dict[str, object]) -> Request:
    kinds = request_kinds()
    if not isinstance(name, str) or name not in kinds:
        hint = nearest(name, kinds) if isinstance(name, str) else ""
        raise FormError(f"there is no request {str(name)[:40]!r}{hint}")
    return from_json(kinds[name], values, name)


@cache
def request_kinds() -> dict[str, type[Request]]:
    """Every request by its name."""
    return {kind.__name__: kind for kind in get_args(requests.Request)}


def write_request(request: Request) -> bytes:
    """The line that asks this."""
    return _line({"ask": type(request).__name__, **request_values(request)})


def request_values(request: Request) -> dict[str, object]:
    """What a request says beside its name."""
    return {field.name: to_json(getattr(request, field.name)) for field in fields(request)}


def write_done() -> bytes:
    """The answer to what was asked and is done."""
    return _line({"ok": True})


def write_error(sentence: str) -> bytes:
    """The answer to what cannot be done; a sentence that quotes too much is cut."""
    return _line({"error": sentence[:_LONGEST_SENTENCE]})


def _line(said: dict[str, object]) -> bytes:
    return json.dumps(said).encode() + b"\n"
