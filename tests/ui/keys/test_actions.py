"""The table of keys: no key twice, each told in the help, remapped everywhere."""

from collections import Counter

from tui_player.ui.drawing.glyphs import ASCII, UNICODE
from tui_player.ui.keys.actions import (
    ACTIONS,
    FOOTER,
    Group,
    Where,
    bindings_for,
    footer_rows,
    help_rows,
    keymap,
    with_keys,
)


def test_no_key_does_two_things_in_one_place() -> None:
    for where in Where:
        places: tuple[Where, ...] = (where, Where.EVERYWHERE)
        if where not in (Where.EVERYWHERE, Where.LISTS):
            places = (where, Where.LISTS, Where.EVERYWHERE)
        actions = [action for action in ACTIONS if action.where in places]
        counts = Counter(key for action in dict.fromkeys(actions) for key in action.keys)
        assert [key for key, count in counts.items() if count > 1] == []


def test_names_are_unique() -> None:
    assert len({action.name for action in ACTIONS}) == len(ACTIONS)


def test_the_actions_that_ask_have_a_request_and_no_others() -> None:
    asking = [action for action in ACTIONS if action.sends]
    assert len(asking) > 30
    assert all(type(action.request).__name__ == action.sends[0] for action in asking)


def test_every_action_is_in_the_help() -> None:
    told = {row.does for rows in help_rows(ACTIONS, {}).values() for row in rows}
    assert told == {action.help for action in ACTIONS}


def test_help_joins_keys_that_belong_together() -> None:
    rows = help_rows(ACTIONS, UNICODE.key_names)
    mood = {row.does: row.keys for row in rows[Group.MOOD]}
    music = {row.does: row.keys for row in rows[Group.MUSIC]}
    assert mood["pin that mood"] == "1-7"
    assert music["next track"] == "n >"
    assert music["a minute back, forward"] == "shift+← →"


def test_the_ascii_help_is_ascii() -> None:
    rows = help_rows(ACTIONS, ASCII.key_names).values()
    assert all(row.keys.isascii() and row.does.isascii() for group in rows for row in group)


def test_the_footer_names_real_actions_and_ends_with_help() -> None:
    names = {action.name for action in ACTIONS}
    assert all(name in names for group, _ in FOOTER for name in group)
    assert footer_rows(ACTIONS, {})[-1].does == "help"
    assert footer_rows(ACTIONS, {})[2].keys == "1-7"


def test_other_keys_are_taken_over_by_keymap_help_and_footer() -> None:
    actions = with_keys(ACTIONS, {"pause": ("k", "p"), "toggle_pin": ("i",)})
    assert keymap(actions)["pause"] == "k,p"
    assert footer_rows(actions, {})[0].keys == "k"
    music = help_rows(actions, {})[Group.MUSIC]
    assert music[0].keys == "k p"


def test_an_action_without_a_key_is_in_neither_help_nor_footer() -> None:
    actions = with_keys(ACTIONS, {"pause": ()})
    assert "pause" not in {row.does for row in footer_rows(actions, {})}
    assert "pause, resume" not in {row.does for row in help_rows(actions, {})[Group.MUSIC]}


def test_bindings_carry_the_actions_name_and_place() -> None:
    ids = {binding.id: binding.action for binding in bindings_for(Where.LIBRARY)}
    assert ids == {
        name: name
        for name in (
            *("play_selected", "play_all", "queue_last", "queue_next"),
            *("mark", "go_up", "sort", "give_family"),
        )
    }
