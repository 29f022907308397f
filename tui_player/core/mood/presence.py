"""Follows what the camera sees: its state, whether a face is there, and whether it is a guest's."""

from collections import deque

from tui_player.messages.snapshot import CameraView
from tui_player.model.device_states import CameraState, FaceSight
from tui_player.model.mood.face_reading import FaceBox, FaceReading

# No face for this long is "nobody there"; shorter gaps are blinks of the face finder.
NOBODY_AFTER_S = 3.0
RATE_WINDOW_S = 3.0
# A guest unseen for this long has gone; shorter gaps are the face finder's.
GUEST_GONE_AFTER_S = 2.0
# Who is alone at another place so soon after company is the guest, the first person having left.
GUEST_REMEMBERED_S = 10.0
# Whoever stays longer is no guest (or is a picture on the wall), and holds the mood no more.
GUEST_STAYS_S = 300.0


class PresenceTracker:
    """What the eyes make of the scene, changed only on the engine thread."""

    def __init__(self) -> None:
        self.camera_state = CameraState.OFF
        self._camera_sentence = ""
        self._analysed_at_s: deque[float] = deque()
        self._face_at_s: float | None = None
        self._nobody_since_s: float | None = None
        self._faces_seen = 0
        self._main_box: FaceBox | None = None
        self._guest_at_s: float | None = None
        self._guest_since_s = 0.0

    def face_read(self, reading: FaceReading, now_s: float) -> None:
        """A frame was analysed and a face read."""
        self._note_frame(now_s)
        self._face_at_s, self._nobody_since_s = now_s, None
        self._faces_seen = reading.faces_seen
        if reading.faces_seen > 1 or self._is_left_behind(reading.box, now_s):
            if self._guest_at_s is None or now_s - self._guest_at_s > GUEST_REMEMBERED_S:
                self._guest_since_s = now_s
            self._guest_at_s = now_s
        elif not self.has_guest(now_s):
            self._main_box = reading.box

    def face_lost(self, now_s: float) -> None:
        """A frame was analysed and no face found."""
        self._note_frame(now_s)
        if self._nobody_since_s is None:
            self._nobody_since_s = now_s

    def camera_changed(self, state: CameraState, sentence: str) -> None:
        """The camera's state changed; without a camera nothing is seen any more."""
        self.camera_state, self._camera_sentence = state, sentence
        if state is not CameraState.OK:
            self._analysed_at_s.clear()
            self._face_at_s = self._nobody_since_s = self._guest_at_s = None

    def has_guest(self, now_s: float) -> bool:
        """Whether somebody else is there for a while, so that the reading may not be trusted."""
        if self._guest_at_s is None or now_s - self._guest_at_s > GUEST_GONE_AFTER_S:
            return False
        return now_s - self._guest_since_s < GUEST_STAYS_S

    def nobody_for_s(self, now_s: float) -> float:
        """For how long a working camera has seen no face; 0 while it sees one, or cannot see."""
        since_s = self._nobody_since_s
        return 0.0 if since_s is None else now_s - since_s

    def sight(self, now_s: float) -> FaceSight:
        """What the eyes make of the scene right now."""
        if self.camera_state is not CameraState.OK:
            return FaceSight.NOT_LOOKING
        if self._face_at_s is None or now_s - self._face_at_s > NOBODY_AFTER_S:
            return FaceSight.NOBODY
        return FaceSight.SEVERAL if self._faces_seen > 1 else FaceSight.FACE

    def camera_view(self, now_s: float, *, resting: bool) -> CameraView:
        """The camera part of the screen."""
        self._forget_old_frames(now_s)
        rests = resting and self.camera_state is CameraState.OFF
        return CameraView(self.camera_state, self._camera_sentence, self._rate(), rests)

    def _is_left_behind(self, box: FaceBox, now_s: float) -> bool:
        """Whether the one face there is the guest's, the person who was there before having left.

        That is told by the place: nobody is recognised.
        """
        main, seen_at_s = self._main_box, self._guest_at_s
        if main is None or seen_at_s is None or now_s - seen_at_s > GUEST_REMEMBERED_S:
            return False
        return _is_elsewhere(box, main)

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


def _is_elsewhere(one: FaceBox, other: FaceBox) -> bool:
    """Whether two boxes do not even touch."""
    return (
        abs(one.left + one.width / 2 - other.left - other.width / 2) > (one.width + other.width) / 2
        or abs(one.top + one.height / 2 - other.top - other.height / 2)
        > (one.height + other.height) / 2
    )
