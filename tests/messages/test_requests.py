"""Requests are data: equal if they ask the same, and never changed."""

import pytest

from tui_player.messages.requests import ChangeVolume, ToggleMute, Unpin


def test_requests_that_are_named_alone_differ_by_their_names() -> None:
    assert Unpin() == Unpin()
    assert len({Unpin(), Unpin(), ToggleMute()}) == 2
    assert repr(Unpin()) == "Unpin()"


@pytest.mark.parametrize("request_", [Unpin(), ChangeVolume(4)])
def test_a_request_cannot_be_changed(request_: Unpin | ChangeVolume) -> None:
    with pytest.raises(AttributeError):
        request_.steps = 5  # type: ignore[union-attr,misc]
