"""The part of PulseAudio's C library that playing needs, as ctypes; PipeWire serves it as well.

Names, values and layouts are those of libpulse's headers, whose interface has been stable since
version 0.99 (`libpulse.so.0`).
"""

import ctypes
from ctypes import (
    POINTER,
    c_char_p,
    c_int,
    c_int64,
    c_size_t,
    c_uint8,
    c_uint32,
    c_uint64,
    c_void_p,
)
from typing import ClassVar

from tui_player.model.errors import TuiPlayerError

SAMPLE_S16LE = 3
CONTEXT_NOAUTOSPAWN = 0x0001
CONTEXT_READY, CONTEXT_FAILED = 4, 5
STREAM_START_CORKED, STREAM_EARLY_REQUESTS = 0x0001, 0x4000
STREAM_READY, STREAM_FAILED = 2, 3
OPERATION_RUNNING = 0
SEEK_RELATIVE = 0
CHANNELS_MAX = 32
# What the server asks of a stream of music while a call or the like goes on.
REQUEST_CORK, REQUEST_UNCORK = b"request-cork", b"request-uncork"
# "As the server thinks fit", in a BufferAttr and for a failed size.
UNSET, NO_SIZE = 2**32 - 1, c_size_t(-1).value


class PulseError(TuiPlayerError):
    """The sound server cannot be reached, or has gone."""


class SampleSpec(ctypes.Structure):
    """pa_sample_spec."""

    _fields_: ClassVar = [("format", c_int), ("rate", c_uint32), ("channels", c_uint8)]


class BufferAttr(ctypes.Structure):
    """pa_buffer_attr: lengths in bytes."""

    _fields_: ClassVar = [
        (name, c_uint32) for name in ("maxlength", "tlength", "prebuf", "minreq", "fragsize")
    ]


class TimingInfo(ctypes.Structure):
    """pa_timing_info: where server and client were in the stream at one moment."""

    _fields_: ClassVar = [
        ("seconds", ctypes.c_long),
        ("microseconds", ctypes.c_long),
        ("synchronized_clocks", c_int),
        ("sink_usec", c_uint64),
        ("source_usec", c_uint64),
        ("transport_usec", c_uint64),
        ("playing", c_int),
        ("write_index_corrupt", c_int),
        ("write_index", c_int64),
        ("read_index_corrupt", c_int),
        ("read_index", c_int64),
        ("configured_sink_usec", c_uint64),
        ("configured_source_usec", c_uint64),
        ("since_underrun", c_int64),
    ]


class SinkInfo(ctypes.Structure):
    """The beginning of pa_sink_info, which is only ever read through a pointer."""

    _fields_: ClassVar = [("name", c_char_p), ("index", c_uint32), ("description", c_char_p)]


# pa_stream_event_cb_t: the stream, the event's name, its properties, what was handed over.
EventCallback = ctypes.CFUNCTYPE(None, c_void_p, c_char_p, c_void_p, c_void_p)

SinkCallback = ctypes.CFUNCTYPE(None, c_void_p, POINTER(SinkInfo), c_int, c_void_p)


class ChannelMap(ctypes.Structure):
    """pa_channel_map."""

    _fields_: ClassVar = [("channels", c_uint8), ("map", c_int * CHANNELS_MAX)]


class ChannelVolumes(ctypes.Structure):
    """pa_cvolume."""

    _fields_: ClassVar = [("channels", c_uint8), ("values", c_uint32 * CHANNELS_MAX)]


class SinkInputInfo(ctypes.Structure):
    """The beginning of pa_sink_input_info, which is only ever read through a pointer."""

    _fields_: ClassVar = [
        ("index", c_uint32),
        ("name", c_char_p),
        ("owner_module", c_uint32),
        ("client", c_uint32),
        ("sink", c_uint32),
        ("sample_spec", SampleSpec),
        ("channel_map", ChannelMap),
        ("volume", ChannelVolumes),
        ("buffer_usec", c_uint64),
        ("sink_usec", c_uint64),
        ("resample_method", c_char_p),
        ("driver", c_char_p),
        ("mute", c_int),
    ]


SinkInputCallback = ctypes.CFUNCTYPE(None, c_void_p, POINTER(SinkInputInfo), c_int, c_void_p)

_SIGNATURES = {
    "pa_mainloop_new": (c_void_p, []),
    "pa_mainloop_free": (None, [c_void_p]),
    "pa_mainloop_get_api": (c_void_p, [c_void_p]),
    "pa_mainloop_prepare": (c_int, [c_void_p, c_int]),
    "pa_mainloop_poll": (c_int, [c_void_p]),
    "pa_mainloop_dispatch": (c_int, [c_void_p]),
    "pa_mainloop_wakeup": (None, [c_void_p]),
    "pa_context_new_with_proplist": (c_void_p, [c_void_p, c_char_p, c_void_p]),
    "pa_proplist_new": (c_void_p, []),
    "pa_proplist_free": (None, [c_void_p]),
    "pa_proplist_sets": (c_int, [c_void_p, c_char_p, c_char_p]),
    "pa_context_connect": (c_int, [c_void_p, c_char_p, c_int, c_void_p]),
    "pa_context_disconnect": (None, [c_void_p]),
    "pa_context_unref": (None, [c_void_p]),
    "pa_context_get_state": (c_int, [c_void_p]),
    "pa_context_get_sink_info_list": (c_void_p, [c_void_p, SinkCallback, c_void_p]),
    "pa_context_get_sink_input_info": (
        c_void_p,
        [c_void_p, c_uint32, SinkInputCallback, c_void_p],
    ),
    "pa_stream_new_with_proplist": (
        c_void_p,
        [c_void_p, c_char_p, POINTER(SampleSpec), c_void_p, c_void_p],
    ),
    "pa_stream_set_event_callback": (None, [c_void_p, EventCallback, c_void_p]),
    "pa_stream_connect_playback": (
        c_int,
        [c_void_p, c_char_p, POINTER(BufferAttr), c_int, c_void_p, c_void_p],
    ),
    "pa_stream_disconnect": (c_int, [c_void_p]),
    "pa_stream_unref": (None, [c_void_p]),
    "pa_stream_get_state": (c_int, [c_void_p]),
    "pa_stream_get_index": (c_uint32, [c_void_p]),
    "pa_stream_get_device_name": (c_char_p, [c_void_p]),
    "pa_stream_cork": (c_void_p, [c_void_p, c_int, c_void_p, c_void_p]),
    "pa_stream_writable_size": (c_size_t, [c_void_p]),
    "pa_stream_write": (c_int, [c_void_p, c_char_p, c_size_t, c_void_p, c_int64, c_int]),
    "pa_stream_update_timing_info": (c_void_p, [c_void_p, c_void_p, c_void_p]),
    "pa_stream_get_timing_info": (POINTER(TimingInfo), [c_void_p]),
    "pa_operation_get_state": (c_int, [c_void_p]),
    "pa_operation_cancel": (None, [c_void_p]),
    "pa_operation_unref": (None, [c_void_p]),
}


def load_library() -> ctypes.CDLL:
    """Return libpulse with its functions typed. Raises PulseError where it is not installed."""
    try:
        library = ctypes.CDLL("libpulse.so.0")
        for name, (result, arguments) in _SIGNATURES.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
    except (OSError, AttributeError) as error:
        raise PulseError(f"PulseAudio's library cannot be loaded ({error})") from error
    return library
