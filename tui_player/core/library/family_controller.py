"""Answers a person who gives artists, albums and tracks a genre family."""

from tui_player.core.state import Parts
from tui_player.core.undo import FactChange
from tui_player.messages import requests
from tui_player.messages.commands import Command, UseFamilies
from tui_player.messages.facts import FamilyGiven


def give_family(parts: Parts, request: requests.GiveFamily) -> list[Command]:
    """Remember what was given, and have the library use it from now on; note how it was."""
    before = parts.programme.given_families.get(request.scope, "")
    if request.family != before:
        was = FamilyGiven(request.scope, before)
        parts.undo.add(FactChange(f"the family of {request.label}", was))
    parts.programme.remember(FamilyGiven(request.scope, request.family))
    if request.family:
        parts.say(f"{request.label} is {request.family} from now on. The files stay as they are.")
    else:
        parts.say(f"{request.label} is again what its tags say.")
    return use_families(parts)


def use_families(parts: Parts) -> list[Command]:
    """Hand all that was given to the library."""
    return [UseFamilies(tuple(parts.programme.given_families.items()))]
