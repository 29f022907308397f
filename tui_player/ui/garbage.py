"""Keeps the garbage collector from holding up keys and music."""

import gc

_YOUNG = 2_000
_MIDDLE = 20
_OLD = 100_000


def settle_garbage_collection() -> None:
    """Set what lives as long as the program aside, and look through the rest more rarely.

    A full collection in a running Textual app takes 90 to 250 ms with the interpreter lock
    held, about once a second. Reference counting frees nearly everything here; cycles are still
    collected while young. Call again after a heavy import, whose objects live on too.
    """
    gc.freeze()
    gc.enable()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
