"""Files damaged at random cost themselves alone: a scan lists or names each, and ends."""

import random
from pathlib import Path

import pytest

from tests.media_files import write_audio
from tui_player.library.scanner.scan_once import scan_once
from tui_player.messages.events import Event, LibraryChanged
from tui_player.model.music.genres import GenreFamilies

KINDS = (
    *(".mp3", ".flac", ".ogg", ".opus", ".m4a", ".wav", ".wma", ".aiff", ".wv", ".mka", ".tta"),
    *(".caf", ".au", ".ac3", ".webm", ".mp4"),
)
FILES_A_KIND = 12
TAGS = {"title": "Title", "artist": "Artist", "album": "Album", "genre": "Jazz", "track": "3/9"}
ODD = (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\xff\xff\xff\x7f", b"\x80\0\0\0")


def damaged(content: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, added or taken away, mostly near the beginning."""
    found = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        at = chance.randrange(min(len(found), chance.choice((16, 64, 256, 4_096, len(found)))))
        match chance.randrange(6):
            case 0:
                found[at] ^= 1 << chance.randrange(8)
            case 1:
                found[at : at + 4] = chance.choice(ODD)
            case 2:
                found[at : at + 8] = chance.choice(ODD) * 2
            case 3:
                del found[at : at + chance.choice((1, 4, 16, 1_000))]
            case 4:
                found[at:at] = chance.randbytes(chance.choice((1, 4, 16, 200)))
            case _:
                found[at : at + 32] = chance.randbytes(32)
        if len(found) < 16:
            break
    return bytes(found)


@pytest.mark.parametrize("kind", KINDS)
def test_a_scan_lists_or_names_every_damaged_file(
    music: Path, tmp_path: Path, genres: GenreFamilies, kind: str
) -> None:
    whole = write_audio(tmp_path / f"whole{kind}", 0.3, tags=TAGS).read_bytes()
    chance = random.Random(f"13 {kind}")
    for number in range(FILES_A_KIND):
        (music / f"{number}{kind}").write_bytes(damaged(whole, chance))
    seen: list[Event] = []
    assert scan_once(music, tmp_path / "library.db", genres, seen.append, lambda: False)
    told = seen[-1]
    assert isinstance(told, LibraryChanged)
    assert told.finished
    assert told.tracks + len(told.unreadable) == FILES_A_KIND
    assert all(each.reason.isprintable() for each in told.unreadable)
