"""Whether pages of a size beyond Doc 9303 bear data of holders."""

from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.formats.free_size import FreeSize
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning import holders_shown
from docforensics.templates.learning.holders_shown import bears_holders
from docforensics.templates.learning.printed_line import PrintedLine
from docforensics.templates.model import REFERENCE_PX_PER_MM

SIZE = FreeSize(width=90.0, height=50.0)
FACE = BoxMm(left=10, top=10, right=35, bottom=42)


def sheet(seed: int, *, zone: object = None) -> Any:
    """A page of fine line work with a picture of its own in one place; all show the same one where the seed is 0."""
    rng = np.random.default_rng(5)
    height, width = (round(side * REFERENCE_PX_PER_MM) for side in (SIZE.height, SIZE.width))
    page = cv2.GaussianBlur(rng.integers(90, 255, (height, width), np.uint8), (0, 0), 2)
    rows, columns = FACE.to_px(REFERENCE_PX_PER_MM).slices
    own = np.random.default_rng(seed).integers(0, 255, page[rows, columns].shape, np.uint8)
    page[rows, columns] = cv2.GaussianBlur(own, (0, 0), 3)
    pixels = np.repeat(page[..., None], 3, axis=2)
    return SimpleNamespace(mrz=zone, page=SimpleNamespace(), pixels=lambda *_: pixels)


@pytest.fixture(name="read")
def fixture_read(monkeypatch: pytest.MonkeyPatch) -> list[PrintedLine]:
    """What is read on all pages; every page shows a face."""
    lines: list[PrintedLine] = []
    monkeypatch.setattr(holders_shown, "read_of_holders", lambda *_: lines)
    monkeypatch.setattr(holders_shown, "read_viz", lambda _: SimpleNamespace(portrait=FACE))
    return lines


@pytest.mark.usefixtures("read")
def test_a_portrait_that_differs_is_a_holders() -> None:
    """On a note the same one is printed on each."""
    others, same = [sheet(seed) for seed in range(5)], [sheet(0) for _ in range(5)]
    assert bears_holders(others, range(5), SIZE)
    assert not bears_holders(same, range(5), SIZE)


def test_labels_of_two_data_ask_for_a_holder(read: list[PrintedLine]) -> None:
    """One word may stand on any print."""
    pages = [sheet(0) for _ in range(5)]
    for count, name in enumerate(("surname", "date-of-birth"), start=1):
        read.append(PrintedLine(box=FACE, letters=name, is_label=True, name=name))
        assert bears_holders(pages, range(5), SIZE) is (count == 2)


@pytest.mark.usefixtures("read")
def test_a_zone_is_a_holders() -> None:
    """Whatever else is read."""
    assert bears_holders([sheet(0, zone=object()), sheet(0)], range(2), SIZE)
