"""What several holders show under UV: kept as glow, or not at all."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.reference import build_reference
from docforensics.templates.learning.under_uv import in_cells
from docforensics.templates.learning.update import with_further
from docforensics.templates.model import REFERENCE_PX_PER_MM, Feature, FeatureKind, LightReference, Template
from docforensics.templates.registration.register import TemplateMatch

PORTRAIT = BoxMm(left=6.0, top=8.0, right=26.0, bottom=34.0)
DATE = BoxMm(left=32.0, top=10.0, right=76.0, bottom=18.0)
FEATURES = (
    Feature(name="portrait", kind=FeatureKind.PORTRAIT, box=PORTRAIT, variable=True),
    Feature(name="date", kind=FeatureKind.PERSONAL_DATA, box=DATE, variable=True),
)
SHAPE = (432, 685)
"""Of a card at the references' resolution."""
PAPER, GLOW = 46, 150
"""Grey levels of the dull page and of its luminescent print."""


def page(holder: int, *, face: int = 12, glowing: str = "") -> Pixels:
    """A dull page: a head that absorbs, a date of which most is common, and lines that glow over both."""
    random = np.random.default_rng(holder)
    pixels = np.full((*SHAPE, 3), PAPER, np.uint8)
    left, top, right, bottom = (round(mm * 8) for mm in (6, 8, 26, 34))
    middle = ((left + right) // 2 + holder % 3, (top + bottom) // 2)
    cv2.ellipse(pixels, middle, (50, 70), 0, 0, 360, (PAPER - face,) * 3, -1)
    for eye in (-22, 22):
        cv2.circle(pixels, (middle[0] + eye, middle[1] - 15), 8, (PAPER - 2 * face,) * 3, -1)
    cv2.putText(pixels, f"20{holder % 10} MAR 2031", (262, 132), 0, 1.1, (PAPER - 20,) * 3, 3, cv2.LINE_AA)
    for row in range(100, 400, 60):
        cv2.line(pixels, (0, row), (SHAPE[1], row), (GLOW, GLOW, GLOW), 3, cv2.LINE_AA)
    if glowing:
        cv2.putText(pixels, glowing, (300, 260), 0, 1.2, (GLOW, 40, 60), 4, cv2.LINE_AA)
    seen = cv2.GaussianBlur(pixels, (0, 0), 0.8) + random.normal(0, 1.5, pixels.shape)
    return np.clip(seen, 0, 255).astype(np.uint8)


def learned(pages: Sequence[Pixels]) -> LightReference:
    """The reference of several holders under UV."""
    return build_reference(pages, FEATURES, light=Light.UV)


@pytest.fixture(name="four", scope="module")
def fixture_four() -> LightReference:
    """The reference of four holders' pages, which nobody may change."""
    return learned([page(holder) for holder in (1, 2, 3, 4)])


def dull(reference: LightReference, box: BoxMm) -> Pixels:
    """Grey levels in the middle of a place, between the lines that glow."""
    left, top, right, bottom = (
        round(mm * REFERENCE_PX_PER_MM) for mm in (box.left, box.top, box.right, box.bottom)
    )
    rows = [
        row for row in range(top + 4, bottom - 4) if min(abs(row - line) for line in range(100, 400, 60)) > 12
    ]
    return np.asarray(reference.mean[rows][:, left + 4 : right - 4], np.uint8)


@pytest.mark.parametrize("box", [PORTRAIT, DATE], ids=["face", "date"])
def test_what_absorbs_in_places_of_holders_is_not_kept(four: LightReference, box: BoxMm) -> None:
    """A head and a date that most share are constant enough to stay; the ground stands in their place."""
    assert dull(four, box).astype(float).std() < 1.0


def test_print_that_glows_over_a_portrait_is_kept(four: LightReference) -> None:
    """The check of print over the portrait needs it."""
    row, across = 160, slice(60, 200)
    assert four.constant[row, across].mean() > 0.9
    assert four.mean[row, across].mean() > GLOW - 30


def test_a_face_does_not_shape_the_tolerance(four: LightReference) -> None:
    """One value stands for a place of holders' data."""
    rows, columns = (slice(round(low * 8) + 2, round(high * 8) - 2) for low, high in ((8, 34), (6, 26)))
    assert float(four.tolerance[rows, columns].std()) < 1e-6


def test_a_number_that_glows_leaves_no_shape_of_letters() -> None:
    """Whole cells are left out, not strokes."""
    reference = learned([page(n, glowing=f"K{n * 2469}") for n in (1, 2, 3, 4)])
    place = reference.constant[240:264, 336:408]
    assert place.mean() < 0.1


def test_a_cell_goes_as_a_whole_and_a_fibre_takes_none() -> None:
    """From the hole nothing can be read; a hair's breadth across a cell leaves it."""
    differs = np.zeros((100, 130), np.bool_)
    differs[2:22, 4:8] = True
    differs[50:52, 20:100] = True
    cells = in_cells(differs)
    assert cells[:24, :24].all()
    assert cells.sum() == 24 * 24


def test_an_update_brings_no_face_back(template: Template, four: LightReference) -> None:
    """The next revision's mean is drawn towards further holders' pages."""
    white = template.references[Light.VISIBLE]
    revised = replace(template, references={Light.VISIBLE: white, Light.UV: four}, features=FEATURES[1:])
    face = replace(FEATURES[1], name="face", box=PORTRAIT)
    revised = replace(revised, features=(*revised.features, face))
    matches = [
        TemplateMatch(
            template=revised,
            agreeing=100,
            residuals={},
            rms_mm=0.1,
            blind={},
            references={},
            pages={Light.VISIBLE: white.mean, Light.UV: page(holder)},
        )
        for holder in (5, 6, 7, 8, 9)
    ]
    further = with_further(revised, matches, n_holders=5)
    assert dull(further.references[Light.UV], PORTRAIT).astype(float).std() < 1.0
