"""Baselines of the digital benchmark find what they were written to find, on made-up pictures."""

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.digital.cagi import cagi
from benchmarks.digital.measure import under
from benchmarks.digital.traces import ghost, resampling
from docforensics.bench.normalise import encode

Grey = NDArray[np.uint8]
SIDE = 480
PATCH = slice(160, 304), slice(200, 344)


def structure(side: int, blur: float) -> Grey:
    """Smooth random structure over the whole range of grey."""
    drawn = cv2.GaussianBlur(
        np.random.default_rng(3).normal(size=(side, side)).astype(np.float32), (0, 0), blur
    )
    return np.asarray(np.clip(128 + 45 * drawn / drawn.std(), 20, 235), np.uint8)


def told(found: NDArray[np.float32]) -> float:
    """Pixel AUC of the patch."""
    rows, columns = (length // 8 for length in (SIDE, SIDE))
    small = np.asarray(cv2.resize(found, (columns, rows), interpolation=cv2.INTER_AREA), np.float32)
    mask = np.zeros((SIDE, SIDE), np.uint8)
    mask[PATCH] = 255
    where = cv2.resize(mask, (columns, rows), interpolation=cv2.INTER_AREA) > 127
    answer = under(small, where, np.ones_like(where))
    assert answer is not None
    return answer


def compressed(picture: Grey) -> Grey:
    """As a coarse JPEG shows it."""
    found = cv2.imdecode(np.frombuffer(encode(picture, 50), np.uint8), cv2.IMREAD_GRAYSCALE)
    return np.asarray(found, np.uint8)


def test_cagi_marks_a_patch_that_was_pasted_off_the_grid() -> None:
    """Half a block off both ways; without the patch the same place is not marked."""
    picture = structure(SIDE + 8, 3.0)
    whole = compressed(picture)[:SIDE, :SIDE]
    pasted = whole.copy()
    pasted[PATCH] = compressed(picture)[4:, 4:][PATCH]
    assert told(cagi(pasted)) > 0.8
    assert told(cagi(whole)) < 0.65


def test_resampling_marks_a_patch_that_was_not_resampled() -> None:
    """The picture was enlarged, the patch was not."""
    noise = np.random.default_rng(4).integers(118, 139, (SIDE, SIDE)).astype(np.uint8)
    enlarged = cv2.resize(noise, None, fx=1.4, fy=1.4, interpolation=cv2.INTER_LINEAR)[:SIDE, :SIDE]
    whole = np.asarray(enlarged, np.uint8)
    pasted = whole.copy()
    pasted[PATCH] = cv2.GaussianBlur(noise, (0, 0), 0.7)[PATCH]
    assert told(resampling(pasted)) > 0.8
    assert told(resampling(whole)) < 0.65


def test_a_ghost_marks_a_patch_of_another_quality() -> None:
    """The patch was once compressed at 50, the rest never."""
    noise = np.random.default_rng(5).normal(128, 20, (SIDE, SIDE))
    whole = np.asarray(np.clip(cv2.GaussianBlur(noise, (0, 0), 0.6), 0, 255), np.uint8)
    pasted = whole.copy()
    pasted[PATCH] = compressed(whole)[PATCH]
    assert told(ghost(pasted)) > 0.9
    assert told(ghost(whole)) < 0.65


def test_small_and_blank_pictures_are_mapped() -> None:
    """Nothing to see is no crash."""
    blank = np.full((20, 24), 200, np.uint8)
    assert np.ptp(cagi(blank)) == 0
    assert np.isfinite(resampling(blank)).all()
    assert np.isfinite(ghost(blank)).all()
