"""Every option of config.toml with an example and what it is for: the source of a new file."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tui_player.settings.shipped_tables import shipped_table


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its name, an example as TOML, and what a person should know of it."""

    name: str
    example: str
    about: str


# What stands in the file before any table; an example is the default where there is one.
TOP_LEVEL: tuple[Option, ...] = (
    Option("folder", '"~/Music"', "The music. Left out: the last folder, else your music folder."),
    Option(
        "camera",
        '"0"',
        "An index, device path, URL, video file or folder of images; false for no camera.",
    ),
    Option(
        "camera_turn",
        '"auto"',
        "How many degrees its picture is turned clockwise: 0, 90, 180, 270; auto: found out.",
    ),
    Option("analyses_per_s", "5", "How often the face is read, 0.2 to 30 times a second."),
    Option(
        "camera_picture",
        "true",
        "The camera picture on the screen (v). Left out: shown, but not over SSH.",
    ),
    Option("audio_device", '"name"', "A part of the sound device's name (o lists them)."),
    Option("model", '"~/expression.onnx"', "Another network to read faces with."),
    Option("theme", '"afterglow"', "The colours (t tries them). Left out: the one chosen last."),
    Option("mood_tint", "true", "The mood colours the accent a little."),
    Option("terminal_title", "true", "The title of the terminal's window tells the track."),
    Option("album_art", "true", "The album's cover where there is room (A)."),
    Option(
        "pictures",
        '"auto"',
        'Camera and covers in "pixels" (kitty 0.28, Ghostty), or in "blocks"; "auto": as it fits.',
    ),
    Option("resume", "true", "Go on where the last run stopped."),
    Option(
        "on_mood_change",
        '"wait"',
        'When the mood changes: "wait" for the track to end, or "fade" at once.',
    ),
    Option("learn", "true", "Learn from plays and skips; false: only likes and dislikes count."),
)

TABLES: Mapping[str, tuple[Option, ...]] = {
    "sound": (
        Option(
            "loudness",
            '"auto"',
            'Tracks equally loud: by "track", "album", "auto" (album where one is heard), "off".',
        ),
        Option("preamp_db", "0", "Everything louder or softer, -15 to 15 dB."),
        Option("crossfade_s", "0", "Tracks fade into one another, 0 to 12 s; never within albums."),
        Option("fade_s", "3", 'How long G and on_mood_change = "fade" take, 0 to 12 s.'),
    ),
    "goal": (
        Option("target", '"happy"', "Where a mood goal leads (g): one of the moods."),
        Option("low_tracks", "2", "A lift plays at most so many low tracks in a row, 1 to 50."),
        Option("step_tracks", "3", "A ramp takes a step every so many tracks, 1 to 50."),
    ),
    "face": (
        Option(
            "pause_after_min",
            "0",
            "With nobody there for so many minutes the music pauses until you are back; 0: never.",
        ),
        Option("rest_while_pinned", "false", "The camera is closed while a mood is pinned."),
    ),
    "library": (
        Option(
            "ignore",
            '["*.part", "Podcasts", "Audio Books/*/extras"]',
            "What is left out: a pattern without / is for a name anywhere, one with / for a path.",
        ),
        Option("playlists", '"~/Playlists"', "Where ctrl+s saves Up next."),
        Option(
            "tag_encoding",
            '"cp1251"',
            "The code page of old tags, which name none. Left out: what they surely are in.",
        ),
    ),
    "genres": (
        Option("rock", '["stoner sludge from my town"]', "Genre names of your own, by family."),
    ),
    "mood_words": (
        Option("sad", '["rainy day"]', "Words of MOOD tags of your own, by the mood they suit."),
    ),
}

_HEAD = """\
# The configuration of tui-player, read at its start.
#
# Every line is optional. Take the # off a line to use it; below stand the defaults, or examples
# where there is none."""
_CONTEXT = """\
# Families weigh more or less at times: as many of these as you like.
# hours may go past midnight (left out: all day); days are those it begins on (left out: all).
#[[context]]
#hours = "22:00-06:00"
#days = ["fri", "sat"]
#weights = { ambient = 2.0, metal = 0.2 }"""
_MOODS = """\
# What each mood plays: genre families and their weights, as they are shipped. To change one,
# take the # off its lines."""
_KEYS = "# Keys, one or several for an action; [] for none."


def config_text(keys: Iterable[tuple[str, tuple[str, ...], str]]) -> str:
    """A whole config.toml in which every option is a comment.

    `keys` are the name, the keys and the meaning of each action.
    """
    blocks = [_HEAD, "\n\n".join(map(_lines, TOP_LEVEL))]
    blocks += [
        "\n\n".join([f"[{table}]", *map(_lines, options)]) for table, options in TABLES.items()
    ]
    blocks += [_CONTEXT, "\n\n".join([_MOODS, *_moods()])]
    blocks.append("\n".join([_KEYS, "[keys]", *_key_lines(keys)]))
    return "\n\n\n".join(blocks) + "\n"


def _lines(option: Option) -> str:
    return f"# {option.about}\n#{option.name} = {option.example}"


def _moods() -> Iterator[str]:
    for mood, rule in shipped_table("moods.toml")["moods"].items():
        plays = ", ".join(f"{_bare(family)} = {weight}" for family, weight in rule["plays"].items())
        lines = [f"#[moods.{mood}]", f"#plays = {{ {plays} }}"]
        if "unheard_factor" in rule:
            lines.append(f"#unheard_factor = {rule['unheard_factor']}")
        yield "\n".join(lines)


def _bare(name: str) -> str:
    """A key of TOML, quoted where it must be."""
    return name if name.replace("-", "").isalnum() and name.isascii() else f'"{name}"'


def _key_lines(keys: Iterable[tuple[str, tuple[str, ...], str]]) -> Iterator[str]:
    for name, of_action, meaning in keys:
        listed = ", ".join(_quoted(key) for key in of_action)
        yield f"# {meaning}\n#{name} = [{listed}]"


def _quoted(text: str) -> str:
    """A text of TOML: in single quotes, where a backslash is only a backslash."""
    return f'"{text}"' if "'" in text else f"'{text}'"
