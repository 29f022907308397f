"""Every key in one table: what it does and how help tells it; see key_requests for the asking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from textual.binding import Binding

from tui_player.model.mood.moods import PLAIN_MOODS, Mood, Moods

if TYPE_CHECKING:
    from tui_player.messages.requests import Request


class Where(StrEnum):
    """Where a key works; the first kind works everywhere."""

    EVERYWHERE = "everywhere"
    LISTS = "in lists"
    UP_NEXT = "in Up next"
    LIBRARY = "in the Library"
    LYRICS = "in the lyrics"
    LEARNED = "in what was learned"
    CHOICES = "in a list of choices"


class Group(StrEnum):
    """The headings of the help."""

    MUSIC = "Music"
    MOOD = "Mood"
    LISTS = "Up next and Library"
    SCREEN = "Screen"


class Action(NamedTuple):
    """One thing a key does.

    One that `sends` something posts that request to the player: the name of a class of requests
    and its values, looked up when the key is pressed. For the others, the method `action_<name>`
    of the app or of the pane is called. Actions of one `group` with the same `help` share a line
    of the help.
    """

    name: str
    keys: tuple[str, ...]
    help: str
    group: Group
    sends: tuple[object, ...] = ()
    where: Where = Where.EVERYWHERE
    even_while_typing: bool = False
    # What this one does, where `help` tells of two.
    alone: str = ""

    @property
    def title(self) -> str:
        """The name as people read it."""
        return self.name.replace("_", " ")

    @property
    def request(self) -> Request | None:
        """What it asks of the player, if it asks anything."""
        if not self.sends:
            return None
        from tui_player.messages import requests  # not needed before a key is pressed

        name, *values = self.sends
        request: Request = getattr(requests, str(name))(*values)
        return request

    def binding(self) -> Binding:
        """This action as Textual binds it."""
        action = f"ask('{self.name}')" if self.sends else self.name
        return Binding(
            _joined_for_textual(self.keys),
            action,
            self.help,
            show=False,
            id=self.name,
            priority=self.even_while_typing,
        )


def _joined_for_textual(keys: tuple[str, ...]) -> str:
    """Keys as Textual lists them; a name no key has where there are none."""
    return ",".join("comma" if key == "," else key for key in keys) or "no-key"


_MUSIC, _MOOD, _LISTS, _SCREEN = Group
_IN_LISTS, _UP_NEXT, _LIBRARY = Where.LISTS, Where.UP_NEXT, Where.LIBRARY
_CHOICES = Where.CHOICES


def pin_action(mood: Mood) -> Action:
    """The action that pins a mood; without a key of its own it is found by name."""
    return Action(
        f"pin_{mood.name}",
        (mood.key,) if mood.key else (),
        "pin that mood",
        _MOOD,
        sends=("PinMood", mood.name),
        alone=f"{mood.name} music until unpinned",
    )


ACTIONS: tuple[Action, ...] = (
    Action("pause", ("space",), "pause, resume", _MUSIC, sends=("TogglePause",)),
    Action("skip", ("n", ">"), "next track", _MUSIC, sends=("Skip",)),
    Action("back", ("<",), "restart, or previous", _MUSIC, sends=("Back",)),
    Action(
        "seek_back",
        ("left",),
        "5 s back, forward",
        _MUSIC,
        sends=("SeekBy", -5.0),
        alone="5 s back",
    ),
    Action(
        "seek_forward",
        ("right",),
        "5 s back, forward",
        _MUSIC,
        sends=("SeekBy", 5.0),
        alone="5 s forward",
    ),
    Action(
        "leap_back",
        ("shift+left",),
        "a minute back, forward",
        _MUSIC,
        sends=("SeekBy", -60.0),
        alone="a minute back",
    ),
    Action(
        "leap_forward",
        ("shift+right",),
        "a minute back, forward",
        _MUSIC,
        sends=("SeekBy", 60.0),
        alone="a minute forward",
    ),
    Action("quieter", ("-",), "quieter", _MUSIC, sends=("ChangeVolume", -4)),
    Action("louder", ("+", "="), "louder", _MUSIC, sends=("ChangeVolume", 4)),
    Action("mute", ("m",), "mute", _MUSIC, sends=("ToggleMute",)),
    Action("slower", ("[",), "slower, faster", _MUSIC, sends=("ChangeRate", -1), alone="slower"),
    Action("faster", ("]",), "slower, faster", _MUSIC, sends=("ChangeRate", 1), alone="faster"),
    Action("normal_speed", ("\\",), "normal speed", _MUSIC, sends=("ResetRate",)),
    Action("repeat", ("r",), "repeat track, or queue", _MUSIC, sends=("NextRepeat",)),
    Action("sleep_timer", ("Z",), "pause after track, timer", _MUSIC),
    Action("remaining_time", ("T",), "time left, or length", _MUSIC),
    Action("speakers", ("o",), "choose the audio output", _MUSIC),
    Action("like", ("l",), "like in this mood", _MUSIC, sends=("Like",)),
    Action("dislike", ("d",), "not in this mood, skip", _MUSIC, sends=("Dislike",)),
    *map(pin_action, PLAIN_MOODS),
    Action("toggle_pin", ("p",), "pin or unpin this mood", _MOOD, sends=("TogglePin",)),
    Action("pin_for", ("P",), "pin for a while", _MOOD),
    Action("unpin", ("0",), "follow the face again", _MOOD, sends=("Unpin",)),
    Action("reject", ("x",), "not this mood", _MOOD, sends=("RejectMood",)),
    Action("goal", ("g",), "goal: match, lift, ramp", _MOOD, sends=("NextGoal",)),
    Action("neutral_face", ("b",), "my face at rest: 20 s", _MOOD, sends=("MeasureNeutralFace",)),
    Action(
        "forget_neutral_face", ("X",), "forget my face at rest", _MOOD, sends=("ForgetNeutralFace",)
    ),
    Action("mood_history", ("H",), "moods, last half hour", _MOOD),
    Action("change_now", ("G",), "change the music now", _MOOD, sends=("ChangeMusicNow",)),
    Action("random_album", ("R",), "random album of mood", _MOOD, sends=("PlayRandomAlbum",)),
    Action("learned", ("L",), "what was learned of you", _MOOD),
    Action("forget_learned", ("delete",), "forget what was learned", _MOOD, where=Where.LEARNED),
    Action("camera", ("c",), "camera on, off", _MOOD, sends=("ToggleCamera",)),
    Action("picture", ("v",), "camera picture on, off", _MOOD),
    Action("spectrum", ("w",), "spectrum on, off", _MUSIC),
    Action("lyrics", ("y",), "lyrics on, off", _MUSIC),
    Action("album_art", ("A",), "album cover on, off", _MUSIC),
    Action("search", ("/",), "search the Library", _LISTS),
    Action("browse", ("E",), "explore the Library", _LISTS),
    Action("show_playing", ("J",), "album of what plays", _LISTS),
    Action("cursor_down", ("down", "j"), "down, up", _LISTS, where=_IN_LISTS),
    Action("cursor_up", ("up", "k"), "down, up", _LISTS, where=_IN_LISTS),
    Action("page_down", ("pagedown",), "a page down, up", _LISTS, where=_IN_LISTS),
    Action("page_up", ("pageup",), "a page down, up", _LISTS, where=_IN_LISTS),
    Action("first", ("home",), "first, last", _LISTS, where=_IN_LISTS),
    Action("last", ("end",), "first, last", _LISTS, where=_IN_LISTS),
    Action("play_selected", ("enter",), "play this track", _LISTS, where=_LIBRARY),
    Action("play_all", ("N",), "play all from here", _LISTS, where=_LIBRARY),
    Action("play_now", ("enter",), "play this track", _LISTS, where=_UP_NEXT),
    Action("sing_from_here", ("enter",), "go to a line of lyrics", _LISTS, where=Where.LYRICS),
    Action("queue_last", ("a",), "queue it last", _LISTS, where=_LIBRARY),
    Action("queue_next", ("e",), "queue it next", _LISTS, where=_LIBRARY),
    Action("mark", (".", "insert"), "mark several", _LISTS, where=_LIBRARY),
    Action("go_up", ("backspace",), "back, one place up", _LISTS, where=_LIBRARY),
    Action("sort", ("S",), "sort otherwise", _LISTS, where=_LIBRARY),
    Action("give_family", ("f",), "give a genre family", _LISTS, where=_LIBRARY),
    Action("why", ("i",), "why this track", _LISTS),
    Action("remove", ("delete",), "take out of Up next", _LISTS, where=_UP_NEXT),
    Action("move_up", ("shift+up",), "move it up, down", _LISTS, where=_UP_NEXT),
    Action("move_down", ("shift+down",), "move it up, down", _LISTS, where=_UP_NEXT),
    Action("shuffle_queued", ("s",), "shuffle what I queued", _LISTS, sends=("ShuffleQueued",)),
    Action("clear_queued", ("D",), "clear what I queued", _LISTS, sends=("ClearQueued",)),
    Action("undo", ("z",), "undo the last change", _LISTS, sends=("Undo",)),
    Action("save_up_next", ("ctrl+s",), "save Up next", _LISTS),
    Action("rescan", ("u",), "look for new files", _LISTS, sends=("Rescan",)),
    Action("coverage", ("C",), "tracks for each mood", _LISTS),
    Action("next_pane", ("tab",), "next pane", _SCREEN),
    Action("themes", ("t",), "choose a theme", _SCREEN),
    Action("palette", (":", "ctrl+p"), "every command by name", _SCREEN),
    Action("choose", ("enter",), "take this choice", _SCREEN, where=_CHOICES),
    Action("leave", ("escape",), "close what is open", _SCREEN),
    Action("quit", ("q",), "quit", _SCREEN),
    Action("interrupt", ("ctrl+c",), "quit", _SCREEN, even_while_typing=True),
    Action("help", ("?", "f1"), "this help", _SCREEN),
)


# The bottom line: the actions behind a word, the most needed first. Where there is no room for
# all, the last but help go.
FOOTER: tuple[tuple[tuple[str, ...], str], ...] = (
    (("pause",), "pause"),
    (("skip",), "skip"),
    (tuple(f"pin_{mood.name}" for mood in PLAIN_MOODS), "mood"),
    (("unpin",), "follow face"),
    (("reject",), "not this mood"),
    (("search",), "search"),
    (("toggle_pin",), "pin"),
    (("camera",), "camera"),
    (("palette",), "commands"),
    (("quit",), "quit"),
    (("like",), "like"),
    (("lyrics",), "lyrics"),
    (("spectrum",), "spectrum"),
    (("themes",), "theme"),
    (("change_now",), "change the music now"),
    (("help",), "help"),
)


def with_keys(actions: Iterable[Action], keys: Mapping[str, tuple[str, ...]]) -> tuple[Action, ...]:
    """The table with other keys for the actions named in `keys`."""
    return tuple(a._replace(keys=keys[a.name]) if a.name in keys else a for a in actions)


def actions_for(moods: Moods, keys: Mapping[str, tuple[str, ...]]) -> tuple[Action, ...]:
    """The whole table: a pin for each mood there is, and the keys that a person chose."""
    pins = {action.name: action for action in map(pin_action, moods)}
    shipped = {action.name for action in ACTIONS}
    table = [pins.get(action.name, action) for action in ACTIONS]
    last_pin = max(n for n, action in enumerate(table) if action.name in pins)
    others = [pin for name, pin in pins.items() if name not in shipped]
    return with_keys((*table[: last_pin + 1], *others, *table[last_pin + 1 :]), keys)


def keymap(actions: Iterable[Action]) -> dict[str, str]:
    """The table's keys as Textual's keymap: action name to comma-separated keys."""
    return {action.name: _joined_for_textual(action.keys) for action in actions}


def bindings_for(where: Where) -> list[Binding]:
    """What a widget binds: the table's actions that work there."""
    return [action.binding() for action in ACTIONS if action.where is where]


