"""Reads config.toml, checks it, and joins it with what ships: rules and genre families.

What decides and plays is loaded only once it is asked for: the first paint needs none of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from tui_player.model.errors import TuiPlayerError, join_problems
from tui_player.model.text import brief, nearest
from tui_player.settings.shipped_tables import shipped_table
from tui_player.util.code_page_names import WESTERN, code_page_named
from tui_player.util.small_files import MissingFileError, SmallFileError, read_text, read_toml

if TYPE_CHECKING:
    from tui_player.core.selection.mood_tags import MoodWords
    from tui_player.core.selection.rules import MoodRules
    from tui_player.core.settings import PickerSettings, PresenceSettings, SoundSettings
    from tui_player.model.mood.goal import GoalSettings
    from tui_player.model.music.genres import GenreFamilies

ON_MOOD_CHANGE = ("wait", "fade")
FOUND_OUT = "auto"
CAMERA_TURNS_DEG = (0, 90, 180, 270)
_NOTHING: Mapping[str, Any] = MappingProxyType({})
PICTURES = ("auto", "pixels", "blocks")
_MOST_KEYS = 50  # for one action


class ConfigError(TuiPlayerError):
    """The configuration cannot be used; the message names the file, the place and the remedy."""


class UnreachableConfigError(ConfigError):
    """The system refuses the file: nothing is known of what the person wants in it."""


class Config(NamedTuple):
    """What config.toml may say; every field has a default, so an empty file is fine.

    `camera` is the text of `--camera`, or None for no camera; `camera_turn` is how many degrees its
    picture is turned clockwise to stand upright, or "auto". `on_mood_change` is "wait" (the
    present track ends first) or "fade" (change at once). `keys` are one key or several for an
    action; whether there is such an action and such a key, the screen knows.
    """

    folder: str | None = None
    camera: str | None = "0"
    camera_turn: int | str = FOUND_OUT
    analyses_per_s: float = 5.0
    camera_picture: bool | None = None
    audio_device: str | None = None
    model: str | None = None
    theme: str | None = None
    mood_tint: bool = True
    terminal_title: bool = True
    album_art: bool = True
    pictures: str = "auto"
    resume: bool = True
    on_mood_change: str = "wait"
    learn: bool = True
    context: Sequence[object] = ()
    sound: Mapping[str, Any] = _NOTHING
    goal: Mapping[str, Any] = _NOTHING
    face: Mapping[str, Any] = _NOTHING
    moods: Mapping[str, Any] = _NOTHING
    genres: Mapping[str, list[str]] = _NOTHING
    mood_words: Mapping[str, list[str]] = _NOTHING
    library: Mapping[str, Any] = _NOTHING
    keys: Mapping[str, str | list[str]] = _NOTHING

    @property
    def change_at_once(self) -> bool:
        """Whether a change of mood cuts the present track."""
        return self.on_mood_change == "fade"

    @property
    def sound_settings(self) -> SoundSettings:
        """How loudness is made even, and where tracks fade."""
        from tui_player.settings.sound_section import sound_settings

        return sound_settings(self.sound)

    @property
    def goal_settings(self) -> GoalSettings:
        """Where mood goals lead, and how fast."""
        from tui_player.settings.goal_face_sections import goal_settings

        return goal_settings(self.goal)

    @property
    def presence_settings(self) -> PresenceSettings:
        """What follows from an empty room, and from a pin."""
        from tui_player.settings.goal_face_sections import presence_settings

        return presence_settings(self.face)

    @property
    def ignore(self) -> tuple[str, ...]:
        """Patterns of files and folders that are left out of the library."""
        return tuple(self.library.get("ignore", ()))

    @property
    def tag_encoding(self) -> str | None:
        """The code page of tags that name none, if the person says which."""
        return code_page_named(self.library.get("tag_encoding", ""))

    @property
    def playlists(self) -> str | None:
        """The folder that playlists are saved in, if one is named."""
        folder: str | None = self.library.get("playlists")
        return folder


def load_config(path: Path, *, must_exist: bool = False) -> Config:
    """The configuration in `path`; the defaults if there is no such file.

    Raises ConfigError if the file cannot be read or says something that has no meaning.
    """
    try:
        table, text = read_toml(path)
    except MissingFileError:
        if must_exist:
            raise ConfigError(f"{path}: there is no such configuration file") from None
        return Config()
    except SmallFileError as error:
        refused = UnreachableConfigError if error.os_error else ConfigError
        raise refused(f"the configuration {error}") from error
    problems = _problems(table)
    if problems:
        raise _error_with_lines(path, problems, text)
    if table.get("camera") is False:
        table["camera"] = None
    return Config(**table)


def config_error(path: Path, problems: Sequence[str]) -> ConfigError:
    """The error that tells of problems found only by those who know the rules or the keys."""
    try:
        text = read_text(path)
    except SmallFileError:
        text = ""
    return _error_with_lines(path, problems, text)


def _error_with_lines(path: Path, problems: Sequence[str], text: str) -> ConfigError:
    from tui_player.settings.toml_lines import with_lines

    return ConfigError(f"{path}: {join_problems(with_lines(problems, text))}")


def load_rules(config: Config) -> MoodRules:
    """The shipped rule table with the moods of the configuration in place of its own.

    Raises RulesError if the configuration's part makes no sense.
    """
    from tui_player.core.selection.rules import MoodRules, RulesError
    from tui_player.settings.moods import joined_tables

    rules = MoodRules.from_table(joined_tables(config.moods))
    if not config.moods:  # what ships is right, and the table of families takes long to read
        return rules
    known = _known_families(config)
    unknown = [
        f"moods.{mood}.plays: no genre family {family!r}{nearest(family, known)}"
        for mood, rule in rules.by_mood.items()
        for family in rule.family_names
        if family not in known
    ]
    if unknown:
        raise RulesError(join_problems(unknown))
    return rules


def load_choosing(config: Config) -> PickerSettings:
    """The rules by time of day and weekday, and whether plays and skips teach.

    Raises ContextError if the rules make no sense.
    """
    from tui_player.core.selection.schedule import ContextError, ContextRules
    from tui_player.core.settings import PickerSettings

    context = ContextRules.from_entries(config.context)
    if not context.families:
        return PickerSettings(context, config.learn)
    known = _known_families(config)
    unknown = [
        f"context[{number}].weights: no genre family {family!r}{nearest(family, known)}"
        for number, family in context.families
        if family not in known
    ]
    if unknown:
        raise ContextError(join_problems(unknown))
    return PickerSettings(context, config.learn)


def _known_families(config: Config) -> set[str]:
    return {*shipped_table("genres.toml")["families"], *config.genres}


def load_genre_families(config: Config) -> GenreFamilies:
    """The shipped table of genre names with the configuration's `[genres]` added."""
    from tui_player.model.music.genres import GenreFamilies

    table = shipped_table("genres.toml")
    return GenreFamilies.from_table(
        table["families"], table.get("aliases"), table.get("ignored", ()), extra=config.genres
    )


