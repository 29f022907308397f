"""Families the person gave, on disk."""

import os
from contextlib import closing
from pathlib import Path

from tui_player.history.fact_tables import read_memory, write_fact
from tui_player.history.schema import open_history
from tui_player.messages.facts import FamilyGiven, TracksRenamed
from tui_player.model.music.family_overrides import album_scope, artist_scope, track_scope
from tui_player.model.music.track import TrackId

OLD = TrackId(os.fsdecode(b"caf\xe9.mp3"))
NEW = TrackId("new.mp3")


def test_are_kept_taken_back_and_move_along(tmp_path: Path) -> None:
    with closing(open_history(tmp_path / "history.db")) as history:
        given = {
            track_scope(OLD): "folk",
            artist_scope("Björk"): "electronic",
            album_scope("Björk", "Vespertine"): "ambient",
        }
        for scope, family in given.items():
            write_fact(history, FamilyGiven(scope, "rock"))
            write_fact(history, FamilyGiven(scope, family))
        assert read_memory(history).given_families == given
        write_fact(history, TracksRenamed(((OLD, NEW),)))
        write_fact(history, FamilyGiven(artist_scope("björk"), ""))
        assert read_memory(history).given_families == {
            track_scope(NEW): "folk",
            album_scope("Björk", "Vespertine"): "ambient",
        }


def test_kinds_of_a_later_version_are_left_alone(tmp_path: Path) -> None:
    with closing(open_history(tmp_path / "history.db")) as history:
        history.execute("INSERT INTO other_family VALUES ('label', x'41', 'rock')")
        assert read_memory(history).given_families == {}
