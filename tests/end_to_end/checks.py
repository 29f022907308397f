"""What is to work: the library, every format, the face, the loudness."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.end_to_end.music import LENGTH_S, Piece
from tests.end_to_end.null_sink import NullSink
from tests.end_to_end.place import CheckError, Place
from tests.end_to_end.running_player import RunningPlayer

PLAYED_S = 1.0
SEEK_TO_S = 20.0
NEAR_HZ = 10.0
NEAR_S = 0.2
SURE = 0.5


def library_is_read(place: Place, music: Sequence[Piece]) -> str:
    """`scan` reads every file. Raises CheckError."""
    said = place.run("scan", str(place.music)).strip()
    if f"{len(music)} tracks" not in said or "unreadable" in said or "cannot" in said:
        raise CheckError(said)
    return said


def library_lists(player: RunningPlayer, music: Sequence[Piece]) -> str:
    """The running player knows all, and how long each is. Raises CheckError."""
    player.place.wait_for("a scan with nothing unreadable", lambda: _is_scanned(player, len(music)))
    listed = player.ctl("search", "tone", "--paths").splitlines()
    missing = {str(piece.path) for piece in music} - set(listed)
    if missing:
        raise CheckError(f"not listed: {sorted(missing)}")
    return f"{len(listed)} tracks, none unreadable"


def _is_scanned(player: RunningPlayer, tracks: int) -> bool:
    library = (player.snapshot() or {}).get("library", {})
    if library.get("unreadable"):
        raise CheckError(f"unreadable: {library['unreadable']}")
    return library.get("tracks") == tracks and not library["scanning"]


def plays(player: RunningPlayer, piece: Piece, sink: NullSink | None) -> str:
    """A file sounds from its start and after a jump. Raises CheckError."""
    player.ctl("play", str(piece.path))
    player.place.wait_for("it starts to play", lambda: _position_s(player, piece) > PLAYED_S)
    heard = _hear(piece, sink)
    player.ctl("seek", "0:20")
    player.place.wait_for(
        "it goes on there", lambda: _position_s(player, piece) > SEEK_TO_S + PLAYED_S
    )
    heard = _hear(piece, sink) or heard
    duration_s = (_playing(player) or {}).get("duration_s")
    if duration_s is None or abs(duration_s - LENGTH_S) > NEAR_S:
        raise CheckError(f"it is taken to last {duration_s} s, not {LENGTH_S:.0f} s")
    return f"plays and seeks{heard}"


def _hear(piece: Piece, sink: NullSink | None) -> str:
    if sink is None:
        return ", unheard"
    heard_hz = sink.loudest_tone_hz()
    if abs(heard_hz - piece.frequency_hz) > NEAR_HZ:
        raise CheckError(f"{heard_hz:.0f} Hz sound, not {piece.frequency_hz:.0f} Hz")
    return f", {heard_hz:.0f} Hz heard"


def _position_s(player: RunningPlayer, piece: Piece) -> float:
    """Where it plays; before its start if it does not. Raises CheckError if it is refused."""
    shown = player.snapshot() or {}
    refused = [notice for notice in shown.get("notices", ()) if piece.path.name in str(notice)]
    if refused:
        raise CheckError(f"refused: {refused}")
    playing = shown.get("now_playing")
    if playing is None or playing["track"]["path"] != str(piece.path) or shown["paused"]:
        return -1.0
    return float(playing["position_s"])


def _playing(player: RunningPlayer) -> dict[str, Any] | None:
    playing: dict[str, Any] | None = (player.snapshot() or {}).get("now_playing")
    return playing


def face_is_read(player: RunningPlayer) -> str:
    """The face is found, and a mood made of it. Raises CheckError."""
    player.place.wait_for("a mood read from the face", lambda: _mood(player) is not None)
    emotion, certainty = _mood(player) or ("", 0.0)
    return f"{emotion}, to {certainty:.0%}"


def _mood(player: RunningPlayer) -> tuple[str, float] | None:
    shown = player.snapshot() or {}
    if shown.get("camera", {}).get("state") not in ("ok", None):
        raise CheckError(f"camera: {shown['camera']['sentence']}")
    mood = shown.get("mood", {})
    if mood.get("sight") != "face" or not mood["emotion"] or mood["certainty"] < SURE:
        return None
    return mood["emotion"], mood["certainty"]


def loudness_is_measured(player: RunningPlayer, music: Sequence[Piece]) -> str:
    """Each file's loudness is known in the end. Raises CheckError."""
    gains_db: dict[str, float] = {}

    def all_are() -> bool:
        gains_db.update(_measured_gains_db(player.place.home))
        return len(gains_db) == len(music)

    player.place.wait_for("the measuring of all files", all_are)
    loudest, softest = min(gains_db.values()), max(gains_db.values())
    if softest - loudest > 1.0:
        raise CheckError(f"equally loud tones differ by {softest - loudest:.1f} dB: {gains_db}")
    return f"gains of {loudest:+.1f} to {softest:+.1f} dB for equally loud tones"


def _measured_gains_db(home: Path) -> dict[str, float]:
    (database,) = home.rglob("history.db")
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as history:
        rows = history.execute(
            "SELECT track, track_gain_db FROM loudness WHERE track_gain_db IS NOT NULL"
        )
        return {bytes(track).decode(): gain_db for track, gain_db in rows}
