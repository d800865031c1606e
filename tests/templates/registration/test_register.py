"""Registration of a page to a template."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Channel, Image, Pixels
from docforensics.capture.side import Capture
from docforensics.formats.table import PageSize
from docforensics.kept import Later
from docforensics.page.frame import Frame, ScaleBasis
from docforensics.page.model import Page
from docforensics.page.rectify import draw
from docforensics.templates.model import Template
from docforensics.templates.registration.keypoints import KeyPoints
from docforensics.templates.registration.placing import PagePoints
from docforensics.templates.registration.register import Residuals, register

Card = Callable[..., Pixels]
PageOf = Callable[[Pixels, float], tuple[Capture, Page]]
CORNERS = np.array([[4.0, 4.0], [81.0, 4.0], [81.0, 50.0], [4.0, 50.0]])


@pytest.mark.parametrize("off_mm", [0.0, 0.7, 2.5])
def test_a_page_whose_frame_is_off_is_brought_onto_the_template(
    card: Card, page_of: PageOf, template: Template, off_mm: float
) -> None:
    """After registration the page's millimetres are the template's, to some tenths of a millimetre at the rim."""
    capture, page = page_of(card(7), off_mm)
    found = register(capture, page, template)
    assert found is not None
    assert found.page.basis is ScaleBasis.TEMPLATE
    true = CORNERS * 8.0
    # From far off fewer key points agree.
    assert np.abs(found.page.to_mm(true) - CORNERS).max() < (0.2 if off_mm < 1 else 0.4)


def test_from_where_a_page_was_laid_on_makes_no_difference(
    card: Card, page_of: PageOf, template: Template
) -> None:
    """Frames some tenths of a millimetre apart give one picture of the print."""
    constant = template.references[Light.VISIBLE].constant
    shown = []
    for off_mm in (0.0, 0.3, -0.25):
        found = register(*page_of(card(7), off_mm), template)
        assert found is not None
        # Noise is drawn anew on every grid of pixels, print is not.
        softened = cv2.GaussianBlur(found.match.pages[Light.VISIBLE].astype(np.float32), (0, 0), 1.0)
        shown.append(softened[constant])
    assert max(np.abs(shown[0] - other).mean() for other in shown[1:]) < 0.4


def test_a_forged_area_does_not_pull_the_page_aside(card: Card, page_of: PageOf, template: Template) -> None:
    """A field of 25 x 15 mm pasted over with shifted print leaves the rest where it was."""
    pixels = card(7).copy()
    pixels[240:360, 400:600] = np.roll(pixels, (9, 5), axis=(0, 1))[240:360, 400:600]
    capture, page = page_of(pixels, 0.5)
    found = register(capture, page, template)
    assert found is not None
    assert np.abs(found.page.to_mm(CORNERS * 8.0) - CORNERS).max() < 0.2


def test_a_finger_and_glare_hide_print_and_move_nothing(
    card: Card, page_of: PageOf, template: Template
) -> None:
    """A thumb over a corner and a burnt out spot: the rest of the page says where it lies, and how much agrees."""
    pixels = card(7).copy()
    cv2.ellipse(pixels, (640, 400), (150, 90), 30, 0, 360, (150, 110, 90), -1, cv2.LINE_AA)
    cv2.circle(pixels, (470, 120), 60, (255, 255, 255), -1, cv2.LINE_AA)
    capture, page = page_of(pixels, 0.5)
    found = register(capture, page, template)
    assert found is not None
    assert np.abs(found.page.to_mm(CORNERS * 8.0) - CORNERS).max() < 0.25
    whole = register(*page_of(card(7), 0.5), template)
    assert whole is not None
    assert found.match.agreeing < whole.match.agreeing


def test_a_page_that_is_half_covered_lies_where_the_rest_says(
    card: Card, page_of: PageOf, template: Template
) -> None:
    """Most of its print is then unlike the reference; what can be seen is not."""
    pixels = card(7).copy()
    pixels[:, 315:] = (150, 110, 90)
    found = register(*page_of(pixels, 0.5), template)
    assert found is not None
    left = CORNERS[CORNERS[:, 0] < 40]
    assert np.abs(found.page.to_mm(left * 8.0) - left).max() < 0.4


@pytest.mark.parametrize("px_per_mm", [2.0, 3.0])
def test_a_coarse_page_is_registered(
    card: Card, page_of: PageOf, template: Template, px_per_mm: float
) -> None:
    """Lines of the print are then hardly wider than a pixel; the page says nothing of the print, and what it is of."""
    small = cv2.resize(card(7), None, fx=px_per_mm / 8, fy=px_per_mm / 8, interpolation=cv2.INTER_AREA)
    coarse = cv2.resize(small, card(7).shape[1::-1], interpolation=cv2.INTER_LINEAR)
    found = register(*page_of(np.asarray(coarse, np.uint8), 1.0), template)
    assert found is not None
    assert np.abs(found.page.to_mm(CORNERS * 8.0) - CORNERS).max() < 0.5


def test_a_page_on_its_head_is_registered(card: Card, page_of: PageOf, template: Template) -> None:
    """Without text nothing said which way is up."""
    capture, page = page_of(np.ascontiguousarray(card(7)[::-1, ::-1]), 0.0)
    found = register(capture, page, template)
    assert found is not None
    turned = np.array([[685.0, 432.0]]) - CORNERS * 8.0
    assert np.abs(found.page.to_mm(turned) - CORNERS).max() < 0.2


def test_a_photograph_in_perspective_is_registered(card: Card, page_of: PageOf, template: Template) -> None:
    """What the outline left of the perspective is taken out."""
    pixels = card(7)
    height, width = pixels.shape[:2]
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    target = source + np.array([[9, 6], [-12, 2], [-3, -8], [5, -2]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, target)
    warped = cv2.warpPerspective(pixels, matrix, (width, height), borderValue=(90, 90, 90))
    capture, page = page_of(np.asarray(warped, dtype=np.uint8), 0.0)
    found = register(capture, page, template)
    assert found is not None
    seen = cv2.perspectiveTransform((CORNERS * 8.0)[None], matrix.astype(np.float64))[0]
    assert np.abs(found.page.to_mm(seen) - CORNERS).max() < 0.2


def test_another_design_does_not_fit(page_of: PageOf, template: Template) -> None:
    """A page of another model is no match, and noise is none either."""
    random = np.random.default_rng(0)
    y, x = np.mgrid[0:432, 0:685].astype(np.float32)
    other = np.clip(200 + 30 * np.sin(x / 3 + y / 7) + random.normal(0, 4, x.shape), 0, 255).astype(np.uint8)
    for pixels in (np.dstack([other] * 3), random.integers(0, 255, (432, 685, 3), dtype=np.uint8)):
        capture, page = page_of(pixels, 0.0)
        assert register(capture, page, template) is None


def test_a_page_without_white_light_cannot_be_registered(card: Card, template: Template) -> None:
    """A UV image alone is not held against a white reference."""
    from docforensics.capture.model import Image
    from docforensics.formats.table import PageSize

    image = Image(pixels=card(7), sha256="0" * 64, raw=b"", media_type="array")
    capture = Capture(images={Light.UV: (image,)})
    homography = np.diag([1 / 8, 1 / 8, 1.0])
    size = PageSize.ID1
    page = draw(
        capture,
        Frame(size=size, size_mm=size.millimetres, homography=homography, basis=ScaleBasis.OUTLINE),
    )
    assert register(capture, page, template) is None


def test_a_corner_beyond_the_pictures_rim_is_not_compared(card: Card, template: Template) -> None:
    """What the capture does not show is no print that departs: here the card's left fifth."""
    image = Image(pixels=card(7)[:, 137:].copy(), sha256="0" * 64, raw=b"", media_type="array")
    capture = Capture(images={Light.VISIBLE: (image,)}, channel=Channel.PHOTO)
    homography = np.array([[1 / 8, 0.0, 137 / 8], [0.0, 1 / 8, 0.0], [0.0, 0.0, 1.0]])
    frame = Frame(
        size=PageSize.ID1,
        size_mm=PageSize.ID1.millimetres,
        homography=homography,
        basis=ScaleBasis.OUTLINE,
        capture_size=(image.width, image.height),
    )
    page = draw(capture, frame)
    found = register(capture, page, template)
    assert found is not None
    left = found.match.residuals[Light.VISIBLE]
    assert not left.comparable[:, :137].any()
    assert left.comparable[:, 160:].mean() > 0.7
    assert left.excess.sum() == 0