class HelpRow(NamedTuple):
    """One line of the help: keys in words, what they do, and the first action meant."""

    keys: str
    does: str
    action: str = ""


def help_rows(
    actions: Iterable[Action], key_names: Mapping[str, str]
) -> dict[Group, tuple[HelpRow, ...]]:
    """The help, group by group; actions told in the same words share a row.

    What has no key is not in it.
    """
    groups: dict[Group, dict[str, list[str]]] = {group: {} for group in Group}
    for action in actions:
        if not action.keys:
            continue
        row = groups[action.group].setdefault(action.help, [])
        row += [shown_key(key, key_names) for key in action.keys]
    return {
        group: tuple(
            HelpRow(_joined(list(dict.fromkeys(keys))), does) for does, keys in rows.items()
        )
        for group, rows in groups.items()
    }


def first_keys(actions: Iterable[Action], key_names: Mapping[str, str]) -> dict[str, str]:
    """The first key of each action that has one, as people write it, by the action's name."""
    return {a.name: shown_key(a.keys[0], key_names) for a in actions if a.keys}


def footer_rows(actions: Iterable[Action], key_names: Mapping[str, str]) -> tuple[HelpRow, ...]:
    """The words of the bottom line, each with the first key of what it does."""
    first = first_keys(actions, key_names)
    keys = [(names, [first[n] for n in names if n in first]) for names, _ in FOOTER]
    return tuple(
        HelpRow(_joined(found), word, names[0])
        for (names, found), (_, word) in zip(keys, FOOTER, strict=True)
        if found
    )


def shown_key(key: str, key_names: Mapping[str, str]) -> str:
    """A key as people write it."""
    names = {"delete": "del", "escape": "Esc", "enter": "Enter", "f1": "F1"}
    names |= {"pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End"}
    return key_names.get(key) or names.get(key) or key


def joined_keys(action: Action, key_names: Mapping[str, str]) -> str:
    """All keys of an action as people write them."""
    return _joined([shown_key(key, key_names) for key in action.keys])


def _joined(keys: list[str]) -> str:
    """Keys side by side: `1-7` for a run of digits, `shift+← →` for one modifier."""
    if len(keys) > 2 and all(key.isdigit() for key in keys):
        return f"{keys[0]}-{keys[-1]}"
    modifier = "shift+"
    if keys and all(key.startswith(modifier) for key in keys):
        return modifier + " ".join(key.removeprefix(modifier) for key in keys)
    return " ".join(keys)
