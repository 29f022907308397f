"""Decides which mood the music follows (pin, then goal, then the steady mood).

It builds the screen's view of it, too.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from tui_player.core.context import CoreContext
from tui_player.core.mood.baseline import RestingFace
from tui_player.core.mood.change import MoodChange, MoodMark
from tui_player.core.mood.history import MoodHistory
from tui_player.core.mood.pin import MoodPin
from tui_player.core.mood.presence import PresenceTracker
from tui_player.core.mood.smoothing import MoodFilter, MoodSettings
from tui_player.core.playback.queue import PlayQueue
from tui_player.core.selection.rules import MoodRules
from tui_player.core.undo import Change
from tui_player.messages import events, requests
from tui_player.messages.commands import Command
from tui_player.messages.snapshot import GoalView, MoodView, Pin, RestView
from tui_player.model.device_states import CameraState, FaceSight
from tui_player.model.mood.emotion import EMOTIONS
from tui_player.model.mood.face_reading import FaceReading
from tui_player.model.mood.goal import GoalKind, GoalSettings, MoodGoal
from tui_player.model.mood.moods import MoodName, Moods
from tui_player.model.mood.neutral_face import NeutralFace
from tui_player.model.mood.pin_span import PinSpan
from tui_player.model.mood.plan import MusicPlan, MusicTarget

SHUFFLED = "shuffled"
_GOALS_IN_TURN = (None, GoalKind.LIFT, GoalKind.RAMP)


class MoodController:
    """Owns the mood, the pin and the goal.

    `up_next` gives the queue and the plan it was chosen by, to be noted for undo.
    """

    def __init__(
        self,
        context: CoreContext,
        settings: MoodSettings,
        goals: GoalSettings,
        moods: Moods,
        rules: MoodRules,
        up_next: Callable[[], tuple[PlayQueue, MusicPlan]],
    ) -> None:
        self.mood = MoodFilter()
        self.pin: MoodPin | None = None
        self.goal: MoodGoal | None = None
        self.presence = PresenceTracker()
        self.resting = RestingFace(context.memory.person.neutral_face)
        self.history = MoodHistory(context.memory.person.minutes)
        self._context = context
        self._up_next = up_next
        self._settings = settings
        self._goals = goals
        self._moods = moods
        self._rules = rules
        self._emotion_since_s = 0.0  # since when the steady emotion of the face is what it is
        self._families_of_all = tuple(rules.rule(e.value).family_names for e in EMOTIONS)
        self._low_in_a_row = 0

    def handle(self, message: events.FaceEvent | requests.MoodRequest) -> list[Command]:
        """Take in what the camera sees, or change the mood by hand."""
        now_s = self._context.now_s
        match message:
            case events.FaceRead(reading):
                if self.face_read(reading, now_s):
                    self.history.read(self.mood.smoothed)
            case events.FaceLost():
                self.presence.face_lost(now_s)
            case events.CameraChanged(state, sentence):
                self.presence.camera_changed(state, sentence)
            case _:
                self._change_by_hand(message)
        return []

    @property
    def emotion(self) -> MoodName | None:
        """What music follows now: the pin, else the goal's step, else the mood of the face."""
        return self.target.emotion

    @property
    def face_mood(self) -> MoodName | None:
        """The mood that the steady emotion of the face leads to by now."""
        if self.mood.emotion is None:
            return None
        shown_for_s = self._context.now_s - self._emotion_since_s
        return self._moods.led_to_by(self.mood.emotion, shown_for_s)

    @property
    def target(self) -> MusicTarget:
        """The mood that counts and the reason shown with what it chooses."""
        if self.pin is not None:
            return MusicTarget(self.pin.emotion, f"pinned: {self.pin.emotion}")
        if self.goal is not None and self.goal.path:
            return self.goal.target_of(self.goal.step)
        is_looking = self.presence.camera_state is CameraState.OK
        mood = self.face_mood
        if mood is None:
            return MusicTarget(None, "no mood read yet" if is_looking else SHUFFLED)
        verb = "look" if is_looking else "looked"
        reason = f"you {verb} {self.mood.emotion}"
        return MusicTarget(mood, reason if mood == self.mood.emotion else f"{mood}: {reason}")

    @property
    def plan(self) -> MusicPlan:
        """What the tracks to come are chosen by."""
        plan = None if self.pin is not None or self.goal is None else self.goal.plan
        return plan or MusicPlan.steady(self.target)

    def face_read(self, reading: FaceReading, now_s: float) -> bool:
        """A frame was analysed and a face read: whether the mood took notice of it.

        It stays while a guest is there, and while the face at rest is measured.
        """
        self.presence.face_read(reading, now_s)
        if self.resting.takes(reading) or self.is_held_by_guest(now_s):
            return False
        before, mood_before = self.mood.emotion, self.face_mood
        reading = self.resting.corrected(reading)
        self.mood = self.mood.after_reading(reading, now_s, self._settings)
        if self.mood.emotion is not before:
            self._emotion_since_s = now_s
        mood = self.face_mood
        if self.goal is not None and mood not in (None, mood_before):
            assert mood is not None
            self.goal = self.goal.after_mood(mood, self._moods, self._low_in_a_row)
        return True

    def use_neutral_face(self, face: NeutralFace | None) -> None:
        """Take this as the face at rest; what was read without it does not count any more."""
        self.resting.use(face)
        self.mood = self.mood.afresh()

    def is_held_by_guest(self, now_s: float) -> bool:
        """Whether the mood stays as it is because of a guest; a first mood is not held up."""
        return self.mood.emotion is not None and self.presence.has_guest(now_s)

    def track_started(self) -> None:
        """Another track is heard: a pin for some tracks counts it."""
        self.pin = None if self.pin is None else self.pin.after_track()

    def chosen_track_began(self) -> None:
        """A track chosen by the plan sounds now: a goal moves on by it."""
        if self.pin is None and self.goal is not None:
            self.goal = self.goal.after_track()
        is_low = self._moods.is_low(self.emotion)
        self._low_in_a_row = self._low_in_a_row + 1 if is_low else 0

    def time_passed(self, now_s: float) -> None:
        """A pin for some time may be over."""
        self.pin = None if self.pin is None else self.pin.at(now_s)

    def pin_until_unpinned(self, emotion: MoodName) -> None:
        """Hold this mood whatever the face shows."""
        self.pin = MoodPin(emotion)

    def knows(self, *moods: MoodName) -> bool:
        """Whether there are all these moods: the configuration may have lost one."""
        return all(mood in self._moods for mood in moods)

    def go_on_with(self, goal: MoodGoal) -> None:
        """Go on with a goal of the last run."""
        self.goal = goal

    def reject(self, now_s: float) -> MoodName | None:
        """Drop the present reading (and a pin): the emotion that was dropped, if any."""
        if self.pin is not None:
            dropped, self.pin = self.pin.emotion, None
            return dropped
        dropped_mood = self.face_mood
        self.mood = self.mood.after_rejection(now_s, self._settings)
        if self.goal is not None and dropped_mood is not None:
            self.goal = self._begun(self.goal.kind)
        return dropped_mood

    # -- by hand ---------------------------------------------------------------------------------

    def _change_by_hand(self, request: requests.MoodRequest) -> None:
        """Change the mood, and note for undo how it was."""
        before = self.mark()
        match request:
            case requests.PinMood(mood) if mood not in self._moods:
                known = ", ".join(self._moods.names)
                self._context.notify(f"There is no mood {mood!r}. The moods are {known}.")
            case requests.PinMood(emotion, span):
                self.pin = MoodPin.for_span(emotion, span, self._context.now_s)
            case requests.PinFor(span):
                self._pin_present(span)
            case requests.TogglePin() if self.pin is None:
                self._pin_present(PinSpan())
            case requests.TogglePin() | requests.Unpin():
                self.pin = None
            case requests.RejectMood():
                self._reject()
            case requests.NextGoal():
                self._next_goal()
            case _:
                assert_never(request)
        if before != (after := self.mark()):
            queue, plan = self._up_next()
            change = MoodChange(before, after)
            self._context.undo.add(Change("the change of the mood", queue, plan, change))

    def _pin_present(self, span: PinSpan) -> None:
        emotion = self.emotion
        if emotion is None:
            self._context.notify("No mood detected yet; press 1–7 to pin one.")
            return
        self.pin = MoodPin.for_span(emotion, span, self._context.now_s)

    def _reject(self) -> None:
        dropped = self.reject(self._context.now_s)
        if dropped is None:
            self._context.notify("No mood to drop yet.")
            return
        back_to = self.emotion
        back = f"Not {dropped}." if back_to is None else f"Not {dropped}: back to {back_to}."
        self._context.notify(back)

    def _next_goal(self) -> None:
        present = None if self.goal is None else self.goal.kind
        kind = _GOALS_IN_TURN[(_GOALS_IN_TURN.index(present) + 1) % len(_GOALS_IN_TURN)]
        self.goal = goal = None if kind is None else self._begun(kind)
        if goal is None:
            self._context.notify("Goal: match. The music follows your face.")
            return
        way = _way_of(goal)
        held = "" if self.pin is None else " It begins when the pin ends."
        self._context.notify(f"Goal: {goal.kind}. The music {way}.{held}")

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
        sight = self.presence.sight(now_s)
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
        return MoodGoal.begun(kind, self._goals, self._moods, self.face_mood, self._low_in_a_row)

    def _goal_view(self) -> GoalView | None:
        goal = self.goal
        if goal is None:
            return None
        return GoalView(goal.kind.value, goal.target, goal.path, goal.step)

    def _rest_view(self, sight: FaceSight, now_s: float) -> RestView | None:
        left_s = self.resting.left_s(now_s)
        if left_s is None:
            return None
        # Rounded up, so that it begins with all of the time and ends when it is over.
        return RestView(-int(-left_s // 1), sight is FaceSight.FACE)

    def _certainty(self, mood: MoodName | None) -> float:
        emotion = None if mood is None or mood not in self._moods else self._moods[mood].emotion
        return 0.0 if emotion is None else self.mood.smoothed[EMOTIONS.index(emotion)]


def _way_of(goal: MoodGoal) -> str:
    """Where a goal leads, as the end of a sentence on the music."""
    if len(goal.path) > 1:
        return f"goes {' → '.join(goal.path)}"
    return f"stays {goal.target}" if goal.path else f"goes to {goal.target}, once a mood is read"
