"""What is asked of the player for rows of the Library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui_player.ports.browser import BrowseLink

if TYPE_CHECKING:
    from tui_player.messages.requests import Request
    from tui_player.model.music.track import TrackId
    from tui_player.ports.browser import Row


def request_for(purpose: str, ids: tuple[TrackId, ...]) -> Request:
    """The request that plays these tracks, or queues them `last` or `next`."""
    from tui_player.messages.requests import PlayTrack, PlayTracks, QueueTrack, QueueTracks

    if purpose in ("play", "play_all"):
        return PlayTrack(ids[0]) if len(ids) == 1 else PlayTracks(ids)
    if len(ids) == 1:
        return QueueTrack(ids[0], first=purpose == "next")
    return QueueTracks(ids, first=purpose == "next")


def tracks_from(rows: Sequence[Row | None], index: int, limit: int) -> tuple[TrackId, ...]:
    """The track in a row and those that follow it, as far as they have come."""
    ids: list[TrackId] = []
    for number in range(index, min(index + limit, len(rows))):
        row = rows[number]
        if row is None or isinstance(row, BrowseLink):
            break
        ids.append(row.id)
    return tuple(ids)
