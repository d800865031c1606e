"""Facts about how well the page can be seen."""

import cv2
import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.page.quality import measure_quality


def _measured(pixels: Pixels) -> tuple[float, float, float]:
    quality = measure_quality(pixels, px_per_mm=8.0, native_px_per_mm=9.0)
    return quality.sharpness, quality.glare_share, quality.contrast


def test_sharpness_falls_as_the_page_is_blurred(page_td3: Pixels) -> None:
    """From almost one pixel a step to nothing at more than four."""
    values = [
        _measured(np.asarray(cv2.GaussianBlur(page_td3, (0, 0), sigma), dtype=np.uint8))[0]
        for sigma in (0.3, 0.8, 1.4, 3.0)
    ]
    assert values == sorted(values, reverse=True)
    assert values[0] > 0.9
    assert values[-1] < 0.2


def test_blur_takes_resolution_and_a_sharp_page_keeps_its_own(page_td3: Pixels) -> None:
    """Edges of 2.5 sigma; blur that leaves no clear edge in the window is told as well, an even page is not called blurred."""
    seen = [
        measure_quality(
            np.asarray(cv2.GaussianBlur(page_td3, (0, 0), sigma), np.uint8),
            px_per_mm=8.0,
            native_px_per_mm=8.0,
        )
        for sigma in (0.3, 2.0, 4.0)
    ]
    assert seen[0].resolved_px_per_mm == 8.0
    assert [round(quality.edge_mm * 8.0) for quality in seen[1:]] == pytest.approx([5, 10], abs=3)
    assert seen[2].resolved_px_per_mm < seen[1].resolved_px_per_mm < 4.0
    even = measure_quality(np.full((300, 300), 90, np.uint8), px_per_mm=8.0, native_px_per_mm=8.0)
    assert even.resolved_px_per_mm == 8.0


def test_a_reflection_is_counted_and_white_specks_are_not(page_td3: Pixels) -> None:
    """A burnt-out tenth of the page, against single pixels of noise."""
    burnt = page_td3.copy()
    burnt[:70] = 255
    assert _measured(burnt)[1] == pytest.approx(70 / len(burnt), abs=0.02)
    specks = page_td3.copy()
    specks[::9, ::9] = 255
    assert _measured(specks)[1] == 0


def test_contrast_spans_print_and_paper(page_td3: Pixels) -> None:
    """And is nothing on an even page."""
    assert _measured(page_td3)[2] > 0.7
    assert _measured(np.full((100, 100, 3), 90, np.uint8))[2] == 0


@pytest.mark.parametrize("shape", [(1, 1), (1, 1, 3), (5, 400)])
def test_the_smallest_pages_are_measured_without_an_error(shape: tuple[int, ...]) -> None:
    """They are not sharp."""
    assert _measured(np.zeros(shape, np.uint8))[0] == 0


def test_the_resolution_is_the_captures(page_td3: Pixels) -> None:
    """Not that of the rectified page."""
    assert measure_quality(page_td3, px_per_mm=8.0, native_px_per_mm=9.0).px_per_mm == 9.0
