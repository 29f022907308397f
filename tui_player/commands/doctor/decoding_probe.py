"""Decodes a second of each common format, or of the files named, by the player's own decoders.

A process of its own: a decoder may hang or crash. Started as
`python -m tui_player.commands.doctor.decoding_probe [FILE…]`; each line of output is JSON: what is
begun, and what came of it.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tui_player.model.text import reason_of
from tui_player.util.child_processes import end_once_closed

if TYPE_CHECKING:
    from tui_player.audio.pcm.ring_buffer import Pcm

FORMATS = ("mp3", "m4a", "ogg", "opus", "flac", "wav", "wma", "aiff", "wv")
# How lossy encoders may change the loudness of a tone.
LEAST_LOUDNESS, MOST_LOUDNESS = 0.7, 1.4
LEAST_S = 0.9  # of a second; lossy encoders cut or add some
_BLOCK_FRAMES = 8_192


def main() -> None:
    """Decode what the command line names, else the formats; ends by os._exit, as it began."""
    end_once_closed(sys.stdin.fileno())
    if files := sys.argv[1:]:
        for number, file in enumerate(files):
            _tell(str(number), lambda file=file: _file(file))  # type: ignore[misc]
    else:
        for name in FORMATS:
            _tell(name, lambda name=name: _format(name))  # type: ignore[misc]
    os._exit(0)


def _tell(name: str, attempt: Callable[[], dict[str, str]]) -> None:
    """Print what is begun and then what came of it, so that a crash shows where it was."""
    print(json.dumps({"name": name}), flush=True)  # noqa: T201 - this is how it answers
    print(json.dumps({"name": name, **attempt()}), flush=True)  # noqa: T201


def _file(path: str) -> dict[str, str]:
    if not Path(path).exists():
        return {"skipped": "it is no longer there"}
    try:
        sound, _ = _first_second(path)
    except Exception as error:  # noqa: BLE001 - whatever it raises is the answer
        return {"problem": reason_of(error)}
    return {"done": ""} if len(sound) else {"problem": "there is no sound in it"}


def _format(name: str) -> dict[str, str]:
    from tui_player.commands.doctor.samples import LOUDNESS, sample

    try:
        data = sample(name)
    except Exception as error:  # noqa: BLE001 - an encoder is needed here only
        return {"skipped": reason_of(error)}
    descriptor = os.memfd_create(name)
    try:
        os.write(descriptor, data)
        sound, rate_hz = _first_second(f"/proc/self/fd/{descriptor}")
    except Exception as error:  # noqa: BLE001 - whatever it raises is the answer
        return {"problem": reason_of(error)}
    finally:
        os.close(descriptor)
    if len(sound) < LEAST_S * rate_hz:
        return {"problem": f"only {len(sound) / rate_hz:.1f} of 1 second was decoded"}
    loudness = float((sound**2).mean() ** 0.5) / LOUDNESS
    if not LEAST_LOUDNESS < loudness < MOST_LOUDNESS:
        return {"problem": f"the sound decoded is not the one encoded ({loudness:.2g} times)"}
    return {"done": ""}


def _first_second(path: str) -> "tuple[Pcm, int]":
    """The first second of a file's sound, and its sample rate. Raises UndecodableError."""
    import numpy as np

    from tui_player.audio.decoders.decoder import UndecodableError
    from tui_player.audio.decoders.opening import open_source
    from tui_player.audio.decoders.registry import open_decoder
    from tui_player.audio.engine.feeder_messages import Play

    source = open_source(open_decoder, Play(0, path))
    rate_hz = source.decoder.rate_hz
    blocks = []
    while source.frames < rate_hz and not source.ended:
        blocks.append(source.read(_BLOCK_FRAMES))
    complaint = source.complaint() if source.ended else ""
    source.close()
    if complaint:
        raise UndecodableError(complaint)
    return np.concatenate(blocks), rate_hz


if __name__ == "__main__":
    main()
