"""Turns a frame into the reading of its main face: find, cut, read, rate."""

from typing import Protocol

from tui_player.model.mood.face_reading import FaceBox, FaceReading
from tui_player.vision.faces.crop import CropSpec, GreyImage, crop_face
from tui_player.vision.faces.detector import PixelBox, turned
from tui_player.vision.faces.quality import face_quality
from tui_player.vision.faces.tracker import FaceFinder, FoundFace


class Model(Protocol):
    """What is asked of an expression model; see ExpressionModel."""

    @property
    def crop(self) -> CropSpec: ...
    def read(self, face: GreyImage) -> tuple[float, ...]: ...


class FaceReader:
    """Reads one person's face from frame to frame."""

    def __init__(self, model: Model, finder: FaceFinder) -> None:
        self._model = model
        self._finder = finder

    def read(self, grey: GreyImage) -> FaceReading | None:
        """The reading of the main face of a frame of H x W grey levels; None without a face."""
        return self._read(grey, self._finder.find(grey))

    def read_photograph(self, grey: GreyImage) -> FaceReading | None:
        """The same of a picture that stands alone, with more patience in finding the face."""
        return self._read(grey, self._finder.find_in_photograph(grey))

    def _read(self, grey: GreyImage, found: FoundFace | None) -> FaceReading | None:
        if found is None:
            return None
        box = found.box
        level = turned(grey, box.centre, box.roll_deg) if box.roll_deg else grey
        face = crop_face(level, box.left, box.top, box.width, box.height, self._model.crop)
        return FaceReading(
            probabilities=self._model.read(face),
            box=_fractions(box, grey),
            faces_seen=found.faces_seen,
            quality=face_quality(face, box.width),
        )

    def forget(self) -> None:
        """Begin anew with whoever is seen next."""
        self._finder.forget()


def _fractions(box: PixelBox, grey: GreyImage) -> FaceBox:
    height, width = grey.shape
    return FaceBox(box.left / width, box.top / height, box.width / width, box.height / height)
