"""Opens the file of a play and decodes its beginning, so that what is wrong with it shows here."""

from collections.abc import Callable

from tui_player.audio.decoders.decoder import Decoder, as_undecodable
from tui_player.audio.decoders.resampler import ResampledDecoder
from tui_player.audio.engine.feeder_messages import Play
from tui_player.audio.engine.source import Source

# The device's own converter serves higher rates badly; ours brings them down. Lower ones are
# brought up, since whatever follows without a gap is brought to the rate of the first.
LOWEST_RATE_HZ, HIGHEST_RATE_HZ = 44_100, 192_000
CHUNK_FRAMES = 8_192

OpenFile = Callable[[str], Decoder]


def open_source(open_file: OpenFile, play: Play, rate_hz: int | None = None) -> Source:
    """Open a play's file at its position, and decode the first block of it.

    Its sound has this sample rate; None: its own, as far as devices serve it. Raises
    UndecodableError, also where there is no sound in the file.
    """
    with as_undecodable():
        decoder = open_file(play.path)
    try:
        return _begun(play, decoder, rate_hz)
    except BaseException:
        decoder.close()
        raise


def reopened(source: Source, play: Play) -> Source:
    """Begin a play at its position in the file that a source has open. Raises UndecodableError."""
    return _at_its_beginning(play, source.decoder, seeks=True)


def _begun(play: Play, decoder: Decoder, rate_hz: int | None) -> Source:
    if rate_hz is None:
        rate_hz = min(max(decoder.rate_hz, LOWEST_RATE_HZ), HIGHEST_RATE_HZ)
    with as_undecodable():
        if decoder.rate_hz != rate_hz:
            decoder = ResampledDecoder(decoder, rate_hz)
    return _at_its_beginning(play, decoder, seeks=play.position_s > 0)


def _at_its_beginning(play: Play, decoder: Decoder, *, seeks: bool) -> Source:
    if seeks:
        with as_undecodable():
            decoder.seek(play.position_s)
    source = Source(play, decoder)
    source.read_ahead(CHUNK_FRAMES)
    return source
