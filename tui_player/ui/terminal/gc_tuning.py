"""Keeps the garbage collector from holding up keys and music."""

import gc

_YOUNG = 2_000
_MIDDLE = 5
_NEVER = 100_000
_NOW_AND_THEN = 3


def settle_garbage_collection() -> None:
    """Set what lives as long as the program aside, and look through the young alone.

    A full collection in a running Textual app takes 90 to 250 ms with the interpreter lock
    held, about once a second. Reference counting frees nearly everything here; call
    `collect_what_is_new` once all is loaded, for the rest.
    """
    gc.freeze()
    gc.enable()
    gc.set_threshold(_YOUNG, _MIDDLE, _NEVER)


def collect_what_is_new() -> None:
    """Set aside what was loaded meanwhile too, and look through all that comes from now on.

    Textual's strips hold themselves (`Strip.divide`): with the camera's picture 300 objects a
    second, of which many live just long enough to be old. With all else set aside, some 20,000
    objects are looked through every few minutes, more often while keys are pressed.
    """
    gc.collect(1)
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _NOW_AND_THEN)
