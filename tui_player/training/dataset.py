"""Reads labelled faces from the forms they are published in into one frozen set."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tui_player.domain.errors import TuiPlayerError

SPLITS = ("Training", "PublicTest", "PrivateTest")
FACE_SIDE_PX = 48


class DatasetError(TuiPlayerError):
    """A data set that cannot be read: which file, what is wrong, what would be right."""


@dataclass(frozen=True, slots=True, eq=False)
class FaceSet:
    """Labelled grey faces.

    `images` is (N, 48, 48) uint8; `votes` (N, 10) uint8 in the order of label_sets.VOTE_COLUMNS,
    all zero where a face has none; `labels` (N,) uint8 in the order of FER2013_CLASSES, 255 where
    unknown; `split` (N,) the names of SPLITS.
    """

    images: NDArray[np.uint8]
    votes: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    split: NDArray[np.str_]

    def __post_init__(self) -> None:
        count = len(self.images)
        shapes_fit = (
            self.images.shape == (count, FACE_SIDE_PX, FACE_SIDE_PX)
            and self.votes.shape == (count, 10)
            and self.labels.shape == (count,)
            and self.split.shape == (count,)
        )
        if not shapes_fit:
            raise DatasetError(
                "The data set's parts do not fit together: "
                f"images {self.images.shape}, votes {self.votes.shape}, "
                f"labels {self.labels.shape}, split {self.split.shape}."
            )

    def __len__(self) -> int:
        return len(self.images)

    def of_split(self, name: str) -> "FaceSet":
        """The faces of one split; raises DatasetError when there is none."""
        rows = self.split == name
        if not rows.any():
            held = ", ".join(sorted(set(self.split.tolist()))) or "nothing"
            raise DatasetError(f"The data set has no faces in the split {name}: it holds {held}.")
        return self.rows(rows)

    def rows(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> "FaceSet":
        """The chosen rows, by mask or by index."""
        return FaceSet(
            self.images[chosen], self.votes[chosen], self.labels[chosen], self.split[chosen]
        )


def load_npz(path: Path) -> FaceSet:
    """Read an .npz with `images`, `usage`, `ferplus_votes` and `fer2013_label`."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return FaceSet(
                images=np.asarray(arrays["images"], dtype=np.uint8),
                votes=np.asarray(arrays["ferplus_votes"], dtype=np.uint8),
                labels=np.asarray(arrays["fer2013_label"], dtype=np.uint8),
                split=np.asarray(arrays["usage"], dtype=np.str_),
            )
    except KeyError as missing:
        raise DatasetError(
            f"{path} lacks the array {missing}; it needs images, usage, ferplus_votes and "
            "fer2013_label."
        ) from missing
    except (OSError, ValueError) as problem:
        raise DatasetError(f"{path} cannot be read as an .npz data set: {problem}") from problem
