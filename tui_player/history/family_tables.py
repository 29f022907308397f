"""How the genre families that the person gave lie in the tables of history.db."""

import os
from sqlite3 import Connection

from tui_player.messages.facts import FamilyGiven
from tui_player.model.music.family_overrides import GivenFamilies, Scope, ScopeKind, track_scope
from tui_player.model.music.track import TrackId


def read_given_families(connection: Connection) -> GivenFamilies:
    """All that was given, by what it was given to; kinds this version does not know left out."""
    tracks = connection.execute("SELECT track, family FROM track_family")
    others = connection.execute("SELECT kind, key, family FROM other_family")
    kinds = {kind.value for kind in ScopeKind}
    return {
        **{track_scope(TrackId(os.fsdecode(track))): family for track, family in tracks},
        **{
            Scope(ScopeKind(kind), os.fsdecode(key)): family
            for kind, key, family in others
            if kind in kinds
        },
    }


def write_given_family(connection: Connection, fact: FamilyGiven) -> None:
    """Write one fact, within the caller's transaction."""
    kind, key = fact.scope.kind, os.fsencode(fact.scope.key)
    if kind is ScopeKind.TRACK:
        connection.execute("DELETE FROM track_family WHERE track = ?", (key,))
        if fact.family:
            connection.execute("INSERT INTO track_family VALUES (?, ?)", (key, fact.family))
        return
    connection.execute("DELETE FROM other_family WHERE kind = ? AND key = ?", (kind, key))
    if fact.family:
        connection.execute("INSERT INTO other_family VALUES (?, ?, ?)", (kind, key, fact.family))
