"""The user's own keys: spelt as people do, every mistake told in words."""

import pytest

from tests.ui.conftest import MakeStage
from tests.ui.sample_snapshots import PLAYING
from tui_player.messages import requests
from tui_player.ui.keys.actions import Where
from tui_player.ui.keys.keymap import KeysError, chosen_keys, places_meet, spelt_key


def test_one_key_or_several_can_be_chosen() -> None:
    assert chosen_keys({"pause": "F2", "skip": ["U", "Ctrl+Right"], "mute": []}) == {
        "pause": ("f2",),
        "skip": ("U", "ctrl+right"),
        "mute": (),
    }


@pytest.mark.parametrize(
    ("written", "key"),
    [
        (" ", "space"),
        ("Esc", "escape"),
        ("Del", "delete"),
        ("PgDn", "pagedown"),
        ("shift+a", "A"),
        ("Shift+Ctrl+Left", "ctrl+shift+left"),
        ("ctrl+i", "tab"),
        (",", ","),
        ("+", "+"),
        ("é", "é"),
    ],
)
def test_keys_are_spelt_as_people_do(written: str, key: str) -> None:
    assert spelt_key(written) == (key, "")


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"pausse": "k"}, "keys.pausse: no action has this name; did you mean 'pause'?"),
        ({"pause": "escpae"}, "keys.pause: no key is called 'escpae'; did you mean 'escape'?"),
        ({"pause": ""}, "keys.pause: no key is called ''"),
        ({"pause": "hyper+k"}, "keys.pause: no key is called 'hyper+k'"),
        ({"pause": "\x1b"}, r"keys.pause: no key is called '\x1b'"),
        ({"pause": "shift+."}, "keys.pause: write the sign that 'shift+.' gives, such as '>'"),
        (
            {"pause": "n"},
            "keys: 'n' is for both 'pause' and 'skip': give one of them another key",
        ),
        (
            {"remove": "j"},
            "keys: 'j' is for both 'cursor_down' and 'remove': give one of them another key",
        ),
    ],
)
def test_what_is_wrong_is_told(table: dict[str, str], sentence: str) -> None:
    with pytest.raises(KeysError) as caught:
        chosen_keys(table)
    assert str(caught.value) == sentence


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(KeysError, match=r"(?s)nonsense.*'m' is for both"):
        chosen_keys({"nonsense": "k", "back": "m"})


def test_keys_can_be_swapped_and_serve_two_places() -> None:
    table = {"pause": "n", "skip": "space", "queue_last": "delete"}
    assert chosen_keys(table)["skip"] == ("space",)


def test_lists_meet_each_of_their_kinds_but_these_not_each_other() -> None:
    assert places_meet(Where.LISTS, Where.LIBRARY)
    assert places_meet(Where.UP_NEXT, Where.EVERYWHERE)
    assert not places_meet(Where.UP_NEXT, Where.LIBRARY)


async def test_swapped_keys_and_none_at_all_reach_the_player(make_stage: MakeStage) -> None:
    keys = chosen_keys({"pause": "n", "skip": "space", "mute": [], "louder": ","})
    stage = make_stage(PLAYING, keys=keys)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", "space", "m", "+", "comma")
    assert stage.asked == [requests.TogglePause(), requests.Skip(), requests.ChangeVolume(4)]
