"""Stays with one main face from frame to frame, and counts the others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import hypot
from typing import Protocol

from tui_player.vision.faces.crop import GreyImage
from tui_player.vision.faces.detector import Candidate, FaceSearch, PixelBox

RECOUNT_EVERY = 10  # frames between full searches while a face is followed
REMEMBERED_FOR = 15  # frames without the face until its person counts as gone
DOUBTED_AFTER = 3  # full searches in a row that confirm others but not the face followed
# The cascades see heads that lean by up to some 15 degrees; so these leans cover 55 each way.
LEANS_DEG = (0.0, 20.0, -20.0, 40.0, -40.0)
# How full searches look for a head while nobody is known: upright every other time.
SEARCHED_LEANS_DEG = (0.0, 25.0, 0.0, -25.0)


@dataclass(frozen=True, slots=True)
class FoundFace:
    """The main face, and how many faces the frame shows in all."""

    box: PixelBox
    faces_seen: int


class Search(Protocol):
    """What the finder asks of a search; see FaceSearch."""

    def everywhere(self, grey: GreyImage, roll_deg: float = 0.0) -> list[Candidate]: ...
    def near(self, grey: GreyImage, place: PixelBox) -> PixelBox | None: ...


class FaceFinder:
    """Follows one face; `find` is called on one thread, frame after frame.

    The main face is the largest, one in the middle being preferred. Once found it stays the main
    face among others, also through a short absence.
    """

    def __init__(self, search: Search | None = None) -> None:
        self._search = FaceSearch() if search is None else search
        self.forget()

    def forget(self) -> None:
        """Begin anew: whoever is seen next is the main face."""
        self._followed: PixelBox | None = None
        self._faces_seen = 0
        self._frames_missed = 0
        self._until_recount = 0
        self._doubts = 0
        self._searches = 0

    def find(self, grey: GreyImage) -> FoundFace | None:
        """The main face of a frame of H x W grey levels, in that frame's pixels."""
        near = None if self._followed is None else self._near(grey, self._followed)
        if near is not None and self._until_recount > 0:
            self._until_recount -= 1
            return self._follow(near)
        candidates = self._search.everywhere(grey, self._next_lean_deg())
        if self._is_doubtful(grey, near, candidates):
            self.forget()
            near = None
        main = self._same(near, candidates) or self._new(candidates, grey)
        if main is None:
            self._miss()
            return None
        return self._count(main, candidates)

    def find_in_photograph(self, grey: GreyImage) -> FoundFace | None:
        """The main face of a single picture: looked for longer than a camera's frames allow.

        What only one cascade sees is taken as well, as somebody chose this picture for its face.
        """
        self.forget()
        doubtful: list[Candidate] = []
        for lean in sorted(set(SEARCHED_LEANS_DEG), key=abs):
            candidates = self._search.everywhere(grey, lean)
            main = self._new(candidates, grey)
            if main is not None:
                return self._count(main, candidates)
            doubtful = doubtful or candidates
        boxes = [candidate.box for candidate in doubtful]
        main = max(boxes, key=lambda box: _prominence(box, grey), default=None)
        return None if main is None else self._count(main, doubtful)

    def _near(self, grey: GreyImage, followed: PixelBox) -> PixelBox | None:
        """The face followed where it was, leaning as it did or, failing that, otherwise."""
        for lean in sorted(LEANS_DEG, key=lambda lean: abs(lean - followed.roll_deg)):
            found = self._search.near(grey, replace(followed, roll_deg=lean))
            if found is not None:
                return found
        return None

    def _next_lean_deg(self) -> float:
        if self._followed is not None:
            return 0.0
        self._searches += 1
        return SEARCHED_LEANS_DEG[(self._searches - 1) % len(SEARCHED_LEANS_DEG)]

    def _is_doubtful(
        self, grey: GreyImage, near: PixelBox | None, candidates: Sequence[Candidate]
    ) -> bool:
        """Whether what is followed is no face: again and again only others are confirmed."""
        doubt = (
            near is not None
            and any(candidate.confirmed for candidate in candidates)
            and not _is_among(near, candidates)
            # The search was for upright heads: one that leans gets a search of its own.
            and not (
                near.roll_deg and _is_among(near, self._search.everywhere(grey, near.roll_deg))
            )
        )
        self._doubts = self._doubts + 1 if doubt else 0
        return self._doubts >= DOUBTED_AFTER

    def _same(self, near: PixelBox | None, candidates: Sequence[Candidate]) -> PixelBox | None:
        """The face followed so far, if it is seen."""
        followed = self._followed
        if near is not None or followed is None:
            return near
        boxes = [candidate.box for candidate in candidates]
        same = [box for box in boxes if box.is_same_place(followed)]
        return min(same, key=followed.distance_to, default=None)

    def _new(self, candidates: Sequence[Candidate], grey: GreyImage) -> PixelBox | None:
        """The face to follow from now on, unless the one followed is only out of sight a moment.

        Someone alone may move fast: the next face is theirs. Among several, a guest would take
        the place of a person who looks away, so that place is kept for a while.
        """
        if self._faces_seen > 1 and self._frames_missed < REMEMBERED_FOR:
            return None
        # What only one cascade sees is as often a coin or a curtain as a face.
        sure = [candidate.box for candidate in candidates if candidate.confirmed]
        return max(sure, key=lambda box: _prominence(box, grey), default=None)

    def _miss(self) -> None:
        self._frames_missed += 1
        if self._frames_missed >= REMEMBERED_FOR:
            self.forget()

    def _count(self, main: PixelBox, candidates: Sequence[Candidate]) -> FoundFace:
        others = [c for c in candidates if c.confirmed and not c.box.is_same_place(main)]
        self._faces_seen = 1 + len(others)
        self._until_recount = RECOUNT_EVERY
        return self._follow(main)

    def _follow(self, box: PixelBox) -> FoundFace:
        self._followed = box
        self._frames_missed = 0
        return FoundFace(box, self._faces_seen)


def _is_among(box: PixelBox, candidates: Sequence[Candidate]) -> bool:
    return any(candidate.box.is_same_place(box) for candidate in candidates)


def _prominence(box: PixelBox, grey: GreyImage) -> float:
    """Width, less up to half of it the farther from the middle."""
    height, width = grey.shape
    x, y = box.centre
    off_centre = hypot(x - width / 2, y - height / 2) / hypot(width / 2, height / 2)
    return box.width * (1 - off_centre / 2)
