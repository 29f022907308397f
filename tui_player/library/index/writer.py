"""Writes the library index: the one place that changes it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tui_player.library.index.album_artists import AlbumArtists
from tui_player.library.index.families import FamilyChoice
from tui_player.library.index.fulltext import Words
from tui_player.library.index.groups import ALL, FAMILY, GENRE, Shelves
from tui_player.library.index.renames import MoveFinder
from tui_player.library.index.schema import (
    LATE_INDEXES,
    joined,
    open_for_reading,
    open_for_writing,
    parted,
    paths_below,
)
from tui_player.library.index.track_row import TrackRow, track_row
from tui_player.library.scanner.walk import UNREAD, KnownSignature, Signature
from tui_player.library.tags.genres import FamiliesFrom, FoundGenres, GenreFinder
from tui_player.library.tags.reader import TAGS_VERSION, FileTags
from tui_player.model.music.family_overrides import GivenFamilies
from tui_player.model.music.unreadable_file import UnreadableFile

MOST_UNREADABLE_TOLD = 1_000
_YES, _NO = b"1", b"0"
_INSERT_TRACK = f"INSERT INTO track VALUES ({', '.join('?' * len(TrackRow._fields))})"
_SIGNATURE = "size = ?, mtime_ns = ?, inode = ?, ctime_ns = ?"


class IndexWriter:
    """The writing connection to the index of one folder. Belongs to the scanner thread.

    Paths are bytes, as the disk has them, under the folder and "/"-separated. What was read with
    another `tag_encoding`, the code page of tags that name none, has to be read again.
    Every method may raise sqlite3.DatabaseError.
    """

    def __init__(
        self,
        index_path: Path,
        folder: Path,
        genres: GenreFinder,
        tag_encoding: str | None = None,
    ) -> None:
        self.tag_encoding = tag_encoding
        self._tags_version = TAGS_VERSION + (f"-{tag_encoding}".encode() if tag_encoding else b"")
        self._index_path = index_path
        self._genres = genres
        self._connection = open_for_writing(index_path)
        self._shelves = Shelves(self._connection)
        self._words = Words(self._connection)
        self._choice = FamilyChoice(self._connection, genres)
        self._albums = AlbumArtists(self._connection)
        self._touched_artists: set[str] = set()
        self._is_settled = self.note("settled") == _YES
        self.moves = MoveFinder(self._connection, os.fsencode(folder))
        self._data_version = -1
        self._fold_words_anew()
        self._claim_for(folder)
        if not self.file_count():  # nothing is known yet that another version read
            self.set_note("tags", self._tags_version)
        self._reshelve_if_families_changed()

    def close(self) -> None:
        """Close the connection; what was committed is on the disk."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All changes within are made together, or not at all."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            self._heed_others()
            yield
            self._shelves.save()
            self._words.save()
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            self._shelves.reload()
            self._words.reload()
            self._choice.reload()
            self._is_settled = False
            raise

    def signatures(self, under: bytes = b"") -> Iterator[tuple[bytes, KnownSignature]]:
        """All files known in the folder `under`, ordered by the bytes of their paths.

        Read over a connection of its own, so that the index may be written meanwhile.
        """
        connection = open_for_reading(self._index_path)
        try:
            rows = connection.execute(
                "SELECT path, size, mtime_ns, inode, ctime_ns FROM file"
                " WHERE path >= ? AND path < ?"
                " ORDER BY path",
                paths_below(under),
            )
            for path, *signature in rows:
                yield path, tuple(signature)
        finally:
            connection.close()

    def signature(self, path: bytes) -> Signature | None:
        """The signature a file had when it was read last, or None if it is not known."""
        row = self._connection.execute(
            "SELECT size, mtime_ns, inode, ctime_ns FROM file WHERE path = ?", (path,)
        ).fetchone()
        return Signature(*row) if row else None

    def files_below(self, folder: bytes) -> list[bytes]:
        """The paths of all files known in a folder and below."""
        sql = "SELECT path FROM file WHERE path >= ? AND path < ?"
        return [path for (path,) in self._connection.execute(sql, paths_below(folder))]

    def put_track(self, path: bytes, signature: Signature, tags: FileTags) -> None:
        """Add a track, or replace what is known of it."""
        self.moves.arrives(path, signature, tags)
        file_id, is_new = self._put_file(path, signature)
        if not is_new:
            known = self._track_row(file_id)
            if known is not None:
                row = track_row(file_id, path, tags, self._choice, known.album_by)
                if row.says_as_much_as(known):
                    return  # the file was only touched, or is read by another version
            self._clear(file_id, path)
        row = track_row(file_id, path, tags, self._choice, album_by="")
        self._connection.execute(_INSERT_TRACK, row)
        found = map(parted, (row.genres, row.families, row.moods))
        self._shelves.put(file_id, *found)
        self._words.add(file_id)
        self._touch(row.filed_key)
        if row.is_loose:
            self._albums.touch(path)

    def put_playlist(self, path: bytes, signature: Signature, entries: int) -> None:
        """Note a playlist and how many entries it has."""
        file_id = self._put_emptied_file(path, signature)
        self._connection.execute("INSERT INTO playlist VALUES (?, ?)", (file_id, entries))

    def put_unreadable(self, path: bytes, signature: Signature, reason: str) -> None:
        """Note that a file cannot be read, and why; it is asked again when it changes.

        Without a reason there is nothing to hear in it, and nothing to be told of it.
        """
        file_id = self._put_emptied_file(path, signature)
        self._connection.execute("INSERT INTO unreadable VALUES (?, ?)", (file_id, reason))

    def put_unread(self, path: bytes, reason: str) -> None:
        """Note that a file cannot be read now, and why; it is asked again by every scan.

        What is known of it as a track or playlist stays.
        """
        cursor = self._connection.execute(
            f"UPDATE file SET {_SIGNATURE} WHERE path = ?"
            " AND id NOT IN (SELECT file_id FROM unreadable)",
            (*UNREAD, path),
        )
        if not cursor.rowcount:
            self.put_unreadable(path, UNREAD, reason)

    def remove(self, path: bytes) -> None:
        """Forget a file, if it is known."""
        file_id = self._file_id(path)
        if file_id is not None:
            self.moves.leaves(path)
            self._clear(file_id, path)
            self._connection.execute("DELETE FROM file WHERE id = ?", (file_id,))

    def finish_scan(self) -> None:
        """Build what is faster built after a first scan than kept during it, and free memory."""
        self._connection.executescript(LATE_INDEXES)
        self.set_note("tags", self._tags_version)
        self._connection.execute("PRAGMA shrink_memory")

    def old_tags_after(self) -> bytes | None:
        """The path behind which files were read by another version, that knew less of tags.

        None if there are none; empty if that is all files.
        """
        if self.note("tags") == self._tags_version:
            return None
        version, _, path = (self.note("tags_up_to") or b"").partition(b" ")
        return path if version == self._tags_version else b""

    def note_tags_read(self, path: bytes) -> None:
        """All files up to this path, in the order of bytes, were read by this version."""
        self.set_note("tags_up_to", self._tags_version + b" " + path)

    def give_families(self, given: GivenFamilies) -> bool:
        """From now on the person gave these families; whether that is news."""
        if given == self._choice.given:
            return False
        with self.transaction():
            for track_id in self._choice.give(given):
                row = self._connection.execute(
                    "SELECT path, raw_genres, filed_under, album, filed_key"
                    " FROM track JOIN file ON file.id = track.id WHERE track.id = ?",
                    (track_id,),
                ).fetchone()
                found = self._choice.find(parted(row[1]), *row[:1], *row[2:4])
                self._put_families(track_id, joined(found.families), found.families_from)
                self._touch(row[4])
        self.settle()
        return True

    def settle(self) -> None:
        """Find out what only the other tracks of an album or of an artist tell of a track.

        That is whom an album is by, and the families of tracks that nothing else tells of. Looks
        at the albums and artists whose tracks changed; at all if that was not done to the end.
        """
        if self._is_settled and not self._touched_artists:
            return
        with self.transaction():
            for track_id, album_by in list(self._albums.found(everywhere=not self._is_settled)):
                self._file_otherwise(track_id, album_by)
            touched = self._touched_artists if self._is_settled else None
            for track_id, families, any_found in self._choice.without_own(touched):
                told_by = FamiliesFrom.ARTIST if any_found else FamiliesFrom.NOTHING
                self._put_families(track_id, families, told_by)
            self.set_note("settled", _YES)
        self._is_settled = True
        self._touched_artists.clear()
        self._albums.forget_touched()

    def _file_otherwise(self, track_id: int, album_by: str) -> None:
        """Another answer to whom the album of a track is by."""
        known = self._track_row(track_id)
        assert known is not None
        filing = self._choice.filing(
            known.artist, known.album_artist, bool(known.is_compilation), album_by
        )
        (path,) = self._connection.execute(
            "SELECT path FROM file WHERE id = ?", (track_id,)
        ).fetchone()
        found = self._choice.find(parted(known.raw_genres), path, filing.name, known.album)
        self._connection.execute(
            "UPDATE track SET album_by = ?, filed_under = ?, filed_key = ? WHERE id = ?",
            (album_by, *filing, track_id),
        )
        self._put_families(track_id, joined(found.families), found.families_from)
        self._touch(known.filed_key)
        self._touch(filing.key)

    def track_count(self) -> int:
        """How many tracks can be played."""
        return self._shelves.counts(ALL).get("", 0)

    def file_count(self) -> int:
        """How many files are known, those included that cannot be read."""
        return int(self._connection.execute("SELECT COUNT(*) FROM file").fetchone()[0])

    def genre_count(self) -> int:
        """How many different genres the tracks have."""
        return len(self._shelves.counts(GENRE))

    def family_counts(self) -> tuple[tuple[str, int], ...]:
        """Tracks per genre family, largest first; those of none under the empty string."""
        counts = self._shelves.counts(FAMILY)
        return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def unreadable(self) -> tuple[UnreadableFile, ...]:
        """The files that cannot be read, at most the first thousand by path."""
        rows = self._connection.execute(
            "SELECT path, reason FROM unreadable JOIN file ON file.id = file_id"
            " WHERE reason <> '' ORDER BY path LIMIT ?",
            (MOST_UNREADABLE_TOLD,),
        )
        return tuple(UnreadableFile(os.fsdecode(path), reason) for path, reason in rows)

    def note(self, name: str) -> bytes | None:
        """A note kept with the index under this name, or None."""
        row = self._connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return bytes(row[0]) if row else None

    def set_note(self, name: str, value: bytes) -> None:
        """Keep a note with the index."""
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def _heed_others(self) -> None:
        """Take in what another player on the same folder wrote to the index."""
        version = self._connection.execute("PRAGMA data_version").fetchone()[0]
        if version != self._data_version:
            self._data_version = version
            self._shelves.reload()
            self._choice.reload()

    def _claim_for(self, folder: Path) -> None:
        """Empty the index if it was made for another folder."""
        name = os.fsencode(folder)
        if self.note("folder") not in (None, name):
            with self.transaction():
                for path in self.files_below(b""):
                    self.remove(path)
                self.moves.forget_all()
        self.set_note("folder", name)

    def _fold_words_anew(self) -> None:
        if not self._words.are_folded_as_now():
            with self.transaction():
                self._words.fold_anew()

    def _reshelve_if_families_changed(self) -> None:
        """Map the genres anew where the table of families is another than last time."""
        fingerprint = self._genres.fingerprint.encode()
        if self.note("families") == fingerprint:
            return
        with self.transaction():
            rows = self._connection.execute(
                "SELECT track.id, raw_genres, path, filed_under, album"
                " FROM track JOIN file ON file.id = track.id"
            ).fetchall()
            for track_id, raw, *place in rows:
                self._reshelve(track_id, self._choice.find(parted(raw), *place))
            self.set_note("families", fingerprint)
            self._is_settled = False
            self.set_note("settled", _NO)
        self.settle()

    def _reshelve(self, track_id: int, found: FoundGenres) -> None:
        self._words.remove(track_id)
        self._connection.execute(
            "UPDATE track SET genres = ? WHERE id = ?", (joined(found.genres), track_id)
        )
        self._words.add(track_id)
        self._put_families(track_id, joined(found.families), found.families_from)

    def _put_families(self, track_id: int, families: str, told_by: FamiliesFrom) -> None:
        """Another answer to what families a track is of."""
        self._shelves.take(track_id)
        self._connection.execute(
            "UPDATE track SET families = ?, families_from = ? WHERE id = ?",
            (families, told_by, track_id),
        )
        genres, moods = self._connection.execute(
            "SELECT genres, moods FROM track WHERE id = ?", (track_id,)
        ).fetchone()
        self._shelves.put(track_id, parted(genres), parted(families), parted(moods))

    def _touch(self, filed_key: str) -> None:
        """What is known of an artist's tracks changes."""
        if self._is_settled and not self._touched_artists:
            self.set_note("settled", _NO)
        self._touched_artists.add(filed_key)

    def _track_row(self, track_id: int) -> TrackRow | None:
        """What is known of a track, if it is one."""
        row = self._connection.execute("SELECT * FROM track WHERE id = ?", (track_id,)).fetchone()
        return TrackRow(*row) if row else None

    def _put_emptied_file(self, path: bytes, signature: Signature) -> int:
        """Add the file, or forget what is known of it; returns its id."""
        file_id, is_new = self._put_file(path, signature)
        if not is_new:
            self._clear(file_id, path)
        return file_id

    def _put_file(self, path: bytes, signature: Signature) -> tuple[int, bool]:
        """Add the file, or note its other signature; returns its id, and whether it is new."""
        cursor = self._connection.execute(
            "INSERT INTO file (path, size, mtime_ns, inode, ctime_ns) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (path, *signature),
        )
        if cursor.rowcount:
            return int(cursor.lastrowid or 0), True
        file_id = self._file_id(path)
        assert file_id is not None
        self._connection.execute(
            f"UPDATE file SET {_SIGNATURE} WHERE id = ?", (*signature, file_id)
        )
        return file_id, False

    def _file_id(self, path: bytes) -> int | None:
        row = self._connection.execute("SELECT id FROM file WHERE path = ?", (path,)).fetchone()
        return int(row[0]) if row else None

    def _clear(self, file_id: int, path: bytes) -> None:
        """Forget all but the file itself."""
        if (known := self._track_row(file_id)) is not None:
            self._touch(known.filed_key)
            if known.is_loose:
                self._albums.touch(path)
        self._shelves.take(file_id)
        self._words.remove(file_id)
        self._connection.execute("DELETE FROM track WHERE id = ?", (file_id,))
        self._connection.execute("DELETE FROM unreadable WHERE file_id = ?", (file_id,))
        self._connection.execute("DELETE FROM playlist WHERE file_id = ?", (file_id,))
