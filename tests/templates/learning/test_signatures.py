"""Strokes of a pen are told from type."""

import cv2
import numpy as np

from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.printed_line import PrintedLine
from docforensics.templates.learning.signatures import signature_place
from docforensics.templates.planes import Map

LABEL = PrintedLine(
    box=BoxMm(left=10, top=43, right=25, bottom=44.2), letters="SIGNATURE", is_label=True, name="signature"
)
NAME = PrintedLine(box=BoxMm(left=40, top=10, right=60, bottom=12), letters="ERIKSSON", name="surname")
PEN = BoxMm(left=12, top=36, right=32, bottom=41)


def depth(*, pen: bool = True, emblem: bool = False) -> Map:
    """A page with a name, and a signature of loops."""
    page = np.zeros((432, 685), np.uint8)
    cv2.putText(page, "ERIKSSON", (320, 96), 0, 0.7, 150, 2)
    if pen:
        t = np.linspace(0, 1, 300)
        x = 8 * (12 + 20 * t + np.cos(40 * t))
        y = 8 * (38.5 + 2.4 * np.sin(40 * t))
        cv2.polylines(
            page, [np.stack([x, y], axis=1).astype(np.int32)], isClosed=False, color=140, thickness=2
        )
    if emblem:
        cv2.circle(page, (200, 310), 40, 150, -1)
    return np.asarray(page, np.float32)


def test_strokes_beside_the_label_are_the_signature() -> None:
    """Which stands above it here."""
    found = signature_place([NAME, LABEL], depth(), [])
    assert found is not None
    assert found.overlap(PEN) > 0.8 * PEN.area
    assert found.area < 1.6 * PEN.area


def test_without_a_label_it_is_taller_than_values_and_unread() -> None:
    """A line that was read is none."""
    unread = PrintedLine(box=PEN)
    read = PrintedLine(box=PEN, letters="MRS DANVERS")
    assert signature_place([NAME, unread], depth(), []) is not None
    assert signature_place([NAME, read], depth(pen=False), []) is None


def test_an_emblem_or_nothing_is_no_signature() -> None:
    """Nor what a picture covers."""
    assert signature_place([NAME, LABEL], depth(pen=False, emblem=True), []) is None
    assert signature_place([NAME, LABEL], depth(pen=False), []) is None
    assert signature_place([NAME, LABEL], depth(), [PEN.grown(3)]) is None
