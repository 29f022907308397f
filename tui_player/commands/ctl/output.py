"""What the player tells, as lines of text: how things stand, and one line of one's own making."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tui_player.model.clean_text import harmless
from tui_player.model.errors import TuiPlayerError
from tui_player.model.mood.emotion import EMOTIONS

Values = Mapping[str, Any]

ONE_LINE = "{state}: {track}"
_FIELD = re.compile(r"\{(\w*)\}")
_PER_HOUR, _PER_MINUTE = 3600, 60


class FormatError(TuiPlayerError):
    """A format asks for a value that there is not."""


def fields_of(snapshot: Values) -> dict[str, str]:
    """The values that a format can have, as texts; empty where there is nothing to tell."""
    now = snapshot["now_playing"]
    mood = snapshot["mood"]
    pin = mood["pin"]
    speaker = snapshot["speaker"]
    return {
        "state": _state(snapshot),
        **_track_fields(now),
        "mood": mood["emotion"] or "",
        "sure": f"{round(mood['certainty'] * 100)}" if mood["emotion"] else "",
        "pinned": pin["ends"] if pin else "",
        "next": _next(snapshot),
        "volume": "0" if speaker["muted"] else str(speaker["volume_percent"]),
        "muted": "muted" if speaker["muted"] else "",
        "speed": f"{snapshot['rate']:g}",
        "camera": "on" if _looks(snapshot["camera"]) else "off",
        "tracks": str(snapshot["library"]["tracks"]),
        "folder": snapshot["library"]["folder"],
    }


def _track_fields(now: Values | None) -> dict[str, str]:
    track = now["track"] if now else {}
    length_s: float | None = (now["duration_s"] or track["duration_s"]) if now else None
    position_s: float = now["position_s"] if now else 0.0
    return {
        "track": _named(track) if now else "nothing",
        "title": track.get("title", ""),
        "artist": track.get("artist", ""),
        "album": track.get("album", ""),
        "year": str(track.get("year") or ""),
        "genre": ", ".join(track.get("genres", ())),
        "path": track.get("path", ""),
        "position": as_time(position_s if now else None),
        "length": as_time(length_s),
        "left": as_time(length_s - position_s if length_s else None),
        "percent": f"{min(round(100 * position_s / length_s), 100)}" if length_s else "",
        "why": now["reason"] if now else "",
        "opinion": {1: "liked", -1: "disliked"}.get(now["opinion"] if now else 0, ""),
    }


def _state(snapshot: Values) -> str:
    if snapshot["now_playing"] is None:
        return "stopped"
    return "paused" if snapshot["paused"] else "playing"


def _named(track: Values) -> str:
    title: str = track["title"]
    return f"{track['artist']} – {title}" if track["artist"] else title


def _next(snapshot: Values) -> str:
    coming = snapshot["up_next"]
    return _named(coming[0]["track"]) if coming else ""


def _looks(camera: Values) -> bool:
    return camera["state"] in ("opening", "ok", "frozen", "dark", "covered")


def as_time(seconds: float | None) -> str:
    """Minutes and seconds, hours only where needed; empty if unknown."""
    if seconds is None:
        return ""
    hours, rest = divmod(max(int(seconds), 0), _PER_HOUR)
    minutes, left = divmod(rest, _PER_MINUTE)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def formatted(form: str, fields: Mapping[str, str]) -> str:
    """A line of one's own making: `{name}` stands for a value; raises FormatError for others."""

    def value(found: re.Match[str]) -> str:
        name = found.group(1)
        if name not in fields:
            raise FormatError(f"there is no {{{name}}}; there are {', '.join(fields)}")
        return fields[name]

    return safe(_FIELD.sub(value, form))


def is_read_by_tmux(environ: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Whether tmux itself started the command, for its status line, and not a shell in a pane."""
    return "TMUX" in environ and "TMUX_PANE" not in environ and not is_terminal


def for_tmux(text: str) -> str:
    """A text as tmux shows it; in what a command prints, too, it obeys `#(…)`, `#[…]` and `#S`."""
    return text.replace("#", "##")


def safe(text: str) -> str:
    """A line that can be shown anywhere: nothing in a tag gives orders to a terminal."""
    return harmless(text)


def status_lines(snapshot: Values) -> Iterator[str]:
    """How things stand."""
    told = fields_of(snapshot)
    at = " of ".join(time for time in (told["position"], told["length"]) if time)
    yield formatted(f"{{state}}: {{track}}{f'  ({at})' if at else ''}", told)
    if told["why"]:
        yield formatted("why: {why}" + (", {opinion}" if told["opinion"] else ""), told)
    yield f"{mood_line(snapshot)}; camera {told['camera']}"
    if told["next"]:
        yield formatted("next: {next}", told)
    yield volume_line(snapshot)
    yield formatted("library: {tracks} tracks in {folder}", told)
    if sentence := snapshot["speaker"]["sentence"]:
        yield safe(sentence)


def mood_line(snapshot: Values) -> str:
    """The mood that the music follows, and what the face looks like just now."""
    mood = snapshot["mood"]
    pin = mood["pin"]
    followed = f"held at {pin['emotion']} {pin['ends']}" if pin else mood["emotion"]
    seen = _seen(mood) if _looks(snapshot["camera"]) else ""
    return f"mood: {followed or 'none known yet'}{f'; {seen}' if seen else ''}"


def _seen(mood: Values) -> str:
    if mood["unsure"]:
        return "unsure what the face says"
    certainty, emotion = max(zip(mood["probabilities"], EMOTIONS, strict=True))
    return f"looks {emotion}, {round(certainty * 100)} % sure" if certainty else mood["sight"]


def volume_line(snapshot: Values) -> str:
    """How loud it is."""
    speaker = snapshot["speaker"]
    return f"volume: {speaker['volume_percent']} %{', muted' if speaker['muted'] else ''}"


def track_line(snapshot: Values) -> str:
    """What plays, and how far it is."""
    return next(status_lines(snapshot))


def new_notices(before: Values, after: Values) -> list[str]:
    """What the player said meanwhile."""
    told = {notice["number"] for notice in before["notices"]}
    return [safe(n["text"]) for n in after["notices"] if n["number"] not in told]
