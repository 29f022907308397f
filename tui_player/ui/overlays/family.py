"""Gives a genre family to an artist, an album or a track."""

from collections.abc import Callable, Sequence

from textual.widget import Widget

from tui_player.messages.requests import GiveFamily
from tui_player.model.music.family_overrides import Scope, album_scope, artist_scope, track_scope
from tui_player.model.music.track import Track
from tui_player.ports.browser import BrowseLink, PlaceKind, Row
from tui_player.ui.drawing.glyphs import Charset
from tui_player.ui.messages import RequestPosted
from tui_player.ui.overlays.chooser import Choice, ChoiceList, Chooser

_AS_TAGGED = "as its tags say"
ScopeName = tuple[Scope, str]  # and what it is called


def scopes_in(row: Row) -> tuple[ScopeName, ...]:
    """What a family can be given to in a row of the Library, the narrowest first."""
    if isinstance(row, Track):
        artist = row.filed_under
        return (
            (track_scope(row.id), row.title),
            *(((album_scope(artist, row.album), row.album),) if row.album else ()),
            *(((artist_scope(artist), artist),) if artist else ()),
        )
    return _scopes_in_shelf(row)


def _scopes_in_shelf(row: BrowseLink) -> tuple[ScopeName, ...]:
    place = row.place
    if place.kind is PlaceKind.ARTIST and place.key:
        return ((artist_scope(place.key), place.label),)
    if place.kind is PlaceKind.ALBUM and place.key:
        return ((album_scope(place.within, place.key), place.label),)
    return ()


class FamilyChooser(Chooser):
    """First what it is to be given to, if there is a choice, then the families by name."""

    def __init__(self, charset: Charset, families: Callable[[], Sequence[str]]) -> None:
        super().__init__(charset, id="families")
        self._families = families
        self._scopes: tuple[ScopeName, ...] = ()
        self._scope: ScopeName | None = None
        self._present = ""

    def be_about(self, row: Row) -> bool:
        """Give a family to what is in this row; False if it cannot have one."""
        self._scopes = scopes_in(row)
        self._present = row.families[0] if isinstance(row, Track) and row.families else ""
        return bool(self._scopes)

    def prepare(self) -> Widget:
        """Ask what the family is for, unless there is only one thing."""
        self._scope = None
        self.choices.show_rows(())
        if len(self._scopes) == 1:
            self._ask_for_family(self._scopes[0])
        else:
            self.border_title = "Give a genre family to"
            self.show(
                [
                    Choice(str(number), name, scope.kind.value)
                    for number, (scope, name) in enumerate(self._scopes)
                ]
            )
        return self.choices

    def _ask_for_family(self, scope: ScopeName) -> None:
        self._scope = scope
        self.border_title = self.charset.fit(f"Genre family of {scope[1]}", 40)
        self.choices.show_rows(())
        families = sorted(self._families())
        choices = [Choice("", _AS_TAGGED)]
        choices += [Choice(name, name, "", name == self._present) for name in families]
        self.show(choices)

    def on_choice_list_taken(self, message: ChoiceList.Taken) -> None:
        """Go on to the families, or give one."""
        message.stop()
        value = message.choice.value or ""
        if self._scope is None:
            self._ask_for_family(self._scopes[int(value)])
            return
        scope, name = self._scope
        self.post_message(RequestPosted(GiveFamily(scope, value, name)))
        self.close()
