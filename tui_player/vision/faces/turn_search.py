"""Finds out how a camera is mounted: upright, on its side or on its head, by looking for faces."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tui_player.vision.faces.crop import GreyImage
from tui_player.vision.faces.detector import PixelBox
from tui_player.vision.faces.quarter_turns import TURNS_DEG, turned_by
from tui_player.vision.faces.tracker import Search

# Nobody seen for so long, a camera may be mounted otherwise than thought.
ALONE_AFTER_S = 2.0
# At first that is tried in every frame, for so long; later, and wherever it was known once, only
# now and then.
EAGER_S = 20.0
TRIED_EVERY_S = 1.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _View:
    """One way to look at a frame: mirrored or not, for heads that lean by so much."""

    mirrored: bool
    lean_deg: float


# A face must be seen in all of these, one a frame: the plain search alone sees one in things, too,
# and in every third face that stands on its head. Of 75 frames in which it sees a face 66 passed,
# of 98 with a face on its head 3. Of 925 cuts from 24 pictures without a person, tried five times
# in each of three turns, 5 passed, all of old coins with heads on them; where the plain search
# looks at them once and upright, it takes 10 for faces.
_VIEWS = (_View(False, 10.0), _View(False, -10.0), _View(True, 10.0), _View(True, -10.0))


class TurnSearch:
    """Tries one turn after another, one search a frame, until a face settles it; for one thread.

    `turn_deg` is how far pictures are to be turned clockwise to stand upright. It stays while
    nobody is there, and until a face is seen otherwise.
    """

    def __init__(self, search: Search) -> None:
        self._search = search
        self.turn_deg = 0
        self._was_settled = False
        self._is_settled = False
        self._seen_s: float | None = None  # when a face was found, or the first frame
        self._unsettled_s = 0.0
        self._tried_s = float("-inf")
        self._tried_deg = TURNS_DEG[-1]
        self._views_passed = 0
        self._places: Sequence[PixelBox] = ()

    def look(self, grey: GreyImage, now_s: float, *, face_found: bool) -> bool:
        """Look at a frame of H x W grey levels, turned by `turn_deg` and searched as such.

        True if `turn_deg` is another now.
        """
        self._note(now_s, face_found=face_found)
        if not self._views_passed:
            if not self._is_try_due(now_s, face_found=face_found):
                return False
            self._tried_deg = self._next_deg(face_found=face_found)
        self._tried_s = now_s
        if not self._passes(turned_by(grey, self._tried_deg - self.turn_deg)):
            self._views_passed = 0
            return False
        self._views_passed = (self._views_passed + 1) % len(_VIEWS)
        return self._views_passed == 0 and self._settle(now_s)

    def _note(self, now_s: float, *, face_found: bool) -> None:
        """Take note of whether somebody is there."""
        if self._seen_s is None:
            self._seen_s = self._unsettled_s = now_s
        if face_found:
            self._seen_s = now_s
        elif self._is_settled and now_s - self._seen_s >= ALONE_AFTER_S:
            self._is_settled = False
            self._unsettled_s = now_s

    def _is_try_due(self, now_s: float, *, face_found: bool) -> bool:
        if self._is_settled:
            return False
        if not face_found and self._seen_s is not None and now_s - self._seen_s < ALONE_AFTER_S:
            return False
        is_eager = not self._was_settled and now_s - self._unsettled_s < EAGER_S
        return is_eager or now_s - self._tried_s >= TRIED_EVERY_S

    def _next_deg(self, *, face_found: bool) -> int:
        """The turn after the one that was tried last; the present one only where it shows a face,
        as all frames are searched that way."""
        after = TURNS_DEG.index(self._tried_deg) + 1
        order = (*TURNS_DEG[after:], *TURNS_DEG[:after])
        return next(turn for turn in order if face_found or turn != self.turn_deg)

    def _passes(self, grey: GreyImage) -> bool:
        """Whether the next view of a turned frame shows a face where the views before did."""
        view = _VIEWS[self._views_passed]
        seen = np.ascontiguousarray(grey[:, ::-1]) if view.mirrored else grey
        found = self._search.everywhere(seen, view.lean_deg)
        boxes = [candidate.box for candidate in found if candidate.confirmed]
        if view.mirrored:
            width = grey.shape[1]
            boxes = [replace(box, left=width - box.left - box.width) for box in boxes]
        if self._views_passed:
            boxes = [box for box in boxes if any(box.is_same_place(one) for one in self._places)]
        self._places = boxes
        return bool(boxes)

    def _settle(self, now_s: float) -> bool:
        """A face passed in the turn that was tried; True if that is another than before."""
        is_other = self._tried_deg != self.turn_deg
        if is_other:
            log.info("the camera's picture is turned by %d°, as a face is seen so", self._tried_deg)
        self.turn_deg = self._tried_deg
        self._seen_s = now_s
        self._is_settled = self._was_settled = True
        return is_other
