"""What can go wrong with the history, in words for a person."""

from tui_player.model.errors import TuiPlayerError


class HistoryError(TuiPlayerError):
    """The history cannot be read or written."""


class NewerHistoryError(HistoryError):
    """The history was written by a newer version of the player, and must not be touched."""
