"""Reads labelled faces from the forms they are published in into one frozen set."""

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tui_player.model.errors import TuiPlayerError
from tui_player.training.data.label_sets import (
    CLASS_ALIASES,
    FER2013_CLASSES,
    UNKNOWN_LABEL,
    VOTE_COLUMNS,
)

SPLITS = ("Training", "PublicTest", "PrivateTest")
FACE_SIDE_PX = 48
VOTES_EACH = 10
# What folders of splits are called in the copies of FER2013 that go around.
SPLIT_FOLDERS = {
    "training": "Training",
    "train": "Training",
    "publictest": "PublicTest",
    "validation": "PublicTest",
    "valid": "PublicTest",
    "val": "PublicTest",
    "privatetest": "PrivateTest",
    "test": "PrivateTest",
}
PICTURE_ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".webp", ".pgm", ".tif", ".tiff"})
# Without a validation split, one training face in so many becomes one.
VALIDATION_EVERY = 10


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


def load_faces(path: Path, votes: Path | None = None) -> FaceSet:
    """Read an .npz, Kaggle's fer2013.csv (with FER+ votes if given), or a folder.

    A folder holds either fer2013.csv (and fer2013new.csv) or class folders. Raises DatasetError.
    """
    if path.is_dir():
        table, table_votes = path / "fer2013.csv", path / "fer2013new.csv"
        if table.is_file():
            found_votes = table_votes if table_votes.is_file() else None
            return load_kaggle_csv(table, votes or found_votes)
        return load_class_folders(path)
    if not path.is_file():
        raise DatasetError(f"There is no data set at {path}.")
    if path.suffix == ".npz":
        return load_npz(path)
    if path.suffix == ".csv":
        return load_kaggle_csv(path, votes)
    raise DatasetError(f"{path} is no .npz, no .csv and no folder: no known data set.")


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


def load_kaggle_csv(path: Path, votes: Path | None = None) -> FaceSet:
    """Read Kaggle's fer2013.csv (emotion, pixels, Usage), with fer2013new.csv of FER+ if given."""
    images, labels, split = [], [], []
    for line, row in _csv_rows(path, ("emotion", "pixels", "Usage")):
        try:
            image, label = _kaggle_face(row["pixels"], row["emotion"])
        except ValueError as problem:
            raise DatasetError(f"{path}, line {line}: {problem}.") from problem
        images.append(image)
        labels.append(label)
        split.append(row["Usage"].strip())
    if not images:
        raise DatasetError(f"{path} holds no faces.")
    faces = FaceSet(
        images=np.stack(images),
        votes=np.zeros((len(images), VOTES_EACH), dtype=np.uint8),
        labels=np.array(labels, dtype=np.uint8),
        split=np.array(split),
    )
    return faces if votes is None else replace(faces, votes=_read_votes(votes, len(faces)))


def _kaggle_face(pixels: str, emotion: str) -> tuple[NDArray[np.uint8], int]:
    """One row's picture and label; raises ValueError in words."""
    values = np.array(pixels.split(), dtype=np.uint8)
    if values.size != FACE_SIDE_PX**2:
        raise ValueError(f"{values.size} pixels instead of {FACE_SIDE_PX**2}")
    label = int(emotion)
    if not 0 <= label < len(FER2013_CLASSES):
        raise ValueError(f"emotion {label} is not 0 to {len(FER2013_CLASSES) - 1}")
    return values.reshape(FACE_SIDE_PX, FACE_SIDE_PX), label


def _read_votes(path: Path, expected: int) -> NDArray[np.uint8]:
    """(N, 10) votes of fer2013new.csv, whose rows follow those of fer2013.csv."""
    columns = (
        *("neutral", "happiness", "surprise", "sadness", "anger"),
        *("disgust", "fear", "contempt", "unknown", "NF"),
    )
    try:
        rows = [[int(row[name]) for name in columns] for _, row in _csv_rows(path, columns)]
    except ValueError as problem:
        raise DatasetError(f"{path} holds a vote that is no number: {problem}.") from problem
    if len(rows) != expected:
        raise DatasetError(
            f"{path} has {len(rows)} rows of votes for {expected} faces; both files must be whole."
        )
    return np.array(rows, dtype=np.uint8)


def _csv_rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line numbers and rows of a table with at least these columns; raises DatasetError."""
    csv.field_size_limit(sys.maxsize)
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, skipinitialspace=True)
            missing = set(columns) - {name.strip() for name in reader.fieldnames or ()}
            if missing:
                raise DatasetError(f"{path} lacks the columns {', '.join(sorted(missing))}.")
            for row in reader:
                yield reader.line_num, {name.strip(): value for name, value in row.items()}
    except (OSError, UnicodeDecodeError, ValueError, csv.Error) as problem:
        raise DatasetError(f"{path} cannot be read as a table of faces: {problem}") from problem


def load_class_folders(path: Path) -> FaceSet:
    """Read pictures from class folders, either directly or inside folders of splits.

    A folder's class counts as the first label and as ten votes. Where no folder is a validation
    split, every tenth training picture (in name order) becomes PublicTest.
    """
    found = [
        (picture, class_name, split)
        for folder, class_name, split in sorted(_class_folders(path))
        for picture in sorted(folder.iterdir())
        if picture.suffix.lower() in PICTURE_ENDINGS
    ]
    if not found:
        raise DatasetError(
            f"{path} holds no pictures in class folders; it needs folders called "
            f"{', '.join(FER2013_CLASSES)}, directly or inside train and test."
        )
    splits = [split for _, _, split in found]
    if "PublicTest" not in splits:
        training = [row for row, split in enumerate(splits) if split == "Training"]
        for row in training[::VALIDATION_EVERY]:
            splits[row] = "PublicTest"
    votes = np.zeros((len(found), VOTES_EACH), dtype=np.uint8)
    votes[np.arange(len(found)), [VOTE_COLUMNS.index(name) for _, name, _ in found]] = VOTES_EACH
    return FaceSet(
        images=np.stack([_read_picture(picture) for picture, _, _ in found]),
        votes=votes,
        labels=np.array([_first_label(name) for _, name, _ in found], dtype=np.uint8),
        split=np.array(splits),
    )


def _class_folders(path: Path) -> Iterator[tuple[Path, str, str]]:
    """Class folders, their class and their split."""
    for folder in (entry for entry in path.iterdir() if entry.is_dir()):
        split = SPLIT_FOLDERS.get(folder.name.lower())
        inside = folder.iterdir() if split else [folder]
        for entry in inside:
            class_name = CLASS_ALIASES.get(entry.name.lower())
            if class_name and entry.is_dir():
                yield entry, class_name, split or "Training"


def _first_label(class_name: str) -> int:
    """The index among FER2013's classes; contempt has none."""
    known = class_name in FER2013_CLASSES
    return FER2013_CLASSES.index(class_name) if known else UNKNOWN_LABEL


def _read_picture(path: Path) -> NDArray[np.uint8]:
    """A picture as a grey face of 48 x 48."""
    import cv2  # slow to import, and only needed for pictures

    grey = cv2.imdecode(np.fromfile(path, dtype=np.uint8), cv2.IMREAD_GRAYSCALE)
    if grey is None:
        raise DatasetError(f"{path} is not a picture that can be read.")
    if grey.shape != (FACE_SIDE_PX, FACE_SIDE_PX):
        grey = cv2.resize(grey, (FACE_SIDE_PX, FACE_SIDE_PX), interpolation=cv2.INTER_AREA)
    return np.asarray(grey, dtype=np.uint8)
