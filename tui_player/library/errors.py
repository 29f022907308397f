"""What can go wrong in the library, in words for a person."""

from tui_player.model.errors import TuiPlayerError


class LibraryError(TuiPlayerError):
    """The library cannot do what was asked."""


class UnreadableAudioError(LibraryError):
    """A file is not playable sound; the message says why, after "cannot read X: "."""


class NoSoundError(UnreadableAudioError):
    """A file is well, but no sound is in it: a film without sound, or a picture."""
