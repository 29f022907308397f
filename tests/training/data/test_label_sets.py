"""Truth from votes and first labels."""

import numpy as np

from tui_player.model.mood.emotion import EMOTIONS, Emotion
from tui_player.training.data.label_sets import (
    FER2013,
    FERPLUS7,
    FERPLUS8,
    fold_classes,
    soft_targets,
    true_classes,
    votes_are_clear,
    votes_are_kept,
)

# neutral, happy, surprised, sad, angry, disgusted, fearful, contempt, unknown, not-a-face
VOTES = np.array(
    [
        [6, 0, 0, 3, 1, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 1, 0, 9, 0, 0],
        [1, 0, 0, 2, 0, 0, 0, 0, 7, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    ],
    dtype=np.uint8,
)
LABELS = np.array([6, 1, 255, 3], dtype=np.uint8)


def test_rows_that_most_call_unknown_are_left_out() -> None:
    assert votes_are_kept(VOTES).tolist() == [True, True, False, False]


def test_votes_are_clear_with_more_than_half_for_one_expression() -> None:
    votes = np.array(
        [
            [5, 0, 0, 5, 0, 0, 0, 0, 0, 0],
            [6, 0, 0, 4, 0, 0, 0, 0, 0, 0],
            [5, 1, 1, 1, 1, 1, 0, 0, 0, 0],  # single votes are slips
            [3, 0, 0, 0, 0, 0, 0, 0, 7, 0],
            [1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
        ],
        dtype=np.uint8,
    )
    assert votes_are_clear(votes).tolist() == [False, True, True, False, False]


def test_the_majority_is_the_truth_of_the_eight() -> None:
    truth, counted = true_classes(FERPLUS8, VOTES, LABELS)
    assert truth[:2].tolist() == [0, 7]
    assert counted.tolist() == [True, True, False, False]


def test_contempt_folds_into_disgusted_for_the_seven() -> None:
    truth, _ = true_classes(FERPLUS7, VOTES, LABELS)
    assert [EMOTIONS[index] for index in truth[:2]] == [Emotion.NEUTRAL, Emotion.DISGUSTED]


def test_unmatched_first_labels_do_not_count() -> None:
    truth, counted = true_classes(FER2013, VOTES, LABELS)
    assert truth[counted].tolist() == [6, 1, 3]


def test_targets_are_the_shares_of_the_votes() -> None:
    shares, weights = soft_targets(FERPLUS8, VOTES, LABELS)
    assert np.allclose(shares[0, [0, 3, 4]], [0.6, 0.3, 0.1])
    assert weights.tolist() == [1, 1, 0, 0]


def test_single_votes_can_be_left_out() -> None:
    shares, _ = soft_targets(FERPLUS8, VOTES, LABELS, fewest_votes=2)
    assert shares[0, 4] == 0
    assert np.isclose(shares[0].sum(), 1)
    assert np.isclose(shares[1, 7], 1)


def test_first_labels_become_one_hot_targets() -> None:
    shares, weights = soft_targets(FER2013, VOTES, LABELS)
    assert shares[0].tolist() == [0, 0, 0, 0, 0, 0, 1]
    assert weights.tolist() == [1, 1, 0, 1]


def test_folding_keeps_the_sum() -> None:
    shares = np.full((3, 8), 0.125, dtype=np.float32)
    folded = fold_classes(shares, FERPLUS8.classes)
    assert folded.shape == (3, 7)
    assert np.allclose(folded.sum(axis=1), 1)
    assert np.allclose(folded[:, EMOTIONS.index(Emotion.DISGUSTED)], 0.25)
