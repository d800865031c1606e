"""Where a page lies in its capture."""

import numpy as np
import pytest

from docforensics.errors import UsageError
from docforensics.page.frame import Frame, ScaleBasis
from docforensics.page.geometry import Matrix, Points


def framed(homography: Matrix, outline: Points | None = None) -> Frame:
    """A frame of a passport page."""
    basis = ScaleBasis.ASSUMED
    return Frame(size=None, size_mm=(125.0, 88.0), basis=basis, homography=homography, outline=outline)


def test_capture_and_page_lead_to_one_another() -> None:
    """Ten pixels a millimetre, 20 mm from the left."""
    frame = framed(np.array([[0.1, 0, -20.0], [0, 0.1, 0], [0, 0, 1]]))
    assert frame.to_mm([[300, 50]]) == pytest.approx(np.array([[10.0, 5.0]]))
    assert frame.to_capture([[10.0, 5.0]]) == pytest.approx(np.array([[300.0, 50.0]]))


def test_a_frame_of_another_shape_is_refused() -> None:
    """With what was expected."""
    with pytest.raises(UsageError, match=r"homography: expected \(3, 3\)"):
        framed(np.eye(2))
    with pytest.raises(UsageError, match=r"outline: expected \(4, 2\)"):
        framed(np.eye(3), np.zeros((3, 2)))


def test_a_frame_cannot_be_changed() -> None:
    """Whoever refines one makes another."""
    with pytest.raises(ValueError, match="read-only"):
        framed(np.eye(3)).homography[0, 0] = 2
