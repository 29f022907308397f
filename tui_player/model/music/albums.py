"""Which tracks belong to one album, and which follow each other on it."""

from tui_player.model.music.track import Track


def are_of_one_album(one: Track, other: Track) -> bool:
    """Whether both are tagged with the same album, and it is by the same artist."""
    return bool(one.album) and album_key(one) == album_key(other)


def follows_on_album(before: Track, track: Track) -> bool:
    """Whether `track` comes right after `before` on their album, on to the next disc included."""
    if not are_of_one_album(before, track) or before.track_number is None:
        return False
    disc_before, disc = before.disc_number or 1, track.disc_number or 1
    if disc == disc_before:
        return track.track_number == before.track_number + 1
    return disc == disc_before + 1 and track.track_number == 1


def album_key(track: Track) -> tuple[str, str] | None:
    """What tracks of one album have in common; None for a track of no album."""
    if not track.album:
        return None
    return track.album.casefold(), track.filed_under.casefold()
