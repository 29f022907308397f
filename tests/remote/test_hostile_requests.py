"""Whatever a program asks in the right form, the mind answers: no number or name throws it."""

import json
from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.stage import Stage
from tui_player.messages import events, requests
from tui_player.model.mood.emotion import Emotion
from tui_player.remote.control.serialization import FormError, from_json, to_json

LARGEST = 2**63 - 1

# Numbers at their ends come often, as do ids that there are.
NUMBERS = st.one_of(st.integers(-LARGEST, LARGEST), st.sampled_from([0, 1, -1, LARGEST, -LARGEST]))
NAMES = st.one_of(st.text(), st.sampled_from(["happy 1.flac", "sad 2.flac", "a\udce9", "/", ".."]))


@st.composite
def asked(draw: st.DrawFn) -> requests.Request:
    """A request as it can come through the socket."""
    kind = draw(st.sampled_from(get_args(requests.Request)))
    with_ends = {int: NUMBERS, float: st.one_of(NUMBERS.map(float), st.floats()), str: NAMES}
    request = draw(st.from_type(kind))
    values = to_json(request)
    assert isinstance(values, dict)
    for name, value in values.items():
        if type(value) in with_ends and draw(st.booleans()):
            values[name] = draw(with_ends[type(value)])
    try:
        read: requests.Request = from_json(kind, json.loads(json.dumps(values)))
    except FormError:
        return requests.Undo()
    return read


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(asked(), min_size=1, max_size=12))
def test_no_request_throws_the_mind(wanted: list[requests.Request]) -> None:
    stage = Stage()
    stage.library_is_read()
    stage.look(Emotion.HAPPY)
    for request in wanted:
        stage.ask(request)
        stage.now_s += 1.0
        stage.tell(events.ClockTicked())
        json.dumps(to_json(stage.snapshot), allow_nan=False)
