"""Checks that the tables of an index agree with each other."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tui_player.model.music.letters import path_for_search, text_for_search

COLUMNS = ("title", "artist", "album", "album_artist", "genres", "location")


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
        ask("INSERT INTO words (words) VALUES ('integrity-check')")  # raises where it is damaged
        ask("CREATE VIRTUAL TABLE temp.instance USING fts5vocab(main, words, instance)")
        indexed = ask("SELECT doc, col, term FROM instance").fetchall()
        tracks = ask(f"SELECT id, {', '.join(COLUMNS)} FROM track").fetchall()
        assert sorted(indexed) == sorted(
            (track_id, column, word)
            for track_id, *texts in tracks
            for column, text in zip(COLUMNS, texts, strict=True)
            for word in _searched(column, text)
        )


def _searched(column: str, text: str) -> list[str]:
    fold = path_for_search if column == "location" else text_for_search
    return "".join(c if c.isalnum() else " " for c in fold(text).lower()).split()
