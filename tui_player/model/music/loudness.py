"""How loud tracks are, and the gain that makes them even."""

from dataclasses import dataclass

# ReplayGain 2.0 refers to -18 LUFS; a gain tag is the way from a track's loudness to there. The
# R128 tags of Opus refer to -23 LUFS: whoever reads them adds 5 dB.
REFERENCE_LUFS = -18.0
# Lossy encoding overshoots full scale by a few dB; what is over this is damage or a wrong tag.
LARGEST_PEAK = 2.0


@dataclass(frozen=True, slots=True)
class FileState:
    """By what a file that was changed or replaced is known: its size, and when it was written."""

    size_bytes: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class Loudness:
    """What tags or a measurement say; None where nothing is known.

    Gains are in dB towards `REFERENCE_LUFS`, peaks are linear (1.0 is full scale). What was
    measured holds as long as the file is as it was then.
    """

    track_gain_db: float | None = None
    track_peak: float | None = None
    album_gain_db: float | None = None
    album_peak: float | None = None
    measured_from: FileState | None = None

    @property
    def is_known(self) -> bool:
        """Whether there is any gain to go by."""
        return self.track_gain_db is not None or self.album_gain_db is not None
