"""Decides the mood that music follows: pin, goal and steady mood together; tells it the screen."""

from dataclasses import dataclass, replace

from tui_player.core.mood.baseline import NeutralMeasurement
from tui_player.core.mood.pin import MoodPin
from tui_player.core.mood.presence import PresenceTracker
from tui_player.core.mood.smoothing import MoodFilter, MoodSettings
from tui_player.core.selection.rules import MoodRules
from tui_player.messages.snapshot import GoalView, MoodView, Pin, RestView
from tui_player.model.device_states import CameraState, FaceSight
from tui_player.model.mood.emotion import EMOTIONS, Emotion
from tui_player.model.mood.face_reading import FaceReading
from tui_player.model.mood.goal import LOW_MOODS, GoalKind, GoalSettings, MoodGoal
from tui_player.model.mood.neutral_face import NeutralFace
from tui_player.model.mood.plan import MusicPlan, MusicTarget

SHUFFLED = "shuffled"


@dataclass(frozen=True, slots=True)
class MoodMark:
    """MoodFilter, pin and goal at one moment."""

    mood: MoodFilter
    pin: MoodPin | None
    goal: MoodGoal | None


@dataclass(frozen=True, slots=True)
class MoodChange:
    """What was changed by hand: how it was before, and right after."""

    before: MoodMark
    after: MoodMark


