"""Follows the face: steady mood, pin, rejection and sight, told as the mood part of the screen."""

from collections import deque
from dataclasses import dataclass

from tui_player.domain.emotion import EMOTIONS, Emotion, FaceReading
from tui_player.domain.events import CameraState
from tui_player.domain.mood import Mood, MoodSettings
from tui_player.domain.picker import Wish
from tui_player.domain.pin import MoodPin
from tui_player.domain.rules import MoodRules
from tui_player.domain.snapshot import CameraView, FaceSight, MoodView, Pin

# No face for this long is "nobody there"; shorter gaps are blinks of the face finder.
NOBODY_AFTER_S = 3.0
RATE_WINDOW_S = 3.0
SHUFFLED = "shuffled"


@dataclass(frozen=True, slots=True)
class MoodMark:
    """A mood and pin to come back to with undo."""

    mood: Mood
    pin: MoodPin | None


class MoodKeeper:
    """The mood that music follows, changed only on the engine thread by the Director."""

    def __init__(self, settings: MoodSettings, rules: MoodRules) -> None:
        self.mood = Mood()
        self.pin: MoodPin | None = None
        self._settings = settings
        self._rules = rules
        self._camera_state = CameraState.OFF
        self._camera_sentence = ""
        self._analysed_at_s: deque[float] = deque()
        self._face_at_s: float | None = None
        self._faces_seen = 0

    @property
    def emotion(self) -> Emotion | None:
        """What music follows: the pin if there is one, else the steady mood."""
        return self.mood.emotion if self.pin is None else self.pin.emotion

    @property
    def wish(self) -> Wish:
        """The mood that counts and the reason shown with what it chooses."""
        if self.pin is not None:
            return Wish(self.pin.emotion, f"pinned: {self.pin.emotion}")
        if self.mood.emotion is None:
            looking = self._camera_state is CameraState.OK
            return Wish(None, "no mood read yet" if looking else SHUFFLED)
        return Wish(self.mood.emotion, f"you look {self.mood.emotion}")

    def face_read(self, reading: FaceReading, now_s: float) -> None:
        """A frame was analysed and a face read."""
        self._note_frame(now_s)
        self._face_at_s = now_s
        self._faces_seen = reading.faces_seen
        self.mood = self.mood.after_reading(reading, now_s, self._settings)

    def face_lost(self, now_s: float) -> None:
        """A frame was analysed and no face found."""
        self._note_frame(now_s)

    def camera_changed(self, state: CameraState, sentence: str) -> None:
        """The camera's state changed; without a camera nothing is seen any more."""
        self._camera_state, self._camera_sentence = state, sentence
        if state is not CameraState.OK:
            self._analysed_at_s.clear()
            self._face_at_s = None

    def track_started(self) -> None:
        """Another track has begun: a pin for some tracks counts it."""
        self.pin = None if self.pin is None else self.pin.after_track()

    def time_passed(self, now_s: float) -> None:
        """A pin for some time may be over."""
        self.pin = None if self.pin is None else self.pin.at(now_s)

    def reject(self, now_s: float) -> Emotion | None:
        """Drop the present reading (and a pin): the emotion that was dropped, if any."""
        if self.pin is not None:
            dropped, self.pin = self.pin.emotion, None
            return dropped
        dropped_mood = self.mood.emotion
        self.mood = self.mood.after_rejection(now_s, self._settings)
        return dropped_mood

    def mark(self) -> MoodMark:
        """What undo needs to come back here."""
        return MoodMark(self.mood, self.pin)

    def return_to(self, mark: MoodMark) -> None:
        """Undo: the mood and pin as they were."""
        self.mood, self.pin = mark.mood, mark.pin

    def mood_view(self, now_s: float) -> MoodView:
        """The mood part of the screen."""
        emotion = self.emotion
        sight = self._sight(now_s)
        nobody = sight in (FaceSight.NOT_LOOKING, FaceSight.NOBODY)
        return MoodView(
            emotion=emotion,
            certainty=0.0 if nobody else self._certainty(emotion),
            probabilities=(0.0,) * len(EMOTIONS) if nobody else self.mood.smoothed,
            unsure=self.mood.unsure and not nobody,
            sight=sight,
            pin=None if self.pin is None else Pin(self.pin.emotion, self.pin.ends(now_s)),
            families=() if emotion is None else self._rules.rule(emotion).family_names,
        )

    def camera_view(self, now_s: float) -> CameraView:
        """The camera part of the screen."""
        self._forget_old_frames(now_s)
        return CameraView(self._camera_state, self._camera_sentence, self._rate())

    def _certainty(self, emotion: Emotion | None) -> float:
        return 0.0 if emotion is None else self.mood.smoothed[EMOTIONS.index(emotion)]

    def _sight(self, now_s: float) -> FaceSight:
        if self._camera_state is not CameraState.OK:
            return FaceSight.NOT_LOOKING
        if self._face_at_s is None or now_s - self._face_at_s > NOBODY_AFTER_S:
            return FaceSight.NOBODY
        return FaceSight.SEVERAL if self._faces_seen > 1 else FaceSight.FACE

    def _note_frame(self, now_s: float) -> None:
        self._analysed_at_s.append(now_s)
        self._forget_old_frames(now_s)

    def _forget_old_frames(self, now_s: float) -> None:
        while self._analysed_at_s and now_s - self._analysed_at_s[0] > RATE_WINDOW_S:
            self._analysed_at_s.popleft()

    def _rate(self) -> float:
        """Frames a second over the window; whole numbers, so that the screen is calm."""
        times = self._analysed_at_s
        if len(times) < 2 or times[-1] == times[0]:
            return 0.0
        return float(round((len(times) - 1) / (times[-1] - times[0])))
