"""A stamp is ink of one hue over print that goes on under it; what was changed, printed heavier or creased is none."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.capture.side import Capture
from docforensics.page.geometry import BoxMm, BoxPx
from docforensics.page.model import Page
from docforensics.page.visibility import Blindness
from docforensics.templates.comparison import stamps
from docforensics.templates.comparison.stamp_rims import Oval, rim
from docforensics.templates.comparison.stamps import stamps_on
from docforensics.templates.model import REFERENCE_PX_PER_MM, Feature, FeatureKind, LightReference, Template
from docforensics.templates.planes import Mask
from docforensics.templates.registration.register import register

Card = Callable[..., Pixels]
MIDDLE = (440, 290)
"""Pixels on the card's line work, below the name; the stamp crosses it."""
PURPLE, BLACK = (0.35, 0.25, 0.62), (0.16, 0.17, 0.2)
Seen = Callable[[Pixels], bool]


def stamped(
    page: Pixels, ink: Sequence[float] = PURPLE, *, middle: tuple[int, int] = MIDDLE, alpha: float = 0.5
) -> Pixels:
    """Draw an oval with a day in it, 30 x 20 mm, askew."""
    shape = np.zeros(page.shape[:2], np.uint8)
    cv2.ellipse(shape, middle, (110, 75), -12, 0, 360, 255, 4, cv2.LINE_AA)
    for row, text in enumerate(("ENTRY UTO", "SPECIMEN")):
        at = (middle[0] - 75, middle[1] - 8 + 36 * row)
        cv2.putText(shape, text, at, cv2.FONT_HERSHEY_SIMPLEX, 0.9, 255, 4, cv2.LINE_AA)
    share = alpha * shape[..., None].astype(np.float32) / 255
    return np.asarray(page * (1 - share) + share * 255 * np.array(ink), np.uint8)


@pytest.fixture(name="reference", scope="module")
def fixture_reference(reference_of: Callable[..., LightReference]) -> LightReference:
    """Of three holders."""
    return reference_of(1, 2, 3)


@pytest.fixture(name="seen", scope="module")
def fixture_seen(reference: LightReference, features: Sequence[Feature]) -> Seen:
    """Whether a stamp is found on a page."""
    return lambda page: stamps_on(page, reference.mean, reference.constant, features) is not None


@pytest.mark.parametrize("ink", [PURPLE, BLACK])
def test_a_stamp_of_any_colour_is_found_where_it_stands(
    card: Card, reference: LightReference, features: Sequence[Feature], ink: tuple[float, float, float]
) -> None:
    """Pale or dark, on another holder's card; its area holds its strokes."""
    found = stamps_on(stamped(card(7), ink), reference.mean, reference.constant, features)
    assert found is not None
    rows, columns = np.nonzero(found.area)
    assert abs(rows.mean() - MIDDLE[1]) < 20
    assert abs(columns.mean() - MIDDLE[0]) < 20
    assert 200 < found.area.sum() / 64 < 600
    assert found.area[found.strokes].all()


def test_a_stamp_over_places_of_data_is_not_taken_for_their_ink(
    card: Card, reference: LightReference, features: Sequence[Feature]
) -> None:
    """Fields of words reach over half a page, and most of what shows in them may be the stamp's."""
    wide = replace(features[1], box=BoxMm(left=36, top=20, right=84, bottom=48))
    page = stamped(card(7), (0.72, 0.22, 0.25))
    assert stamps_on(page, reference.mean, reference.constant, (features[0], wide)) is not None


def test_a_stamp_is_found_over_captions_that_the_device_shows_paler(
    card: Card, reference: LightReference, features: Sequence[Feature]
) -> None:
    """All dark print of the page seems to be gone in part; that is the device's, and no print that was taken away under the stamp."""
    known = reference.constant | (captioned(reference.mean) != reference.mean).any(axis=2)
    paper = card(7).max(axis=(0, 1)).astype(np.float32) + 4
    density = np.log(captioned(card(7)).astype(np.float32) + 4) - np.log(paper)
    page = np.clip(np.exp(0.7 * density + np.log(paper)) - 4, 0, 255).astype(np.uint8)
    assert stamps_on(stamped(page), captioned(reference.mean), known, features) is not None
    assert stamps_on(page, captioned(reference.mean), known, features) is None


