"""Keeps the camera's frames in memory alone: this process leaves no core dump when it crashes."""

import ctypes
import resource

# From linux/prctl.h.
_PR_SET_DUMPABLE = 4
_NOT_DUMPABLE = 0


def forbid_core_dump() -> None:
    """Have the kernel never write this process's memory to a file; to be called before a frame
    comes in, and never undone.

    Nor can a debugger of the same user attach from now on. RLIMIT_CORE alone would not do: it
    does not hold for a dump that the kernel pipes to a program (core(5)), as most desktops have
    it. Programs started from here are dumpable again, as they have a memory of their own.
    """
    set_process_option = ctypes.CDLL(None, use_errno=True).prctl
    if set_process_option(_PR_SET_DUMPABLE, _NOT_DUMPABLE, 0, 0, 0) != 0:  # a sandbox forbids it
        _, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
