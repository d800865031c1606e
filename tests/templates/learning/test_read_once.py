"""A line is read once, however often a page is gone through."""

import numpy as np

from docforensics.capture.model import Pixels
from docforensics.templates.learning.read_once import ReadOnce
from docforensics.viz.recognise import ReadLine


class _Counting:
    """Reads nothing, and counts how often it is asked."""

    name = "counting"
    asked = 0

    def read(self, crop: Pixels) -> ReadLine:
        """Give an empty line."""
        del crop
        self.asked += 1
        return ReadLine(text="", posteriors=np.zeros((0, 1), np.float32), alphabet="A", columns=np.zeros(0))


def test_the_same_pixels_are_read_once_and_others_anew() -> None:
    """By what they show, not by the array; the same bytes of another shape are another line."""
    asked = _Counting()
    reader = ReadOnce(asked)
    page = np.arange(6 * 40, dtype=np.uint8).reshape(6, 40)
    first = reader.read(page[:4, :30])
    assert reader.name == "counting"
    assert reader.read(page.copy()[:4, :30]) is first
    assert asked.asked == 1
    others = [page[:4, 1:31], page[:4, :30].reshape(8, 15), page]
    assert all(reader.read(other) is not first for other in others)
    assert asked.asked == 4
