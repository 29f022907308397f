"""Made-up faces for the training tests: patterns that a tiny network can learn."""

import numpy as np

from tui_player.training.data.dataset import FaceSet

CLASSES = 8


def made_up_faces(
    per_class: int, splits: tuple[str, ...] = ("Training",), seed: int = 1
) -> FaceSet:
    """`per_class` faces a class and split: stripes of the class's width and direction, and noise.

    Votes name the class clearly; first labels follow the votes where FER2013 has the class.
    """
    rng = np.random.default_rng(seed)
    classes = np.tile(np.repeat(np.arange(CLASSES), per_class), len(splits))
    images = rng.integers(60, 100, (len(classes), 48, 48), dtype=np.uint8)
    across, down = np.meshgrid(np.arange(48), np.arange(48))
    for image, number in zip(images, classes, strict=True):
        place = across if number % 2 else down
        image[place // (2 + 2 * (number // 2)) % 2 == 0] += 120
    votes = np.zeros((len(classes), 10), dtype=np.uint8)
    votes[np.arange(len(classes)), classes] = 8
    votes[np.arange(len(classes)), (classes + 1) % CLASSES] = 2
    # Neutral, happy, surprised, sad, angry, disgusted, fearful, contempt in FER2013's order.
    first_labels = np.array([6, 3, 5, 4, 0, 1, 2, 255], dtype=np.uint8)
    return FaceSet(
        images=images,
        votes=votes,
        labels=first_labels[classes],
        split=np.repeat(np.array(splits), per_class * CLASSES),
    )