def load_mood_words(config: Config) -> MoodWords:
    """The shipped table of the words of MOOD tags with the configuration's `[mood_words]` added."""
    from tui_player.core.selection.mood_tags import MoodWords

    return MoodWords.from_table(shipped_table("mood_words.toml"), config.mood_words)


_KINDS: dict[str, tuple[type, ...]] = {
    "folder": (str,),
    "camera": (str, bool),
    "camera_turn": (int, str),
    "analyses_per_s": (int, float),
    "camera_picture": (bool,),
    "audio_device": (str,),
    "model": (str,),
    "theme": (str,),
    "mood_tint": (bool,),
    "terminal_title": (bool,),
    "album_art": (bool,),
    "pictures": (str,),
    "resume": (bool,),
    "on_mood_change": (str,),
    "learn": (bool,),
    "context": (list,),
    "sound": (dict,),
    "goal": (dict,),
    "face": (dict,),
    "moods": (dict,),
    "genres": (dict,),
    "mood_words": (dict,),
    "library": (dict,),
    "keys": (dict,),
}


def _problems(table: Mapping[str, Any]) -> list[str]:
    from tui_player.settings.goal_face_sections import face_problems, goal_problems
    from tui_player.settings.sound_section import sound_problems

    names = set(Config._fields)
    problems = [f"no setting {n!r}{nearest(n, names)}" for n in table if n not in names]
    for name, kinds in _KINDS.items():
        if name in table and (
            not isinstance(table[name], kinds)
            or (isinstance(table[name], bool) and bool not in kinds)
        ):
            wanted = " or ".join(_KIND_WORDS[kind] for kind in kinds)
            problems.append(f"{name}: must be {wanted}, not {brief(table[name])}")
    problems += [
        f"genres.{family}: must be a list of genre names in quotes"
        for family, names_of_family in _table(table, "genres").items()
        if not _is_list_of_texts(names_of_family)
    ]
    problems += _mood_word_problems(_table(table, "mood_words"), _mood_names(table))
    problems += [
        f"keys.{action}: must be a key in quotes, or a list of them (at most {_MOST_KEYS})"
        for action, keys in _table(table, "keys").items()
        if not isinstance(keys, str) and not (_is_list_of_texts(keys) and len(keys) <= _MOST_KEYS)
    ]
    problems += _library_problems(_table(table, "library"))
    problems += sound_problems(_table(table, "sound"))
    problems += goal_problems(_table(table, "goal"), _mood_names(table))
    problems += face_problems(_table(table, "face"))
    if table.get("camera") is True:
        problems.append("camera: name a camera, such as '0', or write false for none")
    if table.get("camera_turn", FOUND_OUT) not in (FOUND_OUT, *CAMERA_TURNS_DEG):
        turns = ", ".join(map(str, CAMERA_TURNS_DEG))
        problems.append(f'camera_turn: must be "{FOUND_OUT}" or one of {turns} (degrees clockwise)')
    if table.get("on_mood_change", "wait") not in ON_MOOD_CHANGE:
        problems.append(f"on_mood_change: must be one of {', '.join(ON_MOOD_CHANGE)}")
    if table.get("pictures", "auto") not in PICTURES:
        problems.append(f"pictures: must be one of {', '.join(PICTURES)}")
    rate = table.get("analyses_per_s", 5)
    if isinstance(rate, int | float) and not 0.2 <= rate <= 30:
        problems.append("analyses_per_s: must be from 0.2 to 30")
    return problems


