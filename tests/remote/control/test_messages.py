"""What may be said over the control socket, and what is answered to all else."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_player.messages import requests
from tui_player.model.music.track import TrackId
from tui_player.remote.control.messages import (
    Ask,
    Quit,
    Tell,
    Watch,
    read_message,
    request_kinds,
    write_error,
    write_request,
)
from tui_player.remote.control.serialization import FormError


def test_the_four_things_that_can_be_said() -> None:
    seek = requests.SeekBy(10.0)
    assert read_message(b'{"ask": "SeekBy", "seconds": 10}') == Ask(seek)
    assert read_message(b' {"tell":"snapshot"} \r') == Tell()
    assert read_message(b'{"watch": "snapshots"}') == Watch()
    assert read_message(b'{"watch": "changes"}') == Watch(changes=True)
    assert isinstance(read_message(b'{"quit": true}'), Quit)


@pytest.mark.parametrize("kind", request_kinds().values())
def test_every_request_can_be_asked(kind: type[requests.Request]) -> None:
    fields = getattr(kind, "__dataclass_fields__", {})
    assert "ask" not in fields, "it would be taken for the request's name"


def test_what_is_written_is_read() -> None:
    asked = requests.QueueTracks((TrackId("a\udce9.mp3"), TrackId("b.mp3")), first=True)
    assert read_message(write_request(asked)) == Ask(asked)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (b"", "this is no JSON"),
        (b"pause", "this is no JSON"),
        (b"\xff\xfe", "this is no JSON"),
        (b"[" * 100_000, "this is no JSON"),
        (b'{"ask": "SeekBy", "seconds": NaN}', "this is no JSON"),
        (b'{"ask": "SeekBy", "seconds": ' + b"9" * 5000 + b"}", "this is no JSON"),
        (b"[]", "this is no JSON object"),
        (b"{}", "this says nothing that is known"),
        (b'{"quit": 1.5}', "this says nothing that is known"),
        (b'{"tell": "snapshot", "x": 1}', "this says nothing that is known"),
        (b'{"ask": "SetPuased"}', "no request 'SetPuased'; did you mean 'SetPaused'"),
        (b'{"ask": ["Skip"]}', "there is no request"),
        (b'{"ask": "SeekBy", "seconds": 1e999}', "must be a finite number"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(line: bytes, sentence: str) -> None:
    with pytest.raises(FormError, match=sentence):
        read_message(line)


@given(
    st.one_of(
        st.binary(),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        ).map(lambda value: json.dumps(value).encode()),
        st.builds(
            lambda name, values: json.dumps({"ask": name, **values}).encode(),
            st.sampled_from(sorted(request_kinds())),
            st.dictionaries(
                st.sampled_from(["seconds", "percent", "paused", "track_ids", "scope", "span"]),
                st.none() | st.integers() | st.floats() | st.text() | st.lists(st.text()),
            ),
        ),
    )
)
def test_whatever_comes_is_understood_or_refused(line: bytes) -> None:
    with suppress(FormError):
        read_message(line)


def test_a_long_sentence_is_cut() -> None:
    assert len(write_error("x" * 1_000_000)) < 1000