def captioned(page: Pixels) -> Pixels:
    """Dark words in rows across the place of the stamp."""
    shown = page.copy()
    for row in range(5):
        at = (MIDDLE[0] - 110, MIDDLE[1] - 55 + 28 * row)
        cv2.putText(shown, "Kaptio de loko", at, cv2.FONT_HERSHEY_SIMPLEX, 0.7, (40, 40, 50), 2, cv2.LINE_AA)
    return shown


def test_a_page_without_a_stamp_has_none(card: Card, seen: Seen) -> None:
    """Another holder's name and portrait are none; in the dark and in warm light neither."""
    page = card(7)
    assert not seen(page)
    assert not seen(np.asarray(page * 0.6, np.uint8))
    assert not seen(np.asarray(page * np.array([1.0, 0.9, 0.75]), np.uint8))


def test_print_that_was_changed_is_no_stamp(card: Card, seen: Seen) -> None:
    """Redrawn line work takes ink as well as it adds some; heavier print lies on the reference's own; a line of text is not as high."""
    page = card(7)
    redrawn = page.copy()
    redrawn[220:380, 330:600] = np.roll(page[220:380, 330:600], 7, axis=0)
    heavier = page.copy()
    place = heavier[200:400, 320:620].astype(np.float32)
    heavier[200:400, 320:620] = np.where(place < 222, place * 0.8, place).astype(np.uint8)
    written = page.copy()
    cv2.putText(written, "AMAUROT", (330, 300), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (60, 40, 150), 3, cv2.LINE_AA)
    dark = page.copy()
    cv2.circle(dark, MIDDLE, 60, (90, 60, 150), -1)
    creased = page.copy()
    cv2.line(creased, (320, 400), (660, 180), (150, 150, 150), 3, cv2.LINE_AA)
    assert not any(map(seen, (redrawn, heavier, written, dark, creased)))


def test_the_shadow_of_a_photo_that_was_stuck_on_is_no_stamp(
    card: Card, seen: Seen, features: Sequence[Feature]
) -> None:
    """Two sides of a picture, dark where the page is known: the picture between them was not compared."""
    place = portrait_px(features)
    page = card(7).astype(np.float32)
    top, left = place.top - 12, place.left - 12
    page[top : place.bottom, left : left + 3] *= 0.6
    page[top : top + 3, left : place.right] *= 0.6
    assert not seen(page.astype(np.uint8))


def portrait_px(features: Sequence[Feature]) -> BoxPx:
    """The portrait, in pixels of the reference."""
    return next(one for one in features if one.kind is FeatureKind.PORTRAIT).box.to_px(REFERENCE_PX_PER_MM)


