"""How many colours a terminal has, by what it is called and what its terminfo entry says."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import StrEnum

_ALL_COLOURS = 1 << 24


class ColourDepth(StrEnum):
    """How many colours there are to paint with."""

    NONE = "none"
    SIXTEEN = "16"
    MANY = "256"
    ALL = "all"

    @property
    def are_the_themes(self) -> bool:
        """Whether there are enough for a theme's own colours, or nearly so."""
        return self in (ColourDepth.MANY, ColourDepth.ALL)

    @property
    def for_textual(self) -> str:
        """What Textual calls it in its variable TEXTUAL_COLOR_SYSTEM."""
        return {ColourDepth.MANY: "256", ColourDepth.ALL: "truecolor"}.get(self, "standard")


# Over SSH the other machine often has no entry for them; by the beginning of the name.
_HAVE_ALL = (
    *("alacritty", "foot", "ghostty", "xterm-ghostty", "kitty", "xterm-kitty", "wezterm"),
    *("contour", "rio", "xterm-rio", "konsole", "vte", "iterm", "mintty", "warp", "tabby"),
)
_HAVE_MANY = ("st", "gnome", "terminator", "xfce", "termite", "putty", "eterm", "mlterm")
# What a terminal in all its colours is called, and one in 256.
_ENDS_OF_ALL = ("direct", "direct2", "truecolor", "24bit", "24bits")
_ENDS_OF_MANY = ("256color", "256colour", "256")

Terminfo = Callable[[str], int]


def colour_depth(environ: Mapping[str, str], terminfo: Terminfo | None = None) -> ColourDepth:
    """What the environment says, and for a name that nobody knows the terminfo entry.

    `terminfo` gives the number of colours of a terminal of this name, 0 for no entry.
    """
    name = environ.get("TERM", "").strip().lower()
    if environ.get("NO_COLOR") or name == "dumb":
        return ColourDepth.NONE
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return ColourDepth.ALL
    parts = name.split("-")
    if parts[-1] in _ENDS_OF_ALL or _is_one_of(name, _HAVE_ALL):
        return ColourDepth.ALL
    if parts[-1] in _ENDS_OF_MANY or _is_one_of(name, _HAVE_MANY):
        return ColourDepth.MANY
    if name in ("tmux", "screen") and environ.get("TMUX"):
        return ColourDepth.MANY  # tmux brings them down to what the terminal outside has
    if name in ("", "linux", "unknown"):
        return ColourDepth.SIXTEEN
    return _depth_of((terminfo or colours_in_terminfo)(environ["TERM"]))


def _is_one_of(name: str, known: tuple[str, ...]) -> bool:
    return any(name == one or name.startswith(f"{one}-") or name == f"{one}2" for one in known)


def _depth_of(colours: int) -> ColourDepth:
    if colours >= _ALL_COLOURS:
        return ColourDepth.ALL
    return ColourDepth.MANY if colours >= 256 else ColourDepth.SIXTEEN


def colours_in_terminfo(name: str) -> int:
    """The number of colours in the entry of a terminal on this machine; 0 if there is none.

    Only the first name that is asked for in a process is looked up: ncurses keeps its entry.
    """
    import curses
    import os

    with suppress(curses.error, OSError, ValueError):
        null = os.open(os.devnull, os.O_RDWR)
        try:
            curses.setupterm(name, null)
            if curses.tigetflag("RGB") == 1 or curses.tigetflag("Tc") == 1:
                return _ALL_COLOURS
            return max(curses.tigetnum("colors"), 0)
        finally:
            os.close(null)
    return 0
