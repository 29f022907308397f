"""Searching without a screen: words are typed, the tracks found are told with a number each."""

from collections.abc import Callable, Sequence

from tui_player.messages.requests import PlayTrack, QueueTrack, Request
from tui_player.model.errors import TuiPlayerError
from tui_player.model.music.track import Track

SearchTracks = Callable[[str, int], Sequence[Track]]

_MOST_TOLD = 9
_HOW = (
    "A number plays it. a and a number: queue it last. e and a number: queue it next. "
    "/: search again. Esc: done."
)
_BACKSPACES = ("backspace", "\x7f", "\x08")


class PlainSearch:
    """Takes every key while it is open: first the words, then what to do with what was found.

    `search` may raise TuiPlayerError. `say` tells a whole line, `echo` shows what is typed.
    """

    def __init__(
        self,
        search: SearchTracks,
        post: Callable[[Request], None],
        say: Callable[[str], None],
        echo: Callable[[str], None],
    ) -> None:
        self._search = search
        self._post = post
        self._say = say
        self._echo = echo
        self._words: str | None = None  # None while nothing is typed
        self._found: Sequence[Track] = ()
        self._order = ""

    @property
    def is_open(self) -> bool:
        """Whether keys are for it."""
        return self._words is not None or bool(self._found)

    def knows(self, key: str) -> bool:
        """Whether it has a use for a key as it is: for all of them while words are typed."""
        return self._words is not None or key in ("a", "e", "/") or key in "0123456789"

    def open(self) -> None:
        """Begin to take words."""
        self._found, self._order, self._words = (), "", ""
        self._echo("Search for: ")

    def press(self, key: str) -> None:
        """Take one key."""
        if key == "escape":
            self._words, self._found = None, ()
            self._say("Search closed.")
        elif self._words is not None:
            self._type(key, self._words)
        else:
            self._choose(key)

    def _type(self, key: str, words: str) -> None:
        letter = " " if key == "space" else key
        if key == "enter":
            self._words = None
            self._echo("\n")
            self._look_for(words.strip())
        elif key in _BACKSPACES:
            self._words = words[:-1]
            self._echo("\b \b" if words else "")
        elif len(letter) == 1 and letter.isprintable():
            self._words = words + letter
            self._echo(letter)

    def _look_for(self, words: str) -> None:
        if not words:
            self._say("Search closed.")
            return
        try:
            self._found = tuple(self._search(words, _MOST_TOLD))
        except TuiPlayerError as error:
            self._say(f"The library cannot be searched: {error}")
            return
        if not self._found:
            self._say(f"Nothing found for {words}.")
            return
        for number, track in enumerate(self._found, start=1):
            about = ", ".join(filter(None, (track.title, track.artist, track.album)))
            self._say(f"{number}: {about}")
        self._say(_HOW)

    def _choose(self, key: str) -> None:
        if key in ("a", "e"):
            self._order = key
        elif key == "/":
            self.open()
        elif key.isdigit() and 1 <= int(key) <= len(self._found):
            track = self._found[int(key) - 1]
            self._found = ()
            self._post(
                QueueTrack(track.id, first=self._order == "e")
                if self._order
                else PlayTrack(track.id)
            )
        else:
            self._say(_HOW)
