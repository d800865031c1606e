"""Maps under masks, against scikit-learn."""

import numpy as np
import pytest

from docforensics.bench.metrics.localisation import overlap


def test_overlap_is_that_of_scikit_learn() -> None:
    """F1, IoU and AUC of the same pixels."""
    from sklearn.metrics import f1_score, jaccard_score, roc_auc_score

    rng = np.random.default_rng(1)
    mask = np.zeros((20, 30), bool)
    mask[5:12, 8:20] = True
    map_ = (rng.normal(0, 1, mask.shape) + mask).astype(np.float32).round(1)
    found = overlap(map_, mask, 0.5)
    assert found is not None
    truth, marked = mask.ravel(), map_.ravel() > 0.5
    assert found.f1 == pytest.approx(f1_score(truth, marked))
    assert found.iou == pytest.approx(jaccard_score(truth, marked))
    assert found.pixel_auc == pytest.approx(roc_auc_score(truth, map_.ravel()))


def test_nothing_marked_is_no_overlap_and_says_nothing() -> None:
    """An empty map has F1 and IoU 0 and an AUC of 0.5."""
    mask = np.zeros((4, 4), bool)
    mask[0, 0] = True
    found = overlap(np.zeros((4, 4), np.float32), mask, 0.0)
    assert found is not None
    assert (found.f1, found.iou, found.pixel_auc) == (0.0, 0.0, 0.5)


@pytest.mark.parametrize("value", [False, True])
def test_a_mask_of_nothing_or_everything_cannot_be_compared(value: bool) -> None:
    """There is nothing to tell apart."""
    assert overlap(np.zeros((4, 4), np.float32), np.full((4, 4), value), 0.0) is None
