"""The size of a page as somebody states it."""

import numpy as np
import pytest

from docforensics.capture.side import Capture
from docforensics.capture.size import stated_size
from docforensics.errors import UsageError


@pytest.mark.parametrize("given", [(150, 66), [150.0, 66.0], "150x66", "150,66", " 150 x 66.0 mm "])
def test_a_size_is_a_pair_of_numbers_or_their_text(given: object) -> None:
    """Width first."""
    assert stated_size(given) == (150.0, 66.0)


@pytest.mark.parametrize("given", ["150", "150x", "ID3", (150,), (1, 2, 3), 150, ("a", "b"), None])
def test_what_is_no_size_is_refused_with_an_example(given: object) -> None:
    """The name of the option stands first."""
    with pytest.raises(UsageError, match="size_mm: expected width and height in millimetres, such as 150x66"):
        stated_size(given)


@pytest.mark.parametrize("given", [(0, 66), (-150, 66), (5, 5), (420, 30), (290, 290), (float("nan"), 66)])
def test_a_size_that_no_page_has_is_refused(given: tuple[float, float]) -> None:
    """At most a sheet of A4."""
    with pytest.raises(UsageError, match="at most A4"):
        stated_size(given)


def test_a_capture_holds_the_size_that_was_stated() -> None:
    """As numbers, and refused when it is none."""
    pixels = np.full((66, 150, 3), 200, np.uint8)
    assert Capture.load(visible=pixels, size_mm=(150, 66)).size_mm == (150.0, 66.0)
    assert Capture.load(visible=pixels).size_mm is None
    with pytest.raises(UsageError, match="size_mm"):
        Capture.load(visible=pixels, size_mm=(1, 1))
