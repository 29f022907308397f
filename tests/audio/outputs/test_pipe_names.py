"""The names of pipes: where to, in which format, and what means nothing."""

from pathlib import Path

import pytest

from tui_player.audio.outputs.device_worker import NoDeviceError
from tui_player.audio.outputs.pipe_names import (
    FifoTarget,
    PcmFormat,
    TcpTarget,
    is_pipe,
    target_of,
)

RATE_HZ = 44_100


def test_names_say_where_to_and_in_which_format() -> None:
    default = PcmFormat(48_000, 16, 2)
    assert target_of("fifo:/tmp/a b?c") == FifoTarget(Path("/tmp/a b?c"), default)
    assert target_of("fifo:~/x") == FifoTarget(Path("~/x").expanduser(), default)
    mono = PcmFormat(RATE_HZ, 32, 1)
    assert target_of("FIFO:/x?format=44100:32:1") == FifoTarget(Path("/x"), mono)
    assert target_of("tcp:music.local:4953") == TcpTarget("music.local", 4953, default)
    assert target_of("tcp:[::1]:4953?format=44100:32:1") == TcpTarget("::1", 4953, mono)


def test_only_names_with_its_prefix_are_of_this_output() -> None:
    assert is_pipe("fifo:/x")
    assert is_pipe("tcp:host:1")
    assert not any(map(is_pipe, ("null", "USB fifo:", "HDMI tcp", "fifo")))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("fifo:", "names no file"),
        ("fifo:/x?format=48000", "RATE:BITS:CHANNELS"),
        ("fifo:/x?format=48000:24:2", "16 or 32 bits"),
        ("fifo:/x?format=999999:16:2", "RATE:BITS:CHANNELS"),
        ("tcp:host", "tcp:HOST:PORT"),
        ("tcp:host:0", "tcp:HOST:PORT"),
        ("tcp:host:65536", "tcp:HOST:PORT"),
        ("tcp:::1:4953", "tcp:HOST:PORT"),
    ],
)
def test_a_name_that_means_nothing_is_refused_in_words(name: str, words: str) -> None:
    with pytest.raises(NoDeviceError, match=words):
        target_of(name)