def _mood_names(table: Mapping[str, Any]) -> list[str]:
    """The moods that ship, then those of the person's own."""
    return list({**shipped_table("moods.toml")["moods"], **_table(table, "moods")})


def _mood_word_problems(words_by_mood: Mapping[str, Any], moods: Sequence[str]) -> Iterator[str]:
    for mood, words in words_by_mood.items():
        if mood not in moods:
            yield f"mood_words.{mood}: no such mood{nearest(mood, moods)}"
        elif not _is_list_of_texts(words):
            yield f"mood_words.{mood}: must be a list of words in quotes"


_LIBRARY_SETTINGS = {"ignore", "playlists", "tag_encoding"}


def _library_problems(library: Mapping[str, Any]) -> list[str]:
    problems = [
        f"library.{name}: no such setting{nearest(name, _LIBRARY_SETTINGS)}"
        for name in library
        if name not in _LIBRARY_SETTINGS
    ]
    if not _is_list_of_texts(library.get("ignore", [])):
        problems.append('library.ignore: must be a list of patterns in quotes, e.g. ["*.part"]')
    encoding = library.get("tag_encoding", WESTERN)
    if not isinstance(encoding, str) or code_page_named(encoding) is None:
        problems.append('library.tag_encoding: must be the name of a code page, e.g. "cp1251"')
    if not isinstance(library.get("playlists", ""), str):
        problems.append("library.playlists: must be a folder in quotes")
    return problems


_KIND_WORDS: dict[type, str] = {
    str: "text in quotes",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    dict: "a table",
    list: "tables under [[context]]",
}


def _table(table: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = table.get(name, {})
    return value if isinstance(value, dict) else {}


def _is_list_of_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
