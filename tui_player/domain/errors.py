"""The one base of every error whose message is meant for the person at the keyboard."""


class TuiPlayerError(Exception):
    """A failure told in one clear sentence: what failed, where, and what to do."""
