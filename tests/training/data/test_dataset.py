"""Every form in which labelled faces come."""

import csv
from pathlib import Path

import numpy as np
import pytest

from tests.training.faces import made_up_faces
from tui_player.training.data.dataset import DatasetError, FaceSet, load_faces

VOTE_TITLES = (
    *("neutral", "happiness", "surprise", "sadness", "anger"),
    *("disgust", "fear", "contempt", "unknown", "NF"),
)


def _write_kaggle(path: Path, faces: FaceSet, labels: list[int]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["emotion", "pixels", "Usage"])
        for image, label, split in zip(faces.images, labels, faces.split, strict=True):
            writer.writerow([label, " ".join(map(str, image.ravel())), split])


def _write_votes(path: Path, faces: FaceSet) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Usage", "Image name", *VOTE_TITLES])
        for number, votes in enumerate(faces.votes):
            writer.writerow(["Training", f"fer{number:07}.png", *votes])


def _write_picture(path: Path, grey: int, side: int = 48) -> None:
    import cv2

    path.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(path), np.full((side, side), grey, dtype=np.uint8))


def test_an_npz_is_read(tmp_path: Path) -> None:
    faces = made_up_faces(2, ("Training", "PublicTest"))
    path = tmp_path / "faces.npz"
    np.savez(
        path,
        images=faces.images,
        ferplus_votes=faces.votes,
        fer2013_label=faces.labels,
        usage=faces.split,
    )
    read = load_faces(path)
    assert np.array_equal(read.images, faces.images)
    assert np.array_equal(read.votes, faces.votes)
    assert np.array_equal(read.labels, faces.labels)
    assert len(read.of_split("PublicTest")) == 16


def test_an_npz_without_votes_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "faces.npz", images=np.zeros((1, 48, 48), dtype=np.uint8))
    with pytest.raises(DatasetError, match="lacks the array"):
        load_faces(tmp_path / "faces.npz")


def test_a_file_that_is_no_npz_is_refused(tmp_path: Path) -> None:
    (tmp_path / "faces.npz").write_text("no archive")
    with pytest.raises(DatasetError, match="cannot be read"):
        load_faces(tmp_path / "faces.npz")


def test_parts_of_different_length_are_refused() -> None:
    faces = made_up_faces(1)
    with pytest.raises(DatasetError, match="do not fit together"):
        FaceSet(faces.images, faces.votes[1:], faces.labels, faces.split)


def test_kaggles_table_is_read_without_votes(tmp_path: Path) -> None:
    faces = made_up_faces(1, ("Training", "PrivateTest"))
    labels = [number % 7 for number in range(len(faces))]
    _write_kaggle(tmp_path / "fer2013.csv", faces, labels)
    read = load_faces(tmp_path / "fer2013.csv")
    assert np.array_equal(read.images, faces.images)
    assert read.labels.tolist() == labels
    assert not read.votes.any()
    assert len(read.of_split("PrivateTest")) == 8


def test_microsofts_votes_join_kaggles_table(tmp_path: Path) -> None:
    faces = made_up_faces(1)
    _write_kaggle(tmp_path / "faces.csv", faces, [0] * len(faces))
    _write_votes(tmp_path / "votes.csv", faces)
    read = load_faces(tmp_path / "faces.csv", tmp_path / "votes.csv")
    assert np.array_equal(read.votes, faces.votes)


def test_a_folder_with_both_tables_is_read(tmp_path: Path) -> None:
    faces = made_up_faces(1)
    _write_kaggle(tmp_path / "fer2013.csv", faces, [0] * len(faces))
    _write_votes(tmp_path / "fer2013new.csv", faces)
    assert np.array_equal(load_faces(tmp_path).votes, faces.votes)


def test_votes_for_another_number_of_faces_are_refused(tmp_path: Path) -> None:
    faces = made_up_faces(1)
    _write_kaggle(tmp_path / "fer2013.csv", faces, [0] * len(faces))
    _write_votes(tmp_path / "fer2013new.csv", faces.rows(np.arange(3)))
    with pytest.raises(DatasetError, match="3 rows of votes for 8 faces"):
        load_faces(tmp_path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("emotion,pixels\n", "lacks the columns Usage"),
        ("emotion,pixels,Usage\n0,1 2 3,Training\n", "line 2: 3 pixels"),
        (f"emotion,pixels,Usage\n9,{'0 ' * 2304},Training\n", "emotion 9"),
        (f"emotion,pixels,Usage\nsad,{'0 ' * 2304},Training\n", "line 2: invalid literal"),
        ("emotion,pixels,Usage\n", "no faces"),
    ],
    ids=["no usage", "few pixels", "unknown emotion", "word for a number", "no rows"],
)
def test_a_broken_table_is_named(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "fer2013.csv").write_text(text)
    with pytest.raises(DatasetError, match=told):
        load_faces(tmp_path / "fer2013.csv")


def test_class_folders_inside_splits_are_read(tmp_path: Path) -> None:
    _write_picture(tmp_path / "train" / "anger" / "a.png", 10)
    _write_picture(tmp_path / "validation" / "happy" / "b.jpg", 200)
    _write_picture(tmp_path / "test" / "Surprise" / "c.png", 90, side=96)
    read = load_faces(tmp_path)
    assert sorted(zip(read.split.tolist(), read.labels.tolist(), strict=True)) == [
        ("PrivateTest", 5),
        ("PublicTest", 3),
        ("Training", 0),
    ]
    assert read.votes.max(axis=1).tolist() == [10, 10, 10]
    assert (read.of_split("PrivateTest").images == 90).all()


def test_class_folders_without_splits_lend_every_tenth_face_to_validation(tmp_path: Path) -> None:
    for number in range(20):
        _write_picture(tmp_path / "sad" / f"{number:02}.png", number)
    read = load_faces(tmp_path)
    assert read.of_split("PublicTest").images[:, 0, 0].tolist() == [0, 10]
    assert len(read.of_split("Training")) == 18


def test_contempt_has_votes_but_no_first_label(tmp_path: Path) -> None:
    for number in range(2):
        _write_picture(tmp_path / "contempt" / f"{number}.png", 50)
    read = load_faces(tmp_path)
    assert read.labels.tolist() == [255, 255]
    assert read.votes[:, 7].tolist() == [10, 10]


def test_a_folder_without_classes_is_refused(tmp_path: Path) -> None:
    _write_picture(tmp_path / "holidays" / "a.png", 10)
    with pytest.raises(DatasetError, match="no pictures in class folders"):
        load_faces(tmp_path)


def test_a_broken_picture_is_named(tmp_path: Path) -> None:
    (tmp_path / "happy").mkdir()
    (tmp_path / "happy" / "broken.png").write_bytes(b"no picture")
    with pytest.raises(DatasetError, match=r"broken\.png"):
        load_faces(tmp_path)


@pytest.mark.parametrize("name", ["none.npz", "none"])
def test_a_missing_data_set_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(DatasetError, match="no data set"):
        load_faces(tmp_path / name)


def test_an_unknown_kind_of_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "faces.txt").write_text("")
    with pytest.raises(DatasetError, match="no known data set"):
        load_faces(tmp_path / "faces.txt")


def test_a_split_that_is_not_there_is_named() -> None:
    with pytest.raises(DatasetError, match="PrivateTest: it holds Training"):
        made_up_faces(1).of_split("PrivateTest")
