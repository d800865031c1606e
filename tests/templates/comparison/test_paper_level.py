"""How bright the paper at values is, against the paper around it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.comparison.paper_level import PaperLevel, paper_levels
from docforensics.templates.comparison.photometric import levelled_page
from docforensics.templates.masks import box_mask
from docforensics.templates.model import Feature, FeatureKind, LightReference

PLACE = BoxMm(left=20.0, top=20.0, right=34.0, bottom=22.5)
PX = 8
SHAPE = (360, 480)


def paper() -> Pixels:
    """Green paper with lines of background print."""
    x, y = np.meshgrid(np.arange(SHAPE[1]), np.arange(SHAPE[0]))
    waves = 12 * (np.sin(y / 3 + np.sin(x / 40)) > 0.6)
    return np.clip(np.array([150, 190, 160]) - waves[..., None] + x[..., None] // 40, 0, 255).astype(np.uint8)


def typed(page: Pixels, *, text: str = "14 APR 2022", size: float = 0.55, thick: int = 2) -> Pixels:
    """Print a value at its place."""
    origin = (round(PLACE.left * PX) + 2, round(PLACE.bottom * PX) - 3)
    return np.ascontiguousarray(
        cv2.putText(
            page.copy(), text, origin, cv2.FONT_HERSHEY_SIMPLEX, size, (30, 30, 40), thick, cv2.LINE_AA
        )
    )


def erased(page: Pixels, depth: float, *, margin_mm: float = 0.3) -> Pixels:
    """Thin the print of the place and a little round it."""
    rows, columns = PLACE.grown(margin_mm).to_px(PX).slices
    page = page.copy()
    page[rows, columns] = page[rows, columns] * (1 - depth) + 246 * depth
    return page


def reference() -> LightReference:
    """Paper, of which what lies below the value is not known."""
    mean = paper()
    return LightReference(
        mean=mean, tolerance=np.full(mean.shape[:2], 4, np.uint8), constant=~box_mask([PLACE], mean.shape)
    )


def level(page: Pixels, seen: Any = None, *, place: BoxMm = PLACE) -> PaperLevel | None:
    """What the value's place shows."""
    feature = Feature(name="date-of-expiry", kind=FeatureKind.PERSONAL_DATA, box=place)
    visible = np.ones(page.shape[:2], np.bool_) if seen is None else seen
    return paper_levels(levelled_page(page, reference()), visible, [feature]).get("date-of-expiry")


