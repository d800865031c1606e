"""Elements of the print that are gone from a page which is unlike its reference in every fine line."""

import cv2
import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.templates.comparison.missing import missing_print
from docforensics.templates.planes import Map

EMBLEM = (slice(150, 260), slice(300, 420))


def _page(seed: int = 0, *, middle: str = "") -> Pixels:
    """Fine lines that differ from page to page, and elements that all share."""
    fine = np.random.default_rng(seed).normal(0, 14, (432, 685)).astype(np.float32)
    page = np.clip(205 + cv2.GaussianBlur(fine, (0, 0), 1.2) * 2, 0, 255).astype(np.uint8)
    page = np.asarray(cv2.merge([page] * 3), dtype=np.uint8)
    for row in range(5):
        for column in range(9):
            at = (30 + 72 * column, 62 + 84 * row)
            word = middle if middle and (row, column) == (2, 4) else f"{row * 9 + column:X}"
            cv2.putText(page, word, at, cv2.FONT_HERSHEY_DUPLEX, 1.3, (70, 70, 70), 5, cv2.LINE_AA)
    cv2.circle(page, (360, 205), 45, (60, 60, 60), 9, cv2.LINE_AA)
    return page


def _moved(page: Pixels, dx: float, dy: float) -> Pixels:
    matrix = np.array([[1.0, 0.0, dx], [0.0, 1.0, dy]])
    size = (page.shape[1], page.shape[0])
    return np.asarray(cv2.warpAffine(page, matrix, size, borderMode=cv2.BORDER_REPLICATE), dtype=np.uint8)


def _found(page: Pixels, faded: Map | None = None) -> Map:
    trusted = np.zeros(page.shape[:2], dtype=np.bool_)
    trusted[8:-8, 8:-8] = True
    found = missing_print(page, _page(), trusted, faded)
    assert found is not None
    return found


@pytest.mark.parametrize("change", ["none", "moved", "dark", "pale", "soft", "veiled"])
def test_nothing_is_missed_on_another_honest_capture(change: str) -> None:
    """A registration that is off by a quarter of a millimetre, exposure, contrast, blur, a reflection over a part."""
    page = _page(1).astype(np.float32)
    veil = np.zeros(page.shape, np.float32)
    veil[EMBLEM] = 1.0
    changed = {
        "none": page,
        "moved": _moved(page.astype(np.uint8), 1.6, -1.4).astype(np.float32),
        "dark": page * 0.55,
        "pale": 120 + page * 0.5,
        "soft": cv2.GaussianBlur(page, (0, 0), 3.0),
        "veiled": page + 0.5 * cv2.GaussianBlur(veil, (0, 0), 12) * (255 - page),
    }[change]
    assert not _found(np.clip(changed, 0, 255).astype(np.uint8)).any()


@pytest.mark.parametrize("moved", [0.0, 1.5])
def test_an_element_that_was_taken_out_is_missed_where_it_stood(moved: float) -> None:
    """And nowhere else; a registration that is a little off does not hide it."""
    page = _page(1)
    page[EMBLEM] = _page(2)[6:36, 100:102].mean(axis=(0, 1)).astype(np.uint8)
    found = _found(_moved(page, moved, 0))
    rows, columns = np.nonzero(found)
    assert len(rows) > 12 * 64
    assert EMBLEM[0].start - 12 < rows.mean() < EMBLEM[0].stop + 12
    assert EMBLEM[1].start - 12 < columns.mean() < EMBLEM[1].stop + 12


def test_text_that_was_replaced_is_not_missing() -> None:
    """Print stands there: other checks compare it."""
    assert not _found(_page(1, middle="M")).any()


def test_a_page_that_is_unlike_at_every_scale_or_too_plain_tells_nothing() -> None:
    """It abstains."""
    everywhere = np.ones((432, 685), dtype=np.bool_)
    assert missing_print(np.ascontiguousarray(_page()[::-1, ::-1]), _page(), everywhere) is None
    plain = np.full((432, 685, 3), 200, np.uint8)
    assert missing_print(plain, plain, everywhere) is None


def test_print_that_fades_on_genuine_pages_is_not_gone_where_it_falls_short_no_farther() -> None:
    """There, and nowhere else."""
    page = _page(1)
    page[EMBLEM] = 205
    for octaves, found in ((0.0, True), (6.0, False)):
        faded = np.zeros(page.shape[:2], np.float32)
        faded[EMBLEM[0].start - 20 : EMBLEM[0].stop + 20, EMBLEM[1].start - 20 : EMBLEM[1].stop + 20] = (
            octaves
        )
        assert bool(_found(page, faded)[EMBLEM].any()) == found
    elsewhere = np.zeros(page.shape[:2], np.float32)
    elsewhere[:100] = 6.0
    assert _found(page, elsewhere)[EMBLEM].any()
