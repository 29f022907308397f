"""The words of `ctl`: what each asks of the player, as it is said over the control socket."""

import argparse
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from tui_player.commands.ctl.output import ONE_LINE, mood_line, track_line, volume_line
from tui_player.model.errors import TuiPlayerError
from tui_player.model.mood.emotion import EMOTIONS
from tui_player.model.text import nearest

Values: TypeAlias = Mapping[str, Any]

FOLLOW = "follow"
_MUTE = "mute"
_REPEATS = {"track": "this track", "queue": "what you queued", "off": "off"}
_SECONDS_A_PART = 60
# Hours and minutes where there are any; or seconds alone, as many as you like.
_TIME = re.compile(r"(?:\d{1,3}:)?[0-5]?\d:[0-5]?\d(?:\.\d{1,9})?|\d{1,7}(?:\.\d{1,9})?", re.ASCII)
_SHARE = re.compile(r"(\d{1,3}(?:\.\d{1,9})?)%", re.ASCII)
_LEVEL = re.compile(r"[+-]?(?:100|\d{1,2})%?", re.ASCII)
_COUNT = re.compile(r"[1-9]\d{0,3}", re.ASCII)


class WordsError(TuiPlayerError):
    """What was said means nothing here."""


class Order(NamedTuple):
    """What a word asks of the player, and what is told afterwards if the player says nothing."""

    requests: tuple[Values, ...]
    shows: Callable[[Values], str] = track_line


_ALONE: dict[str, tuple[str, Order]] = {
    "pause": ("pause", Order(({"ask": "SetPaused", "paused": True},))),
    "toggle": ("pause, or go on", Order(({"ask": "TogglePause"},))),
    "next": ("go to the next track", Order(({"ask": "Skip"},))),
    "back": ("begin the track again, or go to the one before", Order(({"ask": "Back"},))),
    "change": ("play what fits the mood at once", Order(({"ask": "ChangeMusicNow"},))),
    "album": ("play a random album of the mood", Order(({"ask": "PlayRandomAlbum"},))),
    "reject": ("not this mood: back to the one before", Order(({"ask": "RejectMood"},), mood_line)),
    "goal": ("the next goal: match, lift, ramp", Order(({"ask": "NextGoal"},), mood_line)),
    "like": ("right in this mood; once more takes it back", Order(({"ask": "Like"},))),
    "dislike": ("wrong in this mood: skip it", Order(({"ask": "Dislike"},))),
    "shuffle": ("shuffle what you queued", Order(({"ask": "ShuffleQueued"},))),
    "clear": ("take what you queued out of Up next", Order(({"ask": "ClearQueued"},))),
    "undo": ("take back the last change", Order(({"ask": "Undo"},))),
    "camera": ("close the camera, or open it", Order(({"ask": "ToggleCamera"},), mood_line)),
    "rescan": ("look through the music folder again", Order(({"ask": "Rescan"},))),
}


def parser() -> argparse.ArgumentParser:
    """All words; `parse` reads them."""
    result = argparse.ArgumentParser(
        prog="tui-player ctl",
        description="Controls the player that is running, and tells what it does.",
        epilog="Exit status: 0 done, 1 no player runs or a file cannot be played, 2 wrong words.",
    )
    words = result.add_subparsers(dest="word", metavar="WORD", required=True)
    for word, (what, add_arguments) in WORDS.items():
        add_arguments(
            words.add_parser(word, help=what, description=f"{what[0].upper()}{what[1:]}.")
        )
    return result


def _nothing_more(_: argparse.ArgumentParser) -> None:
    """The word says all."""


def _add_play(word: argparse.ArgumentParser) -> None:
    _add_paths(word, "*")


def _add_queue(word: argparse.ArgumentParser) -> None:
    _add_paths(word, "+")
    word.add_argument("--next", action="store_true", help="at its head")


def _add_seek(word: argparse.ArgumentParser) -> None:
    word.add_argument("where", type=_place, metavar="1:30|+10|-10|50%")


def _add_volume(word: argparse.ArgumentParser) -> None:
    word.add_argument("level", type=_level, nargs="?", metavar="60|+5|-5|mute")


def _add_sleep(word: argparse.ArgumentParser) -> None:
    word.add_argument("after", type=_sleep, metavar="MINUTES|track|off")


def _add_repeat(word: argparse.ArgumentParser) -> None:
    word.add_argument("what", nargs="?", choices=tuple(_REPEATS), help="this, whatever it was")


def _add_search(word: argparse.ArgumentParser) -> None:
    word.add_argument("text", nargs="+", metavar="TEXT")
    word.add_argument("--paths", action="store_true", help="their paths alone, for `queue -`")


def _add_forms(word: argparse.ArgumentParser) -> None:
    form = word.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="the whole snapshot, as JSON")
    form.add_argument(
        "--format", metavar="FORM", help=f"a line of your own, such as '{ONE_LINE} {{position}}'"
    )


def _add_paths(word: argparse.ArgumentParser, number: str) -> None:
    word.add_argument(
        "paths",
        nargs=number,
        metavar="PATH",
        help="a track, a folder or a playlist; `-`: a path a line on standard input",
    )


def _mood_name(text: str) -> str:
    """A mood that there is, or `follow`; only for one of the person's own is the table read."""
    if text == FOLLOW or text in set(EMOTIONS):
        return text
    from tui_player.settings.config import load_config
    from tui_player.settings.moods import load_moods
    from tui_player.settings.paths import UserPaths

    moods = load_moods(load_config(UserPaths.of_this_user().config_file).moods)
    if text not in moods:
        names = ", ".join((*moods.names, FOLLOW))
        raise argparse.ArgumentTypeError(f"there is no mood {text!r}; the moods are {names}")
    return text


