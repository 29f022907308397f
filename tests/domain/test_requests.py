"""Requests are data: equal if they ask the same, and never changed."""

import pytest

from tui_player.domain.requests import Back, ChangeVolume, Skip


def test_requests_that_are_named_alone_differ_by_their_names() -> None:
    assert Skip() == Skip()
    assert len({Skip(), Skip(), Back()}) == 2
    assert repr(Skip()) == "Skip()"


@pytest.mark.parametrize("request_", [Skip(), ChangeVolume(4)])
def test_a_request_cannot_be_changed(request_: Skip | ChangeVolume) -> None:
    with pytest.raises(AttributeError):
        request_.steps = 5  # type: ignore[union-attr,misc]
