"""Whatever a decoder plays is listed, whatever its name ends in; films without sound are not."""

import struct
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from tests.library.listening import ScannedLibrary
from tests.media_files import write_audio
from tui_player.audio.decoders.registry import open_decoder
from tui_player.messages.events import LibraryChanged

SECONDS = 2.0
DSD_RATE_HZ = 2_822_400
DSD_BYTES = int(DSD_RATE_HZ * SECONDS / 8)


def write_dsf(path: Path) -> None:
    """Silence as DSD in Sony's file format (DSF File Format Specification 1.01)."""
    block = 4_096
    blocks = -(-DSD_BYTES // block)
    data = b"\x69" * block * 2 * blocks
    form = struct.pack("<IIIIIIQII", 1, 0, 2, 2, DSD_RATE_HZ, 1, DSD_BYTES * 8, block, 0)
    chunks = b"fmt " + struct.pack("<Q", 12 + len(form)) + form
    chunks += b"data" + struct.pack("<Q", 12 + len(data)) + data
    path.write_bytes(b"DSD " + struct.pack("<QQQ", 28, 28 + len(chunks), 0) + chunks)


def write_dff(path: Path) -> None:
    """Silence as DSD in Philips' file format (DSDIFF 1.5)."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return name + struct.pack(">Q", len(data)) + data + b"\0" * (len(data) % 2)

    form = b"SND " + chunk(b"FS  ", struct.pack(">I", DSD_RATE_HZ))
    form += chunk(b"CHNL", struct.pack(">H", 2) + b"SLFTSRGT")
    form += chunk(b"CMPR", b"DSD \x0enot compressed\0")
    chunks = b"DSD " + chunk(b"FVER", b"\x01\x05\0\0") + chunk(b"PROP", form)
    path.write_bytes(chunk(b"FRM8", chunks + chunk(b"DSD ", b"\x69" * DSD_BYTES * 2)))


def write_nist(path: Path) -> None:
    """A saw-tooth as speech corpora have it (NIST SPHERE)."""
    lines = (
        *("NIST_1A", "   1024", f"sample_count -i {int(16_000 * SECONDS)}", "sample_n_bytes -i 2"),
        *("channel_count -i 1", "sample_byte_format -s2 01", "sample_rate -i 16000"),
        *("sample_coding -s3 pcm", "end_head", ""),
    )
    saw = np.arange(int(16_000 * SECONDS), dtype="<i2").tobytes()
    path.write_bytes("\n".join(lines).encode().ljust(1_024) + saw)


BY_HAND: dict[str, Callable[[Path], None]] = {
    ".dsf": write_dsf,
    ".dff": write_dff,
    ".nist": write_nist,
}
KINDS = (
    *(".mp4", ".m4v", ".3gp", ".webm", ".mp2", ".mpga", ".aifc", ".caf", ".au", ".snd", ".w64"),
    *(".voc", ".ac3", ".eac3", ".asf", ".rm", ".tta", ".wv", ".mka"),
)


def played_s(path: Path) -> float:
    decoder = open_decoder(str(path))
    try:
        frames = 0
        while data := decoder.read(8_192):
            frames += len(data) // 8
        return frames / decoder.rate_hz
    finally:
        decoder.close()


def write_film(path: Path, *, sound: bool) -> None:
    """A film of a single colour; with sound, if it has any, of the same length."""
    with av.open(str(path), "w") as container:
        picture = container.add_stream("mpeg4", rate=5)
        assert isinstance(picture, VideoStream)
        picture.width = picture.height = 64
        heard = container.add_stream("aac", rate=44_100, layout="stereo") if sound else None
        for number in range(10):
            frame = VideoFrame.from_ndarray(np.full((64, 64, 3), 90, np.uint8))
            frame.pts = number
            container.mux(picture.encode(frame))
        container.mux(picture.encode(None))
        if heard is not None:
            for _ in range(int(44_100 * SECONDS / 1_024)):
                silence = av.AudioFrame.from_ndarray(
                    np.zeros((2, 1_024), np.float32), "fltp", "stereo"
                )
                silence.sample_rate = 44_100
                container.mux(heard.encode(silence))
            container.mux(heard.encode(None))


def test_all_kinds_are_listed_and_play(library: ScannedLibrary, music: Path) -> None:
    for kind in KINDS:
        write_audio(music / f"sound{kind}", SECONDS)
    for kind, write in BY_HAND.items():
        write(music / f"sound{kind.upper()}")
    library.start()
    lengths = {Path(track.path).suffix.lower(): track.duration_s for track in library.tracks()}
    assert lengths.keys() == {*KINDS, *BY_HAND}
    assert lengths == pytest.approx(dict.fromkeys(lengths, SECONDS), abs=0.1)
    for track in library.tracks():
        assert played_s(Path(track.path)) == pytest.approx(SECONDS, abs=0.1), track.path


def test_of_films_those_with_sound_are_listed_and_no_other_is_told(
    library: ScannedLibrary, music: Path
) -> None:
    write_film(music / "clip.mp4", sound=True)
    write_film(music / "silent.mp4", sound=False)
    (music / "torn.mp4").write_bytes((music / "silent.mp4").read_bytes()[:200])
    library.start()
    assert library.ids() == {"clip.mp4"}
    told = library.seen[-1]
    assert isinstance(told, LibraryChanged)
    assert [each.path for each in told.unreadable] == ["torn.mp4"]
    assert played_s(music / "clip.mp4") == pytest.approx(SECONDS, abs=0.1)
