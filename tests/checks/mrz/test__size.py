"""The size of a zone's characters."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from docforensics.checks.mrz._size import size_of
from docforensics.checks.mrz._zone import ZonePrint, read_zone

Draw = Callable[..., np.ndarray]


def zone(make_document: Any, pixels: np.ndarray) -> ZonePrint:
    """The zone of a page of these pixels."""
    found = read_zone(make_document(pixels=pixels))
    assert found is not None
    return found


@pytest.mark.parametrize("blur", [0.6, 1.5])
@pytest.mark.parametrize("size", [0.93, 0.97, 1.0, 1.07])
def test_a_size_is_told_to_two_hundredths(
    make_document: Any, drawn_zone: Draw, td3: tuple[str, ...], size: float, blur: float
) -> None:
    """Between those that are tried too, and blurred."""
    found = size_of(zone(make_document, drawn_zone(td3, size=size, blur=blur)))
    assert found == pytest.approx(size, abs=0.02)


def test_a_size_is_told_in_millimetres_and_not_in_pitches(
    make_document: Any, drawn_zone: Draw, td3: tuple[str, ...]
) -> None:
    """Characters that stand closer are no larger for it."""
    closer = {line: [2.47 / 2.54 * column for column in range(44)] for line in (0, 1)}
    made = make_document(pixels=drawn_zone(td3, pitch=2.47), columns=closer)
    found = read_zone(made)
    assert found is not None
    assert size_of(found) == pytest.approx(1.0, abs=0.012)


def test_another_face_has_no_size_of_ocr_b(
    make_document: Any, drawn_zone: Draw, td3: tuple[str, ...]
) -> None:
    """What face it is of is for `mrz.typeface` to say."""
    assert size_of(zone(make_document, drawn_zone(td3, "dejavu_serif"))) is None