@pytest.mark.parametrize(("channel", "looks"), [(Channel.SCANNER, [5.0]), (Channel.PHOTO, [5.0, 8.0])])
def test_the_finest_key_points_are_left_out_where_a_page_of_another_model_is_a_page(
    page_of: PageOf, template: Template, monkeypatch: pytest.MonkeyPatch, channel: Channel, looks: list[float]
) -> None:
    """On a photo whose frame nothing told the picture may be no page, and the page somewhere on it."""
    noise = np.random.default_rng(5).integers(0, 256, (432, 685, 3), dtype=np.uint8)
    capture, page = page_of(np.asarray(cv2.GaussianBlur(noise, (0, 0), 1.5), np.uint8), 0.0)
    page = replace(page, frame=replace(page.frame, basis=ScaleBasis.ASSUMED))
    asked: list[float] = []
    at = PagePoints.at

    def counted(points: PagePoints, px_per_mm: float) -> KeyPoints:
        asked.append(px_per_mm)
        return at(points, px_per_mm)

    monkeypatch.setattr(PagePoints, "at", counted)
    assert register(replace(capture, channel=channel), page, template) is None
    assert sorted(set(asked)) == looks


def test_a_light_is_compared_once_and_when_it_is_asked_for() -> None:
    """Whether it is compared, and how many lights are, is known before."""
    made: list[Light] = []

    def compare(light: Light) -> Any:
        made.append(light)
        return light.value

    later = {light: Later(partial(compare, light)) for light in (Light.VISIBLE, Light.UV)}
    residuals = Residuals(later)
    assert Light.UV in residuals
    assert Light.IR not in residuals
    assert list(residuals) == [Light.VISIBLE, Light.UV]
    assert len(residuals) == 2
    assert made == []
    assert [residuals[Light.UV], residuals[Light.UV]] == ["uv", "uv"]
    assert made == [Light.UV]
    with pytest.raises(KeyError):
        residuals[Light.IR]
