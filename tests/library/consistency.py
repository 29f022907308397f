"""Checks that the tables of an index agree with each other."""

import sqlite3
from contextlib import closing
from pathlib import Path


def assert_in_step(index_path: Path) -> None:
    """Check what no statement of SQL keeps by itself."""
    with closing(sqlite3.connect(index_path)) as connection:
        ask = connection.execute
        for shelf_id, tracks in ask("SELECT id, tracks FROM shelf").fetchall():
            ordinals = ask(
                "SELECT ordinal FROM shelved WHERE shelf_id = ? ORDER BY ordinal", (shelf_id,)
            ).fetchall()
            assert ordinals == [(ordinal,) for ordinal in range(tracks)]
        assert ask(
            "SELECT COUNT(*) FROM shelved WHERE track_id NOT IN (SELECT id FROM track)"
        ).fetchone() == (0,)
        # Raises if the words are not exactly those of the tracks.
        ask("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
