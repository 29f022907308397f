"""A pinned mood, and when it ends: after some tracks, after some time, or never by itself."""

from dataclasses import dataclass, replace

from tui_player.model.clock import MINUTE_S
from tui_player.model.mood.moods import MoodName
from tui_player.model.mood.pin_span import PinSpan


@dataclass(frozen=True, slots=True)
class MoodPin:
    """A mood held whatever the face shows; `until_s` is in steady seconds."""

    emotion: MoodName
    tracks_left: int | None = None
    until_s: float | None = None

    @classmethod
    def for_span(cls, emotion: MoodName, span: PinSpan, now_s: float) -> "MoodPin":
        """A pin that begins now."""
        until_s = None if span.seconds is None else now_s + span.seconds
        return cls(emotion, span.tracks, until_s)

    @property
    def is_lasting(self) -> bool:
        """Whether it holds until it is taken off."""
        return self.tracks_left is None and self.until_s is None

    def after_track(self) -> "MoodPin | None":
        """The pin after another track has begun; None if that was its end."""
        if self.tracks_left is None:
            return self
        return replace(self, tracks_left=self.tracks_left - 1) if self.tracks_left > 1 else None

    def at(self, now_s: float) -> "MoodPin | None":
        """The pin at this time; None once its time is over."""
        return self if self.until_s is None or now_s < self.until_s else None

    def holds_for(self, now_s: float, track_left_s: float | None, seconds: float) -> bool:
        """Whether it will still hold in so many seconds, as far as can be told."""
        if self.tracks_left == 1:
            return track_left_s is not None and track_left_s > seconds
        return self.until_s is None or self.until_s - now_s > seconds

    def ends(self, now_s: float) -> str:
        """When it ends, in words that count down."""
        if self.tracks_left is not None:
            return "for this track" if self.tracks_left == 1 else f"for {self.tracks_left} tracks"
        if self.until_s is None:
            return "until unpinned"
        left_s = max(0.0, self.until_s - now_s)
        if left_s < MINUTE_S:
            return "for under a minute"
        # Rounded up, so that a pin for 30 minutes begins by saying so.
        return f"for {-int(-left_s // MINUTE_S)} min"