def _add_mood(word: argparse.ArgumentParser) -> None:
    word.add_argument(
        "mood",
        nargs="?",
        type=_mood_name,
        metavar="MOOD",
        help=f"{', '.join(EMOTIONS)}; or `{FOLLOW}` your face",
    )
    span = word.add_mutually_exclusive_group()
    span.add_argument("--tracks", type=_count, metavar="N", help="for so many tracks")
    span.add_argument("--minutes", type=_count, metavar="N", help="for so long")


WORDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "status": ("tell how things stand", _add_forms),
    "watch": ("a line at every change, for status bars", _add_forms),
    "play": ("go on; with PATHs, play these now", _add_play),
    "queue": ("put tracks, folders or playlists into Up next", _add_queue),
    "seek": ("go to a place in the track", _add_seek),
    "volume": ("set the volume, or tell it", _add_volume),
    "mood": ("hold a mood, or follow the face again", _add_mood),
    "sleep": ("pause in so many minutes, or after this track", _add_sleep),
    "repeat": ("repeat the track, what you queued, nothing: the next of these", _add_repeat),
    "search": ("list the tracks that fit", _add_search),
    **{word: (what, _nothing_more) for word, (what, _) in _ALONE.items()},
    "quit": ("end the player", _nothing_more),
}


def parse(words: Sequence[str]) -> argparse.Namespace:
    """What the words mean; where they mean nothing raises WordsError, or leaves with status 2."""
    given = list(words)
    if given[:1] in (["seek"], ["volume"]) and not {"-h", "--help"} & set(given):
        given.insert(1, "--")  # -1:30 is no option
    if given and not given[0].startswith("-") and given[0] not in WORDS:
        hint = nearest(given[0], WORDS)
        raise WordsError(f"ctl has no word {given[0]!r}{hint}\n`tui-player ctl --help` lists them")
    options = parser().parse_args(given)
    is_held = options.word == "mood" and options.mood not in (None, FOLLOW)
    if options.word == "mood" and not is_held and (options.tracks or options.minutes):
        raise WordsError("--tracks and --minutes are for a mood that is held")
    return options


def order_of(options: argparse.Namespace, track_ids: Sequence[str]) -> Order:
    """What the words ask; `track_ids` are those of the paths among them."""
    match options.word:
        case "play" if track_ids:
            return Order(({"ask": "PlayTracks", "track_ids": track_ids},))
        case "play":
            return Order(({"ask": "SetPaused", "paused": False},))
        case "queue":
            ask = {"ask": "QueueTracks", "track_ids": track_ids, "first": options.next}
            return Order((ask,))
        case "seek":
            return Order((options.where,))
        case "volume":
            return Order(() if options.level is None else (options.level,), volume_line)
        case "mood":
            return Order(_mood_requests(options), mood_line)
        case "repeat" if options.what is None:
            return Order(({"ask": "NextRepeat"},))
        case "repeat":
            return Order(({"ask": "SetRepeat", "repeat": _REPEATS[options.what]},))
        case "sleep":
            return Order(({"ask": "SleepAfter", "minutes": options.after},))
        case word:
            return _ALONE[word][1]


def _mood_requests(options: argparse.Namespace) -> tuple[Values, ...]:
    if options.mood is None:
        return ()
    if options.mood == FOLLOW:
        return ({"ask": "Unpin"},)
    seconds = options.minutes and options.minutes * 60
    span = {"tracks": options.tracks, "seconds": seconds}
    return ({"ask": "PinMood", "emotion": options.mood, "span": span},)


def _place(word: str) -> Values:
    if found := _SHARE.fullmatch(word):
        return {"ask": "SeekTo", "fraction": min(float(found.group(1)) / 100, 1.0)}
    if word[:1] in ("+", "-"):
        return {"ask": "SeekBy", "seconds": float(f"{word[0]}1") * _seconds(word[1:])}
    return {"ask": "SeekToTime", "position_s": _seconds(word)}


def _seconds(word: str) -> float:
    if not _TIME.fullmatch(word):
        raise argparse.ArgumentTypeError(f"{word!r} is no time: say 1:30, 90, +10, -10 or 50%")
    seconds = 0.0
    for part in word.split(":"):
        seconds = seconds * _SECONDS_A_PART + float(part)
    return seconds


def _level(word: str) -> Values:
    if word == _MUTE:
        return {"ask": "ToggleMute"}
    if not _LEVEL.fullmatch(word):
        raise argparse.ArgumentTypeError(f"{word!r} is no volume: say 0 to 100, +5, -5 or mute")
    number = int(word.removesuffix("%"))
    if word[0] in ("+", "-"):
        return {"ask": "ChangeVolume", "steps": number}
    return {"ask": "SetVolume", "percent": number}


def _count(word: str) -> int:
    if not _COUNT.fullmatch(word):
        raise argparse.ArgumentTypeError(f"{word!r} is no number from 1 to 9999")
    return int(word)


def _sleep(word: str) -> int | None:
    return {"off": None, "track": 0}[word] if word in ("off", "track") else _count(word)


def typed_paths(paths: Sequence[str]) -> list[str]:
    """The paths, with those on standard input in the place of `-`."""
    found: list[str] = []
    for path in paths:
        if path == "-":
            found += [line.rstrip("\n") for line in sys.stdin if line.strip()]
        else:
            found.append(path)
    return found
