"""Makes libraries to measure with: real tagged files, empty files, and rows of an index."""

import itertools
import random
import shutil
from pathlib import Path
from typing import Any

import mutagen

from tests.media_files import write_audio
from tui_player.library.index.writer import IndexWriter
from tui_player.library.scanner.walk import Signature
from tui_player.library.tags.genres import GenreFinder
from tui_player.library.tags.reader import FileTags
from tui_player.model.music.genres import GenreFamilies
from tui_player.settings.config import Config, load_genre_families

SUFFIXES = (".mp3", ".flac", ".ogg", ".m4a")
GENRES = ("Rock", "Pop", "Jazz", "Folk", "Techno", "Ambient", "Soul", "Metal", "Chanson", "Odd One")
SYLLABLES = ("ba", "lo", "ki", "ne", "ro", "su", "ta", "mi", "ven", "dor", "li", "qua", "sha", "ul")
TRACKS_PER_ALBUM, ALBUMS_PER_ARTIST = 11, 3


def genre_families() -> GenreFamilies:
    """The table that ships."""
    return load_genre_families(Config())


def tags_of(number: int) -> dict[str, str]:
    """Made-up tags of one track, the same at every call."""
    album = number // TRACKS_PER_ALBUM
    artist = album // ALBUMS_PER_ARTIST
    return {
        "title": _name(number, "title"),
        "artist": _name(artist, "artist"),
        "album": _name(album, "album"),
        "genre": random.Random(artist).choice(GENRES),
        "date": str(1960 + album % 65),
        "tracknumber": str(number % TRACKS_PER_ALBUM + 1),
    }


def path_of(number: int, suffix: str) -> str:
    """Where a track lies: artist/album/number title."""
    tags = tags_of(number)
    name = f"{int(tags['tracknumber']):02} {tags['title']}-{number}{suffix}"
    return f"{tags['artist']}/{tags['album']}/{name}"


def write_tagged_files(folder: Path, count: int) -> None:
    """Write real files of four kinds, some 40 kB each, every one with tags of its own."""
    originals = folder.parent / "originals"
    originals.mkdir(parents=True)
    for suffix in SUFFIXES:
        write_audio(originals / f"a{suffix}", 2.5)
    for number, suffix in zip(range(count), itertools.cycle(SUFFIXES), strict=False):
        path = folder / path_of(number, suffix)
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(originals / f"a{suffix}", path)
        file: Any = mutagen.File(path, easy=True)
        if file.tags is None:
            file.add_tags()
        file.update({name: [text] for name, text in tags_of(number).items()})
        file.save()


def write_empty_files(folder: Path, count: int) -> None:
    """Write files with nothing in them: enough to walk over."""
    for number in range(count):
        path = folder / path_of(number, ".mp3")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def write_rows(index_path: Path, folder: Path, count: int) -> None:
    """Fill an index with tracks for which there are no files."""
    index = IndexWriter(index_path, folder, GenreFinder(genre_families()))
    numbers = iter(range(count))
    while batch := list(itertools.islice(numbers, 10_000)):
        with index.transaction():
            for number in batch:
                tags = tags_of(number)
                index.put_track(
                    path_of(number, ".flac").encode(),
                    Signature(30_000_000 + number, 1_700_000_000_000_000_000 + number, number),
                    FileTags(
                        title=tags["title"],
                        artist=tags["artist"],
                        album=tags["album"],
                        genres=(tags["genre"],),
                        duration_s=120.0 + number % 240,
                        year=int(tags["date"]),
                        track_number=int(tags["tracknumber"]),
                    ),
                )
    index.finish_scan()
    index.close()


def _name(number: int, kind: str) -> str:
    """One to three made-up words."""
    source = random.Random(f"{kind} {number}")
    return " ".join(
        "".join(source.choices(SYLLABLES, k=source.randint(1, 4))).capitalize()
        for _ in range(source.randint(1, 3))
    )