class MoodController:
    """The mood that music follows, changed only on the engine thread by the Director."""

    def __init__(self, settings: MoodSettings, goals: GoalSettings, rules: MoodRules) -> None:
        self.mood = MoodFilter()
        self.pin: MoodPin | None = None
        self.goal: MoodGoal | None = None
        self.sight = PresenceTracker()
        self.neutral_face: NeutralFace | None = None
        self.measurement: NeutralMeasurement | None = None
        self._settings = settings
        self._goals = goals
        self._rules = rules
        self._families_of_all = tuple(rules.rule(e).family_names for e in EMOTIONS)
        self._low_in_a_row = 0

    @property
    def emotion(self) -> Emotion | None:
        """What music follows now: the pin, else the goal's step, else the steady mood."""
        return self.wish.emotion

    @property
    def wish(self) -> MusicTarget:
        """The mood that counts and the reason shown with what it chooses."""
        if self.pin is not None:
            return MusicTarget(self.pin.emotion, f"pinned: {self.pin.emotion}")
        if self.goal is not None and self.goal.path:
            return self.goal.wish(self.goal.step)
        is_looking = self.sight.camera_state is CameraState.OK
        if self.mood.emotion is None:
            return MusicTarget(None, "no mood read yet" if is_looking else SHUFFLED)
        verb = "look" if is_looking else "looked"
        return MusicTarget(self.mood.emotion, f"you {verb} {self.mood.emotion}")

    @property
    def plan(self) -> MusicPlan:
        """What the tracks to come are chosen by."""
        plan = None if self.pin is not None or self.goal is None else self.goal.plan
        return plan or MusicPlan.steady(self.wish)

    def face_read(self, reading: FaceReading, now_s: float) -> bool:
        """A frame was analysed and a face read: whether the mood took notice of it.

        It stays while a guest is there, and while the face at rest is measured.
        """
        self.sight.face_read(reading, now_s)
        if self.measurement is not None:
            self.measurement = self.measurement.with_reading(reading)
            return False
        if self.is_held_by_guest(now_s):
            return False
        if self.neutral_face is not None:
            reading = self.neutral_face.corrected(reading)
        before = self.mood.emotion
        self.mood = self.mood.after_reading(reading, now_s, self._settings)
        if self.goal is not None and self.mood.emotion not in (None, before):
            assert self.mood.emotion is not None
            self.goal = self.goal.after_mood(self.mood.emotion, self._low_in_a_row)
        return True

    def use_neutral_face(self, face: NeutralFace | None) -> None:
        """Take this as the face at rest; what was read without it does not count any more."""
        self.neutral_face = face
        self.mood = self.mood.afresh()

    def is_held_by_guest(self, now_s: float) -> bool:
        """Whether the mood stays as it is because of a guest; a first mood is not held up."""
        return self.mood.emotion is not None and self.sight.has_guest(now_s)

    def track_started(self) -> None:
        """Another track is heard: a pin for some tracks counts it."""
        self.pin = None if self.pin is None else self.pin.after_track()

    def chosen_track_began(self) -> None:
        """A track chosen by the plan sounds now: a goal moves on by it."""
        if self.pin is None and self.goal is not None:
            self.goal = self.goal.after_track()
        is_low = self.emotion in LOW_MOODS
        self._low_in_a_row = self._low_in_a_row + 1 if is_low else 0

    def time_passed(self, now_s: float) -> None:
        """A pin for some time may be over."""
        self.pin = None if self.pin is None else self.pin.at(now_s)

    def pin_until_unpinned(self, emotion: Emotion) -> None:
        """Hold this mood whatever the face shows."""
        self.pin = MoodPin(emotion)

    def set_goal(self, kind: GoalKind | None) -> None:
        """Begin a goal from the mood of now; None: match the face again."""
        self.goal = None if kind is None else self._begun(kind)

    def reject(self, now_s: float) -> Emotion | None:
        """Drop the present reading (and a pin): the emotion that was dropped, if any."""
        if self.pin is not None:
            dropped, self.pin = self.pin.emotion, None
            return dropped
        dropped_mood = self.mood.emotion
        self.mood = self.mood.after_rejection(now_s, self._settings)
        if self.goal is not None and dropped_mood is not None:
            self.goal = self._begun(self.goal.kind)
        return dropped_mood

    def mark(self) -> MoodMark:
        """MoodFilter, pin and goal as they are now."""
        return MoodMark(self.mood, self.pin, self.goal)

    def take_back(self, change: MoodChange, now_s: float) -> None:
        """Undo: what was changed is as it was; what the face did since stays."""
        before, after = change.before, change.after
        if before.pin != after.pin:
            self.pin = None if before.pin is None else before.pin.at(now_s)
        if before.mood != after.mood and self.mood.emotion is not after.mood.emotion:
            self.mood = replace(self.mood, rejections=before.mood.rejections)
            return
        if before.mood != after.mood:
            self.mood = before.mood
        if before.goal != after.goal:
            self.goal = before.goal

    def mood_view(self, now_s: float) -> MoodView:
        """The mood part of the screen."""
        emotion = self.emotion
        sight = self.sight.sight(now_s)
        nobody = sight in (FaceSight.NOT_LOOKING, FaceSight.NOBODY)
        return MoodView(
            emotion=emotion,
            certainty=0.0 if nobody else self._certainty(emotion),
            probabilities=(0.0,) * len(EMOTIONS) if nobody else self.mood.smoothed,
            unsure=self.mood.unsure and not nobody,
            sight=sight,
            held_by_guest=not nobody and self.is_held_by_guest(now_s),
            pin=None if self.pin is None else Pin(self.pin.emotion, self.pin.ends(now_s)),
            goal=self._goal_view(),
            rest=self._rest_view(sight, now_s),
            families=() if emotion is None else self._rules.rule(emotion).family_names,
            families_of_all=self._families_of_all,
        )

    def _begun(self, kind: GoalKind) -> MoodGoal:
        return MoodGoal.begun(kind, self._goals, self.mood.emotion, self._low_in_a_row)

    def _goal_view(self) -> GoalView | None:
        goal = self.goal
        if goal is None:
            return None
        return GoalView(goal.kind.value, goal.target, goal.path, goal.step)

    def _rest_view(self, sight: FaceSight, now_s: float) -> RestView | None:
        if self.measurement is None:
            return None
        # Rounded up, so that it begins with all of the time and ends when it is over.
        return RestView(-int(-self.measurement.left_s(now_s) // 1), sight is FaceSight.FACE)

    def _certainty(self, emotion: Emotion | None) -> float:
        return 0.0 if emotion is None else self.mood.smoothed[EMOTIONS.index(emotion)]