def test_a_stamp_over_the_edge_of_a_portrait_is_found_by_its_rim(
    card: Card, reference: LightReference, features: Sequence[Feature]
) -> None:
    """Nothing on the picture was compared; the oval goes on there in the ink that stands beside it, and its area reaches over both."""
    place = portrait_px(features)
    middle = (place.right - 30, (place.top + place.bottom) // 2)
    found = stamps_on(stamped(card(7), middle=middle), reference.mean, reference.constant, features)
    assert found is not None
    rows, columns = np.nonzero(found.area)
    assert abs(rows.mean() - middle[1]) < 24
    assert abs(columns.mean() - middle[0]) < 24


def test_coloured_strips_round_a_picture_that_was_stuck_on_are_no_stamp(
    card: Card, seen: Seen, features: Sequence[Feature]
) -> None:
    """Glue or the picture's own ground in a colour: they make no oval, however coloured the picture is."""
    place = portrait_px(features)
    for ink in (PURPLE, (0.72, 0.22, 0.25)):
        page = card(7).astype(np.float32)
        page[place.top - 12 : place.bottom + 12, place.left - 12 : place.right + 12] *= 0.6 + 0.4 * np.array(
            ink
        )
        page[place.top : place.bottom, place.left : place.right] = card(5)[
            place.top : place.bottom, place.left : place.right
        ]
        assert not seen(page.astype(np.uint8))


@pytest.mark.parametrize("beyond", [8, 20])
def test_an_oval_picture_with_a_coloured_edge_is_no_stamp(
    card: Card, seen: Seen, features: Sequence[Feature], beyond: int
) -> None:
    """Glued over the portrait, with a rim, a halo or the picture's own ground: most of the portrait would count as covered."""
    place = portrait_px(features)
    centre = ((place.left + place.right) // 2, (place.top + place.bottom) // 2)
    axes = ((place.right - place.left) // 2 + beyond, (place.bottom - place.top) // 2 + beyond)
    for ink in (PURPLE, (0.72, 0.22, 0.25)):
        for width in (6, 12, -1):
            page = card(7).astype(np.float32)
            edge = np.zeros(page.shape[:2], np.uint8)
            cv2.ellipse(edge, centre, axes, 0, 0, 360, 255, width, cv2.LINE_AA)
            share = 0.5 * edge[..., None].astype(np.float32) / 255
            page = page * (1 - share) + share * 255 * np.array(ink)
            assert not seen(page.astype(np.uint8))


def test_a_page_full_of_small_rings_takes_no_longer_than_others(
    card: Card, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rim is searched from a few parts alone, however many an upload has."""
    tried = 0

    def counted(part: Mask, strokes: Mask, known: Mask) -> Oval | None:
        nonlocal tried
        tried += 1
        return rim(part, strokes, known)

    monkeypatch.setattr(stamps, "rim", counted)
    page = card(7)
    for x in range(40, 660, 56):
        for y in range(40, 420, 56):
            cv2.circle(page, (x, y), 13, (120, 90, 190), 3, cv2.LINE_AA)
    assert not seen(page)
    assert 0 < tried <= 6


def test_an_element_of_the_print_that_another_device_shows_darker_is_no_stamp(
    card: Card, features: Sequence[Feature], reference: LightReference
) -> None:
    """A dark panel whose lines stand apart there alone, and a pale pattern in a panel that turned with the light."""
    y, x = np.mgrid[0:160, 0:280]
    inner = (abs(y - 80) < 50) & (abs(x - 140) < 110)
    lines = inner & (np.sin(x / 4) * np.sin(y / 4) > 0.45)
    turned = inner & (np.hypot(x % 28 - 14, y % 28 - 14) < 7)
    panels = ((lines, np.where(inner, 100, 220)), (turned, np.where(turned, 200, 150)))
    for pattern, expected in panels:
        mean, page = reference.mean.copy(), card(7)
        mean[230:390, 330:610] = expected[..., None]
        page[230:390, 330:610] = np.where(pattern, expected * 0.55, expected)[..., None]
        assert stamps_on(page, mean, reference.constant, features) is None


def test_pages_without_colour_show_no_stamp(
    card: Card, features: Sequence[Feature], reference: LightReference
) -> None:
    """Nothing tells its ink there, in one colour or in three alike."""
    page = stamped(card(7)).mean(axis=2).astype(np.uint8)
    for grey in (page, np.dstack([page] * 3)):
        assert stamps_on(grey, reference.mean, reference.constant, features) is None


def test_where_hardly_anything_is_known_no_stamp_is_found(
    card: Card, features: Sequence[Feature], reference: LightReference
) -> None:
    """Single places tell no noise of the page."""
    known = np.zeros_like(reference.constant)
    known[2:4, 2:4] = True
    assert stamps_on(stamped(card(7)), reference.mean, known, features) is None


def test_what_covers_most_of_a_page_is_no_stamp(card: Card, seen: Seen) -> None:
    """But print of another kind."""
    page = card(7)
    for x in range(60, 684, 90):
        for y in range(60, 430, 70):
            page = stamped(page, middle=(x, y), alpha=0.4)
    assert not seen(page)


def test_a_stamp_on_a_registered_page_is_a_cover(
    card: Card, template: Template, page_of: Callable[..., tuple[Capture, Page]]
) -> None:
    """What it covers was not seen, and is compared with nothing; a page without one shows no such place."""
    plain, marked = (register(*page_of(page), template) for page in (card(7), stamped(card(7))))
    assert plain is not None
    assert marked is not None
    assert Blindness.OCCLUDED not in plain.page.visibility.masks()
    assert marked.page.visibility.masks()[Blindness.OCCLUDED].any()
    assert marked.match.blind[Light.VISIBLE][MIDDLE[1], MIDDLE[0]]
    assert marked.match.residuals[Light.VISIBLE].excess.sum() < 64