def dim(page: Pixels) -> Pixels:
    """Another exposure, softer, with grain."""
    soft = cv2.GaussianBlur(page, (0, 0), 0.8) * np.array([0.8, 0.7, 0.75])
    return np.clip(soft + np.random.default_rng(3).normal(0, 3, page.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("captured", [lambda page: page, dim], ids=["as it is", "dimmer and soft"])
def test_the_paper_at_a_value_is_as_around_it(captured: Callable[[Pixels], Pixels]) -> None:
    """Ink takes nothing from it."""
    found = level(captured(typed(paper())))
    assert found is not None
    assert abs(found.level) < 4
    assert PLACE.grown(0.6).overlap(found.box) == pytest.approx(found.box.area)


@pytest.mark.parametrize(("depth", "least"), [(0.35, 12.0), (0.6, 25.0)])
@pytest.mark.parametrize("captured", [lambda page: page, dim], ids=["as it is", "dimmer and soft"])
def test_paper_that_was_scraped_is_brighter(
    captured: Callable[[Pixels], Pixels], depth: float, least: float
) -> None:
    """By so much as it took of the print."""
    found = level(captured(typed(erased(paper(), depth))))
    assert found is not None
    assert found.level > least


def test_a_value_under_a_reflection_is_left_out() -> None:
    """It brightens what lies around it as well."""
    page = typed(paper()).astype(np.float32)
    x, y = np.meshgrid(np.arange(SHAPE[1]), np.arange(SHAPE[0]))
    middle = [PX * one for one in PLACE.centre]
    glare = 60 * np.exp(-((x - middle[0]) ** 2 + (y - middle[1]) ** 2) / (2 * 60**2))
    assert level(np.clip(page + glare[..., None], 0, 255).astype(np.uint8)) is None


def reflection(page: Pixels, *, left: float, wide_mm: float, high_mm: float) -> Pixels:
    """Light of 40 grey levels about a place within the value, `left` mm from the page's edge."""
    x, y = np.meshgrid(np.arange(SHAPE[1]) / PX, np.arange(SHAPE[0]) / PX)
    across, down = (x - left) / wide_mm, (y - PLACE.centre[1]) / high_mm
    light = 40 * np.exp(-(across**2 + down**2) / 2)
    return np.clip(page + light[..., None], 0, 255).astype(np.uint8)


@pytest.mark.parametrize(("left", "wide_mm", "high_mm"), [(PLACE.left, 4.0, 2.0), (24.0, 2.5, 5.0)])
def test_a_value_with_a_reflection_on_much_of_it_is_left_out(
    left: float, wide_mm: float, high_mm: float
) -> None:
    """The middle of all the paper around it is hardly brighter, that of its own paper is."""
    assert level(reflection(typed(paper()), left=left, wide_mm=wide_mm, high_mm=high_mm)) is None


def test_a_value_with_a_reflection_on_one_end_is_measured_on_the_rest() -> None:
    """Paper that was scraped there is brighter all the same."""
    light = {"left": PLACE.left - 2.0, "wide_mm": 2.0, "high_mm": 3.0}
    long = replace(PLACE, right=40.0)
    pages = [typed(one, text="CONSULATE 22", size=0.75) for one in (paper(), erased(paper(), 0.6))]
    genuine, scraped = (level(reflection(page, **light), place=long) for page in pages)
    assert genuine is not None
    assert abs(genuine.level) < 4
    assert scraped is not None
    assert scraped.level > 12


def test_a_blank_place_is_left_out() -> None:
    """Nothing is known of what was to be there."""
    assert level(paper()) is None


def test_what_is_higher_than_a_line_is_left_out() -> None:
    """An ornament whose print varies is no value."""
    high = replace(PLACE, top=12.0, bottom=24.0)
    page = typed(paper(), text="8", size=2.6, thick=6)
    assert level(page, place=high) is None
    assert level(page, place=PLACE) is not None


def test_what_is_lower_than_print_of_data_is_left_out() -> None:
    """The feet of a value whose row lies above the place are no value of that place."""
    page = typed(erased(paper(), 0.6))
    below = replace(PLACE, top=PLACE.bottom - 0.5, bottom=PLACE.bottom + 2.0)
    assert level(page) is not None
    assert level(page, place=below) is None


def test_a_speck_of_ink_far_from_a_value_hides_nothing_of_it() -> None:
    """The place is longer than most values."""
    long = replace(PLACE, right=56.0)
    page = typed(erased(paper(), 0.6))
    page[170:172, 440:442] = 20
    found = level(page, place=long)
    assert found is not None
    assert found.level > 25
    assert found.box.right < PLACE.right + 0.6


def test_a_place_beyond_the_frame_is_left_out() -> None:
    """Places of a template that was loaded may lie there."""
    assert level(typed(paper()), place=replace(PLACE, left=70.0, right=80.0)) is None


def test_a_value_that_is_erased_in_part_shows_less_than_half() -> None:
    """As the check states: the paper of all of it is measured together."""
    page = typed(paper())
    rows, columns = replace(PLACE, left=PLACE.right - 5.0).grown(0.3).to_px(PX).slices
    part = typed(erased(paper(), 0.6))
    page[rows, columns] = part[rows, columns]
    found = level(page)
    assert found is not None
    assert found.level < 12


def test_a_hidden_value_is_left_out() -> None:
    """What was not seen shows nothing."""
    hidden = ~box_mask([PLACE.grown(2.0)], SHAPE)
    assert level(typed(erased(paper(), 0.6)), hidden) is None


@pytest.mark.parametrize("side", ["left", "top", "right", "bottom"])
@pytest.mark.parametrize(("off_mm", "is_compared"), [(1.6, False), (2.0, True)])
def test_a_value_at_the_rim_is_left_out(side: str, off_mm: float, *, is_compared: bool) -> None:
    """Within 1.8 mm of an edge cut and shadow differ from one capture to the next (design 580: print cut by the page's edge)."""
    found = level(typed(erased(paper(), 0.6)))
    assert found is not None
    width, height = SHAPE[1] / PX, SHAPE[0] / PX
    off = {
        "left": (off_mm - found.box.left, 0.0),
        "top": (0.0, off_mm - found.box.top),
        "right": (width - off_mm - found.box.right, 0.0),
        "bottom": (0.0, height - off_mm - found.box.bottom),
    }
    across, down = (round(PX * one) for one in off[side])
    place = replace(
        PLACE,
        left=PLACE.left + across / PX,
        right=PLACE.right + across / PX,
        top=PLACE.top + down / PX,
        bottom=PLACE.bottom + down / PX,
    )
    page, mean = (
        np.roll(one, (down, across), axis=(0, 1)) for one in (typed(erased(paper(), 0.6)), reference().mean)
    )
    tolerance, constant = np.full(SHAPE, 4, np.uint8), ~box_mask([place], SHAPE)
    moved = levelled_page(page, LightReference(mean=mean, tolerance=tolerance, constant=constant))
    feature = Feature(name="number", kind=FeatureKind.PERSONAL_DATA, box=place)
    assert bool(paper_levels(moved, np.ones(SHAPE, np.bool_), [feature])) is is_compared
