"""What glows under UV, and what is a fibre."""

import cv2
import numpy as np

from docforensics.templates.comparison.luminescence import fibres, luminescence, luminescent, structure


def _page() -> np.ndarray:
    page = np.full((704, 1000, 3), (20, 14, 42), np.uint8)
    cv2.circle(page, (500, 350), 200, (230, 60, 80), 4, cv2.LINE_AA)
    cv2.line(page, (100, 600), (125, 615), (80, 90, 230), 2, cv2.LINE_AA)
    cv2.putText(page, "ABC", (700, 120), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (4, 3, 10), 4)
    return page


def test_glow_is_measured_above_the_substrate() -> None:
    """A line glows by its height above the dull page, dark ink is below it."""
    above = luminescence(_page())
    assert above[350, 700] > 120
    assert abs(float(np.median(above))) < 2
    assert luminescent(_page())[350, 700]
    assert not luminescent(_page())[50, 50]


def test_short_thin_pieces_are_fibres_and_patterns_are_not() -> None:
    """Fibres lie elsewhere on every document; the pattern does not."""
    found = fibres(_page())
    assert found[607, 112]
    assert not found[350, 700]


def test_structure_is_what_glows_or_absorbs() -> None:
    """Dark personal ink is seen as well."""
    shows = structure(_page())
    assert shows[350, 700]
    assert shows[100:125, 700:770].mean() > 0.3
    assert not shows[650, 800]
