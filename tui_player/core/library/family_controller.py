"""Genre families that the person gives to artists, albums and tracks."""

from tui_player.core.context import CoreContext
from tui_player.core.undo import FactChange
from tui_player.messages import requests
from tui_player.messages.commands import Command, UseFamilies
from tui_player.messages.facts import FamilyGiven
from tui_player.model.music.family_overrides import GivenFamilies


class FamilyController:
    """Remembers the families given and has the library use them."""

    def __init__(self, context: CoreContext) -> None:
        self._context = context

    def handle(self, request: requests.GiveFamily) -> list[Command]:
        """Remember what was given, and note for undo how it was."""
        before = self.given.get(request.scope, "")
        if request.family != before:
            was = FamilyGiven(request.scope, before)
            self._context.undo.add(FactChange(f"the family of {request.label}", was))
        self._context.remember(FamilyGiven(request.scope, request.family))
        if request.family:
            files = "The files stay as they are."
            self._context.notify(f"{request.label} is {request.family} from now on. {files}")
        else:
            self._context.notify(f"{request.label} is again what its tags say.")
        return self.use_families()

    @property
    def given(self) -> GivenFamilies:
        """The families that the person gave to artists, albums and tracks."""
        return self._context.memory.given_families

    def use_families(self) -> list[Command]:
        """Hand all that was given to the library."""
        return [UseFamilies(tuple(self.given.items()))]
